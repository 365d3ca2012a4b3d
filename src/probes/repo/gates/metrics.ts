/** Recognises comparisons of a model's quality with a limit or with another model. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf } from '../python/syntax.ts'

const metricWords = new Set(
  (
    'accuracy acc auc auroc auprc f1 f1score rmse mae mse mape smape wape r2 r2score rsquared bleu rouge rougel wer cer ndcg mrr logloss kappa mcc gini silhouette ece precision recall ' +
    'perplexity brier champion challenger champ chall kpi sensitivity specificity miou metric metrics'
  ).split(' '),
)
const qualified =
  /(^|_)(test|val|valid|validation|eval|new|candidate|current|production|prod|old|previous|holdout|r2|f1)_?(score|loss|error|quality|performance|metric)(_|$)/
const limitWord = /(^|_)(thresh\w*|min|minimum|max|maximum|limit|required|target|baseline|tolerance|bound|floor)(_|$)/
const plainValue = /(^|_)(value|actual|score|result|observed)(_|$)/

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

/** Words that also mean other things: digits after the point, a count, a date. */
const doubtful = new Set(['precision', 'recall', 'metric', 'acc', 'mae', 'cer', 'gini', 'kpi'])
const ofModels = /model|predict|accuracy|\bauc\b|\bf1\b|champion|challenger|evaluat|rmse|\bmse\b/i
const otherMeaning = /(^|_)(date|time|timestamp|count|type|id|num|index|len|size|width|types)(_|$)/

const isMetric = (text: string, around: string): boolean => {
  const words = wordsOf(text)
  if (otherMeaning.test(words.join('_'))) return false
  const found = words.filter((word) => metricWords.has(word))
  return found.some((word) => !doubtful.has(word) || ofModels.test(around)) || qualified.test(words.join('_'))
}

/**
 * What is compared, as told to a reader: `accuracy`, `metric_value`. Undefined for anything but the quality of a model.
 * `loops`: names of loops with what they go through.
 */
export function metricCompared(node: Syntax, around: string, loops: ReadonlyMap<string, string> = new Map()): string | undefined {
  if (node.type !== 'comparison_operator') return undefined
  const operators = node.children.filter(({ field: name }) => name === 'operators').map(textOf)
  if (operators.length === 0 || !operators.every((one) => /^[<>]=?$/.test(one))) return undefined
  return metricAmong(
    node.children.filter(({ field: name }) => name !== 'operators'),
    around,
    loops,
  )
}

/** `self.assertGreater(auc, 0.8)`: the same as a call. */
export function metricAsserted(node: Syntax, around: string, loops: ReadonlyMap<string, string>): string | undefined {
  if (node.type !== 'call' || !assertsOrder.test(dotted(field(node, 'function')) ?? '')) return undefined
  return metricAmong(
    argumentsOf(node)
      .slice(0, 2)
      .map(({ value }) => value),
    around,
    loops,
  )
}

const assertsOrder = /(^|\.)assert(Greater|Less)(Equal)?$/

function metricAmong(sides: Syntax[], around: string, loops: ReadonlyMap<string, string>): string | undefined {
  const texts = sides.map(textOf)
  if (texts.some((text) => text.length > 160 || /\b(epoch|patience|step|len\(|time|latency|ms\b)/i.test(text))) return undefined
  const numbers = sides.map(literalOf).filter((value): value is number => typeof value === 'number')
  // `0 <= x <= 1` and `x > 0` ask whether a number makes sense, not whether the model is good.
  if (numbers.length > 0 && numbers.every((value) => value === 0 || value === 1)) return undefined
  const at = texts.findIndex((text, index) => literalOf(sides[index]) === undefined && isMetric(text, around) && !onlyLimit(text))
  if (at >= 0) return nameIn(texts[at] as string)
  // `all(x > floor for x in metrics)`: one of several figures is held against a limit.
  const each = texts.findIndex((text) => isMetric(loops.get(text) ?? '', around))
  if (
    each >= 0 &&
    texts.some(
      (text, index) =>
        index !== each && (limitWord.test(wordsOf(text).join('_')) || numbers.length > 0 || isMetric(loops.get(text) ?? '', around)),
    )
  )
    return nameIn(loops.get(texts[each] as string) as string)
  const value = texts.findIndex((text) => plainValue.test(wordsOf(text).join('_')))
  const limit = texts.some((text, index) => index !== value && limitWord.test(wordsOf(text).join('_')))
  return value >= 0 && limit && /metric|accuracy|\bauc\b|\bf1\b|rmse|champion/i.test(around) ? nameIn(texts[value] as string) : undefined
}

/** `MIN_ACCURACY` is a limit; it is no measured quality. */
const onlyLimit = (text: string): boolean => limitWord.test(wordsOf(text).join('_')) && !/[[(]/.test(text)

const nameIn = (text: string): string => {
  const key = /["'](\w+)["']/.exec(text)?.[1]
  return (key ?? text.replace(/^(self|np|float|int)[.(]+/, '')).slice(0, 60)
}

/** `if loss < best_loss: best_loss = loss` keeps the best of a training; nothing is let through or held back. */
export function keepsBest(condition: Syntax, body: Syntax | undefined): boolean {
  const named = textOf(condition).match(/\b[\w.]*(best|lowest|highest|min_val|max_val)[\w.]*/gi) ?? []
  const text = body === undefined ? '' : textOf(body)
  return (
    named.some((name) => new RegExp(`(^|[^\\w.])${name.replaceAll(/[^\w]/g, '\\$&')}\\s*(,[^=\\n]*)?=[^=]`).test(text)) ||
    /\b(patience|early_?stop|epochs_no_improve|best_epoch)\b/i.test(text)
  )
}

const releasing =
  /(^|[._])(register_\w*model\w*|register_\w*version|create_model_version|create_registered_model|transition_model_version_stage|set_registered_model_alias|set_model_version_tag|promote\w*|deploy\w*|push_to_hub|add_version_aliases|create_endpoint\w*|update_endpoint\w*|publish\w*|upload_model|link_artifact|release_model|rollout\w*|register|approve_model\w*|update_model_package|link_model|go_live|mark_as_production|save_production\w*)$/i
const reading =
  /(^|[._])(get_\w+|list_\w+|search_\w+|load_\w+|is_\w+|should_\w+|can_\w+|check_\w+|test_\w+|describe_\w+|add_argument|register_blueprint|register_buffer|register_parameter|register_hook\w*)$/

/** A call that registers, promotes or deploys a model. */
export function releases(call: Syntax): boolean {
  if (call.type !== 'call') return false
  const name = dotted(field(call, 'function')) ?? ''
  if (reading.test(name)) return false
  return (
    releasing.test(name.replaceAll(/\(\)|\[\]/g, '')) || (/(^|\.)log_model$/.test(name) && /registered_model_name\s*=/.test(textOf(call)))
  )
}

/** Statements that end what comes after: a failure, an early return, a cancelled run. */
export const stops = (node: Syntax): boolean =>
  node.type === 'raise_statement' ||
  node.type === 'return_statement' ||
  (node.type === 'call' &&
    /(^|\.)(exit|_exit|cancel|abort|fail|cancel_run|skip_stage)$/.test(dotted(field(node, 'function')) ?? '') &&
    !/exit\(0?\)/.test(textOf(node)))

/** A run of a pipeline service is cancelled: its later steps do not run. */
export const cancels = (node: Syntax): boolean =>
  node.type === 'call' && /(^|\.)(cancel|abort|cancel_run)$/.test(dotted(field(node, 'function')) ?? '')

/** `return`, `return None`, `return False`: an end, where `return "good"` is only a word. */
export const endsPlainly = (node: Syntax): boolean =>
  node.type === 'return_statement' && /^return\s*(\(?(True|False|None)\b.*)?$/s.test(textOf(node))

/** These fail the whole program, so that later steps do not run; an early return only ends the function. */
export const fails = (node: Syntax): boolean => stops(node) && node.type !== 'return_statement'
