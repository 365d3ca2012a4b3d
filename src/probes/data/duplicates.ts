/** Counts the rows of a table that repeat another row, the declared id left out. */
import { z } from 'zod'
import { found, probe } from '../../model/probe.ts'
import { sameValue } from '../../model/sql.ts'

export default probe({
  id: 'data.duplicates',
  version: 2,
  title: 'Repeated rows',
  measures: 'How many rows are equal to another row in every column but the declared id.',
  method: 'measured',
  needs: { table: { kinds: ['table', 'predictions'] } },
  options: z.strictObject({}),
  facts: z.object({ rows: z.number(), duplicate_rows: z.number(), duplicate_share: z.number() }),
  async collect({ table }) {
    const { rows, roles } = table
    const compared = table.columns.filter((column) => column.name !== roles.id)
    const said = roles.id === undefined ? ['No id column is declared, so every column was compared.'] : []
    const extras = { limits: said }
    if (compared.length === 0) {
      const why = ['undefined', 'the table has no column besides its id.'] as const
      return found({ rows }, { ...extras, unknown: { duplicate_rows: why, duplicate_share: why } })
    }
    if (rows === 0)
      return found({ rows, duplicate_rows: 0 }, { ...extras, unknown: { duplicate_share: ['no_rows', 'the table has no rows.'] } })
    // Equal rows have equal hashes, so only rows whose hash comes again are compared value by value.
    const values = compared.map((column) => sameValue(column))
    const hash = `hash(${values.join(', ')})`
    const again = `select h from (select ${hash} as h from ${table.from}) group by h having count(*) > 1`
    const groups = `select count(*) as n from ${table.from} where ${hash} in (${again}) group by ${values.join(', ')} having count(*) > 1`
    const [row] = await table.query(`select coalesce(sum(n - 1), 0)::bigint as extra, coalesce(max(n), 0) as most from (${groups})`)
    const extra = Number(row?.extra)
    const note = `${extra} ${extra === 1 ? 'row repeats' : 'rows repeat'} another; the commonest row stands ${row?.most} times`
    return found(
      { rows, duplicate_rows: extra, duplicate_share: extra / rows },
      { ...extras, items: extra === 0 ? [] : [{ table: table.material, note }] },
    )
  },
})
