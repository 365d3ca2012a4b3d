import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../src/model/index.ts'
import { absentRecord, criterion, failed, found, framework, judged, notGiven, readings, record, statement } from './small-subject.ts'

describe('Infra 6, canary', () => {
  const canary = criterion({
    met: {
      all: [
        { fact: 'repo.rollout.strategies', as: 'documented', some: { versions: { at_least: 2 }, analysis: { is: true } } },
        { fact: 'rollout.runs', where: { automatic: { is: true } }, count: { at_least: 2 } },
      ],
    },
    partial: { fact: 'rollout.runs', count: { at_least: 1 } },
  })
  const score = framework([canary], { absence: 'unknown' })
  const manifest = found('repo.rollout', { strategies: [{ kind: 'argo', versions: 2, analysis: true }] })
  const run = (at: string) => ({ at, automatic: true })

  test('a manifest alone leaves all readings open, since no run is known', () => {
    expect(readings(judged([score], [manifest, notGiven('rollout')]))).toEqual(['unmet..met', 'unmet..met', 'unmet..met'])
  })
  test('with two automatic runs it is met on paper and at least partial as measured', () => {
    const runs = found('rollout', { runs: [run('2026-05-01'), run('2026-06-01')] }, 'measured', 'ci')
    expect(readings(judged([score], [manifest, runs]))).toEqual(['met', 'met', 'partial..met'])
  })
  test('only the CTO saying "automatic" is met as claimed, and open otherwise', () => {
    const said = statement({ topic: 'rollout.canary', level: 'automatic', by: 'CTO' })
    expect(readings(judged([score], [said, notGiven('repo.rollout'), notGiven('rollout')]))).toEqual(['met', 'unmet..met', 'unmet..met'])
  })
  test('the same manifest in ml-repository is met, measured', () => {
    const wired = criterion({ met: { fact: 'repo.rollout.strategies', some: { versions: { at_least: 2 } } } })
    expect(readings(judged([framework([wired])], [manifest]))).toEqual(['met', 'met', 'met'])
  })
})

describe('"95 % within 50 ms"', () => {
  const latency = criterion({
    topic: 'latency',
    met: { fact: 'serving.latency.p95_ms', of: 'predictions.current', at_most: { target: true } },
  })
  const said = statement({
    topic: 'latency',
    level: 'yes',
    says: '95 % of answers within 50 ms',
    by: 'CTO',
    claim_fact: 'serving.latency.p95_ms',
    claim_of: 'predictions.current',
    claim_at_most: 50,
  })
  const log = (value: number, low: number, high: number, n = 61_204) =>
    found('serving.latency', { n, p95_ms: { value, low, high } }, 'measured', 'predictions.current')
  const target = { targets: [{ fact: 'serving.latency.p95_ms', of: 'predictions.current', at_most: 50, by: 'assessor' }] }

  test('212 ms refutes it, 4.2 times, and the criterion is claimed met, measured unmet', () => {
    const assessment = judged([framework([latency])], [said, log(212, 205, 220)], target)
    expect(assessment.claims).toHaveLength(1)
    expect(assessment.claims[0]).toMatchObject({
      outcome: 'refuted',
      measured: { value: 212, low: 205, high: 220 },
      limit: { at_most: 50 },
    })
    expect(assessment.claims[0]?.ratio).toBeCloseTo(4.24, 10)
    expect(readings(assessment)).toEqual(['met', 'unmet', 'unmet'])
  })
  test('without a target the criterion is not known for that reason, and the claim is refuted all the same', () => {
    const assessment = judged([framework([latency])], [said, log(212, 205, 220)])
    expect(assessment.claims[0]?.outcome).toBe('refuted')
    expect(assessment.verdicts.find((it) => it.reading === 'measured')).toMatchObject({ outcome: 'unknown', reason: 'no_target' })
  })
  test('47 ms (41–55) is too close to tell, with the rows that would', () => {
    const claim = judged([framework([latency])], [said, log(47, 41, 55, 1000)], target).claims[0]
    expect(claim?.outcome).toBe('undecided')
    // The upper half-width is 8 and must shrink to the margin 3: 1,000 · (8/3)² = 7,111.
    expect(claim?.needed).toBe(7200)
  })
  test('a supported claim is shown too', () => {
    expect(judged([framework([latency])], [said, log(40, 38, 42)], target).claims[0]?.outcome).toBe('supported')
  })
  test('a claim on a table, or on words, cannot be compared', () => {
    const on = (fact: string, limit: object) => statement({ says: 'x', claim_fact: fact, ...limit })
    const log2 = found('serving.latency', { by_week: [], zone: 'eu' }, 'measured', 'predictions.current')
    const claims = judged(
      [framework([latency])],
      [on('serving.latency.by_week', { claim_at_most: 3 }), on('serving.latency.zone', { claim_at_most: 3 }), log2],
    ).claims
    expect(claims.map((it) => it.outcome)).toEqual(['not_comparable', 'not_comparable'])
  })
})

describe('Data 1, a schema', () => {
  const schema = criterion({
    topic: 'data.schema',
    met: { fact: 'ci.runs', where: { job: { is: 'schema-check' }, automatic: { is: true } }, count: { at_least: 2 } },
    partial: { fact: 'practice.profiling.runs', count: { at_least: 1 } },
    condition: { fact: 'data.profile.columns', every: { missing_share: { at_most: 0.05 } } },
  })
  const score = framework([schema], { absence: 'unknown' })
  const export_ = found('ci', { runs: [{ job: 'lint', automatic: true }] }, 'measured', 'ci')

  test('a suite in the tree that never runs leaves everything open', () => {
    expect(readings(judged([score], [notGiven('ci'), absentRecord('practice.profiling')]))).toEqual([
      'unmet..met',
      'unmet..met',
      'unmet..met',
    ])
  })
  test('a complete repository and an export that shows no run make it unmet everywhere', () => {
    expect(readings(judged([score], [export_, absentRecord('practice.profiling')], { repo: { path: '.', complete: true } }))).toEqual([
      'unmet',
      'unmet',
      'unmet',
    ])
  })
  test('the same export of an incomplete repository leaves it open', () => {
    expect(readings(judged([score], [export_, absentRecord('practice.profiling')]))).toEqual(['unmet..met', 'unmet..met', 'unmet..met'])
  })
  test('rows that break the schema make the condition fail and cost no points', () => {
    const runs = found('ci', { runs: [1, 2].map(() => ({ job: 'schema-check', automatic: true })) }, 'measured', 'ci')
    const rows = found('data.profile', { columns: [{ column: 'a', missing_share: 0.4 }] }, 'measured', 'tables.train')
    const verdict = judged([score], [runs, rows, notGiven('practice.profiling')]).verdicts.find((it) => it.reading === 'measured')
    expect(verdict).toMatchObject({ outcome: 'met', condition: 'failing' })
  })
})

describe('all ten monotone triples of the three readings are reached', () => {
  // claimed ≥ documented ≥ measured over unmet < partial < met.
  const practice = criterion({
    topic: 'practice',
    met: { fact: 'a.runs', where: { automatic: { is: true } }, count: { at_least: 2 } },
    partial: { fact: 'a.runs', where: { recorded: { is: true } }, count: { at_least: 1 } },
  })
  const both = { automatic: true, recorded: true }
  const hand = { automatic: false, recorded: true }
  const seen = { met: [both, both], partial: [hand], unmet: [] as object[] }
  const level = { met: 'automatic', partial: 'recorded', unmet: 'no' } as const
  const grades = ['unmet', 'partial', 'met'] as const
  const triples = grades.flatMap((measured, m) =>
    grades.slice(m).flatMap((documented, d) => grades.slice(m + d).map((claimed) => [claimed, documented, measured] as const)),
  )

  test('there are ten', () => expect(triples).toHaveLength(10))
  test.each(triples)('%s, %s, %s', (claimed, documented, measured) => {
    const evidence = [
      record({ probe: 'a', facts: { runs: seen[measured] as never } }),
      record({ probe: 'a', method: 'documented', facts: { runs: seen[documented] as never } }),
      statement({ topic: 'practice', level: level[claimed] }),
    ]
    expect(readings(judged([framework([practice])], evidence))).toEqual([claimed, documented, measured])
  })
})

describe('statements', () => {
  const plain = criterion({ met: { fact: 'a.done', is: true } })
  test('"no" makes it unmet in all three, when nothing else bears on it', () => {
    expect(readings(judged([framework([plain])], [statement({ topic: 'rollout.canary', level: 'no' }), notGiven('a')]))).toEqual([
      'unmet',
      'unmet',
      'unmet',
    ])
  })
  test('"no" gives way to evidence', () => {
    expect(
      readings(judged([framework([plain])], [statement({ topic: 'rollout.canary', level: 'no' }), found('a', { done: true })])),
    ).toEqual(['met', 'met', 'met'])
  })
  test('on a parent topic it is prose', () => {
    expect(readings(judged([framework([plain])], [statement({ topic: 'rollout', level: 'no' }), notGiven('a')]))).toEqual([
      'unmet..met',
      'unmet..met',
      'unmet..met',
    ])
  })
  test('the criterion says which level gives what', () => {
    const strict = criterion({ met: { fact: 'a.done', is: true }, levels: { by_hand: 'partial' }, partial: { fact: 'a.half', is: true } })
    expect(readings(judged([framework([strict])], [statement({ topic: 'rollout.canary', level: 'by_hand' }), failed('a')]))[0]).toBe(
      'partial',
    )
  })
})

describe('tables and what is absent', () => {
  const runs = (rows: object[]) => found('a', { runs: rows as never })
  const rows = [
    { kind: 'unit', ok: true },
    { kind: 'load', ok: false },
  ]
  const asked = (met: object, evidence: Evidence) => readings(judged([framework([criterion({ met })])], [evidence]))[2]
  test.each([
    ['every over the rows that `where` keeps', { where: { kind: { is: 'unit' } }, every: { ok: { is: true } } }, 'met'],
    ['every, and one kept row does not fit', { where: { kind: { is: 'load' } }, every: { ok: { is: true } } }, 'unmet'],
    ['every, and `where` keeps none: nothing is not everything', { where: { kind: { is: 'e2e' } }, every: { ok: { is: true } } }, 'unmet'],
    ['every, and nobody knows which rows `where` keeps', { where: { at: { is: 'x' } }, every: { kind: { exists: true } } }, 'unmet..met'],
    ['some among the rows that `where` keeps', { where: { kind: { is: 'load' } }, some: { ok: { is: true } } }, 'unmet'],
    ['some and every asked together both count', { some: { ok: { is: true } }, every: { ok: { is: true } } }, 'unmet'],
    ['some and count asked together both count', { some: { ok: { is: true } }, count: { at_least: 3 } }, 'unmet'],
  ])('%s', (_, test, wanted) => expect(asked({ fact: 'a.runs', ...test }, runs(rows))).toBe(wanted))
  test.each([
    [true, 'unmet'],
    [false, 'met'],
  ])('what is absent answers `exists: %s`', (exists, wanted) => {
    expect(asked({ fact: 'a.runs', exists }, absentRecord('a'))).toBe(wanted)
    expect(asked({ fact: 'a.size', exists }, absentRecord('a'))).toBe(wanted)
  })
})
