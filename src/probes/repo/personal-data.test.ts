import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import { isCard, isIban } from './personal/kinds.ts'
import probe from './personal-data.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; column: string; kind: string; values: number; grade: string; place: string }

const told = async (files: Files): Promise<string> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state !== 'found') return 'none'
  const [row] = finding.facts.columns as Row[]
  return row === undefined ? 'none' : `${row.kind}, ${row.grade}, ${row.path}:${row.line}`
}

const people = ['ada.byron@gmail.com', 'c.babbage@posteo.de', 'mary.s@proton.me']
const csv = (head: string, ...rows: string[]): string => `${head}\n${rows.join('\n')}\n`

const cases: [string, string, Files][] = [
  [
    'addresses in a table',
    'e-mail address, real_looking, data/users.csv:2',
    { 'data/users.csv': csv('id,email', ...people.map((one, at) => `${at},${one}`)) },
  ],
  [
    'under a name that does not say so: an unusual way',
    'e-mail address, real_looking, x.tsv:2',
    { 'x.tsv': csv('k\tfield_7', ...people.map((one) => `a\t${one}`)) },
  ],
  ['a table without a header', 'e-mail address, real_looking, x.csv:1', { 'x.csv': people.map((one, at) => `${at},${one}`).join('\n') }],
  [
    'records',
    'e-mail address, real_looking, u.json:2',
    { 'u.json': `[\n${people.map((one) => `{"user": {"mail": "${one}"}}`).join(',\n')}\n]` },
  ],
  ['lines of JSON', 'e-mail address, real_looking, u.jsonl:1', { 'u.jsonl': people.map((one) => `{"mail": "${one}"}`).join('\n') }],
  [
    'a dump',
    'e-mail address, real_looking, d.sql:1',
    { 'd.sql': `INSERT INTO users (id, mail) VALUES ${people.map((one, at) => `(${at}, '${one}')`).join(', ')};\n` },
  ],
  [
    'a frame that a notebook shows',
    'e-mail address, real_looking, n.ipynb:6',
    {
      'n.ipynb': `{"cells": [{"cell_type": "code", "source": [], "outputs": [{"data": {"text/html": [\n"<thead>\\n",\n"<th></th>\\n", "<th>mail</th>\\n",\n"</thead>\\n",\n${people.map((one) => `"<tr>\\n",\n"<td>${one}</td>\\n"`).join(',\n')}\n]}}]}]}`,
    },
  ],
  [
    'names with dates of birth',
    'name with date of birth, real_looking, p.csv:2',
    {
      'p.csv': csv('first_name,dob', 'Ada,1815-12-10', 'Charles,1791-12-26', 'Mary,1797-08-30'),
    },
  ],
  [
    'telephone numbers',
    'telephone number, real_looking, p.csv:2',
    { 'p.csv': csv('name,mobile_phone', 'a,+44 20 7946 0018', 'b,+44 20 7946 0991', 'c,030 90182 4401') },
  ],
  ['national numbers', 'national number, real_looking, p.csv:2', { 'p.csv': csv('ssn', '219-09-9998', '457-55-5462', '078-05-1120') }],
  [
    'accounts',
    'IBAN, real_looking, p.csv:2',
    { 'p.csv': csv('acc', 'DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606') },
  ],
  [
    'numbers that only look like accounts: an imitation',
    'none',
    { 'p.csv': csv('acc', 'DE00370400440532013000', 'GB00WEST12345698765432', 'FR0020041010050500013M02606') },
  ],
  [
    'addresses kept for examples',
    'e-mail address, generated, u.csv:2',
    { 'u.csv': csv('email', 'a1@example.com', 'b2@example.org', 'c3@example.net') },
  ],
  [
    'a file that a generator writes',
    'e-mail address, generated, data/u.csv:2',
    {
      'data/u.csv': csv('email', ...people),
      'make.py': 'from faker import Faker\nfake = Faker()\nopen("data/u.csv", "w").write(fake.email())\n',
    },
  ],
  [
    'public figures',
    'name with date of birth, public, nba_players.csv:2',
    { 'nba_players.csv': csv('full_name,birth_date', 'A B,1990-01-02', 'C D,1991-02-03', 'E F,1992-03-04') },
  ],
  [
    'the passengers that everybody knows',
    'none',
    {
      'titanic.csv': csv(
        'Name,Sex,Age,Pclass,SibSp,Parch',
        '"Braund, Mr. Owen",male,22,3,1,0',
        '"Allen, Mr. W",male,35,3,0,0',
        '"Moran, Mr. J",male,,3,0,0',
      ),
    },
  ],
  ['role addresses', 'none', { 'u.csv': csv('email', 'info@a.de', 'sales@b.de', 'support@c.de') }],
  [
    'authors of a package',
    'none',
    { 'package.json': JSON.stringify({ contributors: people.map((email) => ({ email })) }), 'CITATION.cff': people.join('\n') },
  ],
  ['one contact', 'none', { 'u.csv': csv('email,x', 'ada.byron@gmail.com,1', ',2', ',3') }],
  ['documentation', 'none', { 'docs/a.md': people.join('\n') }],
  ['long numbers that are keys', 'none', { 'k.csv': csv('id,card_id', '1,4539578763621486', '2,1000000000000001', '3,1000000000000002') }],
  ['phone numbers that are prices', 'none', { 'p.csv': csv('phone,price', 'iPhone 11,5555', 'Pixel 6,4444', 'Nokia 3310,20') }],
]
test.each(cases)('%s: %s', async (_, expected, files) => {
  expect(await told(files)).toBe(expected)
})

test('nothing of a value is told', async () => {
  const finding = await probe.collect({ repo: memoryRepo({ 'u.csv': csv('email', ...people) }) }, context)
  expect(JSON.stringify(finding)).not.toMatch(/byron|babbage|proton/)
})

test('check digits', () => {
  expect(['4539 5787 6362 1486', '4539578763621487', '1234567890123456'].map(isCard)).toEqual([true, false, false])
  expect(['DE89 3704 0044 0532 0130 00', 'DE88370400440532013000', 'hello'].map(isIban)).toEqual([true, false, false])
})
