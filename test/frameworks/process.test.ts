/** The process of seed 002: every stage can end in every way its table names, every failure mode can be seen coming, every gate can fail. */
import { describe, expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import { type Assessment, type Evidence, type Grade, grades, leavesOf, type Stage, stages } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { judged, statement } from '../judging/small-subject.ts'

const [process] = await loadFrameworks(['experiment-process'], factIndex([...built, ...planned]))
if (process === undefined) throw new Error('experiment-process is not there')

const criteria = process.sections.flatMap((it) => it.criteria)
const levelOf = { met: 'yes', partial: 'partly', unmet: 'no' } as const
type Answers = { [criterion: string]: Grade }

const say = (id: string, grade: Grade): Evidence => {
  const topic = criteria.find((it) => it.id === id)?.topic
  if (topic === undefined) throw new Error(`there is no criterion ${id}`)
  return statement({ topic, level: levelOf[grade] })
}

const judge = (answers: Answers, stage?: Stage): Assessment =>
  judged(
    [process],
    Object.entries(answers).map(([id, grade]) => say(id, grade)),
    stage === undefined ? {} : { stage },
  )

const possible = (id: string, answers: Answers, stage?: Stage): string[] =>
  judge(answers, stage).conclusions.find((it) => it.id === id && it.reading === 'claimed')?.possible ?? []

const gate = (id: string, answers: Answers, stage?: Stage) => judge(answers, stage).gates.find((it) => it.id === id)?.outcome

/** Whatever was asked was answered with yes, but for what is given. */
const allBut = (given: Answers): Answers => ({ ...Object.fromEntries(criteria.map((it) => [it.id, 'met' as const])), ...given })

/** How each conclusion ends, case by case in the order of its table: what was answered otherwise than yes. */
const ends: { [conclusion: string]: [string, Answers][] } = {
  'stage.ideation': [
    ['Stop: machine learning', { 'ml.warranted': 'unmet' }],
    ['Stop: nobody would act', { behaviour: 'unmet' }],
    ['Not now:', { 'timing.dependencies': 'unmet', 'problem.concrete': 'partial' }],
    ['Stay: the problem', { 'value.measured': 'unmet' }],
    ['Stay: nobody can tell', { 'metric.to_value': 'unmet', champion: 'partial' }],
    ['Stay: the four assumptions', { champion: 'partial' }],
    ['Go on to data collection', { 'metric.to_value': 'partial', hypothesis: 'partial' }],
  ],
  'stage.data_collection': [
    ['Stop: the data is not there', { 'data.exists': 'unmet', 'data.route': 'unmet', 'data.reframing': 'unmet' }],
    ['Go back to ideation: the question', { 'data.reframing': 'unmet' }],
    ['Go back to ideation: the data came first', { 'data.problem_first': 'unmet', 'problem.concrete': 'partial' }],
    ['Stay, and set an end date', { 'data.time_box': 'unmet', 'data.gaps': 'unmet' }],
    ['Stay: the data is not fit', { 'data.usable': 'unmet', 'data.gaps': 'unmet' }],
    ['Stay: the changed question', { 'data.reframing': 'partial' }],
    ['Go on to prototyping', { 'data.usable': 'partial', 'data.time_box': 'unmet' }],
  ],
  'stage.prototyping': [
    ['Stop: users cannot accept it', { acceptable: 'unmet', prioritised: 'unmet' }],
    ['Stop and decide', { 'solution.likelihood': 'unmet', stop_rule: 'unmet', acceptable: 'partial' }],
    ['Go back to data collection', { 'data.representative': 'unmet', baseline: 'unmet' }],
    ['Go back to ideation', { 'success.agreed': 'unmet' }],
    ['Stay: there is no baseline', { tools: 'partial' }],
    ['Stay: users have not said', { acceptable: 'unmet' }],
    ['Stay: threshold', { threshold: 'unmet' }],
    ['Stay: feasibility', { buy_in: 'partial' }],
    ['Go on to tech transfer', { stop_rule: 'partial', 'solution.likelihood': 'unmet' }],
  ],
  'stage.tech_transfer': [
    ['Stop: neither its cost', { cost_known: 'unmet', 'value.measured': 'unmet' }],
    ['Go back to ideation', { buy_in: 'unmet', feasible: 'unmet' }],
    ['Go back to prototyping', { scales: 'unmet', simplified: 'unmet' }],
    ['Go back to data collection', { inputs_hold: 'unmet' }],
    ['Stay: money', { slot: 'partial' }],
    ['Stay: it has not been shown', { scales: 'unmet' }],
    ['Stay: users and the time', { quality_plan: 'partial' }],
    ['Go on to monitoring', { faq: 'partial', simplified: 'unmet' }],
  ],
  'stage.monitoring': [
    ['Stop: it moves nothing', { impact: 'unmet', users_find_value: 'unmet', drift: 'unmet' }],
    ['Go back to ideation', { impact: 'unmet', drift: 'unmet' }],
    ['Go back to data collection', { fresh_data: 'unmet' }],
    ['Go back to tech transfer', { rebuild: 'unmet' }],
    ['Stay: its value', { impact: 'partial' }],
    ['Go on to the next version', { drift: 'partial', manual_explained: 'unmet' }],
  ],
  'failure.never_built': [
    ['Its usual causes are present', { checkins: 'unmet' }],
    ['In sight', { 'success.agreed': 'partial' }],
    ['Its usual causes are ruled out', {}],
  ],
  'failure.not_shipped': [
    ['Its usual causes are present', { time_planned: 'unmet' }],
    ['In sight', { simplest: 'partial' }],
    ['Its usual causes are ruled out', {}],
  ],
  'failure.not_iterated': [
    ['Its usual causes are present', { feedback: 'unmet' }],
    ['In sight', { rebuild: 'partial' }],
    ['Its usual causes are ruled out', {}],
  ],
  'failure.not_useful': [
    ['Its usual causes are present', { behaviour: 'unmet' }],
    ['In sight', { 'value.measured': 'partial' }],
    ['Its usual causes are ruled out', {}],
  ],
}

describe.each(process.conclusions)('$id', ({ id, cases }) => {
  const table = ends[id] ?? []

  test('each case but the last has a subject that ends in it, in the order of the table', () => {
    expect(table).toHaveLength(cases.length - 1)
    for (const [at, [begins]] of table.entries()) expect(cases[at]?.say.startsWith(begins)).toBe(true)
  })

  test.each(table)('ends in "%s"', (begins, answers) => {
    const found = possible(id, allBut(answers))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${begins}`))
  })

  test('where nothing was said, every case is open, not known among them', () => {
    expect(possible(id, {})).toEqual(cases.map((it) => it.say))
    expect(cases.at(-1)).toMatchObject({ say: expect.stringMatching(/^Not known/) })
    expect(cases.at(-1)?.when).toBeUndefined()
  })

  test('each case says why, from where, and what to do, in few words', () => {
    for (const it of cases) {
      expect(it.say.split(' ').length).toBeLessThanOrEqual(12)
      expect(it.why).toMatch(/Eidelman/)
      expect(it.do).toMatch(/\.$/)
    }
  })
})

test('one answer can settle a case: no need for machine learning ends ideation', () => {
  expect(possible('stage.ideation', { 'ml.warranted': 'unmet' })).toEqual(['Stop: machine learning is not needed here'])
})

test('what is not expected yet is not taken for done', () => {
  const early = Object.fromEntries(
    (process.sections.find((it) => it.id === 'ideation')?.criteria ?? []).map((it) => [it.id, 'met' as const]),
  )
  for (const id of ['stage.data_collection', 'stage.prototyping', 'stage.tech_transfer', 'stage.monitoring', 'failure.not_iterated'])
    expect(possible(id, early, 'ideation').at(-1)).toMatch(/^Not known/)
})

describe.each(process.gates)('gate $id', ({ id, require }) => {
  const needs = require.flatMap((it) => ('criterion' in it ? [it] : []))
  const enough = Object.fromEntries(needs.map((it) => [it.criterion, it.at_least]))

  test('passes on just enough, fails on any one below it, and is undecided where one is not known', () => {
    expect(gate(id, enough)).toBe('passed')
    for (const { criterion, at_least } of needs) {
      const below = grades[grades.indexOf(at_least) - 1] ?? 'unmet'
      expect.soft({ criterion, outcome: gate(id, { ...enough, [criterion]: below }) }).toEqual({ criterion, outcome: 'failed' })
      const { [criterion]: _, ...without } = enough
      expect.soft({ criterion, outcome: gate(id, without) }).toEqual({ criterion, outcome: 'undecided' })
    }
  })

  test('is undecided where nothing was said', () => {
    expect(gate(id, {})).toBe('undecided')
  })

  test('asks whatever the way on asks of it, so that "Go on" never stands beside a failed gate', () => {
    const on = process.conclusions.find((it) => it.id === `stage.${id}`)?.cases.find((it) => it.say.startsWith('Go on'))
    const asked = on?.when === undefined ? [] : leavesOf(on.when)
    for (const { criterion, at_least } of needs) {
      const leaf = asked.find((it) => 'criterion' in it && it.criterion === criterion)
      expect.soft({ criterion, at_least: leaf !== undefined && 'criterion' in leaf && leaf.at_least }).toEqual({ criterion, at_least })
    }
  })

  test('cannot pass in an earlier stage on the few that are expected by then', () => {
    const before = stages[stages.indexOf(id as Stage) - 1]
    if (before !== undefined) expect(gate(id, enough, before)).toBe('undecided')
    if (before === undefined) expect(needs.every((it) => criteria.find(({ id: own }) => own === it.criterion)?.expected === id)).toBe(true)
  })
})

test('the five stages of the source have a section each, with goals, inputs, outputs, time and what goes wrong', () => {
  expect(process.sections.flatMap((it) => it.stage?.is ?? [])).toEqual([...stages])
  for (const { stage } of process.sections)
    if (stage !== undefined)
      for (const part of [stage.goals, stage.inputs, stage.outputs, stage.goes_wrong]) expect(part.length).toBeGreaterThan(1)
})
