/** The six properties of judging that must hold for every framework and every set of evidence. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Assessment, type Criterion, type Evidence, grades, type Rule } from '../../src/model/index.ts'
import { absentRecord, criterion, failed, found, framework, judged, notGiven, record, statement } from './small-subject.ts'

const probes = ['a', 'b', 'c'] as const

const cell = fc.record({ n: fc.integer({ min: 0, max: 3 }), ok: fc.boolean() })
const interval = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
  .map(([value, down, up]) => ({ value, low: value - down, high: value + up }))

const atom: fc.Arbitrary<Rule> = fc
  .record({
    probe: fc.constantFrom(...probes),
    as: fc.constantFrom(undefined, 'documented' as const),
    shape: fc.oneof(
      fc.record({ fact: fc.constant('yes'), is: fc.boolean() }),
      fc.record({ fact: fc.constant('size'), at_least: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ fact: fc.constant('size'), at_most: fc.integer({ min: 0, max: 9 }) }),
      fc.record({
        fact: fc.constant('rows'),
        count: fc.record({ at_least: fc.integer({ min: 0, max: 3 }) }),
        where: fc.constant({ ok: { is: true } }),
      }),
      fc.record({ fact: fc.constant('rows'), some: fc.constant({ n: { at_least: 2 } }) }),
      fc.record({ fact: fc.constant('rows'), every: fc.constant({ ok: { is: true } }) }),
    ),
  })
  .map(({ probe, as, shape }) => ({ ...shape, fact: `${probe}.${shape.fact}`, ...(as === undefined ? {} : { as }) }) as Rule)

const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    ...(['all', 'any', 'none'] as const).map((key) =>
      fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((parts) => ({ [key]: parts }) as Rule),
    ),
  ),
})).rule

const topics = ['t1', 't2', 't3'] as const
const criteria: fc.Arbitrary<Criterion[]> = fc
  .array(
    fc.record({
      // Without one only people can say that it is met.
      met: fc.option(rule, { nil: undefined }),
      partial: fc.option(rule, { nil: undefined }),
      weight: fc.constantFrom(1, 2, 0.5),
      topic: fc.constantFrom(...topics),
      fresh_for: fc.constantFrom(undefined, 30),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    list.map((it, index) =>
      criterion({ id: `c${index}`, ...Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)) }),
    ),
  )

const facts = fc.record(
  { yes: fc.boolean(), size: fc.oneof(fc.integer({ min: 0, max: 9 }), interval), rows: fc.array(cell, { maxLength: 3 }) },
  { requiredKeys: [] },
)

const evidenceOf = (probe: string): fc.Arbitrary<Evidence[]> =>
  fc
    .array(
      fc.record({
        method: fc.constantFrom('measured' as const, 'documented' as const),
        state: fc.constantFrom('found' as const, 'found' as const, 'absent' as const, 'not_given' as const, 'failed' as const),
        facts,
        old: fc.boolean(),
        version: fc.constantFrom('v1', 'v0'),
        material: fc.constantFrom('repo', 'tables.train', 'ci'),
      }),
      { maxLength: 2 },
    )
    .map((list) =>
      list.map(({ method, state, facts: given, old, version, material }) =>
        record({
          probe,
          method,
          state,
          facts: state === 'found' ? (given as Evidence['facts']) : {},
          inputs: state === 'not_given' ? [] : [{ material, version }],
          ...(old ? { until: '2026-01-01T00:00:00.000Z' } : {}),
          ...(state === 'failed' ? { error: { code: 'timed_out' as const, message: 'late' } } : {}),
        }),
      ),
    )

const statements = fc
  .array(
    fc.record({
      topic: fc.constantFrom(...topics),
      level: fc.constantFrom(
        'yes' as const,
        'partly' as const,
        'automatic' as const,
        'recorded' as const,
        'by_hand' as const,
        'no' as const,
      ),
    }),
    { maxLength: 3 },
  )
  .map((list) => list.map((it) => statement(it)))

/** Words found in documents: evidence of its own, which stays when nobody says anything. */
const papers = fc
  .array(fc.record({ topic: fc.constantFrom(...topics), level: fc.constantFrom('yes' as const, 'partly' as const, 'no' as const) }), {
    maxLength: 2,
  })
  .map((list) => list.map((it) => record({ probe: 'document.quote', method: 'documented', facts: it })))

const evidence = fc.tuple(...probes.map(evidenceOf), papers).map((lists) => lists.flat())
const head = fc.constantFrom({}, { absence: 'unknown' }, { combine: 'minimum', section_score: 'sum' })

const at = (grade: (typeof grades)[number]) => grades.indexOf(grade)
const verdictOf = (assessment: Assessment, id: string, reading: string) => {
  const verdict = assessment.verdicts.find((it) => it.criterion === id && it.reading === reading)
  if (verdict === undefined) throw new Error(`no verdict ${id} ${reading}`)
  return verdict
}
const run = { numRuns: 300 }

describe('always true', () => {
  test('1. claimed ≥ documented ≥ measured, at both ends, for every verdict and score', () => {
    fc.assert(
      fc.property(criteria, evidence, statements, head, (list, seen, said, given) => {
        const assessment = judged([framework(list, given)], [...seen, ...said])
        for (const { id } of list) {
          const [claimed, documented, measured] = ['claimed', 'documented', 'measured'].map((reading) => verdictOf(assessment, id, reading))
          for (const end of ['from', 'to'] as const) {
            expect(at(claimed?.[end] ?? 'met')).toBeGreaterThanOrEqual(at(documented?.[end] ?? 'met'))
            expect(at(documented?.[end] ?? 'met')).toBeGreaterThanOrEqual(at(measured?.[end] ?? 'met'))
          }
        }
        for (const section of [null, 's']) {
          const score = (reading: string) => assessment.scores.find((it) => it.section === section && it.reading === reading)
          for (const end of ['low', 'high'] as const) {
            expect(score('claimed')?.[end] ?? 0).toBeGreaterThanOrEqual(score('documented')?.[end] ?? 0)
            expect(score('documented')?.[end] ?? 0).toBeGreaterThanOrEqual(score('measured')?.[end] ?? 0)
          }
        }
      }),
      run,
    )
  })

  test('2. turning planned evidence into failed or not_given never raises a low and never lowers a high', () => {
    fc.assert(
      fc.property(criteria, evidence, head, fc.nat(), fc.boolean(), (list, seen, given, pick, asFailed) => {
        fc.pre(seen.length > 0)
        const index = pick % seen.length
        const gone = seen[index]
        if (gone === undefined) return
        const lost = seen.map((it, at) =>
          at !== index
            ? it
            : asFailed
              ? { ...failed(gone.probe, gone.method), inputs: gone.inputs }
              : { ...notGiven(gone.probe, gone.method), inputs: gone.inputs },
        )
        const before = judged([framework(list, given)], seen)
        const after = judged([framework(list, given)], lost)
        for (const verdict of before.verdicts) {
          const same = verdictOf(after, verdict.criterion, verdict.reading)
          expect(at(same.from)).toBeLessThanOrEqual(at(verdict.from))
          expect(at(same.to)).toBeGreaterThanOrEqual(at(verdict.to))
        }
        before.scores.forEach((score, position) => {
          expect(after.scores[position]?.low ?? 0).toBeLessThanOrEqual((score.low ?? 0) + 1e-12)
          expect(after.scores[position]?.high ?? 0).toBeGreaterThanOrEqual((score.high ?? 0) - 1e-12)
        })
      }),
      run,
    )
  })

  test('3. deleting all statements leaves documented and measured as they were, but for the caps', () => {
    fc.assert(
      fc.property(criteria, evidence, statements, head, (list, seen, said, given) => {
        const withWords = judged([framework(list, given)], [...seen, ...said])
        const without = judged([framework(list, given)], seen)
        for (const verdict of without.verdicts.filter((it) => it.reading !== 'claimed')) {
          const same = verdictOf(withWords, verdict.criterion, verdict.reading)
          expect(same.from).toBe(verdict.from)
          expect(at(same.to)).toBeLessThanOrEqual(at(verdict.to))
          const bears = seen.some((it) => (it.state === 'found' || it.state === 'absent') && it.method === 'measured')
          if (same.to !== verdict.to && !bears) expect(said.length).toBeGreaterThan(0)
        }
      }),
      run,
    )
  })

  test('4. a not-applicable criterion changes no score; order of evidence and criteria changes nothing', () => {
    fc.assert(
      fc.property(criteria, evidence, statements, head, fc.infiniteStream(fc.nat()), (list, seen, said, given, numbers) => {
        const all = [...seen, ...said]
        const base = judged([framework(list, given)], all)
        const gate = found('gate', { open: false }, 'measured', 'tables.gate')
        const extra = criterion({ id: 'zz', applies: { fact: 'gate.open', is: true }, met: { fact: 'a.yes', is: true } })
        const wider = judged([framework([...list, extra], given)], [...all, gate])
        expect(verdictOf(wider, 'zz', 'measured').outcome).toBe('not_applicable')
        expect(wider.scores).toEqual(base.scores)
        const shuffle = <T>(items: T[]): T[] =>
          items
            .map((it) => ({ it, key: numbers.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ it }) => it)
        const other = judged([framework(shuffle(list), given)], shuffle(all))
        expect(other.scores).toEqual(base.scores)
        for (const verdict of base.verdicts) {
          const { because: _, ...rest } = verdictOf(other, verdict.criterion, verdict.reading)
          const { because: __, ...mine } = verdict
          expect(rest).toEqual(mine)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('5. stale evidence never holds a pass; a passed gate stays passed when an unknown is resolved', () => {
    fc.assert(
      fc.property(criteria, evidence, head, (list, seen, given) => {
        const stale = seen
          .map((it) => ({ ...it, inputs: it.inputs.map((input) => ({ ...input, version: 'long ago' })) }))
          .filter((it) => it.inputs.length > 0)
        const wanted = list.filter((it) => it.met !== undefined && !JSON.stringify(it.met).includes('none'))
        const assessment = judged([framework(list, given)], stale)
        for (const { id } of wanted)
          expect(verdictOf(assessment, id, 'measured').from === 'met' && verdictOf(assessment, id, 'measured').evidence.length > 0).toBe(
            false,
          )
      }),
      run,
    )
    fc.assert(
      fc.property(criteria, evidence, fc.constantFrom(...probes), facts, (list, seen, probe, resolved) => {
        const standing = judged([framework(list)], seen).verdicts.filter((it) => it.reading === 'measured' && it.from !== 'unmet')
        if (standing.length === 0) return
        const gates = [{ id: 'g', require: standing.map((it) => ({ criterion: it.criterion, at_least: it.from })) }]
        expect(judged([framework(list, { gates })], seen).gates[0]?.outcome).toBe('passed')
        const after = seen.map((it) =>
          it.probe === probe && (it.state === 'failed' || it.state === 'not_given')
            ? { ...found(probe, resolved as Evidence['facts'], it.method) }
            : it,
        )
        expect(judged([framework(list, { gates })], after).gates[0]?.outcome).toBe('passed')
      }),
      { numRuns: 300 },
    )
  })

  test('6. judging the saved evidence again gives the same verdicts', () => {
    fc.assert(
      fc.property(criteria, evidence, statements, head, (list, seen, said, given) => {
        const first = judged([framework(list, given)], [...seen, ...said])
        const saved = JSON.parse(JSON.stringify(first)) as Assessment
        const again = judged([framework(list, given)], saved.evidence)
        expect(again.verdicts).toEqual(saved.verdicts)
        expect(again.scores).toEqual(saved.scores)
      }),
      { numRuns: 300 },
    )
  })
})

test('absent answers as an empty table and a count of 0, and is no proof in one repository of several', () => {
  const counted = criterion({ met: { fact: 'a.rows', count: { at_most: 0 } } })
  expect(judged([framework([counted])], [absentRecord('a')]).verdicts[0]?.outcome).toBe('met')
  expect(judged([framework([counted], { absence: 'unknown' })], [absentRecord('a')]).verdicts[0]).toMatchObject({ outcome: 'unknown' })
  expect(
    judged([framework([counted], { absence: 'unknown' })], [absentRecord('a')], { repo: { path: '.', complete: true } }).verdicts[0]
      ?.outcome,
  ).toBe('met')
})
