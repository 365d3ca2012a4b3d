/** Counts the entities (customers, machines, patients) that are in both training and test, and the test rows they touch. */
import { z } from 'zod'
import { found, probe } from '../../model/probe.ts'
import { missing, present } from '../../model/sql.ts'
import { newest } from './time/moment.ts'
import { roleColumn, roleName, rowsOf, sameInBoth, sayOtherKinds } from './two-tables.ts'

export default probe({
  id: 'data.entity-overlap',
  version: 1,
  title: 'Entities on both sides of the split',
  measures: 'How many entities of the test rows are also in the training rows, and how many test rows that touches.',
  method: 'measured',
  needs: {
    train: { kinds: ['table'], named: ['train'] },
    test: { kinds: ['table'], named: ['test', 'dev', 'validation', 'valid', 'val', 'holdout'] },
  },
  options: z.strictObject({}),
  facts: z.object({ shared_entities: z.number(), affected_test_rows: z.number(), affected_test_share: z.number() }),
  async collect({ train, test }) {
    const name = roleName(train, 'entity', test) ?? ''
    const a = roleColumn(train, 'entity', test)
    const b = roleColumn(test, 'entity', train)
    const until = await newest(test, roleName(test, 'time', train))
    if (a === undefined || b === undefined) {
      const sentence =
        name === ''
          ? 'no entity column is declared. Name it with `entity:`.'
          : `${a === undefined ? train.material : test.material} has no column ${JSON.stringify(name)}, the declared entity.`
      const why = ['no_role', sentence] as const
      return found({}, { unknown: { shared_entities: why, affected_test_rows: why, affected_test_share: why }, until })
    }
    const [inTrain, inTest] = sameInBoth({ a, b })
    const [row] = await test.query(
      `with tests as (select ${inTest} as v, count(*) as n from ${test.from} where ${present(b)} group by 1),
       trains as (select distinct ${inTrain} as v from ${train.from} where ${present(a)}),
       shared as (select n from tests semi join trains on tests.v = trains.v)
       select count(*) as entities, coalesce(sum(n), 0)::bigint as touched,
       (select count(*) from ${test.from} where ${missing(b)}) as without from shared`,
    )
    const entities = Number(row?.entities)
    const touched = Number(row?.touched)
    const without = Number(row?.without)
    const note = `${touched} of ${rowsOf(test.rows)} belong to ${entities === 1 ? '1 entity' : `${entities} entities`} that ${train.material} has too`
    return found(
      { shared_entities: entities, affected_test_rows: touched, ...(test.rows === 0 ? {} : { affected_test_share: touched / test.rows }) },
      {
        limits: [
          ...sayOtherKinds([{ name, a, b }], train, test),
          ...(without > 0 ? [`${rowsOf(without)} of ${test.material} without an entity count as touching nothing.`] : []),
        ],
        items: entities === 0 ? [] : [{ table: test.material, column: b.name, note }],
        unknown: test.rows === 0 ? { affected_test_share: ['no_rows', `${test.material} has no rows.`] } : {},
        until,
      },
    )
  },
})
