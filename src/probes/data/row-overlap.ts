/** Counts the test rows whose features all stand in one train row, and how many of them chance alone would explain. */
import { z } from 'zod'
import type { TableHandle } from '../../model/handles.ts'
import { type FoundExtras, found, probe } from '../../model/probe.ts'
import { expectedOverlapRows } from './overlap/expected-overlap.ts'
import { newest } from './time/moment.ts'
import {
  declaredFeatures,
  inRoles,
  listed,
  roleColumn,
  roleName,
  rowsOf,
  type SharedColumn,
  sameInBoth,
  sayOtherKinds,
  sharedColumns,
} from './two-tables.ts'

export default probe({
  id: 'data.row-overlap',
  version: 3,
  title: 'Test rows that stand in the training data',
  measures:
    'How many test rows have features that all stand in one training row, with any label and with the same label, and how many would by chance.',
  method: 'measured',
  needs: {
    train: { kinds: ['table'], named: ['train'] },
    test: { kinds: ['table'], named: ['test', 'dev', 'validation', 'valid', 'val', 'holdout'] },
  },
  options: z.strictObject({}),
  facts: z.object({
    train_rows: z.number(),
    test_rows: z.number(),
    overlap_rows: z.number(),
    overlap_share: z.number(),
    overlap_same_label_rows: z.number(),
    expected_by_chance_rows: z.number(),
    /** Of the test rows, the share found beyond what chance alone gives; at least 0. */
    beyond_chance_share: z.number(),
  }),
  async collect({ train, test }) {
    const { features, said } = featuresOf(train, test)
    const sizes = { train_rows: train.rows, test_rows: test.rows }
    const until = await newest(test, roleName(test, 'time', train))
    if (features.length === 0) {
      const why = ['undefined', `${train.material} and ${test.material} have no features in common.`] as const
      const unknown = {
        overlap_rows: why,
        overlap_share: why,
        overlap_same_label_rows: why,
        expected_by_chance_rows: why,
        beyond_chance_share: why,
      }
      return found(sizes, { limits: said, unknown, until })
    }
    const compared = features.map(sameInBoth).map(([a, b]) => ({ train: a, test: b }))
    const labels = { train: roleColumn(train, 'label', test), test: roleColumn(test, 'label', train) }
    const label = labels.train && labels.test ? sameInBoth({ a: labels.train, b: labels.test }) : undefined
    const counted = await countOverlap(train, test, compared, label)
    const expected = await expectedOverlapRows(train, test, compared)
    const unknown: NonNullable<FoundExtras['unknown']> = {
      ...(test.rows === 0 ? { overlap_share: noRows(test), beyond_chance_share: noRows(test) } : {}),
      ...(label === undefined ? { overlap_same_label_rows: ['no_role', sayNoLabel(train, test)] as const } : {}),
    }
    const facts = {
      ...sizes,
      overlap_rows: counted.rows,
      ...(test.rows === 0 ? {} : { overlap_share: counted.rows / test.rows }),
      ...(label === undefined ? {} : { overlap_same_label_rows: counted.sameLabel }),
      expected_by_chance_rows: expected,
      ...(test.rows === 0 ? {} : { beyond_chance_share: Math.max(0, counted.rows - expected) / test.rows }),
    }
    const limits = [...said, ...sayOtherKinds(features, train, test), exactly]
    return found(facts, { limits, unknown, until, items: itemsOf(counted, label !== undefined, expected, train, test) })
  },
})

const noRows = (test: TableHandle) => ['no_rows', `${test.material} has no rows.`] as const

const exactly =
  'Rows count as equal when every feature is the same value; a row that was changed, however little, or whose columns were renamed is not found.'

const sayNoLabel = (train: TableHandle, test: TableHandle): string =>
  roleName(train, 'label', test) === undefined
    ? 'no label column is declared.'
    : `${train.material} and ${test.material} do not both have the label column.`

/** Declared features that both tables have, else every shared column; never the id or the label. */
function featuresOf(train: TableHandle, test: TableHandle): { features: SharedColumn[]; said: string[] } {
  const left = inRoles(['id', 'label'], train, test)
  const shared = sharedColumns(train, test).filter(({ name }) => !left.has(name))
  const declared = declaredFeatures(train, test)
  const features = declared === undefined ? shared : shared.filter(({ name }) => declared.includes(name))
  const names = features.map(({ name }) => name)
  const said = [
    declared === undefined
      ? `No features are declared: all ${names.length} columns that both tables have were compared${left.size > 0 ? `, without ${listed([...left])}` : ''}: ${listed(names)}.`
      : `Compared features: ${listed(names)}.`,
  ]
  const lacking = (declared ?? []).filter((name) => !left.has(name) && !names.includes(name))
  if (lacking.length > 0) said.push(`Declared features that one of the tables lacks were left out: ${listed(lacking)}.`)
  return { features, said: names.length === 0 ? said.slice(1) : said }
}

type Counted = { rows: number; sameLabel: number }

/** Only rows whose hash occurs on both sides are compared value by value. */
async function countOverlap(
  train: TableHandle,
  test: TableHandle,
  features: readonly { train: string; test: string }[],
  label: [string, string] | undefined,
): Promise<Counted> {
  const side = (table: TableHandle, values: string[], y: string | undefined) =>
    `select ${values.map((value, at) => `${value} as f${at}`).join(', ')}, ${y ?? 'null::int'} as y, hash(${values.join(', ')}) as h from ${table.from}`
  const onlyHash = (table: TableHandle, values: string[]) => `select hash(${values.join(', ')}) as h from ${table.from}`
  const inTrain = features.map((feature) => feature.train)
  const inTest = features.map((feature) => feature.test)
  const equal = features.map((_, at) => `t.f${at} is not distinct from r.f${at}`).join(' and ')
  const [row] = await test.query(
    `with tests as materialized (select * from (${side(test, inTest, label?.[1])}) where h in (${onlyHash(train, inTrain)})),
     trains as materialized (select distinct * from (${side(train, inTrain, label?.[0])}) where h in (select h from tests))
     select (select count(*) from tests t semi join trains r on t.h = r.h and ${equal}) as n,
     (select count(*) from tests t semi join trains r on t.h = r.h and ${equal} and t.y is not distinct from r.y) as same`,
  )
  return { rows: Number(row?.n), sameLabel: Number(row?.same) }
}

function itemsOf(counted: Counted, labelled: boolean, expected: number, train: TableHandle, test: TableHandle) {
  if (counted.rows === 0) return []
  const labels = labelled ? `, ${counted.sameLabel} of them with the same label` : ''
  const chance = `${expected < 10 ? Number(expected.toPrecision(2)) : Math.round(expected)} expected by chance`
  const stand = counted.rows === 1 ? 'has' : 'have'
  const note = `${counted.rows} of ${rowsOf(test.rows)} ${stand} features that stand in one row of ${train.material}${labels}; ${chance}`
  return [{ table: test.material, note }]
}
