/** Small subjects for tests of judging: evidence by hand, one framework with one criterion, an assessment around them. */
import { assessCollected } from '../../src/assess.ts'
import { identify } from '../../src/collect/sources/digest.ts'
import {
  type Assessment,
  type Collected,
  Criterion,
  type Evidence,
  type Facts,
  type Framework,
  FrameworkHead,
  type Material,
  type Method,
  type Subject,
} from '../../src/model/index.ts'

export const asOf = '2026-07-01T00:00:00.000Z'

type Given = Partial<Omit<Evidence, 'id' | 'probe'>> & { probe: string }

export const record = (given: Given): Evidence =>
  identify({
    probe_version: 1,
    options: {},
    method: 'measured',
    state: 'found',
    facts: {},
    items: [],
    inputs: [],
    observed_at: asOf,
    limits: [],
    ...given,
  })

export const found = (probe: string, facts: Facts, method: Method = 'measured', material = 'repo'): Evidence =>
  record({ probe, facts, method, inputs: [{ material, version: 'v1' }] })

export const absentRecord = (probe: string, material = 'repo', method: Method = 'measured'): Evidence =>
  record({ probe, state: 'absent', method, inputs: [{ material, version: 'v1' }] })

export const notGiven = (probe: string, method: Method = 'measured'): Evidence => record({ probe, state: 'not_given', method })

export const failed = (probe: string, method: Method = 'measured'): Evidence =>
  record({ probe, state: 'failed', method, error: { code: 'timed_out', message: 'the time ran out' } })

export const statement = (facts: Facts): Evidence => record({ probe: 'statement', method: 'claimed', facts })

export const criterion = (given: object): Criterion =>
  Criterion.parse({
    id: 'c',
    title: 'C',
    question: 'Is it?',
    why: 'Because.',
    fix: 'Do it.',
    should: 'It is.',
    topic: 'rollout.canary',
    remedy: { do: 'Do it', effort: 'days' },
    ...given,
  })

export const framework = (criteria: Criterion[], given: object = {}): Framework => {
  const { sections: _, ...head } = FrameworkHead.parse({
    id: 'f',
    version: 1,
    title: 'F',
    asks: 'It asks.',
    source: 'us',
    license: 'Apache-2.0',
    sections: ['s'],
    ...given,
  })
  return { ...head, sections: [{ id: 's', title: 'S', criteria }] }
}

const kindOf = (name: string): Material['kind'] => {
  if (name.startsWith('tables.')) return 'table'
  return name.startsWith('predictions.') ? 'predictions' : (name as Material['kind'])
}

export const collected = (evidence: Evidence[], subject: Partial<Subject> = {}): Collected => {
  const names = [...new Set(evidence.flatMap((it) => it.inputs.map((input) => input.material)))]
  return {
    schema_version: 1,
    assay_version: '0',
    as_of: asOf,
    subject: { assay: 1, subject: { name: 'Small' }, ...subject },
    materials: names.map((name) => ({ name, kind: kindOf(name), version: 'v1', supplied_by: 'target' })),
    frameworks: [],
    plan: [],
    evidence,
  }
}

export const judged = (frameworks: Framework[], evidence: Evidence[], subject: Partial<Subject> = {}): Assessment =>
  assessCollected(frameworks, collected(evidence, subject))

/** `met`, or `unmet..met` for a range, in each reading: claimed, documented, measured. */
export const readings = (assessment: Assessment, id = 'c'): string[] =>
  (['claimed', 'documented', 'measured'] as const).map((reading) => {
    const verdict = assessment.verdicts.find((it) => it.criterion === id && it.reading === reading)
    return verdict === undefined ? 'none' : verdict.from === verdict.to ? verdict.from : `${verdict.from}..${verdict.to}`
  })
