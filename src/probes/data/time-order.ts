/** Whether the split and the features keep to the order of time: nothing of the test's past is trained on, no feature is of the future. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { type FoundExtras, found, probe } from '../../model/probe.ts'
import { type LateFeature, lateFeatures } from './time/late-features.ts'
import { newest } from './time/moment.ts'
import { countBeforeEnd } from './time/train-end.ts'
import { declaredFeatures, inRoles, listed, roleColumn, roleName, rowsOf } from './two-tables.ts'

export default probe({
  id: 'data.time-order',
  version: 2,
  title: 'Order of time in the split and the features',
  measures:
    'How many test rows are older than the newest training row, and which features are dated after the moment of prediction or made from a column that is.',
  method: 'measured',
  needs: {
    train: { kinds: ['table'], named: ['train'] },
    test: { kinds: ['table'], named: ['test', 'dev', 'validation', 'valid', 'val', 'holdout'], optional: true },
  },
  options: z.strictObject({}),
  facts: z.object({
    test_rows_before_train_end: z.number(),
    test_rows_before_train_end_share: z.number(),
    features: z.array(
      z.object({
        column: z.string(),
        table: z.string(),
        rows: z.number(),
        later_rows: z.number(),
        later_share: z.number(),
        derived_from: z.string().nullable(),
      }),
    ),
    features_after_prediction: z.number(),
  }),
  async collect({ train, test }, { signal }) {
    const order = await orderOf(train, test)
    const late = await featuresOf(test === undefined ? [train] : [train, test], signal)
    const last = test ?? train
    return found(
      { ...order.facts, ...late.facts },
      {
        limits: [...order.limits, ...late.limits],
        items: [...order.items, ...late.items],
        unknown: { ...order.unknown, ...late.unknown },
        until: await newest(last, roleName(last, 'time', train)),
      },
    )
  },
})

type Part = {
  facts: { [fact: string]: number | LateFeature[] }
  limits: string[]
  items: Item[]
  unknown: NonNullable<FoundExtras['unknown']>
}

async function orderOf(train: TableHandle, test: TableHandle | undefined): Promise<Part> {
  const answer = await countBeforeEnd(train, test)
  if ('unknown' in answer) {
    const { unknown } = answer
    const names = { test_rows_before_train_end: unknown, test_rows_before_train_end_share: unknown }
    return { facts: {}, limits: answer.limits, items: [], unknown: names }
  }
  const { before, rows, column, material } = answer
  const note = `${before} of ${rowsOf(rows)} are older than the newest row of ${train.material}`
  return {
    facts: { test_rows_before_train_end: before, ...(rows === 0 ? {} : { test_rows_before_train_end_share: before / rows }) },
    limits: answer.limits,
    items: before === 0 ? [] : [{ table: material, column, note }],
    unknown: rows === 0 ? { test_rows_before_train_end_share: ['no_rows', `${material} has no rows.`] } : {},
  }
}

async function featuresOf(tables: readonly TableHandle[], signal: AbortSignal): Promise<Part> {
  const lines: LateFeature[] = []
  const limits: string[] = []
  const items: Item[] = []
  let looked = 0
  for (const table of tables) {
    const other = tables.find((it) => it !== table)
    const time = roleColumn(table, 'time', other)
    if (time === undefined || (time.kind !== 'time' && time.kind !== 'text')) {
      limits.push(sayNoTime(table, time))
      continue
    }
    looked += 1
    const late = await lateFeatures(table, time, featureNames(table, other ?? table), signal)
    lines.push(...late.lines)
    limits.push(...late.said)
    items.push(...late.lines.map((line) => itemOf(line, time.name, late.parts.get(line.column))))
  }
  if (looked === 0) {
    const why = ['no_role', 'no table has a `time` column that says when each prediction is made.'] as const
    return { facts: {}, limits, items, unknown: { features: why, features_after_prediction: why } }
  }
  limits.push(...sayFeatures(tables))
  const columns = new Set(lines.map((line) => line.column))
  return { facts: { features: lines, features_after_prediction: columns.size }, limits, items, unknown: {} }
}

const sayNoTime = (table: TableHandle, time: Column | undefined): string =>
  time === undefined
    ? `${table.material} has no time column, so its features have no moment to be compared with.`
    : `The time column ${JSON.stringify(time.name)} of ${table.material} is no date or time, so features were not compared with it.`

const apart = ['id', 'label', 'time', 'entity', 'weight'] as const

/** Declared features; else every column without a role of its own. The time and the label are never features. */
function featureNames(table: TableHandle, other: TableHandle): ReadonlySet<string> {
  const declared = declaredFeatures(table, other)
  if (declared === undefined) {
    const left = inRoles(apart, table, other)
    return new Set(table.columns.map(({ name }) => name).filter((name) => !left.has(name)))
  }
  const left = inRoles(['label', 'time'], table, other)
  return new Set(declared.filter((name) => !left.has(name)))
}

function sayFeatures(tables: readonly TableHandle[]): string[] {
  const [first, second] = tables
  if (first === undefined) return []
  const roles = inRoles(apart, first, second ?? first)
  const declared = declaredFeatures(first, second)
  const which =
    declared === undefined
      ? `No features are declared: every column counted as one${roles.size > 0 ? `, but ${listed([...roles])}` : ''}. A moment that is known only with the label is no feature; declare \`features\` to leave it out.`
      : `Features: ${listed(declared)}. Other columns were looked at only as what a feature may be made from.`
  return [
    which,
    'A number made from a late moment is found when it repeats its hour, minute, weekday, day, week, month or Unix time in UTC; made otherwise it is not.',
  ]
}

function itemOf(line: LateFeature, time: string, part: string | undefined): Item {
  const source = line.derived_from === null ? '' : `is the ${part} of ${JSON.stringify(line.derived_from)}, which `
  const note = `${source}is later than ${JSON.stringify(time)} in ${line.later_rows} of ${rowsOf(line.rows)}`
  return { table: line.table, column: line.column, note }
}
