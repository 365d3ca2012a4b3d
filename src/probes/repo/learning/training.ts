/** Recognises calls that fit a model. */
import type { Call, Module } from '../python/module.ts'

/** Calls that only fit when the receiver is one of these say nothing alone. */
const trainingCall =
  /(^|[.)\]])(fit|partial_fit|fit_generator|train_on_batch|train_step|backward|train_and_evaluate|fit_one_cycle|fine_tune|train_model|trainModel|fit_model|learn)$/

/** Library functions that train by themselves. */
const trainingFunction =
  /^(xgboost|lightgbm)\.(train|cv)$|^catboost\.train$|^sklearn\.model_selection\.(cross_val_score|cross_validate|GridSearchCV|RandomizedSearchCV)$|Trainer\(\)\.(train|fit|tune)$|^autogluon\.|^pycaret\.\w+\.(create_model|compare_models)$|^optax\.apply_updates$|\.optimizers?\.\w+\(\)\.(step|minimize|apply_gradients)$|^torch\.optim\.\w+\(\)\.step$|^fasttext\.train_\w+$|^spacy\.training\./

/** Things with a `fit` that is no model: it prepares data. */
const preparing =
  /(Scaler|Encoder|Imputer|Vectorizer|Binarizer|Transformer|Tokenizer|PCA|Discretizer|Normalizer|Preprocessor|tokenizer|scaler|encoder|imputer|vectorizer)(\(\))?\.(fit|partial_fit)$/

export function trains({ callee, dead }: Call): boolean {
  if (dead || preparing.test(callee)) return false
  return (
    trainingFunction.test(callee) ||
    trainingCall.test(callee) ||
    /(^|\.)(optimizer|optim|opt|optimiser|trainer)(\(\))?\.(step|zero_grad|minimize|apply_gradients|train)$/i.test(callee)
  )
}

/** Names that people give to code that trains. */
export const trainingName =
  /(^|[_./])(pre|fine|re)?[_-]?(train|training|trainer|tuning|tune|finetune|fit|learner|sweep|hpo)(ing|er)?([_./A-Z]|\d|$)/i

/** Code that judges what was trained belongs to the same work. */
export const evaluatingName = /(^|[_./])(eval|evaluat(e|ion|ions|or)|validat(e|ion)|benchmark|experiments?)([_./A-Z]|\d|$)/i

/** Text that may hold a training call; saves parsing the rest. */
export const mayTrain =
  /\b(fit|partial_fit|fit_generator|backward|train_on_batch|train|optimizer|fine_tune|learn|apply_gradients|minimize|GridSearchCV|cross_val_score)\s*[.(]/

export const firstTraining = (module: Module): Call | undefined => module.calls.find(trains)
