/** What ml-due-diligence concludes: every case of every table is reached, silence leaves all open, and words alone settle nothing on paper. */
import { describe, expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import type { Assessment, Evidence, Level, Method, Subject } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { criterion, found, framework, judged, notGiven, record, statement } from '../judging/small-subject.ts'

const [diligence] = await loadFrameworks(['ml-due-diligence'], factIndex([...built, ...planned]))
if (diligence === undefined) throw new Error('ml-due-diligence is not there')
const criteria = diligence.sections.flatMap((it) => it.criteria)

/** Stands for the framework of that name: its gate passes when nothing leaks. */
const measurement = framework([criterion({ met: { fact: 'leaks.none', is: true } })], {
  id: 'ml-measurement',
  gates: [{ id: 'release', require: [{ criterion: 'c', at_least: 'met' }] }],
})
const sound = found('leaks', { none: true })

type Answers = { [topic: string]: Level }

/** The same words found in a document: what they show. */
const papers = (answers: Answers): Evidence[] =>
  Object.entries(answers).map(([topic, level]) => record({ probe: 'document.quote', method: 'documented', facts: { topic, level } }))
const words = (answers: Answers): Evidence[] => Object.entries(answers).map(([topic, level]) => statement({ topic, level, by: 'CTO' }))

const measured = (value: number) => ({ value, low: value * 0.99, high: value * 1.01 })
const log = found(
  'serving.latency',
  { n: 60_000, p50_ms: measured(90), p95_ms: measured(120), p99_ms: measured(400) },
  'measured',
  'predictions.current',
)
const targets: Partial<Subject> = {
  targets: [
    { fact: 'serving.latency.p95_ms', at_most: 200 },
    { fact: 'serving.throughput.peak_per_second', at_least: 300 },
    { fact: 'endpoint.load.steady_per_second', at_least: 300 },
    { fact: 'serving.cost.mean_usd', at_most: 0.03 },
  ],
}
const throughput = (peak_per_second: number) =>
  found('serving.throughput', { peak_per_second, mean_per_second: peak_per_second / 4 }, 'measured', 'predictions.current')
const cost = found('serving.cost', { mean_usd: 0.008, n: 41_000 }, 'measured', 'predictions.current')
const alerts = found('monitoring.alerts', { signals: [{ about: 'latency', collected: true, alerts: true }] }, 'measured', 'prometheus')

const claim = (fact: string, at_most: number): Evidence =>
  statement({
    topic: 'latency',
    says: 'within 50 ms',
    by: 'CTO',
    claim_fact: fact,
    claim_of: 'predictions.current',
    claim_at_most: at_most,
  })
/** So many claims that the log refutes. */
const refuted = (count: 1 | 2 | 3): Evidence[] => [
  log,
  ...['p50_ms', 'p95_ms', 'p99_ms'].slice(0, count).map((it) => claim(`serving.latency.${it}`, 50)),
]

/** The eight questions that carry a recommendation, with claims and privacy. */
const core: Answers = {
  'real_ml.role': 'yes',
  'competition.advantage': 'yes',
  'leaders.depth': 'yes',
  'delivery_power.shipped': 'yes',
  'scaling.foundations': 'yes',
  'data_sources.origin': 'yes',
  'components.described': 'yes',
  'success.customer': 'yes',
  'real_ml.claims': 'partly',
  'privacy.pipeline': 'partly',
}

const possible = (assessment: Assessment, id: string, reading: Method): string[] | undefined =>
  assessment.conclusions.find((it) => it.id === id && it.reading === reading)?.possible
const concluded = (id: string, evidence: Evidence[], reading: Method = 'documented', subject = targets): string[] | undefined =>
  possible(judged([diligence, measurement], evidence, subject), id, reading)

const saysOf = (id: string): string[] => diligence.conclusions.find((it) => it.id === id)?.cases.map((it) => it.say) ?? []
const [deep, shallow, fairDepth] = saysOf('depth')
const [scales, breaks, fairScale] = saysOf('scalability')
const [able, lacking, fairTeam] = saysOf('team')
const [noGo, go, conditions, notYet] = saysOf('recommendation')

const depth: Answers = {
  'real_ml.role': 'yes',
  'components.described': 'yes',
  'leaders.depth': 'yes',
  'competition.advantage': 'yes',
  'alternatives.weighed': 'partly',
}
const team: Answers = {
  'leaders.depth': 'yes',
  'delivery_power.shipped': 'yes',
  'alignment.business': 'partly',
  'leaders.industry': 'partly',
  'leaders.academic': 'no',
  'rhythm.process': 'partly',
  'success.customer': 'yes',
}
const carried = [...papers({ 'scaling.foundations': 'yes' }), log, throughput(412), cost, alerts]
const unwatched = words({ 'monitoring.serving': 'no', 'monitoring.service': 'no' })

const cases: [string, string, string | undefined, Evidence[]][] = [
  ['depth', 'all of it on paper', deep, papers(depth)],
  ['depth', 'no model does what is sold', shallow, papers({ ...depth, 'real_ml.role': 'no' })],
  ['depth', 'nobody can explain the models', shallow, papers({ ...depth, 'leaders.depth': 'no' })],
  [
    'depth',
    'no lead, and nothing simpler weighed',
    shallow,
    papers({ ...depth, 'competition.advantage': 'no', 'alternatives.weighed': 'no' }),
  ],
  ['depth', 'real, without a lead', fairDepth, papers({ ...depth, 'competition.advantage': 'no' })],
  ['depth', 'knowledge half shown', fairDepth, papers({ ...depth, 'leaders.depth': 'partly' })],
  ['scalability', 'load, time and cost measured within their targets', scales, carried],
  ['scalability', 'no road to production', breaks, papers({ 'scaling.foundations': 'no' })],
  ['scalability', 'neither load nor time', breaks, [...carried.slice(0, 1), ...words({ throughput: 'no', latency: 'no' })]],
  ['scalability', 'nobody watches', breaks, [...carried.slice(0, 4), ...unwatched]],
  ['scalability', 'foundations half done', fairScale, [...papers({ 'scaling.foundations': 'partly' }), ...carried.slice(1)]],
  [
    'scalability',
    'load tried, and short of the need',
    fairScale,
    [...carried.filter((it) => it.probe !== 'serving.throughput'), throughput(40), found('endpoint.load', { steady_per_second: 85 })],
  ],
  ['team', 'all of it on paper', able, papers(team)],
  ['team', 'no grasp', lacking, papers({ ...team, 'leaders.depth': 'no' })],
  ['team', 'never shipped', lacking, papers({ ...team, 'delivery_power.shipped': 'no' })],
  ['team', 'no background at all', lacking, papers({ ...team, 'leaders.industry': 'no' })],
  ['team', 'cut off from business and customer', lacking, papers({ ...team, 'alignment.business': 'no', 'success.customer': 'no' })],
  ['team', 'no daily order', fairTeam, papers({ ...team, 'rhythm.process': 'no' })],
  ['team', 'delivery half shown', fairTeam, papers({ ...team, 'delivery_power.shipped': 'partly' })],
  ['recommendation', 'no model does what is sold', noGo, papers({ ...core, 'real_ml.role': 'no' })],
  [
    'recommendation',
    'three claims refuted, and half an answer in the core',
    noGo,
    [...papers({ ...core, 'success.customer': 'partly' }), ...refuted(3)],
  ],
  [
    'recommendation',
    'one claim refuted, and a hole in the core',
    noGo,
    [...papers({ ...core, 'components.described': 'no' }), ...refuted(1)],
  ],
  ['recommendation', 'neither knows nor ships', noGo, papers({ ...core, 'leaders.depth': 'no', 'delivery_power.shipped': 'no' })],
  ['recommendation', 'no right to the data and no care', noGo, papers({ ...core, 'data_sources.origin': 'no', 'privacy.pipeline': 'no' })],
  ['recommendation', 'all of the core on paper, and tables without a leak', go, [...papers(core), sound]],
  ['recommendation', 'all of the core on paper, and a leak', conditions, [...papers(core), found('leaks', { none: false })]],
  ['recommendation', 'a core question half met', conditions, papers({ ...core, 'success.customer': 'partly' })],
  ['recommendation', 'two claims refuted', conditions, [...papers(core), ...refuted(2)]],
  ['recommendation', 'no privacy yet', conditions, papers({ ...core, 'privacy.pipeline': 'no' })],
  ['recommendation', 'three claims refuted, all else on paper', notYet, [...papers(core), ...refuted(3)]],
  ['recommendation', 'no lead over rivals', notYet, papers({ ...core, 'competition.advantage': 'no' })],
  ['recommendation', 'no right to the data, all else well', notYet, papers({ ...core, 'data_sources.origin': 'no' })],
]

describe('ml-due-diligence', () => {
  test.each(cases)('%s, %s: %s', (id, _, expected, evidence) => {
    expect(expected).toBeDefined()
    expect(concluded(id, evidence)).toEqual([expected])
  })

  test('no case of any table is out of reach', () => {
    for (const table of diligence.conclusions)
      expect(new Set(cases.filter(([id]) => id === table.id).map(([, , say]) => say))).toEqual(new Set(table.cases.map((it) => it.say)))
  })

  test.each(diligence.conclusions)('$id: who said nothing leaves every case open, in all three readings', (table) => {
    const silent = [notGiven('repo.contents'), notGiven('serving.latency')]
    for (const reading of ['claimed', 'documented', 'measured'] as const)
      expect(concluded(table.id, silent, reading, {})).toEqual(table.cases.map((it) => it.say))
  })

  test('yes to everything is by their word a go, with conditions while no table was measured, and open on paper and by measurement', () => {
    const yes = words(Object.fromEntries(criteria.map((it) => [it.topic, 'yes'])))
    expect(concluded('recommendation', yes, 'claimed')).toEqual([go, conditions])
    expect(concluded('recommendation', [...yes, sound], 'claimed')).toEqual([go])
    for (const reading of ['documented', 'measured'] as const)
      expect(concluded('recommendation', yes, reading)).toEqual(saysOf('recommendation'))
  })

  test('a no that carries the deal is a no go in every reading, for nobody admits to less than they have', () => {
    for (const reading of ['claimed', 'documented', 'measured'] as const)
      expect(concluded('recommendation', words({ 'real_ml.role': 'no' }), reading)).toEqual([noGo])
  })

  test('where one core question lies between half and whole, only go and go with conditions stay', () => {
    const { 'real_ml.role': _, ...others } = core
    expect(concluded('recommendation', [...papers(others), found('repo.contents', { trains_models: true })])).toEqual([go, conditions])
  })

  test('a claim that is too close to tell takes the certainty off a go', () => {
    expect(concluded('recommendation', [...papers(core), log, claim('serving.latency.p95_ms', 120)])).toEqual([go, conditions])
  })

  test('two claims refuted beside one undecided, with half an answer in the core, leave a no go possible', () => {
    const three = [...refuted(2).slice(0, 1), claim('serving.latency.p50_ms', 50), claim('serving.latency.p99_ms', 50)]
    expect(
      concluded('recommendation', [...papers({ ...core, 'success.customer': 'partly' }), ...three, claim('serving.latency.p95_ms', 120)]),
    ).toEqual([noGo, conditions, notYet])
  })

  test('the gate asks papers: words leave it undecided, a missing right to the data fails it', () => {
    const gate = (evidence: Evidence[]) => judged([diligence], evidence).gates.find((it) => it.id === 'diligence')?.outcome
    expect(gate([])).toBe('undecided')
    expect(gate(words(core))).toBe('undecided')
    expect(gate(papers(core))).toBe('passed')
    expect(gate(papers({ ...core, 'data_sources.origin': 'partly' }))).toBe('failed')
    expect(gate([...papers({ ...core, 'privacy.pipeline': 'no' })])).toBe('failed')
  })

  test('what a candidate asks an interviewer asks too, and both know when to ask on', () => {
    const both = criteria.filter((it) => it.candidate !== undefined)
    expect(both).toHaveLength(20)
    expect(criteria.filter((it) => it.interviewer !== undefined)).toEqual(both)
    for (const it of both) {
      expect(it.red_flag).toBeDefined()
      for (const wording of [it.question, it.candidate, it.interviewer]) expect(wording?.split(' ').length).toBeLessThanOrEqual(25)
    }
  })
})
