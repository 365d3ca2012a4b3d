/** Says which stages of making a model (rows prepared, model fitted, predictions made) a set of places goes through. */
import { trainingName, trains } from '../learning/training.ts'
import { pathKind } from '../paths.ts'
import type { Call, Module } from '../python/module.ts'
import type { Place } from '../python/reach.ts'

/** `trains`: the first line that fits a model. */
export type Stages = { prepares: boolean; trains: boolean; predicts: boolean; at: { path: string; line: number; what: string } | undefined }

/** One step of training in a loop is no training by itself. */
const oneStep = /(^|\.)(backward|zero_grad|train_step)$/
const mocked = /mock|patch\(/i
const byTools =
  /^tfx\.(\w+\.)*(Trainer|Tuner)$|^(azureml|azure)\.\w+.*\b(ScriptRunConfig|Estimator)$|^sagemaker\..*\bEstimator\(\)\.fit$|CustomTrainingJob\(\)\.run$|\.create_(training|hyper_parameter_tuning|auto_ml)_job(_v2)?$/
const pipelineAround = /(^|\.)(pipeline|flow|dag|job)(\(\))?$/

const lastOf = (callee: string): string => callee.slice(callee.lastIndexOf('.') + 1)
/** `run_job` and `runJob`, not `callable` nor `shape`. */
const starts =
  /(^|[._])([Ii]nvoke|[Rr]un|[Cc]all|check_call|check_output|[Pp]open|[Ss]ystem|[Ee]xecute|sh|[Cc]ommand)(_|$|[A-Z])|(^|\.)run_\w+$/
const trainWords = /(^|["'\s/[,])(re)?(train|training|fit)((-|_)[\w{}-]+)?(\.py|\.sh)?(["'\s,\]]|$)|-m["', ]+[\w.]*\btrain/
const help = /\becho\b|--help|"-h"|--version/

const preparingCall =
  /(^|\.)(train_test_split|read_csv|read_parquet|read_json|read_table|read_sql\w*|load_dataset|DataLoader|ColumnTransformer|make_column_transformer|make_pipeline|random_split|TabularDataset|from_csv|CsvExampleGen|BigQueryExampleGen|ImportExampleGen|get_dummies|fillna|dropna)$|(Scaler|Encoder|Imputer|Vectorizer|Tokenizer|DataModule)\(\)(\.\w+)?$/
const preparingName =
  /(^|_)(load|read|prepare|prep|preprocess\w*|process|clean\w*|split\w*|featur\w*|ingest\w*|extract|dataset\w*|dataloader\w*|datamodule|tokenize\w*|encode|etl)(_|$)|DataLoader|Dataset|prepareData|loadData/
const predictingCall =
  /(^|\.)(predict\w*|evaluate\w*|score|score_model|infer|inference|forecast|decision_function|compute_metrics|cross_val_score|cross_validate|classification_report|accuracy|Evaluator)$|^sklearn\.metrics\.|^torchmetrics\.|([Tt]rainer|instantiate)(\(\))?\.(test|validate|predict)$/
const predictingName = /(^|_)(predict\w*|evaluat\w*|infer\w*|forecast\w*|score|validate_model|get_model_metrics|test_model)(_|$)/

const fittingName = /^(partial_)?fit(_predict|_transform)?$/

const isOwn = ({ path }: Module): boolean => pathKind(path) !== 'test'
const namesOf = new WeakMap<Module, Map<number, Call[]>>()

export function callsIn({ module, scope }: Place): Call[] {
  let byScope = namesOf.get(module)
  if (byScope === undefined) {
    byScope = new Map()
    for (const call of module.calls) byScope.set(call.scope, [...(byScope.get(call.scope) ?? []), call])
    namesOf.set(module, byScope)
  }
  return byScope.get(scope) ?? []
}

/** A call that fits a model, starts something named for training, or is a training step of a pipeline. */
function fits(call: Call, { module, scope }: Place): boolean {
  if (call.dead || mocked.test(call.callee)) return false
  if (byTools.test(call.callee) || (trains(call) && !oneStep.test(call.callee))) return true
  const decorators = module.scopes[scope]?.decorators ?? []
  return decorators.some((name) => pipelineAround.test(name)) && trainingName.test(lastOf(call.callee))
}

/** Starters of libraries other than these (`mlflow.start_run("train_a")`) only name a thing. */
const starters = /^(subprocess|os|sh|click|typer|pexpect|asyncio|shutil|papermill|runpy|hydra|testbook|nbconvert)\b/

function startsTraining(call: Call, module: Module): boolean {
  if (
    call.dead ||
    (isLibrary(call.callee, module) && !starters.test(call.callee)) ||
    mocked.test(call.callee) ||
    !starts.test(lastOf(call.callee))
  )
    return false
  const given = call.args.map(({ text }) => text).join(' ')
  return trainWords.test(given) && !help.test(given)
}

/** What one place does by itself. */
type Own = {
  prepares: boolean
  predicts: boolean
  fits: Call | undefined
  starts: Call | undefined
}
export type OwnName = (callee: string, module: Module) => boolean

export class StageBook {
  readonly #ownName: OwnName
  readonly #known = new WeakMap<Place, Own>()

  /** `ownName(callee, module)`: does the name belong to the repository's own code? */
  constructor(ownName: OwnName) {
    this.#ownName = ownName
  }

  /** What the places do together. In tests, fitting a library's own model is no training of the repository's. */
  of(places: Place[], blocked: ReadonlySet<string> = new Set()): Stages {
    const out: Stages = { prepares: false, trains: false, predicts: false, at: undefined }
    for (const place of places) {
      const does = this.#of(place)
      out.prepares ||= does.prepares
      out.predicts ||= does.predicts
      if (out.at !== undefined || (does.fits === undefined && does.starts === undefined)) continue
      // What the test replaces does not train.
      const call = [does.fits, does.starts].find((one) => one !== undefined && !blocked.has(lastOf(one.callee)))
      if (call !== undefined) out.at = { path: place.module.path, line: call.line, what: call.callee }
    }
    out.at ??= this.#handedByFixture(places, blocked)
    out.trains = out.at !== undefined
    return out
  }

  /** A trainer of a library that is handed a model class of the repository's own trains that model. */
  #handsOver(call: Call, { module }: Place): boolean {
    const made = givenModel(call, module)
    const name = lastOf((made ?? '').replaceAll(/\(\)/g, ''))
    return made !== undefined && /^[A-Z]/.test(name) && !noModel.test(name) && this.#ownName(made, module)
  }

  /** `trainer.fit(net)` where `net` is a fixture that makes a model class of the repository's own. */
  #handedByFixture(places: Place[], blocked: ReadonlySet<string>): Stages['at'] {
    for (const place of places) {
      const { params = [] } = place.module.scopes[place.scope] ?? {}
      if (isOwn(place.module) || params.length === 0) continue
      for (const call of callsIn(place)) {
        const given = fits(call, place) && !blocked.has(lastOf(call.callee)) ? givenModel(call, place.module) : undefined
        const fixture = given !== undefined && params.includes(given) ? places.find((one) => isFixture(one, given)) : undefined
        if (fixture === undefined || !callsIn(fixture).some((one) => this.#makesModel(one, fixture))) continue
        return { path: place.module.path, line: call.line, what: call.callee }
      }
    }
    return undefined
  }

  #makesModel({ callee, dead }: Call, { module }: Place): boolean {
    const name = lastOf(callee.replaceAll(/\(\)/g, ''))
    return !dead && /^[A-Z]/.test(name) && !noModel.test(name) && this.#ownName(callee, module)
  }

  #of(place: Place): Own {
    let known = this.#known.get(place)
    if (known === undefined) {
      known = this.#judge(place)
      this.#known.set(place, known)
    }
    return known
  }

  #judge(place: Place): Own {
    const { module, scope } = place
    const name = nameOf(module, scope)
    const own = isOwn(module)
    const calls = callsIn(place).filter(({ dead }) => !dead)
    const fitting = calls.filter((call) => fits(call, place))
    const sure = (call: Call): boolean => own || this.#ownName(call.callee, module) || this.#handsOver(call, place)
    return {
      prepares: own && (preparingName.test(name) || (!fittingName.test(name) && calls.some(({ callee }) => preparingCall.test(callee)))),
      predicts: (own && predictingName.test(name)) || calls.some(({ callee }) => predictingCall.test(callee) && !mocked.test(callee)),
      fits: fitting.find(sure),
      starts: calls.find((call) => startsTraining(call, module)),
    }
  }
}

const isFixture = ({ module, scope }: Place, name: string): boolean => {
  const it = module.scopes[scope]
  return it?.name === name && it.decorators.some((one) => /fixture/.test(one))
}

/** Rows and settings are handed over too; the model is what is neither. */
const noModel = /data|loader|sampler|batch|config|settings|args|params|callback|logger/i

/** What the call is given to fit, first or by name, resolved: `shop.net.Net()` for `trainer.fit(net)` after `net = Net()`. */
function givenModel({ args, line, scope }: Call, { references }: Module): string | undefined {
  const given = args.find(({ name }) => name === 'model' || name === 'estimator') ?? args.find(({ name }) => name === null)
  if (given === undefined) return undefined
  const used = references.named(lastOf(given.text)).find((one) => one.written === given.text && one.scope === scope && one.line >= line)
  return used?.full ?? given.text
}

const nameOf = (module: Module, scope: number): string => {
  const it = module.scopes[scope]
  const owner = it === undefined ? undefined : module.scopes[it.parent]
  return it?.kind === 'function' && /^__\w+__$/.test(it.name) ? (owner?.name ?? it.name) : (it?.name ?? '')
}

/** `LogisticRegression().fit` of a library is somebody else's model. */
const isLibrary = (callee: string, module: Module): boolean => {
  const head = callee.split('(')[0] ?? ''
  if (head.startsWith('.')) return false
  return head.includes('.') && [...module.imports.values()].some((target) => target === head || head.startsWith(`${target}.`))
}
