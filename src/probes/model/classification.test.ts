import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openEngine, openPredictions } from '../../collect/sources/tables/index.ts'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Measured } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import calibration from './calibration.ts'
import classification from './classification.ts'
import { foundIn, type Logs, openLogs } from './testing/open-log.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const never = new AbortController().signal
const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await classification.collect(
      { predictions: await logs.open(select, { score: 's', label: 'y', ...roles }) },
      { options: {}, signal: never },
    ),
  )
const value = (fact: unknown): number => (fact as Measured).value

/** s and y of four rows, in whatever types: two of each class, one of each on the wrong side. */
const four = (labels: string) =>
  `SELECT * FROM (VALUES (0.9, ${labels.split(' ')[0]}), (0.4, ${labels.split(' ')[0]}), (0.6, ${labels.split(' ')[1]}), (0.1, ${labels.split(' ')[1]})) t(s, y)`

describe('which label is positive', () => {
  it.each([
    ['1 0', {}],
    ['true false', {}],
    ["'yes' 'no'", {}],
    ["'YES' 'No'", {}],
    ["'True' 'FALSE'", {}],
    ["'1' '0'", {}],
    ["'1.0' '0.0'", {}],
    ['1::DOUBLE 0::DOUBLE', {}],
    ['1::FLOAT 0::FLOAT', {}],
    ['1::DECIMAL(4,2) 0::DECIMAL(4,2)', {}],
    ['1::HUGEINT 0::HUGEINT', {}],
    ['1 -1', {}],
    ['1 2', {}],
    ["'late' 'punctual'", { positive: 'late' }],
    ["'fraud' 'none'", { positive: 'fraud' }],
    ['0 1', { positive: 0 }],
    ['0 1', { positive: '0' }],
    ['0 1', { positive: false }],
    ["'no' 'yes'", { positive: 'No' }],
    ['7 3', { positive: 7 }],
    ['7 3', { positive: '7' }],
    ['false true', { positive: 'false' }],
    ["'NA' 'EU'", { positive: 'NA' }],
    ["'it''s' 'not'", { positive: "it's" }],
  ] as [string, Roles][])('%s %j', async (labels, roles) => {
    const { facts, unknown } = await measure(four(labels), roles)
    expect(unknown).toEqual({})
    expect(facts).toMatchObject({ rows: 4, labelled_rows: 4, base_rate: 0.5, tp: 1, fp: 1, fn: 1, tn: 1, threshold: 0.5 })
    expect(value(facts.accuracy)).toBe(0.5)
    expect(value(facts.precision)).toBe(0.5)
    expect(value(facts.recall)).toBe(0.5)
    expect(value(facts.f1)).toBe(0.5)
    expect(value(facts.auc)).toBe(0.75)
    expect(value(facts.brier)).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.01) / 4, 15)
  })

  it.each([
    ["'late' 'punctual'", {}, 'no_role'],
    ['5 3', {}, 'no_role'],
    ["'late' 'late'", {}, 'no_role'],
    ["'late' 'punctual'", { positive: 'Late' }, 'no_role'],
    ["'late' 'punctual'", { positive: 1 }, 'no_role'],
  ] as [string, Roles, string][])('%s %j cannot be told', async (labels, roles, reason) => {
    const { facts, unknown } = await measure(four(labels), roles)
    expect(facts).toEqual({ rows: 4, labelled_rows: 4, threshold: 0.5 })
    expect(new Set(Object.values(unknown))).toEqual(new Set([reason]))
  })

  it('does not guess with three classes, and takes one against the rest when told which', async () => {
    const three = "SELECT * FROM (VALUES (0.9, 'a'), (0.2, 'b'), (0.3, 'c')) t(s, y)"
    const plain = await measure(three)
    expect(plain.facts).toEqual({ rows: 3, labelled_rows: 3, threshold: 0.5 })
    expect(plain.unknown.auc).toBe('undefined')
    const told = await measure(three, { positive: 'a' })
    expect(told.facts).toMatchObject({ tp: 1, tn: 2 })
    expect(told.limits.join()).toContain('3 classes')
  })

  it('takes null-like text as no label, as other text', async () => {
    const { facts } = await measure(
      "SELECT * FROM (VALUES (0.9, 'yes'), (0.2, 'no'), (0.3, 'NA'), (0.3, ''), (0.1, 'None'), (0.4, NULL)) t(s, y)",
    )
    expect(facts).toMatchObject({ rows: 6, labelled_rows: 2 })
  })
})

describe('rows that count', () => {
  it('has nothing to say of no rows', async () => {
    const { facts, unknown } = await measure('SELECT 0.5 AS s, 1 AS y WHERE false')
    expect(facts).toEqual({ rows: 0, labelled_rows: 0, threshold: 0.5 })
    expect(unknown.accuracy).toBe('no_rows')
    expect(unknown.base_rate).toBe('no_rows')
    expect(unknown.tp).toBe('no_rows')
  })

  it.each(['NULL::DOUBLE', "'nan'::DOUBLE", "'inf'::DOUBLE", "'-inf'::DOUBLE", "'nan'::FLOAT"])(
    'leaves out a score of %s',
    async (missing) => {
      const { facts, limits } = await measure(`${four('1 0')} UNION ALL SELECT ${missing}, 1`)
      expect(facts).toMatchObject({ rows: 5, labelled_rows: 4, tp: 1, fn: 1 })
      expect(value(facts.auc)).toBe(0.75)
      expect(limits.join()).toContain('1 row')
    },
  )

  it.each(["'nan'::DOUBLE", "'inf'::DOUBLE", 'NULL'])('leaves out a label of %s', async (missing) => {
    const { facts } = await measure(`${four('1::DOUBLE 0::DOUBLE')} UNION ALL SELECT 0.5, ${missing}`)
    expect(facts).toMatchObject({ rows: 5, labelled_rows: 4, base_rate: 0.5 })
  })

  it('has rows but none with both', async () => {
    const { facts, unknown } = await measure('SELECT * FROM (VALUES (0.5, NULL), (NULL, 1)) t(s, y)')
    expect(facts).toEqual({ rows: 2, labelled_rows: 0, threshold: 0.5 })
    expect(unknown.auc).toBe('no_rows')
  })

  it('reads scores that are text, counting text that is no number as missing', async () => {
    const { facts, limits } = await measure("SELECT * FROM (VALUES ('0.9', 1), ('0.1', 0), ('high', 1), ('', 1)) t(s, y)")
    expect(facts).toMatchObject({ rows: 4, labelled_rows: 2 })
    expect(limits.join()).toContain('text in 1 of them')
  })

  it('one row: what follows from it, and nothing else', async () => {
    const { facts, unknown } = await measure('SELECT 0.9 AS s, 1 AS y')
    expect(facts).toMatchObject({ rows: 1, labelled_rows: 1, base_rate: 1, tp: 1, fp: 0, fn: 0, tn: 0 })
    expect(unknown).toEqual({ auc: 'one_class' })
    const brier = facts.brier as Measured
    expect(brier.value).toBeCloseTo(0.01, 15)
    expect(brier.high).toBeGreaterThan(0.5)
  })

  it('one class only', async () => {
    const negative = await measure('SELECT * FROM (VALUES (0.9, 0), (0.1, 0)) t(s, y)')
    expect(negative.facts).toMatchObject({ base_rate: 0, fp: 1, tn: 1 })
    expect(negative.unknown).toEqual({ auc: 'one_class', recall: 'one_class', f1: 'one_class' })
    const positive = await measure('SELECT * FROM (VALUES (0.9, true), (0.1, true)) t(s, y)')
    expect(positive.unknown).toEqual({ auc: 'one_class' })
  })

  it('nothing predicted positive', async () => {
    const { facts, unknown } = await measure('SELECT * FROM (VALUES (0.4, 1), (0.1, 0)) t(s, y)')
    expect(unknown).toEqual({ precision: 'undefined', f1: 'undefined' })
    expect(value(facts.recall)).toBe(0)
  })

  it('counts a score at the threshold as positive, and takes the declared threshold', async () => {
    expect((await measure('SELECT * FROM (VALUES (0.5, 1), (0.4, 0)) t(s, y)')).facts).toMatchObject({ tp: 1, tn: 1 })
    expect((await measure('SELECT * FROM (VALUES (0.5, 1), (0.4, 0)) t(s, y)', { threshold: 0.3 })).facts).toMatchObject({
      tp: 1,
      fp: 1,
      threshold: 0.3,
    })
  })

  it('ties count half, and -0 ties with 0', async () => {
    expect(value((await measure('SELECT * FROM (VALUES (0.5, 1), (0.5, 0)) t(s, y)')).facts.auc)).toBe(0.5)
    expect(value((await measure("SELECT * FROM (VALUES ('-0.0'::DOUBLE, 1), ('0.0'::DOUBLE, 0)) t(s, y)")).facts.auc)).toBe(0.5)
  })

  it('says that weights are not used, that ids repeat, and that rows hang together', async () => {
    const { facts, limits } = await measure(
      `SELECT s, y, 9007199254740993 - (s > 0.5)::INT::BIGINT AS id, 2 AS w, 'a' AS e FROM (${four('1 0')})`,
      { id: 'id', weight: 'w', entity: 'e' },
    )
    expect(facts).toMatchObject({ rows: 4 })
    expect(limits.join('\n')).toMatch(/2 rows have the id of another row/)
    expect(limits.join('\n')).toMatch(/weights in "w" are not used/)
    expect(limits.join('\n')).toMatch(/rows of one "e"/)
  })
})

describe('scores that are no probabilities', () => {
  it.each([
    ['log-odds', 'ln(s / (1 - s))', 0],
    ['percent', 's * 100', 50],
  ])('%s rank, and give no proper score', async (_, scale, threshold) => {
    const { facts, unknown, limits } = await measure(`SELECT ${scale} AS s, y FROM (${four('1 0')})`, { threshold })
    expect(value(facts.auc)).toBe(0.75)
    expect(facts).toMatchObject({ tp: 1, fp: 1, fn: 1, tn: 1 })
    expect(unknown).toEqual({ brier: 'undefined', log_loss: 'undefined' })
    expect(limits.join()).toContain('not probabilities')
  })

  it('a few stray ones are left out of proper scores and said so, and still rank', async () => {
    const { facts, limits } = await measure(
      'SELECT i / 1000.0 AS s, i >= 500 AS y FROM range(1000) t(i) UNION ALL SELECT 1.7, true UNION ALL SELECT -0.2, false',
    )
    expect(facts.labelled_rows).toBe(1002)
    expect(value(facts.auc)).toBe(1)
    const squares = Array.from({ length: 1000 }, (_, i) => (i / 1000 - (i >= 500 ? 1 : 0)) ** 2)
    expect(value(facts.brier)).toBeCloseTo(squares.reduce((a, b) => a + b) / 1000, 12)
    expect(limits.join()).toContain('2 rows have a score outside 0–1')
  })

  it('clips log-loss at the spacing of doubles', async () => {
    const { facts } = await measure('SELECT * FROM (VALUES (0.0, 1), (1.0, 0)) t(s, y)')
    expect(value(facts.log_loss)).toBeCloseTo(-Math.log(2 ** -52), 12)
    const perfect = await measure('SELECT * FROM (VALUES (1.0, 1), (0.0, 0)) t(s, y)')
    expect(value(perfect.facts.log_loss)).toBeCloseTo(0, 12)
    expect((perfect.facts.brier as Measured).high).toBeGreaterThan(0.3)
  })
})

it('a log from which hard rows were left out looks better; the limits say that this cannot be seen', async () => {
  const all = 'SELECT i / 1000.0 AS s, (i * 7919) % 1000 < i AS y FROM range(1000) t(i)'
  const honest = await measure(all)
  const easy = await measure(`SELECT * FROM (${all}) WHERE (s >= 0.5) = y`)
  expect(value(easy.facts.accuracy)).toBeGreaterThan(value(honest.facts.accuracy))
  expect(easy.limits.join()).toContain('left out of it, cannot be seen')
})

describe('calibration', () => {
  const measureIt = async (select: string, roles: Roles = {}) =>
    foundIn(
      await calibration.collect(
        { predictions: await logs.open(select, { score: 's', label: 'y', ...roles }) },
        { options: {}, signal: never },
      ),
    )

  it('closes bins on the left, the last on both sides', async () => {
    const { facts } = await measureIt('SELECT k / 10.0 AS s, k % 2 AS y FROM range(11) t(k)')
    const bins = facts.bins as { bin: number; n: number; mean_score: number }[]
    expect(bins.map((it) => [it.bin, it.n])).toEqual([...Array.from({ length: 9 }, (_, at) => [at + 1, 1]), [10, 2]])
    expect(bins[3]?.mean_score).toBe(0.3)
  })

  it('works out ECE by hand, and a floor that chance gives', async () => {
    const { facts } = await measureIt('SELECT * FROM (VALUES (0.2, 1), (0.2, 0), (0.8, 1), (0.8, 1)) t(s, y)')
    expect(facts.ece).toBeCloseTo((2 * 0.3 + 2 * 0.2) / 4, 15)
    // E|X − 0.4| for two rows of chance 0.2, and the same by symmetry for 0.8.
    const deviation = 0.64 * 0.4 + 0.32 * 0.6 + 0.04 * 1.6
    expect(facts.ece_floor).toBeCloseTo((2 * deviation) / 4, 12)
  })

  it('knows nothing of no rows, of log-odds, of one class or one score', async () => {
    expect((await measureIt('SELECT 0.5 AS s, 1 AS y WHERE false')).unknown.ece).toBe('no_rows')
    expect((await measureIt(`SELECT ln(s / (1 - s)) AS s, y FROM (${four('1 0')})`)).unknown).toMatchObject({
      ece: 'undefined',
      bins: 'undefined',
    })
    const one = await measureIt('SELECT * FROM (VALUES (0.4, 0), (0.1, 0)) t(s, y)')
    expect(one.unknown).toMatchObject({ slope: 'one_class' })
    expect(one.facts.ece).toBeCloseTo(0.25, 15)
    expect((await measureIt('SELECT * FROM (VALUES (0.4, 0), (0.4, 1)) t(s, y)')).unknown.slope).toBe('undefined')
  })
})

it('stops when told to, and says which role is missing', async () => {
  const log = await logs.open(four('1 0'), { score: 's', label: 'y' })
  const stopped = AbortSignal.abort()
  await expect(classification.collect({ predictions: log }, { options: {}, signal: stopped })).rejects.toMatchObject({ code: 'cancelled' })
  await expect(
    classification.collect({ predictions: { ...log, roles: { score: 's' } } }, { options: {}, signal: never }),
  ).rejects.toMatchObject({ code: 'missing_role' })
})

const census = process.env.ASSAY_CENSUS ?? resolve(import.meta.dirname, '../../../../shared/data/census-employment')
const there = existsSync(census)
if (!there) console.warn(`skipped: the census log is not at ${census}; set ASSAY_CENSUS to its folder`)

test.skipIf(!there)('equals scikit-learn on 208,892 rows of the census log', async () => {
  const engine = await openEngine({ directories: [census] })
  try {
    const { handle } = await openPredictions(engine, {
      material: 'predictions.census',
      path: 'employment_MA_analysis.parquet',
      root: census,
      kind: 'predictions',
      roles: { id: 'id', score: 'predicted_probability' },
      labels: { path: 'employment_MA_analysis_target.parquet', id: 'id', label: 'employed' },
    })
    const { facts } = foundIn(await classification.collect({ predictions: handle }, { options: {}, signal: never }))
    expect(facts).toMatchObject({ rows: 208892, labelled_rows: 208892, tp: 90449, fp: 21373, fn: 14644, tn: 82426 })
    expect(value(facts.auc)).toBeCloseTo(0.9042815968619793, 12)
    expect(value(facts.brier)).toBeCloseTo(0.12221574934030521, 12)
    expect(value(facts.log_loss)).toBeCloseTo(0.37874327248721207, 12)
    const calibrated = foundIn(await calibration.collect({ predictions: handle }, { options: {}, signal: never }))
    expect(calibrated.facts.ece).toBeCloseTo(0.011006213415239512, 12)
  } finally {
    await engine.close()
  }
})
