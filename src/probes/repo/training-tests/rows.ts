/** Says whether the rows that a test trains on are loaded or prepared on the way, outside the model that is fitted. */
import { pathKind } from '../paths.ts'
import { keyOf } from '../python/ahead.ts'
import type { Call, Module } from '../python/module.ts'
import type { Place } from '../python/reach.ts'
import { callsIn } from './stages.ts'

/** Reads rows that lie somewhere: a file, a table, a data set that is fetched. */
const readingCall =
  /(^|\.)(read_(csv|parquet|json|table|sql\w*|excel|feather|pickle|ndjson|gbq)|scan_(csv|parquet)|from_csv|load_dataset|load_from_disk|genfromtxt|loadtxt|TabularDataset|ImageFolder|image_dataset_from_directory|CsvExampleGen|BigQueryExampleGen|ImportExampleGen|DictReader)$|(^|\.)csv\.reader$/
/** A text in the code is no file. */
const literalRows = /\b(StringIO|BytesIO)\b/
const readingName =
  /(^|_)(load|read|fetch|ingest|download)_?(\w*_)?(data|rows|csv|frames?|df|table|records|samples|corpus|images?|dataset\w*|dataloaders?)(_|$)|(^|_)(train|val|test)_dataloader$|^(ingest|etl)(_|$)|[Ll]oadData/
/** `load_model` brings no rows. */
const noRows = /(^|_)(model|params|weights|state|state_dict|checkpoint|config|settings|pickle|json|yaml|dunder|version|module|class)s?$/

const preparingCall =
  /(^|\.)(train_test_split|ColumnTransformer|make_column_transformer|random_split|get_dummies|fillna|dropna)$|(Scaler|Encoder|Imputer|Vectorizer|Tokenizer)\(\)\.(fit|fit_transform|transform)$/
const preparingName =
  /(^|_)(load|read|prep|prepare|preprocess\w*|process(?=$|_(data|rows|df|frame|images?|texts?|records))|clean\w*|split\w*|featur\w*|ingest\w*|etl)(_|$)|Preprocessor|Cleaner|FeatureEngineer|DataModule/
/** These in a model bring back or copy the model itself, or tell of it. */
const ofModel = /^_|^(load|read)$|^(get|set|plot|show|report)_/
/** Puts rows into another form, made up or not. */
const wrapping = /(^|_)(dataset\w*|dataloader\w*|tokenize\w*|encode)(_|$)|DataLoader|Dataset|Loader$/
const wrappingCall = /(^|\.)(DataLoader|make_pipeline|DataModule)$|DataModule\(\)(\.\w+)?$/

/** Rows out of nothing, or the small tables that come with a library. */
const madeUp =
  /(^|\.)(make_(classification|regression|blobs|moons|circles|\w*_?(data|rows|corpus|frame|df)\w*)|load_(iris|digits|wine|breast_cancer|diabetes|boston|linnerud)|rand|randn|randint|random|normal|uniform|standard_normal|rand_like|linspace|arange|zeros|ones|default_rng|generate_\w+)$/

const fitting = /^(partial_|a?)?fit(_predict|_transform|_one|_loop|_generator)?$|^learn(_one|_many)?$/
const modelMethod =
  /^(a?fit\w*|partial_fit\w*|_fit\w*|learn(_one|_many)?|forward|call|__call__|__init__|__post_init__|initialize|(training|validation|test|train|predict|eval)_step\w*|train_on_batch|compute\w*|predict\w*|transform|score\w*|decision_function|sample\w*|infer\w*|build)$/
const modelBase =
  /(^|\.)(Module|LightningModule|Model|Sequential|Layer|\w*Estimator|\w*Classifier|\w*Regressor|\w*Forecaster|\w*Detector|ClassifierMixin|RegressorMixin|ClusterMixin|OutlierMixin)$/
const learningMethod = /^(fit|partial_fit|fit_predict|learn_one|learn_many|forward|training_step|train_step)$/
const judging = /^(predict\w*|score\w*|decision_function|forward|infer\w*|training_step|train_step)$/

const methodsOf = new WeakMap<Module, Map<number, string[]>>()

function methods(module: Module, owner: number): string[] {
  let known = methodsOf.get(module)
  if (known === undefined) {
    known = new Map()
    for (const { kind, name, parent } of module.scopes) if (kind === 'function') known.set(parent, [...(known.get(parent) ?? []), name])
    methodsOf.set(module, known)
  }
  return known.get(owner) ?? []
}

/** A class that is fitted and judged; what is only fitted and transforms prepares rows. */
function isModel(module: Module, owner: number): boolean {
  const own = methods(module, owner)
  const bases = module.scopes[owner]?.bases ?? []
  const transforms = own.includes('transform') || bases.some((base) => /Transformer/.test(base))
  if (own.some((name) => learningMethod.test(name)) && (own.some((name) => judging.test(name)) || !transforms)) return true
  return bases.some((base) => modelBase.test(base))
}

/** Keys of the methods by which a model is made, fitted and used: what happens in there is the model's own. */
export function insideModels(places: Place[]): Set<string> {
  const out = new Set<string>()
  for (const { module, scope } of places) {
    const it = module.scopes[scope]
    if (it === undefined || it.kind !== 'function' || module.scopes[it.parent]?.kind !== 'class') continue
    if (modelMethod.test(it.name) && isModel(module, it.parent)) out.add(keyOf({ module, scope }))
  }
  return out
}

const isOwn = ({ module }: Place): boolean => pathKind(module.path) !== 'test'

const nameOf = ({ module, scope }: Place): string => {
  const it = module.scopes[scope]
  const owner = it === undefined ? undefined : module.scopes[it.parent]
  return it?.kind === 'function' && /^__\w+__$/.test(it.name) ? (owner?.name ?? it.name) : (it?.name ?? '')
}

const reads = ({ callee, args, dead }: Call): boolean =>
  !dead && readingCall.test(callee) && !args.some(({ text }) => literalRows.test(text))

/** In the test itself only what is read before the model is fitted can be its rows. */
function readsRows(place: Place): boolean {
  const calls = callsIn(place)
  if (isOwn(place)) return calls.some(reads) || (readingName.test(nameOf(place)) && !noRows.test(nameOf(place)))
  const fitted = calls.find(({ callee }) => fitting.test(callee.slice(callee.lastIndexOf('.') + 1)))
  return calls.some((call) => reads(call) && (fitted === undefined || call.line <= fitted.line))
}

function prepares(place: Place, made: boolean): boolean {
  if (!isOwn(place)) return false
  const name = nameOf(place)
  if ((preparingName.test(name) && !noRows.test(name) && !isOfModel(place)) || (!made && wrapping.test(name))) return true
  const calls = fitting.test(name) ? [] : callsIn(place).filter(({ dead }) => !dead)
  if (!made && calls.some(makesRows)) return true
  return calls.some(({ callee }) => preparingCall.test(callee) || (!made && wrappingCall.test(callee)))
}

/** `instantiate(cfg.data)`: settings say which rows are taken. */
const makesRows = ({ callee, args }: Call): boolean =>
  /(^|\.)(instantiate|get_class|build_from_cfg|from_config)$/.test(callee) &&
  args.slice(0, 1).some(({ text }) => /(^|[.["'_])(data|dataset|datamodule|data_?loader|dataloaders?)s?\b/i.test(text))

function isOfModel({ module, scope }: Place): boolean {
  const it = module.scopes[scope]
  return it !== undefined && module.scopes[it.parent]?.kind === 'class' && ofModel.test(it.name) && isModel(module, it.parent)
}

const fileOfRows =
  /["']([\w./-]+\.(?:csv|tsv|parquet|jsonl|ndjson|feather|npz|npy|h5|hdf5|xlsx|arff|avro|libsvm|svmlight|tfrecord)(?:\.gz)?)["']/g

/** Does the test, or what sets it up, name a file of rows that lies in the repository? */
export function namesRows(places: Place[], textOf: (path: string) => string, exists: (path: string) => boolean): boolean {
  return places.some(({ module, scope }) => {
    const it = module.scopes[scope]
    if (it === undefined || it.kind !== 'function' || pathKind(module.path) !== 'test') return false
    const lines = textOf(module.path)
      .split('\n')
      .slice(it.line - 1, it.end_line)
      .join('\n')
    return [...lines.matchAll(fileOfRows)].some(([, path]) => exists((path as string).replace(/^(\.{1,2}\/)+/, '')))
  })
}

/** Rows are read on the way, from a file, a table or a data set. */
export const rowsAreRead = (places: Place[]): boolean => places.some(readsRowsOnce)

const reading = new WeakMap<Place, boolean>()

/** Thousands of tests go through the same places. */
function readsRowsOnce(place: Place): boolean {
  let reads = reading.get(place)
  if (reads === undefined) {
    reads = readsRows(place)
    reading.set(place, reads)
  }
  return reads
}

/** `outside`: everything the test leads to without the ways that go through a model. */
export function rowsArePrepared(places: Place[], outside: Place[]): boolean {
  const made = places.some((place) => !isOwn(place) && callsIn(place).some(({ callee }) => madeUp.test(callee)))
  return outside.some((place) => prepares(place, made))
}
