/** Sees to it that every column a role names is there, and says which is nearest when it is not. */
import { CannotLook, type Roles } from '../../../model/handles.ts'
import { nearest } from '../../../model/nearest.ts'

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
