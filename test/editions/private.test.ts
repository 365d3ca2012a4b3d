/** What lies in rows and in the repository stays there: no edition shows a planted password, e-mail address or name; hostile words stay words. */

import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { git, gitFolder, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { shipped } from '../../src/declare/index.ts'
import type { Assessment, Framework } from '../../src/model/index.ts'
import { drawEdition, editionTerms } from '../../src/report/index.ts'
import { assessFolder } from '../departures/assess-folder.ts'
import { answersOf } from './answers.ts'

const ids = readdirSync('editions').map((it) => it.replace(/\.yaml$/, ''))

const drawAll = async (assessment: Assessment, frameworks: readonly Framework[]): Promise<{ [name: string]: string }> => {
  const all: { [name: string]: string } = {}
  for (const edition of await shipped.loadEditions(ids, editionTerms)) {
    const it = drawEdition(edition, assessment, frameworks)
    all[`${edition.id}.html`] = await it.html()
    all[`${edition.id}.md`] = it.markdown()
    all[edition.id] = it.terminal({ width: 80, colour: false, folder: 'out' })
  }
  return all
}

const password = 'hunter2-Tr0ub4dor-9931'
const key = ['AKIA', 'QX7ZP3LMNO5RSTUV'].join('')
const mail = 'wilhelmina.vandersloot@example.net'
const name = 'Wilhelmina van der Sloot'

const rows = (from: number): string =>
  [
    'id,name,mail,amount,label',
    ...Array.from({ length: 60 }, (_, at) => `${from + at},${name},${mail},${(at * 7) % 50},${at % 3 === 0 ? 1 : 0}`),
  ].join('\n')

const subjectYaml = `assay: 1
subject: { name: Letters, kind: system }
repo: { path: ., complete: true }
tables:
  train: { path: train.csv, id: id, label: label }
  test: { path: test.csv, id: id, label: label }
`

test('a password in the repository and a person in a cell are in none', async () => {
  const folder = gitFolder({
    'settings.py': `DATABASE_PASSWORD = "${password}"\naws_access_key_id = "${key}"\n`,
    'train.py': 'from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[1]], [1])\n',
  })
  writeFiles(folder, { 'train.csv': rows(0), 'test.csv': rows(40), 'assay.yaml': subjectYaml, '.gitignore': '*.csv\nassay.yaml\n' })
  const { assessment, frameworks } = await assessFolder(folder, (it) => ({ ...it, statements: answersOf() }))
  const secrets = assessment.evidence.find((it) => it.probe === 'repo.secrets')
  // They were seen, so that leaving them out is worth something.
  expect(secrets?.state).toBe('found')
  expect(assessment.evidence.some((it) => it.probe.startsWith('data.') && it.state === 'found')).toBe(true)
  for (const [file, text] of Object.entries(await drawAll(assessment, frameworks)))
    for (const planted of [password, key, mail, name, 'Wilhelmina', 'vandersloot'])
      expect(text.includes(planted), `${planted} in ${file}`).toBe(false)
  expect(git(folder, 'log', '--oneline').trim().split('\n')).toHaveLength(1)
})

/** Markup, a formula, direction marks, control characters, Markdown, and many letters without a space. */
const hostile = `</p><script>alert(1)</script><img src=x onerror=alert(1)> =cmd|'/c calc'!A0 \u202Eright\u202C \u0007\u001b[31mred | **bold** [a](javascript:alert(1)) ${'x'.repeat(5000)}`

test('hostile words pass as words', async () => {
  const { assessment, frameworks } = await assessFolder('examples/departures', (it) => ({
    ...it,
    subject: { ...it.subject, name: `Departures ${hostile.slice(0, 120)}` },
    statements: [
      ...answersOf(` ${hostile}`),
      {
        topic: 'latency',
        level: 'yes',
        says: hostile,
        by: hostile,
        claim: { fact: 'serving.latency.p95_ms', of: 'predictions.live', at_most: 50 },
      },
    ],
    opinions: ['recommendation', 'team'].map((about) => ({ about, says: hostile, by: hostile, on: '2026-07-01' })),
  }))
  for (const [file, text] of Object.entries(await drawAll(assessment, frameworks))) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g), file).toBeNull()
    if (file.endsWith('.html')) {
      expect(text.match(/<script>/g), file).toHaveLength(1)
      expect(text).not.toMatch(/<img src=x/)
      expect(text).not.toMatch(/href="javascript/)
    } else if (file.endsWith('.md')) {
      expect(text).not.toMatch(/(^|[^\\])<script/)
      expect(text).not.toMatch(/(^|[^\\])\[a\]\(javascript/)
    } else expect(text.split('\n').filter((it) => [...it].length > 80 && !it.startsWith('    '))).toEqual([])
  }
}, 120_000)

test('a speech of a megabyte neither stops an edition nor fills it', async () => {
  const speech = 'All is well. '.repeat(80_000)
  const { assessment, frameworks } = await assessFolder('test/subjects/kelpie', (it) => ({
    ...it,
    statements: (it.statements ?? []).map((statement, at) => (at === 0 ? { ...statement, says: speech } : statement)),
  }))
  for (const [file, text] of Object.entries(await drawAll(assessment, frameworks))) expect(text.length, file).toBeLessThan(4_000_000)
}, 120_000)
