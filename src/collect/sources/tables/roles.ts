/** Sees to it that every column a role names is there, and says which is nearest when it is not. */
import { CannotLook, type Roles } from '../../../model/handles.ts'

const single = ['id', 'label', 'time', 'entity', 'score', 'model', 'latency_ms', 'cost_usd', 'weight'] as const
const several = ['features', 'sensitive'] as const

/** Every column that a role names, with the role. */
export const named = (roles: Roles): { role: string; column: string }[] => [
  ...single.flatMap((role) => (roles[role] === undefined ? [] : [{ role, column: roles[role] }])),
  ...several.flatMap((role) => (roles[role] ?? []).map((column) => ({ role, column }))),
]

/** Throws `missing_role`, naming the role, the column and the nearest one there is. */
export function refuseMissingRoles(roles: Roles, columns: readonly string[], material: string): void {
  for (const { role, column } of named(roles)) {
    if (columns.includes(column)) continue
    const near = nearest(column, columns)
    const hint = near === undefined ? '' : ` The nearest is ${JSON.stringify(near)}.`
    throw new CannotLook('missing_role', `${material} has no column ${JSON.stringify(column)}, which its ${role} should be.${hint}`)
  }
}

/** The column with the fewest letters changed, letter case counting little; undefined when there are no columns. */
export function nearest(wanted: string, columns: readonly string[]): string | undefined {
  let best: { column: string; far: number } | undefined
  for (const column of columns) {
    const far = distance(wanted.toLowerCase().slice(0, 100), column.toLowerCase().slice(0, 100)) + (column === wanted ? 0 : 0.1)
    if (best === undefined || far < best.far) best = { column, far }
  }
  return best?.column
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}
