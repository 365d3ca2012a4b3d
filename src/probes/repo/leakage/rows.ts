/** Which rows a value holds, and how they came about: read, filtered, joined, or one part of a split. */

/** A place in code. `line` is a line of the parsed text, `within` the function it stands in ('' outside functions). */
export type Place = { path: string; line: number; within: string }

/**
 * `own`: read or handed in; `some`: chosen from others; `joined`: several set below one another; `part`: one side of a split.
 * `loops`: the loops that were running when they were made.
 */
export type Rows = {
  kind: 'own' | 'some' | 'joined' | 'part'
  from: Rows[]
  names: Set<string>
  loops: readonly number[]
  split?: Split
  side?: 'train' | 'test'
  /** A parameter of a function that nothing seen calls: whatever its name, another file may hand in anything. */
  handed?: boolean
  /** For rows chosen by a bound, a mask or an index: what makes the other side of it. */
  choice?: { key: string; side: 'first' | 'second' }
}

/** `by_chance`: rows are drawn, not cut at a place. `sure`: evaluation follows by its own nature (cross-validation). */
export type Split = {
  at: Place
  input: Rows
  test: Rows
  by_chance: boolean
  sure: boolean
  evaluated: boolean
  /** Sides of conditions around it. */
  sides: readonly string[]
  /** Rows that belong together fall on one side. */
  grouped?: boolean
  /** Which rows it splits is only known where its folds are used. */
  anonymous?: boolean
}

/** The code says by `what` which rows belong together. */
export type Grouping = { rows: Rows; what: string; at: Place; sides: readonly string[] }

export const ownRows = (loops: readonly number[], name?: string): Rows => ({
  kind: 'own',
  from: [],
  names: new Set(name === undefined ? [] : [name]),
  loops,
})
export const someRows = (from: Rows, loops: readonly number[]): Rows => ({ kind: 'some', from: [from], names: new Set(), loops })
export const joinedRows = (from: Rows[], loops: readonly number[]): Rows => ({ kind: 'joined', from, names: new Set(), loops })
export const partRows = (split: Split, side: 'train' | 'test', loops: readonly number[]): Rows => ({
  kind: 'part',
  from: [split.input],
  names: new Set(),
  loops,
  split,
  side,
})

/** Chains longer than this come from machine-made code; they are not followed. */
const deepest = 60

/** True when every row of `b` is surely one of `a`. */
export function includes(a: Rows, b: Rows, depth = 0): boolean {
  if (a === b) return true
  if (depth > deepest) return false
  if (a.kind === 'joined' && a.from.some((one) => includes(one, b, depth + 1))) return true
  if (b.kind === 'joined') return b.from.length > 0 && b.from.every((one) => includes(a, one, depth + 1))
  return (b.kind === 'some' || b.kind === 'part') && b.from[0] !== undefined && includes(a, b.from[0], depth + 1)
}

/** The innermost part of a split that these rows lie in. */
export function partOf(rows: Rows | undefined): (Rows & { split: Split }) | undefined {
  for (let at = rows, step = 0; at !== undefined && step < deepest; at = at.kind === 'joined' ? undefined : at.from[0], step++)
    if (at.kind === 'part' && at.split !== undefined) return at as Rows & { split: Split }
  return undefined
}

const testWord =
  /(^|_)(x|y|df|d|ds)?(te?st|tst|hold_?out|unseen)(ing|s)?(_|\d|$)|^test|(?<!la|grea|fas|con|pro|shor|at|ligh|fit|hot|py|unit|smar|back|cheap|small|larg|high)test$/i
const testCamel = /[a-z](Test|TEST)([A-Z_\d]|$)/
const anyHeldWord = /test|tst|hold|unseen|val|dev|eval|(^|_)(te|va|cv|oof)(_|\d|$)|[xy]_?te$|[xy]_?v$/i
const checkingWord = /val|dev|eval|calib|(^|_)(va|cv)(_|\d|$)/i
const trainWord = /train|(^|_)tra?in?(_|\d|$)|[xy]_?tr$/i

export const isCheckingName = (name: string): boolean => checkingWord.test(name)

/** Called a test set by those who wrote it, and nothing else. */
export const isTestName = (name: string): boolean =>
  (testWord.test(name) || testCamel.test(name)) && !checkingWord.test(name) && !trainWord.test(name)
export const isHeldName = (name: string): boolean => anyHeldWord.test(name) && !trainWord.test(name)
export const isTrainName = (name: string): boolean => trainWord.test(name) && !anyHeldWord.test(name)

/** These rows are what the code calls its test set. */
export function calledTest(rows: Rows | undefined): boolean {
  for (let at = rows, step = 0; at !== undefined && step < deepest; at = at.kind === 'joined' ? undefined : at.from[0], step++) {
    // Folds, and a part of what was set aside for training, are there to check by, whatever they are called.
    if (at.kind === 'part' && (at.side !== 'test' || at.split?.sure || muddled(at) || partOf(at.split?.input) !== undefined)) return false
    if ([...at.names].some((name) => checkingWord.test(name))) return false
    if ([...at.names].some(isTestName)) return true
    if (at.kind === 'part') return false
  }
  return false
}

/** Called a test set, from a source that the code shows, and no part of what is trained on: a set aside of that is there to choose by. */
export function surelyTest(rows: Rows | undefined): boolean {
  if (!calledTest(rows)) return false
  for (let at = rows, step = 0; at !== undefined && step < deepest; at = at.from[0], step++) {
    if (at.handed || at.kind === 'joined') return false
    if ([...at.names].some((name) => trainWord.test(name))) return false
  }
  return true
}

/** The names say the opposite of what the split gave. */
export const muddled = (part: Rows): boolean => [...part.names].some(part.side === 'test' ? isTrainName : isHeldName)
