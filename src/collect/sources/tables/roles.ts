/** Sees to it that every column a role names is there, and says which is nearest when it is not. */
import { CannotLook, type Roles, type TableHandle } from '../../../model/handles.ts'
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
    throw new CannotLook('missing_role', `${sayLacking(material, role, column)}${sayNearest(column, columns)}`)
  }
}

/** The roles with the names that columns have here: one whose name differs from another's in letter case alone was given another. */
export function rolesHere(roles: Roles, columns: readonly string[], renamed: ReadonlyMap<string, string> | undefined): Roles {
  if (renamed === undefined || renamed.size === 0) return roles
  const here = (name: string) => (columns.includes(name) ? name : (renamed.get(name) ?? name))
  const changed = single.flatMap((role) => (roles[role] === undefined ? [] : [[role, here(roles[role])]]))
  const lists = several.flatMap((role) => (roles[role] === undefined ? [] : [[role, roles[role].map(here)]]))
  return { ...roles, ...Object.fromEntries([...changed, ...lists]) }
}

/** For roles that were given to several tables at once: the columns this one lacks, as limits. */
export const sayMissingRoles = (roles: Roles, columns: readonly string[], material: string): string[] =>
  named(roles)
    .filter(({ column }) => !columns.includes(column))
    .map(({ role, column }) => sayLacking(material, role, column))

/** The other half of `sayMissingRoles`: throws `missing_role` for a column that none of the tables has. */
export function refuseRolesOfNone(tables: readonly TableHandle[]): void {
  const columns = [...new Set(tables.flatMap((table) => table.columns.map(({ name }) => name)))]
  // The same roles in the same order, though a table may have its own name for a column.
  const own = tables.map((table) => named(table.roles).map(({ column }) => table.columns.some(({ name }) => name === column)))
  for (const [at, { role, column }] of named(tables[0]?.roles ?? {}).entries()) {
    if (own.some((has) => has[at])) continue
    const none = `None of ${tables.map(({ material }) => material).join(', ')}`
    throw new CannotLook('missing_role', `${sayLacking(none, role, column)}${sayNearest(column, columns)}`)
  }
}

const sayLacking = (material: string, role: string, column: string): string =>
  `${material} has no column ${JSON.stringify(column)}, which its ${role} should be.`

const sayNearest = (column: string, columns: readonly string[]): string => {
  const near = nearest(column, columns)
  return near === undefined ? '' : ` The nearest is ${JSON.stringify(near)}.`
}
