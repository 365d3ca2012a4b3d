import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assessment, Evidence } from '../../src/model/index.ts'
import { type Case, cases, lines, text } from './bad-tables.ts'
import { assessed, copy, declaration, expectSurvivors, recordsOf, sweep, twin } from './subject.ts'

afterAll(sweep)

const facts = ({ probe, facts }: Evidence) => ({ probe, facts })

/** Every record that reads the material ends as the case says. */
const expectHarm = (records: Evidence[], { code, says, rows }: Omit<Case, 'harm'>): void => {
  expect(records.length).toBeGreaterThan(1)
  for (const record of records) {
    expect({ probe: record.probe, code: record.error?.code }).toEqual({ probe: record.probe, code })
    const said = record.error === undefined ? record.limits : [record.error.message]
    if (says !== undefined) expect(said).toContainEqual(expect.stringMatching(says))
  }
  if (rows !== undefined) expect(records.find((record) => record.probe === 'data.profile')?.facts.rows).toBe(rows)
}

let all: Assessment
const nameOf = (it: Case): string => `bad${cases.indexOf(it)}`

/** One assessment in which every bad table is declared beside the good ones. */
beforeAll(async () => {
  const at = copy()
  const entries: string[] = []
  for (const it of cases) {
    const folder = join(at, nameOf(it))
    mkdirSync(folder)
    writeFileSync(join(folder, 'test.csv'), text)
    const renamed = await it.harm(folder)
    const path = `${nameOf(it)}/${typeof renamed === 'string' ? renamed : 'test.csv'}`
    entries.push(
      `  ${nameOf(it)}: { path: ${JSON.stringify(path)}, id: id, time: at, entity: entity, label: label, features: [hour, distance, origin, late_at] }`,
    )
  }
  writeFileSync(
    join(at, 'assay.yaml'),
    declaration.replace('tables:\n', () => `tables:\n${entries.join('\n')}\n`),
  )
  all = await assessed(at)
})

test.each(cases)('$name', async (it) => {
  const records = recordsOf(all, `tables.${nameOf(it)}`)
  expectHarm(records, it)
  const good = recordsOf(await twin(), 'tables.test').filter((record) => record.inputs.length === 1)
  if (it.same === true) expect(records.map(facts)).toEqual(expect.arrayContaining(good.map(facts)))
  await expectSurvivors(
    all,
    cases.map((one) => `tables.${nameOf(one)}`),
  )
})

/** Where the table or log that others are measured against is harmed. */
test.each<Omit<Case, 'harm'> & { material: string; harm: (at: string) => void }>([
  {
    name: 'a test table of 0 bytes',
    material: 'tables.test',
    harm: (at) => writeFileSync(join(at, 'test.csv'), ''),
    code: 'damaged',
    says: /^test\.csv is empty/,
  },
  {
    name: 'a role whose column is not there',
    material: 'tables.test',
    harm: (at) => writeFileSync(join(at, 'test.csv'), text.replace('label', 'labe1')),
    code: 'missing_role',
    says: /^tables\.test.*"label".*"labe1"/,
  },
  {
    name: 'a log cut in the middle of a quoted text',
    material: 'predictions.first',
    harm: (at) => appendFileSync(join(at, 'logs/first.csv'), '400,"cut he'),
    says: /logs\/first\.csv/,
    rows: 300,
  },
])('$name', async ({ material, harm, ...it }) => {
  const at = copy()
  harm(at)
  const assessment = await assessed(at)
  expectHarm(recordsOf(assessment, material), it)
  await expectSurvivors(assessment, [material])
})

test.each([
  ['vanishes', (file: string) => rmSync(file)],
  ['grows', (file: string) => appendFileSync(file, `${lines[1]}\n`)],
  ['is replaced by one of the same size', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('e0,', 'e1,'))],
])('a file that %s while the run goes on', async (_, change) => {
  const at = copy()
  let seen = 0
  const assessment = await assessed(at, {
    onProgress: ({ what }) => {
      if (what === 'data.unseen-categories' && seen++ === 0) change(join(at, 'test.csv'))
    },
  })
  for (const record of recordsOf(assessment, 'tables.test')) {
    expect(record.error?.code).toBe('changed_while_reading')
    expect(record.error?.message).toContain('tables.test')
    expect(record.facts).toEqual({})
  }
  await expectSurvivors(assessment, ['tables.test'])
})

test.each<[string, string]>([
  ['ci', 'runs.json'],
  ['documents', 'docs'],
])('%s that vanishes while the run goes on', async (material, path) => {
  const at = copy()
  const assessment = await assessed(at, {
    onProgress: ({ done, of }) => {
      if (done === of) rmSync(join(at, path), { recursive: true })
    },
  })
  for (const record of recordsOf(assessment, material)) expect(record.error?.code).toBe('changed_while_reading')
  await expectSurvivors(assessment, [material])
})
