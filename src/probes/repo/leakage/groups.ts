/** Sees where rows that the code itself puts into groups (a patient, a user, a session) are split as if each stood alone. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, textOf } from '../python/syntax.ts'
import type { Given } from './functions.ts'
import { leak } from './proofs.ts'
import { type Grouping, includes, type Place, partOf, type Split } from './rows.ts'
import { rowsOf, type Tool, type Value } from './values.ts'
import type { Leak, Shared, Walk } from './walk.ts'

type Call = { node: Syntax; args: Given; at: Place }

/** Splitters that take groups and take no notice of them. */
const heedless = /^(Repeated)?(Stratified)?(KFold|ShuffleSplit)$/

export const keepsGroups = (tool: Tool | undefined): boolean => tool !== undefined && /Group/.test(tool.what)

/** `split(X, y, groups)`, `cross_val_score(…, groups=…, cv=…)`: what splits either heeds the groups or does not. */
export function grouped(splitter: Tool | undefined, position: number, call: Call, walk: Walk): void {
  const value = call.args.named.get('groups') ?? (position < 0 ? undefined : call.args.positional[position])
  const rows = value === undefined ? undefined : rowsOf(value)
  if (value === undefined || rows === undefined) return
  const what = value.name ?? nameOf(value, position, call)
  if (keepsGroups(splitter)) walk.shared.groupings.push({ rows, what, at: call.at, sides: walk.sides })
  else if (splitter === undefined || (heedless.test(splitter.what) && alwaysWith(splitter.made?.sides ?? [], walk.sides)))
    leak(walk, { kind: 'groups_ignored', at: splitter?.made?.at ?? call.at, cause: call.at, what })
}

function nameOf(value: Value, position: number, { node }: Call): string {
  if (typeof value.literal === 'string') return value.literal
  const given = argumentsOf(node)
  const one = given.find(({ name }) => name === 'groups') ?? given[position]
  const text = one === undefined ? '' : textOf(one.value)
  return /['"](\w+)['"]/.exec(text)?.[1] ?? /^\w{1,40}$/.exec(text)?.[0] ?? 'group'
}

/** The first is done whenever the second is: no condition leads to it that does not lead to the second too. */
const alwaysWith = (first: readonly string[], second: readonly string[]): boolean => first.every((side) => second.includes(side))

/**
 * Splits by chance of rows that the same function keeps together by group, whatever its conditions: two ways to split of which one
 * is taken show nothing. A part set aside within one side of a split is only there to choose by.
 */
export function groupsIgnored({ groupings, splits }: Shared): Leak[] {
  return splits
    .filter((split) => split.by_chance && !split.grouped && partOf(split.input) === undefined)
    .flatMap((split): Leak[] => {
      const grouping = groupings.find((one) => together(split, one))
      return grouping === undefined ? [] : [{ kind: 'groups_ignored', at: split.at, cause: grouping.at, what: grouping.what, split }]
    })
}

const together = ({ input, at, sides }: Split, grouping: Grouping): boolean =>
  at.path === grouping.at.path &&
  at.within === grouping.at.within &&
  alwaysWith(grouping.sides, sides) &&
  (includes(input, grouping.rows) || includes(grouping.rows, input))
