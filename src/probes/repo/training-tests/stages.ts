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
  /^tfx\.(\w+\.)*(Trainer|Tuner)$|^(azureml|azure)\.\w+.*\b(ScriptRunConfig|Estimator)$|^sagemaker\..*\bEstimator\(\)\.fit$|CustomTrainingJob\(\)\.run$/
const pipelineAround = /(^|\.)(pipeline|flow|dag|job)(\(\))?$/

const lastOf = (callee: string): string => callee.slice(callee.lastIndexOf('.') + 1)
const starts = /(^|[._])(invoke|run|call|check_call|check_output|popen|system|execute|sh|command)(_|$|[A-Z])|(^|\.)run_\w+$/i
const trainWords = /(^|["'\s/[,])(re)?(train|training|fit)((-|_)[\w{}-]+)?(\.py|\.sh)?(["'\s,\]]|$)|-m["', ]+[\w.]*\btrain/
const help = /--help|"-h"|--version/

const preparingCall =
  /(^|\.)(train_test_split|read_csv|read_parquet|read_json|read_table|read_sql\w*|load_dataset|DataLoader|ColumnTransformer|make_column_transformer|make_pipeline|random_split|TabularDataset|from_csv|CsvExampleGen|BigQueryExampleGen|ImportExampleGen|get_dummies|fillna|dropna)$|(Scaler|Encoder|Imputer|Vectorizer|Tokenizer|DataModule)\(\)(\.\w+)?$/
const preparingName =
  /(^|_)(load|read|prepare|prep|preprocess\w*|process|clean\w*|split\w*|featur\w*|ingest\w*|extract|dataset\w*|dataloader\w*|datamodule|tokenize\w*|encode|etl)(_|$)|DataLoader|Dataset|prepareData|loadData/
const predictingCall =
  /(^|\.)(predict\w*|evaluate\w*|score|score_model|infer|inference|forecast|decision_function|compute_metrics|cross_val_score|cross_validate|classification_report|accuracy|Evaluator)$|^sklearn\.metrics\.|^torchmetrics\.|[Tt]rainer(\(\))?\.(test|validate|predict)$/
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

function startsTraining(call: Call): boolean {
  if (call.dead || mocked.test(call.callee) || !starts.test(lastOf(call.callee))) return false
  const given = call.args.map(({ text }) => text).join(' ')
  return trainWords.test(given) && !help.test(given)
}

/** `reaches(callee)`: does the name belong to the repository's own code? Places of tests count for training only with own code in it. */
export function stagesOf(places: Place[], ownName: (callee: string, module: Module) => boolean): Stages {
  const out: Stages = { prepares: false, trains: false, predicts: false, at: undefined }
  const own = places.filter(({ module }) => isOwn(module))
  const ownModel = own.some(({ module, scope }) =>
    /model|pipe|net|estimator|classifier|regressor|build|create/i.test(nameOf(module, scope)),
  )
  for (const place of places) {
    const { module, scope } = place
    const name = nameOf(module, scope)
    const inside = fittingName.test(name)
    if (isOwn(module) && preparingName.test(name)) out.prepares = true
    if (isOwn(module) && predictingName.test(name)) out.predicts = true
    for (const call of callsIn(place)) {
      if (call.dead) continue
      if (!inside && preparingCall.test(call.callee) && isOwn(module)) out.prepares = true
      if (predictingCall.test(call.callee) && !mocked.test(call.callee)) out.predicts = true
      if (out.at !== undefined) continue
      const head = call.callee.split(/[.(]/)[0] ?? ''
      const counts =
        isOwn(module) || ownName(call.callee, module) || (ownModel && !module.imports.has(head) && !isLibrary(call.callee, module))
      if ((fits(call, place) && counts) || (startsTraining(call) && (own.length > 0 || !isOwn(module)))) {
        out.trains = true
        out.at = { path: module.path, line: call.line, what: call.callee }
      }
    }
  }
  return out
}

const nameOf = (module: Module, scope: number): string => {
  const it = module.scopes[scope]
  const owner = it === undefined ? undefined : module.scopes[it.parent]
  return it?.kind === 'function' && /^__\w+__$/.test(it.name) ? (owner?.name ?? it.name) : (it?.name ?? '')
}

/** `LogisticRegression().fit` of a library is somebody else's model. */
const isLibrary = (callee: string, module: Module): boolean => {
  const head = callee.split('(')[0] ?? ''
  return head.includes('.') && [...module.imports.values()].some((target) => target === head || head.startsWith(`${target}.`))
}
