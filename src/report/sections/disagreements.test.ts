/** Both voices are shown, and what is disputed. */
import { expect, test } from 'vitest'
import { criterion, found, framework, judged, statement } from '../../../test/judging/small-subject.ts'
import { drawMarkdown } from '../formats/markdown.ts'
import { disagreements } from './disagreements.ts'

const asked = framework([criterion({ title: 'One person owns it', topic: 'owner' })])
const said = (by: string, level: 'yes' | 'no', more: object = {}) => statement({ topic: 'owner', by, level, ...more })
const drawn = (...evidence: Parameters<typeof judged>[1]) => {
  const blocks = disagreements(judged([asked], evidence), [asked])
  return blocks.length === 0 ? '' : drawMarkdown(blocks)
}

test('nothing where all say the same, or one alone speaks', () => {
  expect(drawn()).toBe('')
  expect(drawn(said('A', 'yes'))).toBe('')
  expect(drawn(said('A', 'yes'), said('B', 'yes'))).toBe('')
})

test('both voices with their words, under the title of the question', () => {
  const text = drawn(said('A', 'yes', { says: 'Maria owns it' }), said('B', 'no', { says: 'I have never met her' }))
  for (const word of ['One person owns it', 'A', 'Maria owns it', 'B', 'I have never met her']) expect(text).toContain(word)
})

test('who answered again is shown with both answers', () => {
  const text = drawn(said('A', 'yes', { on: '2026-05-01' }), said('A', 'no', { on: '2026-06-01' }))
  expect(text).toContain('2026-05-01')
  expect(text).toContain('2026-06-01')
})

test('evidence that somebody disputes is named with who disputes it', () => {
  const tests = found('repo.ci-tests', { runs: true })
  expect(drawn(tests, said('A', 'yes', { contests: tests.id, says: 'That job is not ours' }))).toContain('That job is not ours')
})
