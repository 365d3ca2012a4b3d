/** How a label is parted into sides that columns can be ranked against: its classes, a positive and the rest, or two halves. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import type { FoundExtras } from '../../../model/probe.ts'
import { canonicalText, columnSql, present, quoteText } from '../../../model/sql.ts'

type Why = NonNullable<FoundExtras['unknown']>[string]

/** `taken`: SQL boolean of the rows that have a label. Each side: SQL boolean, and how many rows; no row is on two sides. */
export type Sides = { taken: string; sides: { test: string; rows: number }[]; said: string[] }

/** A label with more values than this has no classes. */
const mostClasses = 20

export async function labelSides(table: TableHandle, label: Column): Promise<Sides | { unknown: Why }> {
  const value = canonicalText(label)
  const classesOf = (taken: string) =>
    table.query(
      `select ${value} as value, count(*) as n from ${table.from} where ${taken} group by 1 order by n desc, value limit ${mostClasses + 1}`,
    )
  let taken = present(label)
  const said: string[] = []
  let classes = await classesOf(taken)
  if (classes.length < 2 && label.kind === 'text') {
    const wider = await classesOf(`(${columnSql(label)} is not null)`)
    if (wider.length > classes.length && wider.length > 1) {
      taken = `(${columnSql(label)} is not null)`
      classes = wider
      said.push('Text that stands for no value was taken as a class of the label, which has only one class without it.')
    }
  }
  if (classes.length === 0) return { unknown: ['no_rows', 'no row has a label.'] }
  if (classes.length === 1) return { unknown: ['one_class', 'every row has the same label.'] }
  const [counted] = await table.query(`select count(*) as n from ${table.from} where ${taken}`)
  const labelled = Number(counted?.n)
  if (labelled < table.rows) said.push(`Rows without a label were left out: ${table.rows - labelled}.`)
  const parted = { taken, labelled, label, said }
  const is = (text: unknown) => `(${value} is not distinct from ${quoteText(String(text))})`
  const { positive } = table.roles
  const chosen = positive === undefined || classes.length === 2 ? undefined : classes.find((row) => sameValue(row.value, positive))
  if (chosen !== undefined) {
    said.push('The declared positive label was set against all others.')
    return inTwo(parted, is(chosen.value), Number(chosen.n))
  }
  if (classes.length <= mostClasses) {
    if (classes.length > 2)
      said.push(
        `The label has ${classes.length} classes: auc is that of the class, set against all others, that a column tells apart best.`,
      )
    return { taken, sides: classes.map((row) => ({ test: is(row.value), rows: Number(row.n) })), said }
  }
  if (label.kind !== 'number' && label.kind !== 'time')
    return { unknown: ['undefined', `the label has more than ${mostClasses} different values that have no order.`] }
  return atMedian(table, parted)
}

type Parted = { taken: string; labelled: number; label: Column; said: string[] }

const inTwo = ({ taken, labelled, said }: Parted, test: string, rows: number): Sides => ({
  taken,
  sides: [
    { test, rows },
    { test: `(not ${test})`, rows: labelled - rows },
  ],
  said,
})

const sameValue = (value: unknown, positive: string | number | boolean): boolean =>
  String(value) === String(positive) || (value !== '' && Number(value) === Number(positive))

/** A label with many values: those above the median against the others, or those at it when nothing is above. */
async function atMedian(table: TableHandle, parted: Parted): Promise<Sides> {
  const it = columnSql(parted.label)
  const from = `from ${table.from} where ${parted.taken}`
  const [row] = await table.query(`select quantile_disc(${it}, 0.5)::varchar as middle, max(${it})::varchar as most ${from}`)
  const test = `(${it} ${row?.middle === row?.most ? '>=' : '>'} ${quoteText(String(row?.middle))}::${parted.label.sql})`
  const [counted] = await table.query(`select count(*) as n ${from} and ${test}`)
  parted.said.push('The label has many values: auc says how well a column tells those above the median from the others.')
  return inTwo(parted, test, Number(counted?.n))
}
