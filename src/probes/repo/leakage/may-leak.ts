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
/** A loop chooses: it saves, stops or slows down by a comparison. */
const loops = /\bfor\b[^\n]*\bin\b/
const chooses = /\bsave|checkpoint|deepcopy|state_dict|\bbreak\b|\.step\(|early_?stop/i

/** A leak needs a split, or a set that is called a test set and is measured on, and something that learns or chooses. */
export function mayLeak(text: string): boolean {
  if (split.test(text) && (learns.test(text) || copies.test(text))) return true
  if (learns.test(text) && measures.test(text) && namesTest(text)) return true
  return chooses.test(text) && loops.test(text) && makesTest(text)
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

/** A file can only be called into by a name that it defines. */
export function defines(text: string, name: string): boolean {
  const [first = ''] = name.split('.')
  const at = first === '' ? -1 : text.search(new RegExp(`\\b(def|class)\\s+${first}\\b|^${first}\\s*=`, 'm'))
  return at >= 0
}
