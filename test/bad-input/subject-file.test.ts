import { execFile } from 'node:child_process'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { factIndex, loadSubject } from '../../src/declare/index.ts'
import { isPrintable, Problem } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { type Files, smallFolder } from './small-folder.ts'

const facts = factIndex([...built, ...planned])
const head = 'assay: 1\nsubject: { name: Departures }\n'
const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

/** `at` is `line:column` in assay.yaml, or `file:line:column`; undefined when only the file is named. */
type Case = { name: string; yaml: string | Uint8Array; files?: Files; at: string | undefined; says: string }

const grown = Array.from({ length: 9 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')

const notYaml: Case[] = [
  { name: 'an empty file', yaml: '', at: '1:1', says: 'is empty; at least `assay: 1`' },
  { name: 'only a comment', yaml: '# nothing\n', at: '1:1', says: 'is empty' },
  { name: 'only null', yaml: '~\n', at: '1:1', says: 'is empty' },
  { name: 'a list', yaml: '- assay: 1\n', at: '1:1', says: 'the file is a list; a map with `assay` and `subject` was expected' },
  { name: 'a text', yaml: 'assay\n', at: '1:1', says: 'the file is text; a map with `assay` and `subject` was expected' },
  { name: 'a number', yaml: '42\n', at: '1:1', says: 'the file is the number 42' },
  { name: 'a tab as indent', yaml: 'assay: 1\nsubject:\n\tname: x\n', at: '3:1', says: 'Tabs are not allowed as indentation. Indent with spaces.' },
  { name: 'a bracket that stays open', yaml: `${head}answers: [a.yaml\n`, at: '4:1', says: 'this is not YAML' },
  { name: 'a quote that stays open', yaml: 'assay: 1\nsubject: { name: "x }\n', at: '3:1', says: 'this is not YAML: Missing closing "quote' },
  { name: 'a colon in plain text', yaml: `${head}stage: a: b\n`, at: '3:8', says: 'Put quotes around a text that holds a colon.' },
  { name: 'a key twice', yaml: `${head}assay: 1\n`, at: '3:1', says: '`assay` stands here a second time; the first is on line 1. Keep one.' },
  {
    name: 'a key twice, quoted once',
    yaml: `${head}tables: { a: { path: x }, "a": { path: y } }\n`,
    at: '3:27',
    says: '`a` stands here a second time',
  },
  { name: 'two documents', yaml: `${head}---\n${head}`, at: '3:1', says: 'a second YAML document begins here' },
  {
    name: 'a bomb of aliases',
    yaml: `${head}x:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n${grown}\n`,
    at: '9:33',
    says: 'written out, this grows past all bounds',
  },
  { name: 'an alias that holds itself', yaml: `${head}x: &x\n  y: *x\n`, at: '4:6', says: '`*x` holds itself. Write the value out.' },
  { name: 'an alias to nothing', yaml: `${head}x: *y\n`, at: '3:4', says: '`*y` stands for nothing' },
  { name: 'a merge key', yaml: `x: &x { assay: 1 }\n<<: *x\n`, at: '2:1', says: '`<<` merges nothing in YAML 1.2' },
  { name: 'a tag of JavaScript', yaml: 'assay: 1\nsubject: { name: !!js/function "x" }\n', at: '2:18', says: 'a tag (`!…`) stands here' },
  { name: 'a tag of Python', yaml: '!!python/object/apply:os.system ["x"]\n', at: '1:1', says: 'a tag (`!…`) stands here' },
  { name: 'a date by tag', yaml: 'assay: 1\nsubject: { name: !!timestamp 2026-05-04 }\n', at: '2:18', says: 'a tag (`!…`) stands here' },
  { name: 'a NUL byte', yaml: 'assay: 1\nsubject: { name: "a\u0000b" }\n', at: '2:20', says: 'a control character (U+0000)' },
  { name: 'an escape of the terminal', yaml: 'assay: 1\nsubject: { name: \u001b[31mx }\n', at: '2:18', says: 'a control character (U+001B)' },
  { name: 'UTF-16', yaml: utf16(head), at: '1:1', says: 'is UTF-16 text; UTF-8 was expected. Save it as UTF-8.' },
  { name: 'UTF-16 without a mark', yaml: utf16(head).subarray(2), at: '1:1', says: 'is UTF-16 text' },
  {
    name: 'Latin-1',
    yaml: Buffer.from('assay: 1\nsubject: { name: \ufffdM\xfcller }\n'.replace('\ufffd', ''), 'latin1'),
    at: '2:19',
    says: 'a byte here is not UTF-8',
  },
  { name: '3 MB', yaml: `${head}#${'x'.repeat(3_000_000)}`, at: undefined, says: 'is 3000041 bytes; at most 2000000 were expected' },
  { name: '10,000 levels of lists', yaml: `${head}x: ${'['.repeat(10_000)}`, at: '3:103', says: 'is nested more than 100 levels deep here' },
  { name: '10,000 levels of lists in one line', yaml: `${head}x:\n${'- '.repeat(10_000)}`, at: '4:195', says: 'is nested more than 100 levels' },
  {
    name: '1,000 levels of maps',
    yaml: `${head}${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
    at: '101:99',
    says: 'is nested more than 100 levels',
  },
  { name: '600,000 commas', yaml: `${head}x: [${',1'.repeat(600_000)}]`, at: '3:199988', says: 'Split the file.' },
  { name: 'a key that is a list', yaml: `${head}? [a, b]\n: c\n`, at: '3:3', says: 'a key is a list, a map or an alias' },
  { name: 'a key that is empty', yaml: `${head}tables: { "": { path: x } }\n`, at: '3:11', says: 'a key is empty' },
  { name: 'a key that is null', yaml: `${head}tables: { ~: { path: x } }\n`, at: '3:11', says: '' },
  { name: '__proto__ as a table', yaml: `${head}tables: { __proto__: { path: x } }\n`, at: '3:11', says: '`__proto__` cannot be a name' },
  { name: '__proto__ at the top', yaml: `${head}__proto__: { stage: monitoring }\n`, at: '3:1', says: '`__proto__` cannot be a name' },
  { name: 'a key with an escape', yaml: `${head}"\\e[2Jx": 1\n`, at: '3:1', says: 'holds a character that cannot be seen' },
  { name: 'a key with a newline', yaml: `${head}tables: { "a\\nb": { path: x } }\n`, at: '3:11', says: 'holds a character that cannot be seen' },
  { name: 'a key that turns the reading', yaml: `${head}"\\u202efdp": 1\n`, at: '3:1', says: 'holds a character that cannot be seen' },
]

const misfits: Case[] = [
  { name: 'another version', yaml: 'assay: 2\nsubject: { name: x }\n', at: '1:8', says: '`assay` is 2; this version of Assay reads 1.' },
  { name: 'no version', yaml: 'subject: { name: x }\n', at: '1:1', says: '`assay` is missing; `1` was expected. Add it.' },
  { name: 'a version in quotes', yaml: 'assay: "1"\nsubject: { name: x }\n', at: '1:1', says: '`assay` is `1`; expected `1`.' },
  { name: 'no subject', yaml: 'assay: 1\n', at: '1:1', says: '`subject` is missing; a map with `name` was expected' },
  { name: 'no name', yaml: 'assay: 1\nsubject: { kind: team }\n', at: '2:1', says: '`subject.name` is missing; text was expected' },
  { name: 'an empty name', yaml: 'assay: 1\nsubject: { name: "" }\n', at: '2:12', says: '`subject.name` is empty' },
  { name: 'a number as name', yaml: 'assay: 1\nsubject: { name: 2026 }\n', at: '2:12', says: 'is the number 2026; text was expected. Put it in quotes: "2026".' },
  { name: 'a mistyped key', yaml: `${head}tabels: {}\n`, at: '3:1', says: 'unknown key `tabels`; did you mean `tables`?' },
  { name: 'a key of a later day', yaml: `${head}systems: {}\n`, at: '3:1', says: 'unknown key `systems`; one file is one system' },
  { name: 'constructor as a key', yaml: `${head}constructor: {}\n`, at: '3:1', says: 'unknown key `constructor`; known here: assay, subject,' },
  { name: 'a key like none', yaml: `${head}zzzzzzzzzz: {}\n`, at: '3:1', says: 'unknown key `zzzzzzzzzz`; known here: assay' },
  { name: 'a mistyped required key', yaml: 'assay: 1\nsubjct: { name: x }\n', at: '2:1', says: 'unknown key `subjct`; did you mean `subject`?' },
  {
    name: 'a mistyped role of a table',
    yaml: `${head}tables:\n  train: { path: x.csv, lable: late }\n`,
    at: '4:25',
    says: 'unknown key `lable` in `tables.train`; did you mean `label`?',
  },
  { name: 'a table without a path', yaml: `${head}tables:\n  train: { label: late }\n`, at: '4:3', says: '`tables.train.path` is missing; text' },
  { name: 'a table that is text', yaml: `${head}tables: { train: x.csv }\n`, at: '3:11', says: '`tables.train` is text; a map with `path` was expected' },
  {
    name: 'features that are text',
    yaml: `${head}tables: { a: { path: x, features: hour } }\n`,
    at: '3:25',
    says: '`tables.a.features` is text; a list was expected. Put it in brackets: `[…]`.',
  },
  {
    name: 'a role of labels that is none',
    yaml: `${head}predictions: { p: { path: x, labels: { path: y, id: z, lable: w } } }\n`,
    at: '3:56',
    says: 'unknown key `lable` in `predictions.p.labels`; did you mean `label`?',
  },
  { name: 'a stage that is none', yaml: `${head}stage: monitorin\n`, at: '3:1', says: 'one of `ideation`, `data_collection`' },
  { name: 'a stage near one', yaml: `${head}stage: prototypng\n`, at: '3:1', says: 'did you mean `prototyping`?' },
  { name: 'yes for true', yaml: `${head}repo: { path: ., complete: yes }\n`, at: '3:17', says: 'is text; `true` or `false` was expected. Write `true`.' },
  { name: 'people in quotes', yaml: `${head}company: { people: "40" }\n`, at: '3:12', says: 'is text; a number was expected. Take the quotes away.' },
  { name: 'people without end', yaml: `${head}company: { people: .inf }\n`, at: '3:12', says: 'is not a finite number; a number was expected' },
  { name: 'a key without a value', yaml: `${head}repo:\n`, at: '3:1', says: '`repo` has no value; a map with `path` was expected' },
  { name: 'statements as a map', yaml: `${head}statements: { says: x }\n`, at: '3:1', says: 'is a map of keys; a list was expected. Begin each entry with `- `.' },
  {
    name: 'a mistyped key of a claim',
    yaml: `${head}statements:\n  - says: x\n    claim: { fact: serving.latency.p95_ms, at_mots: 50 }\n`,
    at: '5:44',
    says: 'unknown key `at_mots` in `statements[0].claim`; did you mean `at_most`?',
  },
  {
    name: 'a limit with its unit',
    yaml: `${head}targets:\n  - { fact: serving.latency.p95_ms, at_most: 50 ms }\n`,
    at: '4:37',
    says: '`targets[0].at_most` is text; a number was expected.',
  },
  {
    name: 'a date the calendar lacks',
    yaml: `${head}statements: [{ says: x, on: 2026-02-30 }]\n`,
    at: '3:25',
    says: '`statements[0].on`: a date that the calendar has was expected',
  },
  { name: 'a month for a date', yaml: `${head}statements: [{ says: x, on: May 2026 }]\n`, at: '3:25', says: 'a date such as 2026-05-04 was expected' },
  { name: 'a year for a date', yaml: `${head}statements: [{ says: x, on: 2026 }]\n`, at: '3:25', says: 'is the number 2026; text was expected' },
  {
    name: 'a gate on nothing',
    yaml: `${head}gates: [{ id: g, require: [] }]\n`,
    at: '3:18',
    says: '`gates[0].require` is an empty list; at least 1 entry was expected',
  },
  {
    name: 'a gate of two kinds at once',
    yaml: `${head}gates: [{ id: g, require: [{ scor: total, at_least: 2 }] }]\n`,
    at: '3:30',
    says: 'unknown key `scor` in `gates[0].require[0]`; did you mean `score`?',
  },
  {
    name: 'a gate on a criterion with a number',
    yaml: `${head}gates: [{ id: g, require: [{ criterion: data-1, at_least: 2 }] }]\n`,
    at: '3:49',
    says: '`gates[0].require[0].at_least` is `2`; expected one of `unmet`, `partial`, `met`',
  },
  {
    name: 'a gate that is text',
    yaml: `${head}gates: [{ id: g, require: [data-1] }]\n`,
    at: '3:28',
    says: 'a map with `criterion` and `at_least` or a map with `score` and `at_least` was expected',
  },
  {
    name: 'a mistake inside an anchor',
    yaml: `${head}tables:\n  a: &t { path: x, lable: y }\n  b: *t\n`,
    at: '4:20',
    says: 'unknown key `lable` in `tables.a`',
  },
]

const outside: Files = { 'assay.yaml': '', 'in/a.csv': 'a\n1\n', 'in/link': { link: '/etc' }, 'in/up.csv': { link: '/etc/hosts' } }
const paths: Case[] = [
  { name: 'a missing table', yaml: `${head}tables:\n  train: { path: no.csv }\n`, at: '4:18', says: '`no.csv` does not exist beside this file.' },
  { name: 'a missing repository', yaml: `${head}repo: { path: no }\n`, at: '3:15', says: '`no` does not exist' },
  { name: 'missing labels', yaml: `${head}predictions: { p: { path: in/a.csv, labels: { path: no, id: a, label: b } } }\n`, at: '3:53', says: '`no` does' },
  { name: 'missing runs', yaml: `${head}ci: { runs: no.json }\n`, at: '3:13', says: '`no.json` does not exist' },
  { name: 'a missing document', yaml: `${head}statements: [{ says: x, document: no.md }]\n`, at: '3:35', says: '`no.md` does not exist' },
  { name: 'missing answers', yaml: `${head}answers: [in/a.csv, no.yaml]\n`, at: '3:21', says: '`no.yaml` does not exist' },
  { name: 'a missing request', yaml: `${head}endpoint: { url: "http://h/", body: no.json }\n`, at: '3:37', says: '`no.json` does not exist' },
  { name: 'a missing store', yaml: `${head}mlflow: { uri: mlruns }\n`, at: '3:16', says: '`mlruns` does not exist' },
  { name: 'a pattern in a missing folder', yaml: `${head}tables: { a: { path: no/*.csv } }\n`, at: '3:22', says: '`no/*.csv` does not exist' },
  { name: 'a path upwards', yaml: `${head}tables: { a: { path: ../a.csv } }\n`, at: '3:22', says: '`../a.csv` leaves the folder of this file' },
  { name: 'a path from the root', yaml: `${head}documents: { path: /etc }\n`, at: '3:20', says: '`/etc` leaves the folder of this file' },
  { name: 'a link to a file outside', yaml: `${head}tables: { a: { path: in/up.csv } }\n`, at: '3:22', says: '`in/up.csv` leaves the folder' },
  { name: 'a link to a folder outside', yaml: `${head}documents: { path: in/link }\n`, at: '3:20', says: '`in/link` leaves the folder' },
  { name: 'something missing behind a link', yaml: `${head}ci: { runs: in/link/none.json }\n`, at: '3:13', says: 'leaves the folder' },
  { name: 'a pattern behind a link', yaml: `${head}tables: { a: { path: in/link/h*.csv } }\n`, at: '3:22', says: 'leaves the folder' },
  { name: 'a pattern that climbs', yaml: `${head}tables: { a: { path: "in/*/../../x" } }\n`, at: '3:22', says: 'leaves the folder' },
  { name: 'a home from the environment', yaml: `${head}tables: { a: { path: "\${HOME}/a" } }\n`, at: '3:22', says: 'paths are not filled from the environ' },
  { name: 'a framework outside', yaml: `${head}frameworks: [../mine]\n`, at: '3:14', says: '`../mine` leaves the folder' },
  { name: 'a NUL in a path', yaml: `${head}tables: { a: { path: "in/a\\0.csv" } }\n`, at: '3:22', says: 'holds a NUL character' },
]

const claim = (rest: string): string => `${head}repo: { path: . }\nstatements:\n  - { says: x, ${rest} }\n`
const names: Case[] = [
  { name: 'an unknown topic', yaml: claim('topic: latnecy, level: yes'), at: '5:23', says: 'there is no topic `latnecy`; did you mean `latency`?' },
  { name: 'a topic like none', yaml: claim('topic: qqqqqqqq'), at: '5:23', says: 'frameworks/topics.yaml lists them' },
  { name: 'a level that is none', yaml: claim('topic: latency, level: yess'), at: '5:32', says: 'did you mean `yes`?' },
  { name: 'a level without a topic', yaml: claim('level: yes'), at: '5:16', says: '`level` stands without a topic' },
  { name: 'a claim without a limit', yaml: claim('claim: { fact: serving.latency.p95_ms }'), at: '5:16', says: 'has no limit; one of at_most, at_least' },
  {
    name: 'a claim with two limits',
    yaml: claim('claim: { fact: serving.latency.p95_ms, at_most: 5, at_least: 1 }'),
    at: '5:67',
    says: 'the claim has 2 limits, at_most and at_least; one was expected',
  },
  {
    name: 'an unknown fact',
    yaml: claim('claim: { fact: serving.latency.p95ms, at_most: 5 }'),
    at: '5:31',
    says: 'no probe gives the fact `serving.latency.p95ms`; did you mean `serving.latency.p95_ms`?',
  },
  {
    name: 'a material that is not declared',
    yaml: claim('claim: { fact: serving.latency.p95_ms, of: predictions.current, at_most: 5 }'),
    at: '5:59',
    says: '`predictions.current` is not declared in this subject; there are repo.',
  },
  {
    name: 'a material without its kind',
    yaml: `${head}tables: { train: { path: in/a.csv } }\ntargets: [{ fact: data.profile.rows, of: train, at_least: 5 }]\n`,
    at: '4:41',
    says: '`train` is not declared in this subject; did you mean `tables.train`?',
  },
  {
    name: 'constructor as a material',
    yaml: `${head}targets: [{ fact: data.profile.rows, of: constructor, at_least: 5 }]\n`,
    at: '3:42',
    says: '`constructor` is not declared in this subject; no material is.',
  },
  { name: 'a target without a limit', yaml: `${head}targets: [{ fact: data.profile.rows }]\n`, at: '3:11', says: 'has no limit' },
  { name: 'a statement that says nothing', yaml: `${head}statements: [{ by: CTO }]\n`, at: '3:14', says: 'this statement says nothing' },
  { name: 'an unknown framework', yaml: `${head}frameworks: [ml-test-scor]\n`, at: '3:14', says: 'did you mean `ml-test-score`?' },
  { name: 'a framework like none', yaml: `${head}frameworks: [x]\n`, at: '3:14', says: 'there is no framework `x`; there are ml-' },
  { name: 'a hostile topic', yaml: claim('topic: "\\e[2J\\u202e\\nx"'), at: '5:23', says: '`\\u001b[2J\\u202e\\nx`' },
  { name: 'a topic of 5,000 letters', yaml: claim(`topic: ${'x'.repeat(5000)}`), at: '5:23', says: `\`${'x'.repeat(59)}…\`` },
]

const answers = (text: string, rest: Files = {}): { yaml: string; files: Files } => ({
  yaml: `${head}answers: [said/a.yaml]\n`,
  files: { 'said/a.yaml': text, ...rest },
})
const inAnswers: Case[] = [
  { name: 'an unknown key of answers', ...answers('statments: []\n'), at: 'said/a.yaml:1:1', says: 'did you mean `statements`?' },
  { name: 'a topic in answers', ...answers('statements:\n  - { topic: latnecy }\n'), at: 'said/a.yaml:2:14', says: 'did you mean `latency`?' },
  { name: 'a document in answers', ...answers('statements:\n  - { says: x, document: no.md }\n'), at: 'said/a.yaml:2:26', says: 'does not exist' },
  { name: 'answers that are no YAML', ...answers('statements: ['), at: 'said/a.yaml:1:14', says: 'this is not YAML' },
  { name: 'answers that are empty', ...answers(''), at: 'said/a.yaml:1:1', says: 'the file has no value; a map with `statements` was expected' },
  { name: 'answers that are a folder', yaml: `${head}answers: [said]\n`, files: { said: { folder: true } }, at: undefined, says: 'is a folder' },
]

const secret = 'hunter2'
const addresses: Case[] = [
  { name: 'a password in an address', yaml: `${head}mlflow: { uri: "http://ada:${secret}@h:5000" }\n`, at: '3:16', says: 'holds a password or a key' },
  { name: 'a password with a slash', yaml: `${head}endpoint: { url: "https://ada:x@${secret}@h/" }\n`, at: '3:18', says: 'holds a password or a key' },
  { name: 'a token as user', yaml: `${head}prometheus: { url: "http://${secret}@h:9090" }\n`, at: '3:20', says: 'holds a password or a key' },
  { name: 'a token in the query', yaml: `${head}endpoint: { url: "http://h/?api_key=${secret}" }\n`, at: '3:18', says: 'holds a password or a key' },
  { name: 'half a password', yaml: `${head}endpoint: { url: "http://a:\${P}${secret}@h/" }\n`, at: '3:18', says: 'holds a password or a key' },
  { name: 'a variable without a name', yaml: `${head}endpoint: { url: "http://\${a b}/" }\n`, at: '3:18', says: 'names no variable' },
  { name: 'a variable that stays open', yaml: `${head}endpoint: { url: "http://\${HOST/" }\n`, at: '3:18', says: 'names no variable' },
  { name: 'a file for an endpoint', yaml: `${head}endpoint: { url: "file:///etc/passwd" }\n`, at: '3:18', says: 'is no web address' },
  { name: 'a word for an address', yaml: `${head}prometheus: { url: localhost }\n`, at: '3:20', says: 'is no web address' },
  { name: 'a rate below nothing', yaml: `${head}endpoint: { url: "http://h/", rate: -5 }\n`, at: '3:31', says: 'is -5; a number above 0 was expected' },
]

const problemOf = async ({ yaml, files = outside }: Case): Promise<{ problem: Problem; folder: string }> => {
  const folder = await smallFolder({ ...outside, ...files, 'assay.yaml': yaml })
  const thrown: unknown = await loadSubject(folder, facts).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Problem)
  return { problem: thrown as Problem, folder }
}

describe.each([
  ['what is not one plain YAML document', notYaml],
  ['what does not fit the format', misfits],
  ['paths', paths],
  ['names of what is not there', names],
  ['answers files', inAnswers],
  ['addresses', addresses],
])('%s', (_, cases) => {
  it.each(cases)('$name', async (it) => {
    const { problem, folder } = await problemOf(it)
    const { file, line, column } = problem.place ?? {}
    const place = line === undefined ? undefined : `${line}:${column}`
    const name = file === undefined ? undefined : relative(folder, join(process.cwd(), file).startsWith(folder) ? join(process.cwd(), file) : file)
    const wanted = it.at?.includes('.yaml') === true ? `${name}:${place}` : place
    expect({ at: wanted, line: problem.line() }).toEqual({ at: it.at, line: expect.stringContaining(it.says) })
    expect(isPrintable(problem.line())).toBe(true)
    expect(problem.line()).not.toContain(secret)
    expect(problem.line().length).toBeLessThan(600)
  })
})

const whole: { name: string; yaml: string; files?: Files; holds: object }[] = [
  {
    name: 'a date without quotes stays text',
    yaml: `${head}statements: [{ says: x, on: 2026-05-04 }, { says: y, on: "2026-05-04T10:00:00Z" }]\n`,
    holds: { statements: [{ on: '2026-05-04' }, { on: '2026-05-04T10:00:00Z' }] },
  },
  { name: 'YAML 1.1 asked for changes no meaning', yaml: `%YAML 1.1\n---\nassay: 1\nsubject: { name: yes }\n`, holds: { subject: { name: 'yes' } } },
  { name: 'a byte order mark', yaml: `\ufeff${head}`, holds: { subject: { name: 'Departures' } } },
  { name: 'line ends of Windows', yaml: head.replaceAll('\n', '\r\n'), holds: { subject: { name: 'Departures' } } },
  { name: 'JSON', yaml: '{"assay": 1, "subject": {"name": "x"}}', holds: { subject: { name: 'x' } } },
  { name: 'a topic without a level is prose', yaml: `${head}statements: [{ topic: latency }]\n`, holds: { statements: [{ topic: 'latency' }] } },
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
    holds: { mlflow: { uri: 'https://ada:${MLFLOW_PASSWORD}@h/' }, prometheus: { url: '${PROMETHEUS}' } },
  },
  {
    name: 'a name that begins with two dots, and one with a bracket',
    yaml: `${head}tables: { a: { path: ..a.csv }, b: { path: "b[1].csv" } }\n`,
    files: { '..a.csv': 'a\n1\n', 'b[1].csv': 'a\n1\n' },
    holds: { tables: { a: { path: '..a.csv' } } },
  },
  {
    name: 'answers, after the statements of the file',
    ...answers('answers: 1\nstatements: [{ says: second }]\n'),
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

  it('20,000 tables, each held', async () => {
    const tables = Array.from({ length: 20_000 }, (_, i) => `  t${i}: { path: in/a.csv }`).join('\n')
    const { subject } = await loadSubject(await smallFolder({ ...outside, 'assay.yaml': `${head}tables:\n${tables}\n` }), facts)
    expect(Object.keys(subject.tables ?? {})).toHaveLength(20_000)
  })

  it('a path outside, when that is allowed', async () => {
    const folder = await smallFolder({ ...outside, 'assay.yaml': `${head}tables: { a: { path: in/up.csv } }\n` })
    const { subject } = await loadSubject(folder, facts, { allowOutside: true })
    expect(subject.tables?.a?.path).toBe('in/up.csv')
  })
})

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const run = (args: string[], cwd: string): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((done) => {
    const child = execFile(process.execPath, [main, ...args], { cwd }, (_, out, err) => done({ code: child.exitCode, out, err }))
  })

describe('through the command line', () => {
  it.each<{ name: string; args: string[]; files: Files; says: string }>([
    { name: 'no such subject', args: ['none'], files: {}, says: 'assay: none: there is nothing there.' },
    { name: 'a folder with nothing', args: ['in'], files: outside, says: 'assay: in: is neither a git repository nor' },
    { name: 'a mistyped key', args: ['.'], files: { 'assay.yaml': `${head}tabels: {}\n` }, says: 'assay: assay.yaml:3:1: unknown key `tabels`; did' },
    { name: 'a bomb', args: ['.'], files: { 'assay.yaml': notYaml.find((it) => it.name.includes('bomb'))?.yaml ?? '' }, says: 'assay.yaml:9:33: written out' },
    { name: 'a hostile topic', args: ['collect'], files: { 'assay.yaml': claim('topic: "\\e[2J\\nx"') }, says: 'no topic `\\u001b[2J\\nx`' },
    { name: 'a folder with a hostile name', args: ['a\u001b[31m\u202e\nb'], files: {}, says: 'assay: a\\u001b[31m\\u202e\\nb: there is nothing' },
    { name: 'answers', args: ['.', '--json'], files: { ...inAnswers[1]?.files, 'assay.yaml': inAnswers[1]?.yaml ?? '' }, says: 'assay: said/a.yaml:2:14' },
    { name: 'an unknown framework', args: ['.', '--framework', 'ml-tset-score'], files: { 'assay.yaml': head }, says: 'did you mean `ml-test-score`?' },
  ])('$name: one line, exit 2', async ({ args, files, says }) => {
    const { code, out, err } = await run(args, await smallFolder(files))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(says) })
    expect(err.endsWith('\n') && isPrintable(err.slice(0, -1))).toBe(true)
  })
})
