/** Tells functions that build features and functions that specify or train a model from all others. */
import { predictorOf } from '../baselines/predictors.ts'
import { trains } from '../learning/training.ts'
import { isNotebook, nameOf, pathKind } from '../paths.ts'
import type { Call, Module, Scope } from '../python/module.ts'
import type { PythonSource } from '../python/sources.ts'

/** Libraries that learn; a repository that imports none has neither kind of code. */
export const learningLibrary =
  /^\s*(?:import|from)\s+(sklearn|torch|tensorflow|keras|xgboost|lightgbm|catboost|jax|flax|transformers|pyspark\.ml|statsmodels|spacy|lightning|pytorch_lightning|fastai|revscoring|autogluon|h2o|prophet|mxnet|paddle|surprise|implicit|mlflow)\b/m

const featureFile =
  /(^|[/_])(features?|feature_?(engineering|extract\w*|build\w*|sets?|selection|pipeline|transform\w*|eng|gen\w*|creation|utils)|pre_?process\w*|data_?prep\w*|data_?preprocessing|transformations?|encoders?|extractors?|vectori[sz]ers?|cleaning|augmentations?)([/.]|_(?!\w*(store|view|server|service|flag|logging|registry))|$)/i
const featureName =
  /(^|_)(build|creat|mak|add|extract|comput|generat|engineer|prepar|deriv|calc|transform|process|select)\w*_(\w+_)*features?(_|$)|(^|_)(features?_engineer\w*|pre_?process\w*|encode[drs]?|encoding|one_?hot|imput\w+|standardi[sz]e\w*|tokeni[sz]e\w*|vectori[sz]e\w*|bucketi[sz]e|discreti[sz]e|featuri[sz]e\w*|augment\w*)(_|$)/i
/** Switches of a service, stores of features, explanations and pictures of them build none. */
const notFeature =
  /feature_?(flags?|toggles?|store|views?|importances?|service|server|stability)|(^|_)(plot|importance|flags?|inverse|explain\w*|shap|online|historical|response|payload|request|search)(_|$)/i
const preparing =
  /^(sklearn\.(preprocessing|feature_extraction|impute|compose)|tensorflow_transform|torchvision\.transforms|albumentations|category_encoders|feature_engine|pyspark\.ml\.feature|nltk\.(tokenize|stem))\b|^pandas\.(get_dummies|cut|qcut)$|(Scaler|Encoder|Imputer|Vectorizer)(\(\))?\.(fit|transform|fit_transform)$/

const modelFile = /(^|[/_])(models?|modell?ing|networks?|nets?|architectures?|train|trainer|training|losses?|learner)([/_.]|$)/i
const modelName =
  /(^|_)(train\w*|fit|build_\w*(model|network|classifier|regressor)|(create|make|get|define|build)_(model|network|classifier|regressor|estimator|pipeline)|model_fn|loss|criterion|forward|predict\w*)(_|$)|^(training|validation|test)_step$|^evaluate(_model)?$|^get_model_metrics$/i
const notModel =
  /(^|_)(api|endpoint|request|response|log|save|load|upload|download|register|deploy|plot|parse|argument|args|config|path|dir|schema|explain\w*|params)(_|$)/i
const modelBase =
  /(^|\.)(Module|LightningModule|Layer|BaseEstimator|ClassifierMixin|RegressorMixin|PreTrainedModel|TFPreTrainedModel|PythonModel|Sequential)$|^(tensorflow|keras|flax)\..*\.?(Model|Layer|Module)$/
const transformerBase = /(^|\.)(TransformerMixin|OneToOneFeatureMixin|Transformer|Preprocessor)$/

/** Method names that many classes have: the class must be named as well. */
export const everyday =
  /^(fit|predict|predict_proba|transform|fit_transform|forward|call|train|encode|decode|score|__call__|training_step|evaluate|loss|get_features)?$/

const preparingText =
  /sklearn|tensorflow_transform|torchvision|albumentations|category_encoders|feature_engine|pyspark|nltk|get_dummies|qcut|\.cut\(/

/** By text and path alone, so that the rest need not be parsed. */
export const mayCount = ({ path, text }: PythonSource): boolean =>
  featureFile.test(path) ||
  learningLibrary.test(text) ||
  preparingText.test(text) ||
  /\bdef (fit|train|predict|forward)\b/.test(text) ||
  names(text).some((name) => featureName.test(name))

const names = (text: string): string[] => [...text.matchAll(/\bdef\s+(\w+)/g)].map(([, name]) => name ?? '')

/** Code around both: it reads, writes, shows and starts. */
const plumbing =
  /^(_*main|_*parse\w*arg\w*|arg_?parser|get_args|setup|run|cli|__\w+__)$|^_*(load|read|write|save|dump|download|upload|fetch|plot|show|log|print|get_logger|connect|setup|configure)(_|$)/i
const counted = /^(__call__)$/

type At = { module: Module; scope: number; calls: Call[]; owner: Scope | undefined; learns: boolean }

export type CodeKind = (at: At) => boolean

/** Scopes of own functions and methods of one kind, without notebooks, tests and what only starts others. */
export function functionsOf(module: Module, source: PythonSource, is: CodeKind): number[] {
  if (isNotebook(module.path) || ['test', 'example', 'docs'].includes(pathKind(module.path)) || nameOf(module.path) === 'setup.py')
    return []
  const byScope = new Map<number, Call[]>()
  for (const call of module.calls) {
    const some = byScope.get(call.scope)
    if (some === undefined) byScope.set(call.scope, [call])
    else some.push(call)
  }
  const learns = learningLibrary.test(source.text)
  return module.scopes.flatMap((it, scope) => {
    const parent = module.scopes[it.parent]
    if (it.kind !== 'function' || parent === undefined || parent.kind === 'function') return []
    if (plumbing.test(it.name) && !counted.test(it.name)) return []
    if (it.decorators.some((name) => /(^|\.)(abstractmethod|overload|property|setter|get|post|put|route|fixture)(\(\))?$/.test(name)))
      return []
    const at = { module, scope, calls: byScope.get(scope) ?? [], owner: parent.kind === 'class' ? parent : undefined, learns }
    return is(at) ? [scope] : []
  })
}

const nameAt = ({ module, scope }: At): string => module.scopes[scope]?.name ?? ''

export const buildsFeatures: CodeKind = (at) => {
  const name = nameAt(at)
  if (notFeature.test(name) || notFeature.test(at.module.path)) return false
  if (isTransformer(at)) return /^(fit|transform|fit_transform|__call__)$/.test(name) || featureName.test(name)
  if (at.owner?.bases.some((base) => modelBase.test(base)) || predicts(at)) return false
  if (at.calls.some((call) => !call.dead && trains(call))) return false
  return at.calls.some(({ callee, dead }) => !dead && preparing.test(callee)) || featureName.test(name) || featureFile.test(at.module.path)
}

const isTransformer = ({ owner }: At): boolean =>
  owner !== undefined &&
  (owner.bases.some((base) => transformerBase.test(base)) ||
    /(Transformer|Encoder|Imputer|Scaler|Vectorizer|Preprocessor|FeatureExtractor|FeatureBuilder)$/.test(owner.name)) &&
  !owner.bases.some((base) => /(^|\.)(Module|LightningModule|Layer|Model)$/.test(base))

export const specifiesModel: CodeKind = (at) => {
  const name = nameAt(at)
  if (isTransformer(at) || notModel.test(name)) return false
  if (at.owner?.bases.some((base) => modelBase.test(base)) && !name.startsWith('_')) return true
  if (at.calls.some((call) => !call.dead && (trains(call) || madeModel(call)))) return true
  if (at.owner !== undefined && /^(fit|train|predict|predict_proba|forward)$/.test(name))
    return at.learns || modelFile.test(at.module.path) || hasFit(at)
  return at.learns && (modelName.test(name) || (modelFile.test(at.module.path) && at.owner !== undefined && hasFit(at)))
}

const madeModel = ({ callee }: Call): boolean =>
  predictorOf(callee) !== undefined || /^(torch\.nn|tensorflow\.keras\.layers|keras\.layers)\.\w+$/.test(callee)

const predicts = (at: At): boolean =>
  at.owner !== undefined &&
  at.module.scopes.some(({ parent, name }) => parent === at.module.scopes[at.scope]?.parent && /^(predict|forward)$/.test(name))

/** The class learns: it fits and predicts. */
const hasFit = ({ module, scope }: At): boolean => {
  const owner = module.scopes[scope]?.parent
  return module.scopes.some(({ parent, name }) => parent === owner && /^(fit|train|forward|training_step)$/.test(name))
}
