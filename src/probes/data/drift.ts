/** How far two tables lie apart in each column, beside how far chance alone would part them. */
import { z } from 'zod'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { benjaminiHochberg } from '../../stats/multiple.ts'
import { normalQuantile } from '../../stats/normal.ts'
import type { Distance } from './distance/distance.ts'
import { fewValues, measureColumns } from './distance/drift-columns.ts'
import { newest } from './time/moment.ts'
import { declaredFeatures, inRoles, listed, roleName, rowsOf, sayOtherKinds, sharedColumns } from './two-tables.ts'

const Line = z.object({
  column: z.string(),
  measure: z.string(),
  effect: z.number().nullable(),
  floor: z.number().nullable(),
  p: z.number().nullable(),
  p_adjusted: z.number().nullable(),
  significant: z.boolean().nullable(),
  smallest_visible: z.number().nullable(),
  n: z.number(),
  m: z.number(),
})
type Line = z.infer<typeof Line>

const alpha = 0.05

export default probe({
  id: 'data.drift',
  version: 2,
  title: 'Change of the data between two tables',
  measures: 'For each column both tables have, how far its values and its missing share lie apart, and whether that is beyond chance.',
  method: 'measured',
  needs: {
    reference: { kinds: ['table', 'predictions'], named: ['train', 'reference', 'previous'] },
    current: { kinds: ['table', 'predictions'], named: { table: ['test', 'current', 'live'] } },
  },
  options: z.strictObject({}),
  facts: z.object({
    rows_reference: z.number(),
    rows_current: z.number(),
    columns: z.array(Line),
    drifted_columns: z.number(),
  }),
  async collect({ reference, current }, { signal }) {
    const shared = sharedColumns(reference, current)
    const features = new Set(declaredFeatures(reference, current))
    const apart = inRoles(['id', 'time', 'entity', 'model'], reference, current)
    const compared = shared.filter(({ name }) => features.has(name) || !apart.has(name))
    const measured = await measureColumns(reference, current, compared, signal)
    const drafts = measured.flatMap(({ column, values, missing }): Draft[] => [
      { column, ...values },
      { column, measure: 'missing_share', ...missing },
    ])
    const columns = corrected(drafts)
    const drifted = new Set(columns.filter((line) => line.significant === true).map((line) => line.column))
    return found(
      { rows_reference: reference.rows, rows_current: current.rows, columns, drifted_columns: drifted.size },
      {
        items: itemsOf(columns, current),
        limits: [...sayColumns(reference, current, apart, features), ...sayOtherKinds(compared, reference, current), ...sayMethod(columns)],
        until: await newest(current, roleName(current, 'time', reference)),
      },
    )
  },
})

type Draft = { column: string; measure: string; n: number; m: number; distance: Distance | undefined }

/** Benjamini and Hochberg over all lines that could differ; floors are at the level that this comes to. */
function corrected(drafts: readonly Draft[]): Line[] {
  const counting = drafts.filter((draft) => draft.distance?.counts === true)
  const adjusted = benjaminiHochberg(counting.map((draft) => draft.distance?.p ?? 1))
  const adjustedOf = new Map(counting.map((draft, at) => [draft, adjusted[at] as number]))
  const beyond = adjusted.filter((p) => p <= alpha).length
  const level = (alpha * Math.max(1, beyond)) / Math.max(1, counting.length)
  return drafts.map(({ column, measure, n, m, distance }, at) => {
    if (distance === undefined) {
      const nothing = { effect: null, floor: null, p: null, p_adjusted: null, significant: null, smallest_visible: null }
      return { column, measure, ...nothing, n, m }
    }
    const pAdjusted = adjustedOf.get(drafts[at] as Draft) ?? 1
    const significant = distance.counts && pAdjusted <= alpha
    const floor = agreeing(distance, level, significant)
    const { effect, p } = distance
    return {
      column,
      measure,
      effect,
      floor,
      p,
      p_adjusted: pAdjusted,
      significant,
      smallest_visible: visible(distance, floor, level),
      n,
      m,
    }
  })
}

/** The floor in closed form; where the effect lies so near it that p says otherwise, the floor is put to where p has it. */
function agreeing(distance: Distance, level: number, significant: boolean): number {
  const floor = distance.floor(level)
  if (!distance.counts || distance.effect > floor === significant) return floor
  const moved = (distance.effect * distance.reach(level)) / distance.reach(distance.p)
  return significant ? Math.min(moved, distance.effect * (1 - 1e-9)) : Math.max(moved, distance.effect)
}

/** Exceeds the floor in 80 of 100 samples of this size. */
const power = normalQuantile(0.8)

function visible(distance: Distance, floor: number, level: number): number | null {
  if (typeof distance.error === 'function') return distance.error(level)
  return Math.min(1, floor + power * distance.error)
}

const names: { [measure: string]: string } = {
  ks: 'Kolmogorov–Smirnov distance',
  js_distance: 'Jensen–Shannon distance',
  missing_share: 'difference of missing shares',
}

function itemsOf(columns: readonly Line[], current: TableHandle) {
  const drifted = columns.filter((line) => line.significant === true)
  const far = drifted.sort((x, y) => (y.effect ?? 0) - (y.floor ?? 0) - ((x.effect ?? 0) - (x.floor ?? 0)))
  return far.slice(0, 10).map((line) => ({
    table: current.material,
    column: line.column,
    note: `${names[line.measure]} ${(line.effect ?? 0).toPrecision(3)} where chance reaches ${(line.floor ?? 0).toPrecision(3)} (${line.n} and ${rowsOf(line.m)})`,
  }))
}

function sayColumns(reference: TableHandle, current: TableHandle, apart: ReadonlySet<string>, features: ReadonlySet<string>): string[] {
  const only = (a: TableHandle, b: TableHandle) =>
    a.columns.filter(({ name }) => !b.columns.some((column) => column.name === name)).map(({ name }) => name)
  const left = [...apart].filter((name) => !features.has(name))
  const say = (table: TableHandle, lacking: string[]) =>
    lacking.length === 0 ? [] : [`Only ${table.material} has, so not compared: ${listed(lacking)}.`]
  return [
    ...(left.length > 0 ? [`Left out, being an id, a time, an entity or a model's name: ${listed(left)}.`] : []),
    ...say(reference, only(reference, current)),
    ...say(current, only(current, reference)),
  ]
}

function sayMethod(columns: readonly Line[]): string[] {
  const untold = columns.filter((line) => line.effect === null).map((line) => line.column)
  const idle = columns.filter((line) => line.measure === 'missing_share' && line.p === 1 && line.floor === 0).length
  return [
    `ks: ks.scipy, for numbers and times with more than ${fewValues} values; js_distance: js.distance.2 over the union of values, p by chi2.contingency, or by the distance's own spread under reshuffling where a category expects fewer than 5 rows (Fisher's exact test for two categories).`,
    'missing_share: absolute difference; null, NaN, infinity and null-like text are missing and are in no other line.',
    `p_adjusted: Benjamini–Hochberg over all lines${idle > 0 ? ` but the ${idle} where nothing is missing on either side` : ''}; floor: the effect that chance exceeds at the level this comes to; smallest_visible: the effect that would be above the floor in 80 of 100 such samples.`,
    ...(untold.length > 0 ? [`Not known, as one side has no value: ${listed([...new Set(untold)])}.`] : []),
  ]
}
