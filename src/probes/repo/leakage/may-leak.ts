/** Tells by words alone which files cannot hold a leak that the flow of code would prove, so that they are never parsed. */
import { isTestName } from './rows.ts'

/** Something is split, or cut into folds. */
const split =
  /train_test_split|(KFold|ShuffleSplit|LeaveOne(Group)?Out|TimeSeriesSplit)\b|cross_val|SearchCV|random_?[sS]plit|\b(np|numpy)\.(array_)?split|validation_split|\.sample\(\s*frac/
/** Something is learnt from rows: by a tool, by a statistic, by a resampler, by a search. */
const learns =
  /\bfit\w*\(|\.train\(|\bscale\(|\.(mean|median|std|fillna|quantile)\(|\.adapt\(|\.optimize\(|fmin\(|\bqcut\(|cross_val|fit_resample/
/** Rows may be copied, or their groups named. */
const copies = /\b(concat|concatenate|cat|append|repeat|tile)\(|\bgroups\s*=/
/** Something is measured, or cut off by hand. */
const measures = /\.(predict\w*|evaluate|score)\(|_score\(|_error\(|EarlyStopping|early_stopping|test\w*\s*=[^=\n]*\[/
/** A loop of training chooses: it saves or stops by a comparison, slows down by a figure, or hands a figure to what stops it. */
const training = /torch|tensorflow|keras|jax|mxnet|paddle|chainer|flax|epoch/i
const loops = /\bfor\b[^\n]*\bin\b/
const compares = /\bif\b[^\n]*[<>]|=[^\n=]*[^-<>=\s]\s*[<>]\s*[^<>\s]/
const saves = /save\w*\(|checkpoint\w*\(|deepcopy\(|state_dict\(|dump\(|get_weights\(|\bbreak\b|patience|no_improve|bad_epochs/i
const steers = /(sched\w*|plateau\w*|\blr\w*)\.step\(\s*[^)\s]|early_?stop\w*\W[^\n]*\(|early_?stop\w*\(/i

/** A leak needs a split, or a set that is called a test set and is measured on, and something that learns or chooses. */
export function mayLeak(text: string): boolean {
  if (split.test(text) && (learns.test(text) || copies.test(text))) return true
  if (learns.test(text) && measures.test(text) && namesTest(text)) return true
  const chooses = (saves.test(text) && compares.test(text)) || steers.test(text)
  return chooses && training.test(text) && loops.test(text) && makesTest(text)
}

const testLike = /\w*(?:te?st|tst|hold_?out|unseen)\w*/gi
const given = /^[^\n=(#]*(?:te?st|tst|hold_?out|unseen)[^\n=(]*=[^=].*|\btrain\s*=\s*False|\bsplit\s*=\s*['"]test/gim

/** A name in the text is that of a test set; words of prose and of other things do not count. */
function namesTest(text: string): boolean {
  for (const [name] of text.matchAll(testLike)) if (isTestName(name)) return true
  return false
}

/** Such a name is given to something in this text: loops by hand are only told where the set itself comes in. */
function makesTest(text: string): boolean {
  for (const [line] of text.matchAll(given)) if (/^\s*(train|split)\b/.test(line) || namesTest(line.split('=')[0] ?? '')) return true
  return false
}

/** What another file must hold to be worth following: it learns, splits, measures, hands out parts of data or loops over them. */
const matters =
  /\bfit\w*\(|(?<![.\w])\w*split|\.split\(\s*[^'"),\s]|Scaler|scale\w*\(|mean\(|fillna|resample|\.predict|Loader\b|Subset\b|\btrain\s*=/
const loopsOver = /\bfor\b[^\n]*\bin\b[\s\S]*?(\+=|\.append\(|\.update\()/

/** Whether calling `name` of another file may show anything; a file can only be called into by a name that it defines. */
export function mayShow(text: string, name: string): boolean {
  const [first = ''] = name.split('.')
  const at =
    first === '' || !text.includes(first) ? -1 : text.search(new RegExp(`^\\s*(async )?(def|class)\\s+${first}\\b|^${first}\\s*=`, 'm'))
  return at >= 0 && (matters.test(text) || loopsOver.test(text.slice(at, at + mostOfOne)))
}
/** Letters of one definition that are searched for loops. */
const mostOfOne = 6000
