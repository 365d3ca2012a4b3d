/** The 43 lines of ml-project-checklist: three of them follow the ML Test Score, one does not always apply, and two gates rest on them. */
import { describe, expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import type { Assessment, Evidence, Framework, Level, Verdict } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { judged, readings, record, statement } from '../judging/small-subject.ts'

const frameworks = await loadFrameworks(['ml-project-checklist', 'ml-test-score'], factIndex([...built, ...planned]))
const named = (id: string): Framework => {
  const found = frameworks.find((it) => it.id === id)
  if (found === undefined) throw new Error(`${id} is not there`)
  return found
}
const checklist = named('ml-project-checklist')
const testScore = named('ml-test-score')
const lines = checklist.sections.flatMap((it) => it.criteria)

/** Answers on the seven tests of a section of the ML Test Score that add up to `sum`: 1 for automatic, 0.5 for recorded. */
const summing = (section: string, sum: number): Evidence[] =>
  (testScore.sections.find((it) => it.id === section)?.criteria ?? []).map(({ topic }, at) => {
    const level: Level = sum - at >= 1 ? 'automatic' : sum - at >= 0.5 ? 'recorded' : 'no'
    return statement({ topic, level })
  })

const claimedSum = (assessment: Assessment, section: string): number | null | undefined =>
  assessment.scores.find((it) => it.framework === testScore.id && it.section === section && it.reading === 'claimed')?.value

const verdictOf = (assessment: Assessment, id: string): Verdict | undefined =>
  assessment.verdicts.find((it) => it.framework === checklist.id && it.criterion === id && it.reading === 'claimed')

const asked = (evidence: Evidence[]): Assessment => judged([checklist, testScore], evidence)

test('every line of the checklist is asked once, the lost one too', () => {
  const numbers = Array.from({ length: 42 }, (_, at) => `S4-${String(at + 1).padStart(2, '0')}`)
  expect(lines.flatMap((it) => it.catalogue)).toEqual([...numbers.slice(0, 21), 'S4-21u', ...numbers.slice(21)])
  expect(checklist.sections.map((it) => [it.id, it.criteria.length])).toEqual([
    ['project', 4],
    ['problem', 11],
    ['data', 7],
    ['modelling', 4],
    ['deployment', 17],
  ])
})

describe.each([
  ['data.test_score', 'data'],
  ['modelling.test_score', 'model'],
])('%s follows the section %s of the ML Test Score', (id, section) => {
  test.each([
    [0, 'unmet'],
    [1, 'unmet'],
    [1.5, 'partial'],
    [2, 'partial'],
    [2.5, 'met'],
    [3, 'met'],
    [7, 'met'],
  ])('%d points: %s', (sum, verdict) => {
    const assessment = asked(summing(section, sum))
    expect(claimedSum(assessment, section)).toBe(sum)
    expect(verdictOf(assessment, id)?.outcome).toBe(verdict)
  })

  test('2 points and a test that nobody has answered: half there, and it may be met', () => {
    const assessment = asked(summing(section, 2).slice(0, 6))
    expect(readings(assessment, id)[0]).toBe('partial..met')
    expect(verdictOf(assessment, id)?.because).toContain('2 to 3')
  })
})

test.each([
  [2.5, 2.5, 'met'],
  [7, 2.5, 'met'],
  [2, 7, 'partial'],
  [7, 2, 'partial'],
  [7, 1, 'unmet'],
  [0, 7, 'unmet'],
])('deployment.test_score takes the weaker of two: infrastructure %d and monitoring %d give %s', (infra, monitor, verdict) => {
  const assessment = asked([...summing('infra', infra), ...summing('monitor', monitor)])
  expect([claimedSum(assessment, 'infra'), claimedSum(assessment, 'monitor')]).toEqual([infra, monitor])
  expect(verdictOf(assessment, 'deployment.test_score')?.outcome).toBe(verdict)
})

describe.each(['data.test_score', 'modelling.test_score', 'deployment.test_score'])('%s', (id) => {
  test('is not known when the ML Test Score was not asked', () => {
    const assessment = judged([checklist], [])
    expect(readings(assessment, id)).toEqual(['unmet..met', 'unmet..met', 'unmet..met'])
    expect(verdictOf(assessment, id)?.because).toContain('ml-test-score was not asked')
  })

  test('is not known when it was asked and nothing was given', () => {
    expect(readings(asked([]), id)).toEqual(['unmet..met', 'unmet..met', 'unmet..met'])
  })

  test('words on the tests lift the claimed reading alone', () => {
    const everything = testScore.sections.flatMap((it) => summing(it.id, 7))
    expect(readings(asked(everything), id)).toEqual(['met', 'unmet..met', 'unmet..met'])
  })

  test('a no to all tests makes it unmet in every reading', () => {
    const nothing = testScore.sections.flatMap((it) => summing(it.id, 0))
    expect(readings(asked(nothing), id)).toEqual(['unmet', 'unmet', 'unmet'])
  })
})

test('the cost of collecting does not apply where a document shows that the data is there', () => {
  const quote = record({ probe: 'document.quote', method: 'documented', facts: { topic: 'data_fit.exists', level: 'yes' } })
  expect(verdictOf(judged([checklist], [quote]), 'data.collection_cost')?.outcome).toBe('not_applicable')
  const word = statement({ topic: 'data_fit.exists', level: 'yes' })
  expect(verdictOf(judged([checklist], [word]), 'data.collection_cost')?.outcome).toBe('unknown')
})

const answered = (level: Level, but: { [criterion: string]: Level } = {}): Evidence[] =>
  lines.map((it) => statement({ topic: it.topic, level: but[it.id] ?? level }))

const gateOf = (evidence: Evidence[], id: string) => judged([checklist], evidence).gates.find((it) => it.id === id)

test('the gate before modelling takes their word, and no project passes it without an owner', () => {
  expect(gateOf([], 'before_modelling')?.outcome).toBe('undecided')
  expect(gateOf(answered('yes'), 'before_modelling')?.outcome).toBe('passed')
  expect(gateOf(answered('partly'), 'before_modelling')).toMatchObject({
    outcome: 'failed',
    decided_by: ['problem.one_metric', 'project.goal', 'project.owner'],
  })
  expect(gateOf(answered('yes', { 'project.owner': 'no' }), 'before_modelling')).toMatchObject({
    outcome: 'failed',
    decided_by: ['project.owner'],
  })
})

test('the gate before release is passed by no words, and failed by a no', () => {
  expect(gateOf(answered('yes'), 'before_release')?.outcome).toBe('undecided')
  expect(gateOf(answered('yes', { 'deployment.downtime': 'no' }), 'before_release')).toMatchObject({
    outcome: 'failed',
    decided_by: ['deployment.downtime'],
  })
})

test('an idea is not asked for a service that is watched', () => {
  const assessment = judged([checklist], [], { stage: 'ideation' })
  const later = lines.filter((it) => verdictOf(assessment, it.id)?.outcome === 'not_expected').map((it) => it.id)
  expect(later).toEqual(
    checklist.sections.filter((it) => !['project', 'problem'].includes(it.id)).flatMap((it) => it.criteria.map(({ id }) => id)),
  )
})
