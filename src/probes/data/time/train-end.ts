/** Counts the test rows that are older than the newest training row. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import type { FoundExtras } from '../../../model/probe.ts'
import { columnSql, present } from '../../../model/sql.ts'
import { roleColumn, rowsOf } from '../two-tables.ts'
import { nanoseconds, utc } from './moment.ts'

type Why = NonNullable<FoundExtras['unknown']>[string]
type Answer = { unknown: Why; limits: string[] } | { before: number; rows: number; column: string; material: string; limits: string[] }

export async function countBeforeEnd(train: TableHandle, test: TableHandle | undefined): Promise<Answer> {
  const unknown = (reason: Why[0], sentence: string): Answer => ({ unknown: [reason, sentence], limits: [] })
  if (test === undefined) return unknown('not_given', 'no test table was given.')
  const a = roleColumn(train, 'time', test)
  const b = roleColumn(test, 'time', train)
  if (a === undefined || b === undefined) return unknown('no_role', `${(a === undefined ? train : test).material} has no time column.`)
  const asNumbers = a.kind === 'number' && b.kind === 'number'
  const strange = [a, b].find(({ kind }) => kind === 'boolean' || kind === 'other' || (kind === 'number' && !asNumbers))
  if (strange !== undefined)
    return unknown(
      'undefined',
      `the time columns ${JSON.stringify(a.name)} (${a.kind}) and ${JSON.stringify(b.name)} (${b.kind}) are not of one kind. Declare \`time\` for both tables.`,
    )
  if (train.rows === 0) return unknown('no_rows', `${train.material} has no rows.`)
  const order = (column: Column) => (asNumbers ? `(case when ${present(column)} then ${columnSql(column)} end)` : nanoseconds(column))
  const [row] = await test.query(
    `select count(*) filter (where t < newest) as before, count(t) as dated, count(*) filter (where unread) as bad
     from (select ${order(b)} as t, ${unread(b)} as unread from ${test.from}), (select max(${order(a)}) as newest from ${train.from})`,
  )
  const [trains] = await train.query(`select count(${order(a)}) as dated, count(*) filter (where ${unread(a)}) as bad from ${train.from}`)
  const limits = [...sayUnread(train, a, Number(trains?.bad)), ...sayUnread(test, b, Number(row?.bad))]
  if (trains?.dated === 0) return { unknown: ['undefined', `no row of ${train.material} has a time that can be read.`], limits }
  if (test.rows > 0 && row?.dated === 0)
    return { unknown: ['undefined', `no row of ${test.material} has a time that can be read.`], limits }
  const without = test.rows - Number(row?.dated)
  if (without > 0) limits.push(`${rowsOf(without)} of ${test.material} without a time count as not older.`)
  return { before: Number(row?.before), rows: test.rows, column: b.name, material: test.material, limits }
}

/** SQL boolean: text that stands where a time should and cannot be read as one. */
const unread = (column: Column): string => (column.kind === 'text' ? `(${present(column)} and ${utc(column)} is null)` : 'false')

const sayUnread = (table: TableHandle, column: Column, bad: number): string[] =>
  bad === 0
    ? []
    : [
        `${bad === 1 ? '1 value' : `${bad} values`} of ${table.material} column ${JSON.stringify(column.name)} could not be read as a time; they count as missing.`,
      ]
