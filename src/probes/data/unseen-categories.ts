/** Counts, for each text and boolean column, the values of the test rows that training has never seen. */
import { z } from 'zod'
import { CannotLook } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { present } from '../../model/sql.ts'
import { newest } from './time/moment.ts'
import { inRoles, listed, roleName, rowsOf, sameInBoth, sayOtherKinds, sharedColumns } from './two-tables.ts'

const Line = z.object({ column: z.string(), unseen_values: z.number(), unseen_rows_share: z.number().nullable() })

export default probe({
  id: 'data.unseen-categories',
  version: 1,
  title: 'Categories that training has never seen',
  measures:
    'For each text and boolean column, how many values of the test rows do not occur in training, and in what share of all test rows.',
  method: 'measured',
  needs: {
    train: { kinds: ['table'], named: ['train'] },
    test: { kinds: ['table'], named: ['test', 'dev', 'validation', 'valid', 'val', 'holdout'] },
  },
  options: z.strictObject({}),
  facts: z.object({ columns: z.array(Line) }),
  async collect({ train, test }, { signal }) {
    const apart = inRoles(['id', 'time', 'entity'], train, test)
    const categorical = sharedColumns(train, test).filter(({ a, b }) =>
      [a.kind, b.kind].some((kind) => kind === 'text' || kind === 'boolean'),
    )
    const compared = categorical.filter(({ name }) => !apart.has(name))
    const columns: z.infer<typeof Line>[] = []
    const items = []
    for (const { name, a, b } of compared) {
      if (signal.aborted) throw new CannotLook('cancelled', 'the run was stopped')
      const [inTrain, inTest] = sameInBoth({ a, b })
      const [row] = await test.query(
        `with tests as (select ${inTest} as v, count(*) as n from ${test.from} where ${present(b)} group by 1),
         trains as (select distinct ${inTrain} as v from ${train.from} where ${present(a)})
         select count(*) as unseen, coalesce(sum(n), 0)::bigint as touched from tests anti join trains on tests.v is not distinct from trains.v
         where tests.v is not null`,
      )
      const unseen = Number(row?.unseen)
      const touched = Number(row?.touched)
      columns.push({ column: name, unseen_values: unseen, unseen_rows_share: test.rows === 0 ? null : touched / test.rows })
      const values = unseen === 1 ? '1 value' : `${unseen} values`
      const note = `${values} in ${touched} of ${rowsOf(test.rows)} never occur in ${train.material}`
      if (unseen > 0) items.push({ table: test.material, column: name, note })
    }
    const onlyTest = test.columns.filter(({ name, kind }) => kind === 'text' && !train.columns.some((column) => column.name === name))
    const leftOut = categorical.filter(({ name }) => apart.has(name)).map(({ name }) => name)
    const limits = [
      ...(leftOut.length > 0 ? [`Left out, being an id, a time or an entity: ${listed(leftOut)}.`] : []),
      ...(onlyTest.length > 0
        ? [`Text columns that ${train.material} lacks were not compared: ${listed(onlyTest.map(({ name }) => name))}.`]
        : []),
      ...sayOtherKinds(compared, train, test),
      ...(test.rows === 0 && columns.length > 0 ? [`${test.material} has no rows, so shares of its rows are not known.`] : []),
    ]
    return found({ columns }, { limits, items, until: await newest(test, roleName(test, 'time', train)) })
  },
})
