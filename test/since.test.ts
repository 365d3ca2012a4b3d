/** `assay --since <commit>`: only what became better or worse, with the line that did it; what one side cannot tell is neither. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git, gitFolder, tempFolder, writeFiles } from '../src/collect/sources/repo/git-fixture.ts'
import { assay } from './bad-input/command.ts'
import { brokenFiles, type Files } from './code-scanning/assess-git.ts'
import { githubFaults } from './code-scanning/github-rules.ts'
import { schemaFaults } from './code-scanning/schema-faults.ts'

const workflow = '.github/workflows/ci.yml'
const ci =
  'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pytest tests\n'
const { '.github/workflows/ci [old] #1.yml': _, ...rest } = brokenFiles
const good: Files = { ...rest, [workflow]: ci }
// Put together, so that this file is no leak itself.
const secret = ['wJq9Lr3Vx7', 'Tz2Kd8Fh5', 'Bn6Gc1Ps4', 'My0Qe7Ua2X'].join('')
const bad: Files = {
  ...rest,
  [workflow]: ci.replace('pytest tests', 'pytest tests || true'),
  'train é%20.py': `# moved\n# down\n\n${rest['train é%20.py']}`,
  'config.py': `aws_access_key_id = "${['AKIA', '4QX7ZJ2M', 'WP5TKLB3'].join('')}"\naws_secret_access_key = "${secret}"\n`,
}

type Told = {
  verdicts: { criterion: string; from: string; to: string; direction: string; path?: string; line?: number }[]
  findings: { new: { criterion: string; path?: string }[]; gone: { criterion: string }[] }
}
const since = async (folder: string, revision: string, ...more: string[]) => {
  const out = join(tempFolder(), 'out')
  const ran = await assay([folder, '--since', revision, '--out', out, '--quiet', '--as-of', '2026-04-01', ...more])
  return { ...ran, read: (name: string) => readFileSync(join(out, name), 'utf8') }
}

test('a failure that is thrown away and a key that came in are told with their lines, moved lines are not', async () => {
  const { code, out, read } = await since(gitFolder(good, bad), 'HEAD~1', '--gate')
  expect(code).toBe(1)
  expect(Math.max(...out.split('\n').map((it) => it.length))).toBeLessThanOrEqual(80)
  const told: Told = JSON.parse(read('since.json'))
  expect(told.verdicts.find((it) => it.criterion === 'ci_runs_tests')).toMatchObject({
    from: 'met',
    to: 'partial',
    direction: 'worse',
    path: workflow,
    line: 7,
  })
  expect(told.findings.new.map((it) => it.criterion)).toEqual(expect.arrayContaining(['ci_runs_tests', 'secrets_leaked']))
  expect(told.findings.new.map((it) => it.criterion)).not.toContain('seeds_set')
  expect(out.indexOf('Came in')).toBeGreaterThan(-1)
  expect(out.replace(/\s+/g, ' ')).toContain(`Every change runs the tests (${workflow}:7): met → partly met; pytest tests`)
  const sarif = read('report.sarif')
  expect([schemaFaults(sarif), githubFaults(sarif)]).toEqual([[], []])
  const results: { ruleId: string; baselineState: string }[] = JSON.parse(sarif).runs[0].results
  expect(new Set(results.map((it) => it.baselineState))).toEqual(new Set(['new']))
  expect(results.map((it) => it.ruleId)).not.toContain('ml-repository/seeds_set')
  for (const text of [out, read('since.md'), read('since.html'), read('since.json'), sarif]) expect(text).not.toContain(secret)
})

test('the way back is better, in a bare clone and by JSON alone', async () => {
  const bare = join(tempFolder(), 'bare.git')
  git(tempFolder(), 'clone', '-q', '--bare', gitFolder({ ...bad, 'config.py': '' }, good), bare)
  const { code, out } = await since(bare, 'main~1', '--gate', '--json')
  expect(code).toBe(0)
  const told: Told = JSON.parse(out)
  expect(told.verdicts.map((it) => [it.criterion, it.direction])).toContainEqual(['ci_runs_tests', 'better'])
  expect(told.findings.gone.map((it) => it.criterion)).toContain('ci_runs_tests')
})

test('what the older commit could not tell is not called better', async () => {
  const unseen = { ...rest, '.taskcluster.yml': 'version: 1\ntasks: []\n' }
  const folder = gitFolder(unseen)
  git(folder, 'rm', '-q', '.taskcluster.yml')
  writeFiles(folder, good)
  git(folder, 'add', '-A', '-f')
  git(folder, 'commit', '-q', '-m', 'another provider')
  const { out } = await since(folder, 'HEAD~1', '--json')
  const told: Told = JSON.parse(out)
  expect(told.verdicts.find((it) => it.criterion === 'ci_runs_tests')).toMatchObject({ from: 'unknown', to: 'met', direction: 'unclear' })
})

test('a subject with an assay.yaml is compared too, and nothing that changed is one line', async () => {
  const folder = gitFolder(good, { 'notes.md': 'A note.\n' })
  writeFileSync(join(folder, 'assay.yaml'), 'assay: 1\nsubject: { name: Shop }\nrepo: { path: . }\n')
  const { code, out } = await since(folder, 'HEAD~1', '--gate')
  expect(code).toBe(0)
  expect(out).toMatch(/^Shop since HEAD~1 .*1 commit\nNothing became better or worse\./)
})

describe('one line for each commit that cannot be compared with', () => {
  const fails = async (folder: string, revision: string): Promise<string> => {
    const { code, err, out } = await since(folder, revision)
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1])
    return err
  }

  test('one that does not exist, or would be an option', async () => {
    const folder = gitFolder(good)
    expect(await fails(folder, 'nosuch')).toContain('`--since nosuch`: there is no commit called nosuch')
    expect((await assay([folder, '--since=--all', '--out', join(tempFolder(), 'o')])).err).toContain('there is no commit called --all')
  })

  test('one that does not lie behind', async () => {
    const folder = gitFolder(good)
    const common = git(folder, 'rev-parse', 'HEAD').trim()
    git(folder, 'checkout', '-q', '-b', 'other')
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'other')
    git(folder, 'checkout', '-q', 'main')
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'main')
    expect(await fails(folder, 'other')).toMatch(new RegExp(`no ancestor of .* the last commit of both is ${common.slice(0, 12)}`))
  })

  test('one beyond a shallow clone', async () => {
    const folder = gitFolder(good, bad, good)
    const clone = join(tempFolder(), 'clone')
    git(tempFolder(), 'clone', '-q', '--depth', '1', `file://${folder}`, clone)
    expect(await fails(clone, git(folder, 'rev-parse', 'HEAD~2').trim())).toContain('this clone is shallow; run `git fetch --unshallow`')
  })

  test('no repository at all', async () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data', 't.csv'), 'a\n1\n')
    writeFileSync(join(folder, 'assay.yaml'), 'assay: 1\nsubject: { name: T }\ntables: { train: { path: data/t.csv } }\n')
    expect(await fails(folder, 'HEAD')).toContain('declares no repository')
  })
})
