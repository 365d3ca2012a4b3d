/** Bad repositories, CI exports and documents in whole assessments: nothing of theirs runs, each ends with a code and a place, the other verdicts survive. */
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { factIndex, loadSubject } from '../../src/declare/index.ts'
import { type Assessment, type Evidence, Problem } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { exportCases } from './bad-exports.ts'
import { type Case, mark, redeclared, repositoryCases, traps } from './bad-repositories.ts'
import { assessed, copy, expectSurvivors, light, recordsOf, sweep, twin } from './subject.ts'

afterAll(sweep)

/** The records of the material end as the case says. */
const expectHarm = async (it: Assessment, { harmed = 'repo', codes = [null], says, same }: Case): Promise<void> => {
  const records = recordsOf(it, harmed)
  expect(records.length).toBeGreaterThan(0)
  const ended = new Set(records.map((record) => record.error?.code ?? null))
  if (codes.length > 1) expect(codes).toEqual(expect.arrayContaining([...ended]))
  else expect([...ended]).toEqual(codes)
  if (codes.some((code) => code !== null)) expect([...ended].some((code) => code !== null)).toBe(true)
  const said = records.flatMap((record) => (record.error === undefined ? record.limits : [record.error.message]))
  if (says !== undefined) expect(said).toContainEqual(expect.stringMatching(says))
  const facts = ({ probe, state, facts }: Evidence) => ({ probe, state, facts })
  if (same === true) expect(records.map(facts)).toEqual(recordsOf(await twin(light), harmed).map(facts))
}

test.each([...repositoryCases, ...exportCases])('$name', async (it) => {
  const at = copy(light)
  it.harm(at, join(at, 'code'))
  const assessment = await assessed(at)
  await expectHarm(assessment, it)
  await expectSurvivors(assessment, [it.harmed ?? 'repo'])
  expect(JSON.stringify(assessment)).not.toContain(at)
  expect(existsSync(mark)).toBe(false)
})

test('the traps are real: git without our settings falls into them', () => {
  const at = copy(light)
  traps(join(at, 'code'))
  writeFileSync(join(at, 'code', 'README.md'), 'changed\n')
  spawnSync('git', ['-C', join(at, 'code'), 'status'])
  expect(existsSync(mark)).toBe(true)
  rmSync(mark)
})

test('a machine without git', async () => {
  const at = copy(light)
  const path = process.env.PATH
  process.env.PATH = '/nonexistent'
  const assessment = await assessed(at).finally(() => {
    process.env.PATH = path
  })
  for (const record of recordsOf(assessment, 'repo')) expect(record.error?.code).toBe('not_supported')
  await expectSurvivors(assessment, ['repo'])
})

test.each<[string, (at: string) => unknown, RegExp]>([
  [
    'binary files, and one that is half UTF-8',
    (at) => [
      writeFileSync(join(at, 'docs', 'a.bin'), Buffer.alloc(9000, 'a\0\u00ff')),
      appendFileSync(join(at, 'docs', 'sla.md'), Buffer.from([0xff, 0xfe, 0x80])),
    ],
    /^$/,
  ],
  [
    'a pipe',
    (at) => [rmSync(join(at, 'docs/sla.md')), execFileSync('mkfifo', [join(at, 'docs/sla.md')])],
    /docs\/sla\.md.*could not be read/,
  ],
  [
    'a link out of the tree',
    (at) => [rmSync(join(at, 'docs/other.md'), { force: true }), symlinkSync('/etc/passwd', join(at, 'docs', 'other.md'))],
    /^$/,
  ],
  [
    'a document without the words',
    (at) => writeFileSync(join(at, 'docs/sla.md'), 'We promise nothing.\n'),
    /these words are not in docs\/sla\.md/,
  ],
])('a folder of documents with %s', async (_, harm, says) => {
  const at = copy(light)
  harm(at)
  const assessment = await assessed(at)
  const [statement] = assessment.evidence.filter((it) => it.probe === 'statement' && it.facts.document === 'docs/sla.md')
  if (says.source === '^$') expect(statement?.facts.document_bears_out).toBe(true)
  else {
    expect(statement?.limits).toContainEqual(expect.stringMatching(says))
    expect(statement?.facts.document_bears_out).not.toBe(true)
  }
  await expectSurvivors(assessment, ['documents'])
})

test.each([
  ['a document that is not there', 'docs/sla.md', 'docs/gone.md', /^assay\.yaml:\d+:\d+: `docs\/gone\.md` does not exist/],
  ['a document out of the tree', 'docs/sla.md', '../../../../etc/passwd', /^assay\.yaml:\d+:\d+: `\.\..*leaves the folder/],
  ['a table out of the tree', 'path: train.csv', 'path: /etc/passwd', /^assay\.yaml:7:\d+: `\/etc\/passwd` leaves the folder/],
])('a statement or an entry that names %s is the writer’s mistake, with its place', async (_, from, to, says) => {
  const at = copy(light)
  redeclared(at, from, to)
  const problem = await loadSubject(at, factIndex([...built, ...planned])).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Problem)
  expect((problem as Problem).line().slice((problem as Problem).line().indexOf('assay.yaml'))).toMatch(says)
})
