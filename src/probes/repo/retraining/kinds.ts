/** What starts training: the nouns of the `retraining` shelf. */

/**
 * One thing that starts something. `kind`: `schedule`, `event`, `push`, `pull_request`, `manual`. `enabled`: it starts without a person as
 * the tree stands. `trains`: what it starts fits a model. `renews`: time, data or drift is what starts it, or every change does and the
 * model is kept.
 */
export type Trigger = {
  path: string
  line: number
  kind: string
  enabled: boolean
  trains: boolean
  renews: boolean
  note: string
}

/** Words by which people name training; `trained` and `pretrained` are no training, nor is a training set. */
export const saysTraining =
  /(^|[^a-z])(re[-_]?|fine[-_]?)?(train|training|trainer|tune|finetune)([^a-z]|$)(?![-_ ]?(data|set|split|csv|parquet|size|requirements|image|docker)\b)|(^|[^a-z])(model[-_ ]?fit|fit[-_ ]?model)([^a-z]|$)|[a-z](Train|Training|Retrain)([A-Z]|$)/i
