/** Subject files that must load all the same, and bad ones through the command line: one line, exit 2. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSubject } from '../../src/declare/index.ts'
import { isPrintable } from '../../src/model/index.ts'
import { claim, facts, head, outside } from './refused-subject.ts'
import { type Files, smallFolder } from './small-folder.ts'

const whole: { name: string; yaml: string; files?: Files; holds: object }[] = [
  {
    name: 'a date without quotes stays text',
    yaml: `${head}statements: [{ says: x, on: 2026-05-04 }, { says: y, on: "2026-05-04T10:00:00Z" }]\n`,
    holds: { statements: [{ on: '2026-05-04' }, { on: '2026-05-04T10:00:00Z' }] },
  },
  {
    name: 'YAML 1.1 asked for changes no meaning',
    yaml: `%YAML 1.1\n---\nassay: 1\nsubject: { name: yes }\n`,
    holds: { subject: { name: 'yes' } },
  },
  { name: 'a byte order mark', yaml: `\ufeff${head}`, holds: { subject: { name: 'Departures' } } },
  { name: 'line ends of Windows', yaml: head.replaceAll('\n', '\r\n'), holds: { subject: { name: 'Departures' } } },
  { name: 'JSON', yaml: '{"assay": 1, "subject": {"name": "x"}}', holds: { subject: { name: 'x' } } },
  {
    name: 'a topic without a level is prose',
    yaml: `${head}statements: [{ topic: latency }]\n`,
    holds: { statements: [{ topic: 'latency' }] },
  },
  {
    name: 'an anchor and its alias',
    yaml: `${head}tables: { train: &t { path: in/a.csv, label: late }, test: *t }\n`,
    holds: { tables: { train: { label: 'late' }, test: { path: 'in/a.csv', label: 'late' } } },
  },
  {
    name: 'names that objects have of themselves',
    yaml: `${head}tables: { constructor: { path: in/a.csv }, toString: { path: in/a.csv }, 2024: { path: in/a.csv } }\n`,
    holds: { tables: { constructor: { path: 'in/a.csv' }, toString: { path: 'in/a.csv' }, 2024: { path: 'in/a.csv' } } },
  },
  {
    name: 'secrets that stay in the environment',
    yaml: `${head}mlflow: { uri: "https://ada:\${MLFLOW_PASSWORD}@h/" }\nprometheus: { url: "\${PROMETHEUS}" }\nendpoint: { url: "http://h/?token=\${T}" }\n`,
    holds: { mlflow: { uri: `https://ada:\${MLFLOW_PASSWORD}@h/` }, prometheus: { url: `\${PROMETHEUS}` } },
  },
  {
    name: 'a name that begins with two dots, and one with a bracket',
    yaml: `${head}tables: { a: { path: ..a.csv }, b: { path: "b[1].csv" } }\n`,
    files: { '..a.csv': 'a\n1\n', 'b[1].csv': 'a\n1\n' },
    holds: { tables: { a: { path: '..a.csv' } } },
  },
  {
    name: 'answers, after the statements of the file',
    files: { 'said/a.yaml': 'answers: 1\nstatements: [{ says: second }]\n' },
    yaml: `${head}statements: [{ says: first }]\nanswers: [said/a.yaml]\n`,
    holds: { statements: [{ says: 'first' }, { says: 'second' }] },
  },
]

describe('what must load', () => {
  it.each(whole)('$name', async ({ yaml, files = {}, holds }) => {
    const { subject } = await loadSubject(await smallFolder({ ...outside, ...files, 'assay.yaml': yaml }), facts)
    expect(subject).toMatchObject(holds)
    expect(({} as { stage?: unknown }).stage).toBeUndefined()
  })

  it('10,000 tables, each held', async () => {
    const tables = Array.from({ length: 10_000 }, (_, i) => `  t${i}: { path: in/a.csv }`).join('\n')
    const { subject } = await loadSubject(await smallFolder({ ...outside, 'assay.yaml': `${head}tables:\n${tables}\n` }), facts)
    expect(Object.keys(subject.tables ?? {})).toHaveLength(10_000)
  })

  it('a path outside, when that is allowed', async () => {
    const folder = await smallFolder({ ...outside, 'assay.yaml': `${head}tables: { a: { path: in/up.csv } }\n` })
    const { subject } = await loadSubject(folder, facts, { allowOutside: true })
    expect(subject.tables?.a?.path).toBe('in/up.csv')
  })
})

/** Nine lists of nine aliases to the list before. */
const bomb = `${head}x:\n  - &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `  - &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n`

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const run = (args: string[], cwd: string): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((done) => {
    const child = execFile(process.execPath, [main, ...args], { cwd }, (_, out, err) => done({ code: child.exitCode, out, err }))
  })

describe('through the command line', () => {
  it.each<{ name: string; args: string[]; files: Files; says: string }>([
    { name: 'no such subject', args: ['none'], files: {}, says: 'assay: none: there is nothing there.' },
    { name: 'a folder with nothing', args: ['in'], files: outside, says: 'assay: in: is neither a git repository nor' },
    {
      name: 'a mistyped key',
      args: ['.'],
      files: { 'assay.yaml': `${head}tabels: {}\n` },
      says: 'assay: assay.yaml:3:1: unknown key `tabels`; did',
    },
    {
      name: 'a bomb',
      args: ['.'],
      files: { 'assay.yaml': bomb },
      says: 'assay.yaml:10:15: written out',
    },
    {
      name: 'a hostile topic',
      args: ['collect'],
      files: { 'assay.yaml': claim('topic: "\\e[2J\\nx"') },
      says: 'no topic `\\u001b[2J\\nx`',
    },
    {
      name: 'a folder with a hostile name',
      args: ['a\u001b[31m\u202e\nb'],
      files: {},
      says: 'assay: a\\u001b[31m\\u202e\\nb: there is nothing',
    },
    {
      name: 'answers',
      args: ['.', '--json'],
      files: { 'said/a.yaml': 'statements:\n  - { topic: latnecy }\n', 'assay.yaml': `${head}answers: [said/a.yaml]\n` },
      says: 'assay: said/a.yaml:2:14',
    },
    {
      name: 'an unknown framework',
      args: ['.', '--framework', 'ml-tset-score'],
      files: { 'assay.yaml': head },
      says: 'did you mean `ml-test-score`?',
    },
  ])('$name: one line, exit 2', async ({ args, files, says }) => {
    const { code, out, err } = await run(args, await smallFolder(files))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(says) })
    expect(err.endsWith('\n') && isPrintable(err.slice(0, -1))).toBe(true)
  })
})
