/** How well each column alone tells the label, to find columns that give it away. */
import { z } from 'zod'
import { CannotLook, type Column, type TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { canonicalText, columnSql, present } from '../../model/sql.ts'
import { normalQuantile } from '../../stats/normal.ts'
import { categoryAuc } from './giveaway/category-auc.ts'
import { labelSides, type Sides } from './giveaway/label-sides.ts'
import { orderOf, rankAuc } from './giveaway/rank-auc.ts'
import { newest } from './time/moment.ts'
import { listed, roleColumn, rowsOf } from './two-tables.ts'

const Line = z.object({ column: z.string(), auc: z.number(), by_value_auc: z.number().nullable(), floor: z.number() })
type Line = z.infer<typeof Line>

/** A column of numbers with at most this many different values is also tried as categories. */
const fewValues = 100

export default probe({
  id: 'data.label-giveaway',
  version: 2,
  title: 'Columns that give the label away',
  measures: 'The AUC with which each column, alone, tells the label; the strongest first.',
  method: 'measured',
  needs: { table: { kinds: ['table'], with: ['label'] } },
  options: z.strictObject({}),
  facts: z.object({ labelled_rows: z.number(), columns: z.array(Line), strongest_auc: z.number() }),
  async collect({ table }, { signal }) {
    const label = roleColumn(table, 'label')
    const until = await newest(table, table.roles.time)
    if (label === undefined) {
      const why = ['no_role', 'no label column is declared. Name it with `label:`.'] as const
      return found({}, { unknown: { columns: why, strongest_auc: why, labelled_rows: why }, until })
    }
    const parted = await labelSides(table, label)
    if ('unknown' in parted)
      return found({}, { unknown: { labelled_rows: parted.unknown, columns: parted.unknown, strongest_auc: parted.unknown }, until })
    const { id, time } = table.roles
    const candidates = table.columns.filter(({ name }) => ![id, time, label.name].includes(name))
    const facts = await looks(table, candidates)
    const floor = floorOf(parted, candidates.length)
    const columns: Line[] = []
    for (const column of candidates) {
      if (signal.aborted) throw new CannotLook('cancelled', 'the run was stopped')
      columns.push({ column: column.name, ...(await aucOf(table, column, parted, facts.get(column.name))), floor })
    }
    columns.sort((x, y) => y.auc - x.auc || (y.by_value_auc ?? 0) - (x.by_value_auc ?? 0) || (x.column < y.column ? -1 : 1))
    const strongest = Math.max(...columns.map(strength))
    const labelled = parted.sides.reduce((sum, side) => sum + side.rows, 0)
    const asNumbers = candidates.filter(({ name, kind }) => kind === 'text' && facts.get(name)?.reads === true).map(({ name }) => name)
    return found(
      { labelled_rows: labelled, columns, ...(columns.length === 0 ? {} : { strongest_auc: strongest }) },
      {
        items: itemsOf(table, columns, labelled),
        limits: [...parted.said, ...sayLimits(table, columns, asNumbers)],
        unknown: columns.length === 0 ? { strongest_auc: ['undefined', 'the table has no column besides its roles.'] } : {},
        until,
      },
    )
  },
})

const strength = (line: Line): number => Math.max(line.auc, line.by_value_auc ?? 0)

type Look = { distinct: number; reads: boolean }

/** One scan: about how many values each column has, and whether text reads as numbers in every row that has a value. */
async function looks(table: TableHandle, columns: readonly Column[]): Promise<Map<string, Look>> {
  if (columns.length === 0) return new Map()
  const counts = columns.flatMap((column, at) => [
    `approx_count_distinct(${column.kind === 'other' ? canonicalText(column) : columnSql(column)}) as d${at}`,
    ...(column.kind === 'text'
      ? [`count(*) filter (where ${present(column)}) as n${at}`, `count(${asDouble(column)}) filter (where ${present(column)}) as t${at}`]
      : []),
  ])
  const [row] = await table.query(`select ${counts.join(', ')} from ${table.from}`)
  return new Map(
    columns.map((column, at) => {
      const values = Number(row?.[`n${at}`] ?? 0)
      return [column.name, { distinct: Number(row?.[`d${at}`]), reads: values > 0 && row?.[`t${at}`] === values }]
    }),
  )
}

const asDouble = (column: Column): string => {
  const number = `try_cast(${columnSql(column)}::varchar as double)`
  return `(case when ${present(column)} and isfinite(${number}) then ${number} end)`
}

async function aucOf(table: TableHandle, column: Column, sides: Sides, look: Look | undefined): Promise<Omit<Line, 'column' | 'floor'>> {
  const order = await orderOf(table, column)
  if (order === undefined) {
    const auc = await categoryAuc(table, column, sides)
    return { auc: look?.reads === true ? Math.max(auc, await rankAuc(table, asDouble(column), sides)) : auc, by_value_auc: null }
  }
  const few = column.kind === 'number' && (look?.distinct ?? 0) <= fewValues
  return { auc: await rankAuc(table, order, sides), by_value_auc: few ? await categoryAuc(table, column, sides) : null }
}

/** About the AUC that the strongest of `columns` worthless columns stays below in 95 of 100 tables (Mann and Whitney's spread). */
function floorOf({ sides }: Sides, columns: number): number {
  const rows = sides.reduce((sum, side) => sum + side.rows, 0)
  const compared = sides.length === 2 ? sides.slice(0, 1) : sides
  const z = normalQuantile(1 - 0.025 / Math.max(1, columns * compared.length))
  return Math.max(...compared.map((side) => Math.min(1, 0.5 + z * Math.sqrt((rows + 1) / (12 * side.rows * (rows - side.rows))))))
}

function itemsOf(table: TableHandle, columns: readonly Line[], labelled: number) {
  const strong = columns.filter((line) => strength(line) > line.floor).sort((x, y) => strength(y) - strength(x))
  return strong.slice(0, 5).map((line) => {
    const how = line.auc >= (line.by_value_auc ?? 0) ? '' : ' when its values are taken as categories'
    const note = `alone tells the label with AUC ${strength(line).toFixed(4)}${how} (${rowsOf(labelled)} with a label)`
    return { table: table.material, column: line.column, note }
  })
}

function sayLimits(table: TableHandle, columns: readonly Line[], asNumbers: readonly string[]): string[] {
  const features = table.roles.features
  const others = features === undefined ? [] : columns.map((line) => line.column).filter((name) => !features.includes(name))
  return [
    'auc: numbers, times and booleans by rank, exact, ties half; text out of fold, by the share of the label that its value has in the other rows; a missing value is a value.',
    'by_value_auc: numbers with few values taken as categories, out of fold. Only single columns were looked at, and of text only whole values.',
    ...(asNumbers.length > 0
      ? [`Text that reads as numbers was also ranked as numbers, and the larger auc given: ${listed(asNumbers)}.`]
      : []),
    ...(others.length > 0 ? [`Not among the declared features: ${listed(others)}.`] : []),
  ]
}
