/** What stands beside the frameworks reaches the report: own gates, conclusions, opinions; and every link inside resolves. */
import { expect, test } from 'vitest'
import { drawReport } from '../src/report/index.ts'
import { criterion, found, framework, judged } from './judging/small-subject.ts'

const met = { fact: 'a.done', is: true }
const frameworks = [
  framework([criterion({ met })], {
    conclusions: [{ id: 'path', title: 'The way on', cases: [{ when: met, say: 'go on' }, { say: 'stop' }] }],
  }),
]
const beside = {
  gates: [{ id: 'mine', reading: 'measured' as const, require: [{ criterion: 'c', at_least: 'met' as const }] }],
  opinions: [{ about: 'team', says: 'A <b>fine</b> team', by: 'the assessor', on: '2026-06-01' }],
}

test('own gates, conclusions and opinions are told, opinions as what they are', async () => {
  const assessment = judged(frameworks, [found('a', { done: true })], beside)
  const page = await drawReport(assessment, frameworks).html()
  expect(page).toContain('A &lt;b&gt;fine&lt;/b&gt; team')
  const text = drawReport(assessment, frameworks).markdown()
  expect(text).toContain('**mine: passed.** c is met')
  expect(text).toContain('**The way on: go on**')
  expect(text).toMatch(/\*\*On team:\*\* “.*” the assessor, 2026-06-01/)
})

test('every link inside the page resolves, also where nothing was said', async () => {
  const page = await drawReport(judged(frameworks, [found('a', { done: true })]), frameworks).html()
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((it) => it[1]))
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map((it) => it[1])
  expect(links).toContain('main')
  expect(links.filter((it) => !ids.has(it ?? ''))).toEqual([])
})

test('the last line of the terminal keeps to the width', () => {
  const gates = ['one', 'two', 'three', 'four'].map((id) => ({ ...beside.gates[0], id: `gate-${id}` })) as typeof beside.gates
  const lines = drawReport(judged(frameworks, [found('a', { done: true })], { gates }), frameworks)
    .terminal({
      width: 80,
      colour: false,
      folder: 'assay-report',
    })
    .split('\n')
  expect(lines.filter((it) => it.length > 80)).toEqual([])
  expect(lines.filter((it) => it.includes('4 passed'))).toHaveLength(1)
})
