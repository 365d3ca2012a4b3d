/** Tells from a file's text which kind of run left it: an evaluation, a profile, a drift report and so on. */
import { nameOf } from '../paths.ts'

export const recordKinds = ['evaluation', 'training', 'tuning', 'data_profile', 'schema_check', 'drift', 'fairness', 'performance'] as const
export type RecordKind = (typeof recordKinds)[number]

/** `trials`: for tuning, how many were kept. */
export type RunRecord = { about: RecordKind; line: number; note: string; trials?: number }

/** Names under which quality of a model is kept, whole and lower-case, with `test_`, `val_` and the like before them taken off. */
const metric =
  /^(acc(uracy)?(_score)?|balanced_accuracy|precision|recall|f1([_-]score)?|f_?beta|(roc_?)?auc(_roc)?|average_precision|pr_?auc|log_?loss|brier(_score)?|r2([_-]score)?|r_?squared|rmse|mae|mse|mape|smape|rmsle|bleu|rouge[\w-]*|wer|cer|map(_?50(_95)?)?|ndcg(@\d+)?|iou|miou|dice|perplexity|exact_match|mcc|kappa|silhouette|gini|ks|mean_absolute_error|mean_squared_error|root_mean_squared_error)$/
const part =
  /^((test|val|valid|validation|eval|evaluation|train|training|holdout|dev|oof|cv|mean|best|final|overall|macro|micro|weighted|avg)[_/. -])+/

export const isMetric = (name: string): boolean => metric.test(name.toLowerCase().trim().replace(part, ''))

/** Pages of tools that say who made them, from the start of the file. */
const makers: [sign: RegExp, about: RecordKind, tool: string][] = [
  [/evidently_dashboard_[0-9a-f]{6}/, 'drift', 'Evidently'],
  [/ydata[-_ ]?profiling|pandas[-_ ]?profiling|<title>[^<]*profiling report/i, 'data_profile', 'a profiling report'],
  [/sweetviz/i, 'data_profile', 'Sweetviz'],
  [/great[_ ]expectations/i, 'schema_check', 'Great Expectations'],
  [/deepchecks/i, 'schema_check', 'Deepchecks'],
  [/aequitas|fairlearn|fairness report/i, 'fairness', 'a fairness report'],
  [/<title>[^<]*(locust|k6|jmeter)/i, 'performance', 'a load report'],
]

export const mayBeRecord = (path: string): boolean =>
  /\.(json|ya?ml|csv|tsv|html?)$/i.test(path) || nameOf(path) === 'dvc.lock' || nameOf(path) === 'meta.yaml'

export function recordIn(path: string, text: string): RunRecord | undefined {
  const name = nameOf(path)
  if (name === 'dvc.lock')
    return /^\s+cmd:/m.test(text)
      ? { about: 'training', line: 1, note: 'stages that DVC ran, with digests of what went in and out' }
      : undefined
  if (/\.html?$/i.test(name)) return pageOf(text)
  if (/\.(csv|tsv)$/i.test(name)) return tableOf(name, text)
  if (name === 'meta.yaml')
    return /^run_(id|uuid):/m.test(text) && /^start_time:\s*\d/m.test(text)
      ? { about: 'training', line: 1, note: 'a run that MLflow recorded' }
      : undefined
  return documentOf(name, text)
}

const headLength = 20_000

function pageOf(text: string): RunRecord | undefined {
  const head = text.slice(0, headLength)
  const made = makers.find(([sign]) => sign.test(head))
  return made === undefined ? undefined : { about: made[1], line: 1, note: `a page made by ${made[2]}` }
}

const resultName = /metric|score|result|eval|report|performance|benchmark|leaderboard|compar|trial|stud(y|ies)|tuning|hyperparam|search/i

function tableOf(name: string, text: string): RunRecord | undefined {
  const lines = text.split('\n', 500).filter((line) => line.trim() !== '')
  const columns = (lines[0] ?? '').split(/[,;\t]/).map((it) => it.replaceAll('"', '').trim())
  const rows = lines.length - 1
  const numbers = (lines[1] ?? '').split(/[,;\t]/).some((cell) => cell.trim() !== '' && Number.isFinite(Number(cell)))
  if (rows < 1 || !numbers) return undefined
  if (
    columns.filter((it) => /^(params?|config)[_./]/i.test(it)).length >= 1 &&
    columns.some((it) => isMetric(it) || /^(value|mean_test_score|loss|objective)$/i.test(it))
  )
    return { about: 'tuning', line: 1, note: `${rows} trials of a search`, trials: rows }
  const measured = columns.filter(isMetric)
  // A table of data may have one column by such a name; a table of outcomes is small and named for them.
  return resultName.test(name) && measured.length >= 1 && rows <= 400
    ? { about: 'evaluation', line: 1, note: `outcomes: ${measured.slice(0, 4).join(', ')}` }
    : undefined
}

/** A number that belongs to a key, wherever in a JSON or YAML text it stands; read line by line, since large ones need no tree. */
const entry = /^\s*(?:[{,]\s*)?(?:-\s+)?["']?([\w@./ -]{1,60}?)["']?\s*:\s*["']?(-?\d+(?:\.\d+)?(?:e-?\d+)?)\b/gim
const inline = /["']([\w@./ -]{1,60}?)["']\s*:\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\b/gi

function documentOf(name: string, text: string): RunRecord | undefined {
  const head = text.slice(0, 200_000)
  if (/"expectation_config"|"expectation_type"/.test(head) && /"(success|successful_expectations)"\s*:/.test(head))
    return { about: 'schema_check', line: 1, note: 'outcome of a validation by Great Expectations' }
  if (/"machine_info"/.test(head) && /"benchmarks"/.test(head))
    return { about: 'performance', line: 1, note: 'timings by pytest-benchmark' }
  if (!resultName.test(name)) return undefined
  for (const pattern of [entry, inline])
    for (const match of head.matchAll(pattern))
      if (match[1] !== undefined && isMetric(match[1]) && Math.abs(Number(match[2])) !== 0)
        return {
          about: 'evaluation',
          line: head.slice(0, (match.index ?? 0) + match[0].length).split('\n').length,
          note: `outcome: ${match[1].trim()}`,
        }
  return undefined
}
