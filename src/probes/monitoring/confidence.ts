/** Whether a model grows more or less sure of itself over the weeks of its log, which needs no labels. */
import { z } from 'zod'
import type { Row } from '../../model/fact.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { meanInterval } from '../../stats/mean.ts'
import { momentsOf } from '../../stats/moments.ts'
import { benjaminiHochberg } from '../../stats/multiple.ts'
import { ksFloor } from '../../stats/noise-floor.ts'
import { firstAbove, firstAtLeast } from '../../stats/sorted.ts'
import { kolmogorovSmirnov } from '../../stats/two-samples.ts'
import { columnOf, numberOf } from '../log/columns.ts'
import { rowsThatHave } from '../log/rows-that-have.ts'
import { stopWhenTold } from '../log/stop.ts'
import { isFew } from '../log/stray.ts'
import { cells, Measured, tell, type Why } from '../log/telling.ts'
import { inWeek, readSpan, readTimeless, readWeeks } from '../log/times.ts'

/** A first week with fewer scores than this compares with nothing; the next one that has them is the reference. */
const enough = 100

type Week = { week: string; sorted: Float64Array }

const readScores = async (log: TableHandle, score: string, time: Column, signal: AbortSignal): Promise<Week[]> => {
  const read: Week[] = []
  for (const { week } of await readWeeks(log, time, `(${score}) IS NOT NULL`)) {
    stopWhenTold(signal)
    const scores = await log.doubles(`SELECT ${score} AS s FROM ${log.from} WHERE ${inWeek(time, week)}`)
    read.push({ week, sorted: scores.sort() })
  }
  return read
}

/** Confidence is the larger of p and 1 − p. */
const meanConfidence = (sorted: Float64Array) => {
  const inside = sorted.subarray(firstAtLeast(sorted, 0), firstAbove(sorted, 1))
  const moments = momentsOf(inside.length, (index) => Math.max(inside[index] as number, 1 - (inside[index] as number)))
  return moments?.sd === undefined ? undefined : meanInterval({ n: moments.n, mean: moments.mean, sd: moments.sd })
}

const lineOf = ({ week, sorted }: Week, areProbabilities: boolean, threshold: number): Row =>
  cells({
    week,
    n: sorted.length,
    mean_score: momentsOf(sorted.length, (index) => sorted[index] as number)?.mean,
    mean_confidence: areProbabilities ? meanConfidence(sorted) : undefined,
    predicted_positive_share: (sorted.length - firstAtLeast(sorted, threshold)) / sorted.length,
  })

/** Kolmogorov and Smirnov's distance of each later week's scores from the reference week's, corrected over the weeks. */
const shiftOf = (reference: Week, later: Week[]): Row[] => {
  const compared = later.map(({ sorted }) => kolmogorovSmirnov(reference.sorted, sorted) ?? { d: 0, p: 1 })
  const adjusted = benjaminiHochberg(compared.map(({ p }) => p))
  return later.map(({ week, sorted }, at) => {
    const { d, p } = compared[at] ?? { d: 0, p: 1 }
    const floor = ksFloor(reference.sorted.length, sorted.length)
    const p_adjusted = adjusted[at] ?? 1
    return cells({
      week,
      measure: 'ks',
      effect: d,
      floor,
      p,
      p_adjusted,
      significant: p_adjusted <= 0.05 && d > floor,
      n: reference.sorted.length,
      m: sorted.length,
    })
  })
}

const range = (weeks: Week[]): { areProbabilities: boolean; stray: number } => {
  const rows = weeks.reduce((n, { sorted }) => n + sorted.length, 0)
  const stray = weeks.reduce((n, { sorted }) => n + firstAtLeast(sorted, 0) + sorted.length - firstAbove(sorted, 1), 0)
  return { areProbabilities: isFew(stray, rows), stray }
}

const straySaid = ({ areProbabilities, stray }: { areProbabilities: boolean; stray: number }): string[] => {
  if (stray === 0) return []
  return [
    areProbabilities
      ? `${rowsThatHave(stray, 'a score outside 0–1, left out of mean_confidence')}`
      : `mean_confidence: not known, ${stray} scores lie outside 0–1, so they are not probabilities`,
  ]
}

export default probe({
  id: 'monitoring.confidence',
  version: 2,
  title: 'Confidence of a model by week',
  measures: 'Mean score and confidence in each week of a log, and how far the scores of later weeks lie from those of the first.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'time'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    n: z.number(),
    weeks: z.array(
      z.object({
        week: z.string(),
        n: z.number(),
        mean_score: z.number().nullable(),
        mean_confidence: Measured.nullable(),
        predicted_positive_share: z.number(),
      }),
    ),
    reference_week: z.string(),
    shift: z.array(
      z.object({
        week: z.string(),
        measure: z.string(),
        effect: z.number(),
        floor: z.number(),
        p: z.number(),
        p_adjusted: z.number(),
        significant: z.boolean(),
        n: z.number(),
        m: z.number(),
      }),
    ),
    shifted_weeks: z.number(),
  }),
  async collect({ predictions: log }, { signal }) {
    const score = numberOf(columnOf(log, 'score'))
    const time = columnOf(log, 'time')
    const timeless = await readTimeless(log, time)
    const weeks = await readScores(log, score, time, signal)
    const ofScores = range(weeks)
    const threshold = log.roles.threshold ?? 0.5
    const reference = weeks.findIndex(({ sorted }) => sorted.length >= enough)
    const first = weeks[Math.max(0, reference)]
    const later = weeks.slice(Math.max(0, reference) + 1)
    const noRows: Why = ['no_rows', 'no row has both a score and a time']
    const oneWeek: Why = ['too_small', 'the log spans one week; two or more are needed']
    const shift = first === undefined ? noRows : later.length === 0 ? oneWeek : shiftOf(first, later)
    const told = tell({
      rows: log.rows,
      n: weeks.reduce((n, { sorted }) => n + sorted.length, 0),
      weeks: first === undefined ? noRows : weeks.map((week) => lineOf(week, ofScores.areProbabilities, threshold)),
      reference_week: first?.week ?? noRows,
      shift,
      shifted_weeks: typeof shift[0] === 'string' ? (shift as Why) : (shift as Row[]).filter((line) => line.significant === true).length,
    })
    return found(told.facts, {
      unknown: told.unknown,
      until: (await readSpan(log))?.to,
      limits: [
        ...timeless,
        ...straySaid(ofScores),
        'weeks begin on Monday, UTC; a shift in scores may come from the inputs as well as from the model',
      ],
    })
  },
})
