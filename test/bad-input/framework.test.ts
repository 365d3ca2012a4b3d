/** Framework folders that do not load: the place, the words, and through `assay frameworks check` one line and exit 2. */
import { execFile } from 'node:child_process'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadFrameworks, loadSubject } from '../../src/declare/index.ts'
import { isPrintable, Problem } from '../../src/model/index.ts'
import { facts } from './refused-subject.ts'
import { type Files, smallFolder } from './small-folder.ts'

const head = 'id: mine\nversion: 1\ntitle: Mine\nasks: Is it?\nsource: mine\nlicense: Apache-2.0\nsections: [one]\n'
const texts = 'title: T, question: Q?, why: W., fix: F., should: S., remedy: { do: D., effort: hours }'
const criterion = (rest: string, id = 'a'): string => `  - { id: ${id}, ${texts}, topic: latency,\n      ${rest} }\n`
const section = (...criteria: string[]): string => `id: one\ntitle: One\ncriteria:\n${criteria.join('')}`
const fine = section(criterion('met: { fact: data.profile.rows, at_least: 5 }'))
const rule = (text: string): Files => ({ 'one.yaml': section(criterion(`met: ${text}`)) })
const more = (text: string): Files => ({ 'framework.yaml': `${head}${text}\n` })

type Case = { name: string; files: Files; at: string; says: string }

const rules: Case[] = [
  {
    name: 'an unknown fact',
    files: rule('{ fact: data.profile.row, at_least: 5 }'),
    at: 'one.yaml:5:20',
    says: 'did you mean `data.profile.rows`?',
  },
  { name: 'a fact like none', files: rule('{ fact: zzzz, at_least: 5 }'), at: 'one.yaml:5:20', says: '`assay probes` lists the facts' },
  {
    name: 'a mistyped fact key',
    files: rule('{ fcat: data.profile.rows, at_least: 5 }'),
    at: 'one.yaml:5:14',
    says: 'unknown key `fcat` in `criteria[0].met`; did you mean `fact`?',
  },
  {
    name: 'a mistyped comparison',
    files: rule('{ fact: data.profile.rows, at_leest: 5 }'),
    at: 'one.yaml:5:39',
    says: 'did you mean `at_least`?',
  },
  {
    name: 'a comparison with text',
    files: rule('{ fact: data.profile.rows, at_least: "5" }'),
    at: 'one.yaml:5:39',
    says: '`criteria[0].met.at_least` is text; a number or a map with `target` was expected. Take the quotes away.',
  },
  {
    name: 'a target that is false',
    files: rule('{ fact: data.profile.rows, at_least: { target: false } }'),
    at: 'one.yaml:5:51',
    says: 'is `false`; expected `true`',
  },
  {
    name: 'a mistyped all',
    files: rule('{ alll: [{ fact: data.profile.rows, at_least: 5 }] }'),
    at: 'one.yaml:5:14',
    says: 'unknown key `alll` in `criteria[0].met`; did you mean `all`?',
  },
  { name: 'an all of nothing', files: rule('{ all: [] }'), at: 'one.yaml:5:14', says: '`criteria[0].met.all` is an empty list' },
  {
    name: 'an all that is no list',
    files: rule('{ any: { fact: data.profile.rows, at_least: 5 } }'),
    at: 'one.yaml:5:14',
    says: '`criteria[0].met.any` is a map of keys; a list was expected. Begin each entry with `- `.',
  },
  {
    name: 'a mistake three rules down',
    files: rule('{ all: [{ fact: data.profile.rows, exists: true }, { any: [{ none: [{ fact: data.profile.rows, at_mots: 5 }] }] }] }'),
    at: 'one.yaml:5:107',
    says: 'unknown key `at_mots` in `criteria[0].met.all[1].any[0].none[0]`; did you mean `at_most`?',
  },
  {
    name: 'an unknown fact three rules down',
    files: rule('{ all: [{ any: [{ none: [{ fact: data.profile.rws, at_most: 5 }] }] }] }'),
    at: 'one.yaml:5:45',
    says: 'did you mean `data.profile.rows`?',
  },
  { name: 'a rule that is text', files: rule('yes'), at: 'one.yaml:5:7', says: 'is text; a map with `fact` or' },
  { name: 'a rule that is a list', files: rule('[{ fact: data.profile.rows }]'), at: 'one.yaml:5:7', says: 'is a list; a map with `fact`' },
  {
    name: 'a rule that compares with nothing',
    files: rule('{ fact: data.profile.rows }'),
    at: 'one.yaml:5:20',
    says: 'compares with nothing',
  },
  {
    name: 'a column that is not there',
    files: rule('{ fact: data.profile.columns, some: { misssing_share: { above: 0 } } }'),
    at: 'one.yaml:5:50',
    says: 'has no column `misssing_share`; did you mean `missing_share`?',
  },
  {
    name: 'a table without a quantifier',
    files: rule('{ fact: data.profile.columns, at_least: 5 }'),
    at: 'one.yaml:5:20',
    says: 'is a table; ask `some`, `every` or `count` of it',
  },
  {
    name: 'columns of what is no table',
    files: rule('{ fact: data.profile.rows, every: { x: { is: 1 } } }'),
    at: 'one.yaml:5:39',
    says: 'is not a table',
  },
  {
    name: 'constructor as a column',
    files: rule('{ fact: data.profile.columns, some: { constructor: { above: 0 } } }'),
    at: 'one.yaml:5:50',
    says: 'has no column `constructor`',
  },
  {
    name: 'where alone',
    files: rule('{ fact: data.profile.columns, where: { column: { is: a } }, exists: true }'),
    at: 'one.yaml:5:42',
    says: '`where` needs `count`',
  },
  {
    name: 'a rule nested past all bounds',
    files: rule(`${'{ all: ['.repeat(60)}${'] }'.repeat(60)}`),
    at: 'one.yaml:5:397',
    says: 'is nested more than 100 levels',
  },
]

const sections: Case[] = [
  {
    name: 'an unknown topic',
    files: { 'one.yaml': fine.replace('topic: latency', 'topic: latenci') },
    at: 'one.yaml:4:110',
    says: 'topic `latenci` is not in frameworks/topics.yaml; did you mean `latency`?',
  },
  {
    name: 'one id twice',
    files: { 'one.yaml': section(criterion('met: { fact: data.profile.rows, at_least: 5 }').repeat(2)) },
    at: 'one.yaml:6:11',
    says: 'criterion `a` stands here a second time; the first is at',
  },
  {
    name: 'no criteria',
    files: { 'one.yaml': 'id: one\ntitle: One\ncriteria: []\n' },
    at: 'one.yaml:3:1',
    says: '`criteria` is an empty list',
  },
  {
    name: 'a severity that is none',
    files: { 'one.yaml': fine.replace('met:', 'severity: criticl, met:') },
    at: 'one.yaml:5:7',
    says: 'did you mean `critical`?',
  },
  {
    name: 'a weight of nothing',
    files: { 'one.yaml': fine.replace('met:', 'weight: 0, met:') },
    at: 'one.yaml:5:7',
    says: 'is 0; a number above 0 was expected',
  },
  {
    name: 'a level that is none',
    files: { 'one.yaml': fine.replace('met:', 'levels: { automatc: met }, met:') },
    at: 'one.yaml:5:17',
    says: 'unknown key `automatc` in `criteria[0].levels`',
  },
  {
    name: 'a missing question',
    files: { 'one.yaml': fine.replace(' question: Q?,', '') },
    at: 'one.yaml:4:5',
    says: '`criteria[0].question` is missing; text was expected',
  },
  {
    name: 'a section of another name',
    files: { 'one.yaml': fine.replace('id: one', 'id: two') },
    at: 'one.yaml:1:5',
    says: 'the section is `two`, and its file one.yaml',
  },
  { name: 'an empty section file', files: { 'one.yaml': '' }, at: 'one.yaml:1:1', says: 'the file has no value; a map with `id`' },
]

const heads: Case[] = [
  { name: 'no framework.yaml', files: { 'framework.yaml': { link: 'none' } }, at: 'framework.yaml', says: 'does not exist' },
  {
    name: 'a version that is no whole number',
    files: { 'framework.yaml': head.replace('version: 1', 'version: 1.5') },
    at: 'framework.yaml:2:1',
    says: '`version` is the number 1.5; a whole number was expected',
  },
  { name: 'a mistyped key', files: more('bandz: []'), at: 'framework.yaml:8:1', says: 'did you mean `bands`?' },
  {
    name: 'a section without a file',
    files: { 'framework.yaml': head.replace('[one]', '[one, two]') },
    at: 'framework.yaml:7:17',
    says: 'section `two` has no file two.yaml beside this one',
  },
  {
    name: 'a section that is a path',
    files: { 'framework.yaml': head.replace('[one]', '[../../secrets]') },
    at: 'framework.yaml:7:12',
    says: 'is no plain name',
  },
  {
    name: 'a section twice',
    files: { 'framework.yaml': head.replace('[one]', '[one, one]') },
    at: 'framework.yaml:7:17',
    says: 'is named twice',
  },
  {
    name: 'no sections',
    files: { 'framework.yaml': head.replace('[one]', '[]') },
    at: 'framework.yaml:7:1',
    says: '`sections` is an empty list',
  },
  {
    name: 'a gate on no criterion',
    files: more('gates: [{ id: g, require: [{ criterion: b, at_least: met }] }]'),
    at: 'framework.yaml:8:41',
    says: 'there is no criterion `b` in this framework; there are a.',
  },
  {
    name: 'a gate on no section',
    files: more('gates: [{ id: g, require: [{ score: totl, at_least: 1 }] }]'),
    at: 'framework.yaml:8:37',
    says: 'did you mean `total`?',
  },
  {
    name: 'bands that go down',
    files: more('bands: [{ up_to: 2, says: x }, { up_to: 1, says: y }]'),
    at: 'framework.yaml:8:32',
    says: 'this band can never be reached',
  },
  {
    name: 'a band behind the last',
    files: more('bands: [{ says: x }, { up_to: 1, says: y }]'),
    at: 'framework.yaml:8:22',
    says: 'this band can never be reached',
  },
  {
    name: 'a conclusion on no fact',
    files: more('conclusions: [{ id: c, cases: [{ when: { fact: x.y, exists: true }, say: z }] }]'),
    at: 'framework.yaml:8:48',
    says: 'no probe gives the fact `x.y`',
  },
]

const folderOf = (files: Files): Promise<string> => smallFolder({ 'framework.yaml': head, 'one.yaml': fine, ...files })
const problemOf = (loading: Promise<unknown>): Promise<Problem> =>
  loading.then(
    () => expect.unreachable('it loaded'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Problem)
      return error as Problem
    },
  )

describe.each([
  ['rules', rules],
  ['sections', sections],
  ['framework.yaml', heads],
])('%s', (_, cases) => {
  it.each(cases)('$name', async ({ files, at, says }) => {
    const folder = await folderOf(files)
    const problem = await problemOf(loadFrameworks([folder], facts))
    const { file = '', line, column } = problem.place ?? {}
    const place = [relative(folder, resolve(file)), line, column].filter((it) => it !== undefined).join(':')
    expect({ at: place, line: problem.line() }).toEqual({ at, line: expect.stringContaining(says) })
    expect(isPrintable(problem.line())).toBe(true)
  })
})

describe('a framework of one’s own', () => {
  it('loads, alone and named by a subject beside its file', async () => {
    const folder = await smallFolder({
      'mine/framework.yaml': head,
      'mine/one.yaml': fine,
      'assay.yaml': 'assay: 1\nsubject: { name: x }\nframeworks: [./mine]\n',
    })
    const { subject, root } = await loadSubject(folder, facts)
    const loaded = await loadFrameworks(subject.frameworks, facts, root)
    expect(loaded.map((it) => [it.id, it.sections.map((part) => part.id)])).toEqual([['mine', ['one']]])
  })

  it.each([
    ['./none', 'does not exist; a folder with a framework.yaml was expected'],
    ['./one.yaml', 'is not a folder'],
    ['ml-test-scor', 'there is no framework `ml-test-scor`; did you mean `ml-test-score`?'],
    ['constructor', 'there is no framework `constructor`; there are experiment-process, ml-'],
  ])('%s is refused', async (id, says) => {
    expect((await problemOf(loadFrameworks([id], facts, await folderOf({})))).line()).toContain(says)
  })
})

const main = join(import.meta.dirname, '../../src/cli/main.ts')

it.each<[string, Files, string]>([
  ['an unknown fact', rules[0]?.files ?? {}, 'assay: one.yaml:5:20: no probe gives the fact `data.profile.row`'],
  ['a missing section', heads[3]?.files ?? {}, 'assay: framework.yaml:7:17: section `two` has no file'],
])('`assay frameworks check` says %s in one line and exits 2', async (_, files, says) => {
  const cwd = await folderOf(files)
  const told = await new Promise((done) => {
    const child = execFile(process.execPath, [main, 'frameworks', 'check', '.'], { cwd }, (__, out, err) =>
      done({ code: child.exitCode, out, lines: err.split('\n').length - 1, err }),
    )
  })
  expect(told).toEqual({ code: 2, out: '', lines: 1, err: expect.stringContaining(says) })
})
