/** How far a model gets beyond the best rule on one feature alone: the share of positives in the feature's group, learnt on other rows. */
import type { Row } from '../../../model/fact.ts'
import type { TableHandle } from '../../../model/handles.ts'
import { stopWhenTold } from '../../log/stop.ts'
import { cells } from '../../log/telling.ts'
import { type Coding, readCoding } from './coding.ts'
import { pairedGain } from './paired.ts'
import { foldOf, type Hashed, readHash } from './row-hash.ts'
import { stepsFor } from './steps.ts'

const mostFeatures = 30

/** Rows of one group, fold and label, with Σ and Σ² of the model's squared errors over them. */
type Cell = { code: number; fold: number; positive: boolean; n: number; losses: number; squares: number }

const readCells = async (
  log: TableHandle,
  sql: { score: string; truth: string },
  coding: Coding,
  { from, hash }: Hashed,
): Promise<Cell[]> => {
  const steps = stepsFor(1)
  const rows = await log.query(
    `SELECT c, f, t, count(*) AS n, ${steps.sql('l')} AS losses, ${steps.sql('l * l')} AS squares
     FROM (SELECT c, f, t, (s - CAST(t AS INTEGER)) * (s - CAST(t AS INTEGER)) AS l
       FROM (SELECT ${coding.sql} AS c, ${foldOf(hash)} AS f, ${sql.score} AS s, ${sql.truth} AS t FROM ${from})
       WHERE s BETWEEN 0 AND 1 AND t IS NOT NULL) GROUP BY c, f, t ORDER BY c, f, t`,
  )
  return rows.map(({ c, f, t, n, losses, squares }) => ({
    code: Number(c),
    fold: Number(f),
    positive: t === true,
    n: Number(n),
    losses: steps.total(losses),
    squares: steps.total(squares),
  }))
}

/** The rule's answer for a group in a fold: its share of positives in the other folds, drawn a little to the base rate. */
const ruleOf = (cells: Cell[]): ((cell: Cell) => number) => {
  const count = (keep: (cell: Cell) => boolean): { n: number; positives: number } => {
    const kept = cells.filter(keep)
    return { n: kept.reduce((n, it) => n + it.n, 0), positives: kept.reduce((n, it) => n + (it.positive ? it.n : 0), 0) }
  }
  const known = new Map<string, number>()
  return (cell) => {
    const key = `${cell.code}/${cell.fold}`
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const others = count((it) => it.fold !== cell.fold)
    const alike = count((it) => it.fold !== cell.fold && it.code === cell.code)
    const prior = (others.positives + 0.5) / (others.n + 1)
    const answer = (alike.positives + prior) / (alike.n + 1)
    known.set(key, answer)
    return answer
  }
}

/** The rule's Brier score, and the model's gain over it from Σ and Σ² alone: within a cell the rule loses the same on each row. */
const lineOf = (column: string, all: Cell[]): Row => {
  const rule = ruleOf(all)
  const n = all.reduce((sum, cell) => sum + cell.n, 0)
  const lossOf = (cell: Cell): number => (cell.positive ? (1 - rule(cell)) ** 2 : rule(cell) ** 2)
  const value = all.reduce((sum, cell) => sum + cell.n * lossOf(cell), 0) / n
  const mean = all.reduce((sum, cell) => sum + cell.n * lossOf(cell) - cell.losses, 0) / n
  const spread = all.reduce((sum, cell) => {
    const centre = lossOf(cell) - mean
    return sum + cell.n * centre ** 2 - 2 * centre * cell.losses + cell.squares
  }, 0)
  const gain = n < 2 ? undefined : pairedGain({ n, mean, sd: Math.sqrt(Math.max(0, spread) / (n - 1)) }, 1)
  return cells({ column, metric: 'brier', value, gain })
}

/** One line a feature, the best rule first; only for probabilities. */
export const readSingleFeatures = async (
  log: TableHandle,
  sql: { score: string; truth: string },
  signal: AbortSignal,
): Promise<{ lines: Row[]; limits: string[] }> => {
  const declared = log.roles.features ?? []
  const limits: string[] = []
  const lines: Row[] = []
  const hashed = await readHash(log)
  for (const name of declared.slice(0, mostFeatures)) {
    stopWhenTold(signal)
    const column = log.columns.find((it) => it.name === name)
    const coding = column && (await readCoding(log, column, 50))
    if (coding === undefined) limits.push(`"${name}" makes no groups of rows, so there is no rule on it alone`)
    else lines.push(lineOf(name, await readCells(log, sql, coding, hashed)))
  }
  if (declared.length > mostFeatures)
    limits.push(`rules on one feature: only the first ${mostFeatures} of ${declared.length} features were tried`)
  if (lines.length > 0) limits.push('rules on one feature are learnt on three quarters of the rows and applied to the fourth, in turn')
  return { lines: lines.sort((a, b) => Number(a.value) - Number(b.value) || (String(a.column) < String(b.column) ? -1 : 1)), limits }
}
