import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { holdPaths, pathsOf } from './hold-paths.ts'
import type { YamlFile } from './read-yaml.ts'

const yaml: YamlFile = { file: 'f', data: {}, place: (path, of) => ({ file: `${path.join('.')} ${of}` }) }
const home = realpathSync(mkdtempSync(join(tmpdir(), 'assay-hold-paths-')))
afterAll(() => rm(home, { recursive: true, force: true }))
const root = join(home, 'in')
for (const folder of ['in/data', 'in/..odd', 'in2', 'out']) mkdirSync(join(home, folder), { recursive: true })
for (const file of ['in/data/a b.csv', 'in/data/[x].csv', 'out/a.csv', 'in2/a.csv']) writeFileSync(join(home, file), 'a\n')
symlinkSync('data', join(root, 'inner'))
symlinkSync('../out', join(root, 'outer'))
symlinkSync('../out/a.csv', join(root, 'outer.csv'))

const hold = (value: string, pattern = true, allowOutside = false): Promise<void> =>
  holdPaths(yaml, [{ path: ['tables', 'a', 'path'], value, pattern }], { root, allowOutside })

describe('holdPaths', () => {
  it.each([
    'data/a b.csv',
    './data/../data',
    '.',
    'data/*.csv',
    '*',
    'inner/a b.csv',
    'inner/*.csv',
    '..odd',
    'data/[x].csv',
    '{data,inner}/*',
  ])('takes %s', async (value) => {
    await expect(hold(value)).resolves.toBeUndefined()
  })

  it.each([
    '..',
    '../in2/a.csv',
    '../out/a.csv',
    '/etc/hosts',
    'data/../../out',
    'outer',
    'outer/a.csv',
    'outer/none/none.csv',
    'outer.csv',
    'outer/*.csv',
    '../*/a.csv',
    'data/*/../../../out/*',
    '{data,..}/../../out/a.csv',
    '{data,..}/*.csv',
  ])('refuses %s, which leaves the folder, unless that is allowed', async (value) => {
    await expect(hold(value)).rejects.toMatchObject({
      place: { file: 'tables.a.path value' },
      message: expect.stringContaining('leaves the folder'),
    })
    await hold(value, true, true).catch((error: Error) => expect(error.message).toContain('does not exist'))
  })

  it.each(['none', 'none/*.csv', 'data/none.csv'])('refuses %s, which is not there', async (value) => {
    await expect(hold(value)).rejects.toThrow('does not exist beside this file')
  })

  it('takes signs of patterns as they stand where no pattern may be', async () => {
    await expect(hold('data/[x].csv', false)).resolves.toBeUndefined()
    await expect(hold('data/*.csv', false)).rejects.toThrow('does not exist')
  })
})

it('pathsOf names every path of a subject and where it stands', () => {
  const paths = pathsOf({
    assay: 1,
    subject: { name: 'x' },
    repo: { path: 'r', complete: false },
    tables: { t: { path: 't' } },
    predictions: { p: { path: 'p', labels: { path: 'l', id: 'i', label: 'y' } } },
    ci: { runs: 'c' },
    mlflow: { uri: 'sqlite:///m.db' },
    endpoint: { url: 'http://h/', body: 'b' },
    documents: { path: 'd' },
    statements: [{ says: 'x' }, { says: 'y', document: 's' }],
    answers: ['a'],
    frameworks: ['ml-test-score', './f'],
  })
  expect(paths.map((it) => `${it.path.join('.')} ${it.value}`)).toEqual([
    'repo.path r',
    'tables.t.path t',
    'predictions.p.path p',
    'predictions.p.labels.path l',
    'ci.runs c',
    'mlflow.uri m.db',
    'endpoint.body b',
    'documents.path d',
    'statements.1.document s',
    'answers.0 a',
    'frameworks.1 ./f',
  ])
})

it.each(['http://127.0.0.1:5000', 'postgresql://h/db', 'databricks:', `$\{STORE}`])('the store %s is no path', (uri) => {
  expect(pathsOf({ assay: 1, subject: { name: 'x' }, mlflow: { uri } })).toEqual([])
})
