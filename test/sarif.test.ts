/** `report.sarif` fits the schema of SARIF 2.1.0 and what GitHub documents, leaks nothing, and names the same finding the same when lines move. */
import { expect, test } from 'vitest'
import { message } from '../src/report/formats/sarif-text.ts'
import { drawReport } from '../src/report/index.ts'
import { assessGit, brokenFiles, headOf } from './code-scanning/assess-git.ts'
import { githubFaults } from './code-scanning/github-rules.ts'
import { schemaFaults } from './code-scanning/schema-faults.ts'

type Result = {
  ruleId: string
  level: string
  message: { text: string }
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[]
  partialFingerprints: { [name: string]: string }
}
const resultsIn = (text: string): Result[] => JSON.parse(text).runs[0].results
const places = (text: string): [string, string, number][] =>
  resultsIn(text).map(({ ruleId, locations }) => {
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? { artifactLocation: { uri: '' }, region: { startLine: 0 } }
    return [ruleId.replace('ml-repository/', ''), artifactLocation.uri, region.startLine]
  })

// Put together, so that this file is no leak itself.
const key = ['AKIA', '4QX7ZJ2M', 'WP5TKLB3'].join('')
const secret = ['wJq9Lr3Vx7', 'Tz2Kd8Fh5', 'Bn6Gc1Ps4', 'My0Qe7Ua2X'].join('')

test('what breaks a practice stands at its very line, odd names and all', async () => {
  const { assessment, frameworks, folder } = await assessGit(brokenFiles)
  const text = drawReport(assessment, frameworks).sarif()
  expect(schemaFaults(text)).toEqual([])
  expect(githubFaults(text)).toEqual([])
  const told = places(text)
  expect(told).toContainEqual(['ci_runs_tests', '.github/workflows/ci%20%5Bold%5D%20%231.yml', 7])
  expect(told).toContainEqual(['seeds_set', 'train%20%C3%A9%2520.py', 7])
  // What was searched for and not found has no line, and is told elsewhere.
  expect(told.map(([rule]) => rule)).not.toContain('monitoring_latency')
  expect(text).not.toContain(folder)
  expect(JSON.parse(text).runs[0].versionControlProvenance).toEqual([
    { repositoryUri: 'urn:assay:repo', revisionId: headOf(folder), mappedTo: { uriBaseId: '%SRCROOT%' } },
  ])
  const ci = resultsIn(text).find((it) => it.ruleId.endsWith('ci_runs_tests'))
  expect(ci?.message.text).toMatch(/^Only in part so: Every change runs the tests: pytest tests: its exit code is dropped/)
})

test('a notebook is told by cell and line to readers, and by the line of its file to machines', async () => {
  const cell = (source: string[]) => ({ cell_type: 'code', metadata: {}, outputs: [], source })
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: ['# Late'] },
    cell(['import pandas as pd\n', 'from sklearn.linear_model import LogisticRegression\n']),
    cell(['t = pd.read_csv("t.csv")\n', 't = t.sample(frac=1)\n', 'LogisticRegression().fit(t[["a"]], t["b"])']),
  ]
  const notebook = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)
  const { assessment, frameworks } = await assessGit({ 'train.ipynb': notebook })
  const drawn = drawReport(assessment, frameworks)
  const text = drawn.sarif()
  expect(schemaFaults(text)).toEqual([])
  expect(githubFaults(text)).toEqual([])
  const line = notebook.slice(0, notebook.indexOf('t = t.sample')).split('\n').length
  expect(places(text)).toContainEqual(['seeds_set', 'train.ipynb', line])
  expect(resultsIn(text).find((it) => it.ruleId.endsWith('seeds_set'))?.message.text).toContain('(cell 3, line 2)')
  for (const format of [drawn.markdown(), await drawn.html()]) expect(format).toContain('train.ipynb:cell 3:2')
})

test('the same finding keeps its name when lines move, and another gets its own', async () => {
  const of = async (train: string) => {
    const { assessment, frameworks } = await assessGit({ ...brokenFiles, 'train é%20.py': train })
    return resultsIn(drawReport(assessment, frameworks).sarif())
      .filter((it) => it.ruleId.endsWith('seeds_set'))
      .map((it) => Object.values(it.partialFingerprints)[0])
  }
  const train = brokenFiles['train é%20.py'] ?? ''
  const [here, moved] = [await of(train), await of(`# one\n# two\n\n${train}`)]
  expect(here.length).toBeGreaterThan(0)
  expect(moved).toEqual(here)
  const two = await of(`${train}\n\ndef again(x, y):\n    random.shuffle(y)\n    return LogisticRegression().fit(x, y)\n`)
  expect(two.length).toBeGreaterThan(here.length)
  expect(two).toEqual(expect.arrayContaining(here))
  expect(new Set(two).size).toBe(two.length)
})

test('a leaked key is an error among vulnerabilities, and its value stands nowhere', async () => {
  const { assessment, frameworks } = await assessGit(
    { 'config.py': `aws_access_key_id = "${key}"\naws_secret_access_key = "${secret}"\n` },
    { 'config.py': 'import os\n\naws_access_key_id = os.environ["AWS_ACCESS_KEY_ID"]\n' },
  )
  const text = drawReport(assessment, frameworks).sarif()
  expect([schemaFaults(text), githubFaults(text)]).toEqual([[], []])
  const leaked = resultsIn(text).filter((it) => it.ruleId.endsWith('secrets_leaked'))
  expect(leaked.length).toBeGreaterThan(0)
  expect(leaked.every((it) => it.level === 'error')).toBe(true)
  expect(text).not.toContain(key)
  expect(text).not.toContain(secret)
  const rule = JSON.parse(text).runs[0].tool.driver.rules.find((it: { id: string }) => it.id.endsWith('secrets_leaked'))
  expect(rule.properties).toMatchObject({ 'security-severity': '9.5', tags: expect.arrayContaining(['security']) })
})

test('a repository with nothing in it gives a file without results that GitHub takes', async () => {
  const { assessment, frameworks } = await assessGit({ 'README.md': 'Nothing yet.\n' })
  const text = drawReport(assessment, frameworks).sarif()
  expect([schemaFaults(text), githubFaults(text), resultsIn(text)]).toEqual([[], [], []])
})

test('words of the subject make no link and no placeholder, and move no cursor', () => {
  expect(message('[free](http://x.example) {0} ${A} \u001b[1m')).toBe('\\[free\\](http://x.example) {{0}} ${A} \\\\u001b\\[1m')
})

test('both readings of the rules can fail', () => {
  const text = JSON.stringify({
    $schema: 'x',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'a', rules: [{ id: 'r' }] } },
        results: [
          {
            ruleId: 'r',
            ruleIndex: 0,
            message: {},
            level: 'bad',
            locations: [{ physicalLocation: { artifactLocation: { uri: '/etc/x' } } }],
          },
        ],
      },
    ],
  })
  expect(schemaFaults(text)).not.toEqual([])
  expect(githubFaults(text)).toEqual(
    expect.arrayContaining(['rule r lacks help.text', 'result 0: /etc/x is no relative address', 'result 0 says nothing']),
  )
})
