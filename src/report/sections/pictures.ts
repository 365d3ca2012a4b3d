/** Curves where a person would rather look than read: calibration, quality, confidence and latency by week, drift by column. */
import { type Assessment, type Evidence, isMeasured, isTable, type Measured, type Row, sayMeasured, sayNumber } from '../../model/index.ts'
import type { Block, Figure, FigurePoint } from '../block.ts'

const rowsOf = (record: Evidence, fact: string): Row[] => {
  const value = record.facts[fact]
  return isTable(value) ? value : []
}

const numberOf = (row: Row, column: string): number | undefined => {
  const cell = row[column]
  return typeof cell === 'number' ? cell : isMeasured(cell) ? cell.value : undefined
}

const pointOf = (row: Row, x: string, y: string, series?: string): FigurePoint[] => {
  const value = numberOf(row, y)
  const at = row[x]
  const position = isMeasured(at) ? at.value : at
  if (value === undefined || position === null || position === undefined || typeof position === 'boolean') return []
  const cell = row[y]
  return [
    { x: position, y: value, ...(isMeasured(cell) ? { low: cell.low, high: cell.high } : {}), ...(series === undefined ? {} : { series }) },
  ]
}

const materialOf = (record: Evidence): string => record.inputs.map((it) => it.material).join(' against ')

type Draft = Omit<Figure, 'kind' | 'id' | 'evidence' | 'points'> & { points: FigurePoint[] }

const calibration = (record: Evidence): Draft => {
  const { ece, ece_floor } = record.facts
  const numbers =
    typeof ece === 'number' || isMeasured(ece)
      ? ` On average it is off by ${sayNumber(isMeasured(ece) ? ece.value : ece)}${typeof ece_floor === 'number' ? `; chance alone gives ${sayNumber(ece_floor)}` : ''}.`
      : ''
  return {
    title: `Calibration of ${materialOf(record)}`,
    says: `How often it happened, against what was predicted; a calibrated model lies on the line.${numbers}`,
    shape: 'calibration',
    x: 'predicted',
    y: 'happened',
    points: rowsOf(record, 'bins').flatMap((row) => pointOf(row, 'mean_score', 'share_positive')),
  }
}

const sayFall = (fall: Measured): string => {
  const how = fall.low > 0 ? 'it fell by' : fall.high < 0 ? 'it rose by' : 'no clear change shows:'
  const size =
    fall.low > 0 || fall.high < 0
      ? {
          value: Math.abs(fall.value),
          low: Math.min(Math.abs(fall.low), Math.abs(fall.high)),
          high: Math.max(Math.abs(fall.low), Math.abs(fall.high)),
        }
      : { value: -fall.value, low: -fall.high, high: -fall.low }
  return `From the first to the last quarter ${how} ${sayMeasured('auc', size)}.`
}

const byWeek = (record: Evidence): Draft => {
  const fall = record.facts.fall
  return {
    title: `Quality by week in ${materialOf(record)}`,
    says: `How well the scores rank (AUC; 0.5 is a coin) in each week of the log.${isMeasured(fall) ? ` ${sayFall(fall)}` : ''}`,
    shape: 'weeks',
    x: 'week',
    y: 'AUC',
    points: rowsOf(record, 'weeks').flatMap((row) => pointOf(row, 'week', 'auc')),
  }
}

const confidence = (record: Evidence): Draft => ({
  title: `Confidence by week in ${materialOf(record)}`,
  says: 'How sure the model is of its answers, on average, in each week of the log.',
  shape: 'weeks',
  x: 'week',
  y: 'mean confidence',
  points: rowsOf(record, 'weeks').flatMap((row) => pointOf(row, 'week', 'mean_confidence')),
})

const latency = (record: Evidence): Draft => ({
  title: `Time per answer by week in ${materialOf(record)}`,
  says: 'Half of the answers came within the lower line, 95 % within the upper one (milliseconds).',
  shape: 'weeks',
  x: 'week',
  y: 'ms',
  points: rowsOf(record, 'by_week').flatMap((row) => [
    ...pointOf(row, 'week', 'p50_ms', 'half'),
    ...pointOf(row, 'week', 'p95_ms', '95 %'),
  ]),
})

const drift = (record: Evidence): Draft => ({
  title: `Drift: ${materialOf(record)}`,
  says: 'How far each column moved; the tick is what chance alone reaches at this number of rows.',
  shape: 'bars',
  x: 'effect',
  y: 'column',
  points: rowsOf(record, 'columns')
    .filter((row) => row.measure !== 'missing_share' || row.significant === true)
    .flatMap((row) => {
      const effect = numberOf(row, 'effect')
      const floor = numberOf(row, 'floor')
      return effect === undefined
        ? []
        : [
            {
              x: `${row.column}${row.measure === 'missing_share' ? ' (missing)' : ''}`,
              y: effect,
              ...(floor === undefined ? {} : { floor }),
              series: row.significant === true ? 'moved' : 'as chance',
            },
          ]
    })
    .sort((a, b) => b.y - a.y)
    .slice(0, 15),
})

const makers: { [probe: string]: (record: Evidence) => Draft } = {
  'model.calibration': calibration,
  'model.by-week': byWeek,
  'monitoring.confidence': confidence,
  'serving.latency': latency,
  'data.drift': drift,
}

/** With `most`, of each kind the one whose material speaks until latest: what happens now, not in the test. */
export const pictures = (assessment: Assessment, most?: number): Block[] => {
  const figures = Object.entries(makers)
    .flatMap(([probe, make]) =>
      assessment.evidence
        .filter((it) => it.probe === probe && it.state === 'found')
        .sort((a, b) => (most === undefined ? 0 : (b.until ?? '').localeCompare(a.until ?? '')))
        .map((record): Figure => ({ kind: 'figure', id: `figure-${record.id}`, evidence: [record.id], ...make(record) }))
        .filter((it) => it.points.length > 1)
        .slice(0, most === undefined ? undefined : 1),
    )
    .slice(0, most)
  return figures.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'Pictures', id: 'pictures' }, ...figures]
}
