/** The five questions of ml-readiness: which way follows from which answers, and what stands in the way first. */
import { expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import type { Conclusion, Level } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { judged, statement } from '../judging/small-subject.ts'

const [readiness] = await loadFrameworks(['ml-readiness'], factIndex([...built, ...planned]))
if (readiness === undefined) throw new Error('ml-readiness is not there')
const criteria = readiness.sections.flatMap((it) => it.criteria)
const topicOf = new Map(criteria.map((it) => [it.id, it.topic]))

type Answers = { [criterion: string]: Level }

/** What is concluded in the claimed reading when people answer so, by criterion. */
const concluded = (id: string, answers: Answers): Conclusion => {
  const statements = Object.entries(answers).map(([criterion, level]) => {
    const topic = topicOf.get(criterion)
    if (topic === undefined) throw new Error(`there is no criterion ${criterion}`)
    return statement({ topic, level })
  })
  const found = judged([readiness], statements).conclusions.find((it) => it.id === id && it.reading === 'claimed')
  if (found === undefined) throw new Error(`there is no conclusion ${id}`)
  return found
}

const casesOf = (id: string): string[] => readiness.conclusions.find((it) => it.id === id)?.cases.map((it) => it.say) ?? []

const everything = (level: Level): Answers => Object.fromEntries(criteria.map((it) => [it.id, level]))
/** Everything is there, but no service for rent does the job. */
const ready: Answers = { ...everything('yes'), 'route.vendor_api': 'partly' }

const paths: [string, Answers][] = [
  ['Not a machine-learning problem', { ...ready, 'use_case.fit_for_ml': 'no' }],
  ['Name the use case first', { ...ready, 'use_case.sketch': 'no' }],
  ["Use a vendor's API now", { ...ready, 'route.vendor_api': 'yes' }],
  ['Fix the data first', { ...ready, 'data.aligned': 'no' }],
  ['Build', ready],
  ['Run a feasibility project', { ...ready, 'route.internal': 'partly' }],
  ['Not known yet: who would build it, and what it is worth', { ...ready, 'route.internal': 'no' }],
]

test.each(paths)('path: %s', (say, answers) => {
  expect(concluded('path', answers).possible).toEqual([say])
})

const blocks: [string, Answers][] = [
  ['The use case', { ...ready, 'use_case.sketch': 'no' }],
  ['Collection and storage', { ...ready, 'data.storage': 'no' }],
  ['The fit of data and use case', { ...ready, 'data.aligned': 'no' }],
  ['Vendor or internal', { ...ready, 'route.internal': 'no' }],
  ['Return, figures and budget', { ...ready, 'money.budget': 'no' }],
  ['Nothing of the five blocks', ready],
]

test.each(blocks)('blocking: %s', (say, answers) => {
  expect(concluded('blocking', answers).possible).toEqual([say])
})

test('the tests above reach every case that is written, in its order', () => {
  expect(paths.map(([say]) => say)).toEqual(casesOf('path'))
  expect(blocks.map(([say]) => say)).toEqual(casesOf('blocking'))
})

test.each(['path', 'blocking'])('nothing said leaves every case of %s open', (id) => {
  expect(concluded(id, {}).possible).toEqual(casesOf(id))
})

test.each(['yes', 'partly', 'no'] as const)('where a rule does the job, machine learning is not the way, all else answered %s', (level) => {
  const answers: Answers = { ...everything(level), 'use_case.fit_for_ml': 'no' }
  expect(concluded('path', answers).possible).toEqual(['Not a machine-learning problem'])
  expect(concluded('blocking', answers).possible).toEqual(['The use case'])
})

test('one no to the need for machine learning is enough, with nothing else said', () => {
  expect(concluded('path', { 'use_case.fit_for_ml': 'no' }).possible).toEqual(['Not a machine-learning problem'])
})

test.each(['data.storage', 'data.available', 'data.aligned'])('the path leads to the data when %s is lacking', (criterion) => {
  expect(concluded('path', { ...ready, [criterion]: 'no' }).possible).toEqual(['Fix the data first'])
})

test('who can rent a service needs neither the data nor the people', () => {
  const answers: Answers = { ...ready, 'route.vendor_api': 'yes', 'data.available': 'no', 'data.aligned': 'no', 'route.internal': 'no' }
  expect(concluded('path', answers).possible).toEqual(["Use a vendor's API now"])
  expect(concluded('blocking', answers).possible).toEqual(['Nothing of the five blocks'])
})

const without = (left: string): Answers => Object.fromEntries(Object.entries(ready).filter(([id]) => id !== left))

test('nobody is told to build while it is open whether a service for rent would do', () => {
  const { possible, decided_by } = concluded('path', without('route.vendor_api'))
  expect(possible).toEqual(["Use a vendor's API now", 'Build'])
  expect(decided_by).toEqual(['route.vendor_api'])
})

test('an unknown budget leaves building open beside a feasibility project, and lack of one rules building out', () => {
  expect(concluded('path', without('money.budget')).possible).toEqual(['Build', 'Run a feasibility project'])
  expect(concluded('path', { ...ready, 'money.budget': 'no' }).possible).toEqual(['Run a feasibility project'])
})

test.each([
  'use_case.sketch',
  'use_case.objective',
  'use_case.fit_for_ml',
  'data.storage',
  'data.available',
  'data.aligned',
  'route.internal',
  'money.return',
  'money.budget',
])('building asks for the whole of %s', (criterion) => {
  expect(concluded('path', { ...ready, [criterion]: 'partly' }).possible).toEqual(['Run a feasibility project'])
})

test('paper and words are not measured: the measured reading concludes nothing from a statement that says yes', () => {
  const topic = topicOf.get('route.vendor_api') ?? ''
  const assessment = judged([readiness], [statement({ topic, level: 'yes' })])
  expect(assessment.conclusions.find((it) => it.id === 'path' && it.reading === 'measured')?.possible).toEqual(casesOf('path'))
})
