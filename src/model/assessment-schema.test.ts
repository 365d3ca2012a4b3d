import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Assessment } from './assessment.ts'
import { AssessmentFile } from './assessment-schema.ts'

// A kind, a code or a reason that the types know and the schema does not would not compile here.
const small: Assessment = {
  schema_version: 1,
  assay_version: '0.1.0',
  as_of: '2026-07-01T00:00:00.000Z',
  subject: { assay: 1, subject: { name: 'x' } },
  materials: [{ name: 'repo', kind: 'repo', version: null, supplied_by: 'target' }],
  frameworks: [],
  plan: [{ probe: 'repo.activity', inputs: ['repo'] }],
  evidence: [
    {
      id: 'abc',
      probe: 'data.profile',
      probe_version: 1,
      options: {},
      method: 'measured',
      state: 'found',
      facts: {
        rows: 3,
        share: { value: 0.1, low: 0, high: 0.2 },
        columns: [{ column: 'a', sd: null, missing: { value: 0, low: 0, high: 1 } }],
      },
      unknown: { sd: 'too_small' },
      items: [{ path: 'a.csv', line: 2, note: 'here' }],
      inputs: [{ material: 'tables.a', version: null }],
      observed_at: '2026-07-01T00:00:00.000Z',
      limits: [],
    },
  ],
  verdicts: [],
  claims: [],
  scores: [{ framework: 'f', section: null, reading: 'measured', value: null, low: 0, high: 1, coverage: 0.5 }],
  gates: [],
  conclusions: [],
  opinions: [],
  findings: [],
  steps: [],
}
const kept: z.infer<typeof AssessmentFile> = { ...small, schema_version: 1 }

describe('AssessmentFile', () => {
  it('takes an assessment as it is, and keys of later versions with it', () => {
    expect(AssessmentFile.parse(kept)).toEqual(small)
    expect(AssessmentFile.parse({ ...small, later: 1 })).toEqual({ ...small, later: 1 })
  })

  it.each<[string, object]>([
    ['another version', { schema_version: 2 }],
    ['a subject without a name', { subject: { assay: 1, subject: {} } }],
    ['a state that is none', { evidence: [{ ...small.evidence[0], state: 'passed' }] }],
    ['a measured number without its interval', { evidence: [{ ...small.evidence[0], facts: { auc: { value: 0.5 } } }] }],
    ['a reason that is none', { evidence: [{ ...small.evidence[0], unknown: { sd: 'because' } }] }],
    ['a grade that is none', { verdicts: [{ outcome: 'good' }] }],
    ['a score that is text', { scores: [{ ...small.scores[0], low: '0' }] }],
    ['no plan', { plan: undefined }],
  ])('refuses %s', (_, change) => {
    expect(AssessmentFile.safeParse({ ...small, ...change }).success).toBe(false)
  })
})
