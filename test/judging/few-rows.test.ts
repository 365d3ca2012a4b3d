/** A handful of rows cannot bear out a claim on a high quantile: its interval ends where the rows do, not where the truth does. */
import { expect, test } from 'vitest'
import type { Evidence } from '../../src/model/index.ts'
import { criterion, framework, judged, readings, record, statement } from './small-subject.ts'

const latency = (value: number, low: number, high: number, few: boolean): Evidence =>
  record({
    probe: 'serving.latency',
    facts: { n: few ? 10 : 1000, p95_ms: { value, low, high } },
    inputs: [{ material: 'predictions.current', version: 'v1' }],
    ...(few ? { unbounded: { p95_ms: 'above' as const } } : {}),
  })
const claim = (limit: object): Evidence => statement({ says: 'fast', claim_fact: 'serving.latency.p95_ms', ...limit })
const asked = framework([criterion({ met: { fact: 'serving.latency.p95_ms', at_most: 50 } })])

test.each([
  ['many rows bear the claim out', latency(31, 28, 34, false), { claim_at_most: 50 }, 'supported', 'met'],
  ['ten rows do not', latency(31, 28, 34, true), { claim_at_most: 50 }, 'undecided', 'unmet..met'],
  ['ten rows can refute it', latency(290, 210, 300, true), { claim_at_most: 50 }, 'refuted', 'unmet'],
  ['ten rows cannot refute that it is slow', latency(31, 28, 34, true), { claim_at_least: 40 }, 'undecided', 'unmet..met'],
])('%s', (_, evidence, limit, outcome, verdict) => {
  const assessment = judged([asked], [evidence, claim(limit)])
  expect(assessment.claims[0]?.outcome).toBe(outcome)
  expect(readings(assessment, 'c')[2]).toBe(verdict)
})
