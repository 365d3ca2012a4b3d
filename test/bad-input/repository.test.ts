/** Bad repositories, CI exports and documents in whole assessments: nothing of theirs runs, each ends with a code and a place, the other verdicts survive. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { git, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { factIndex, loadSubject } from '../../src/declare/index.ts'
import { type Assessment, type Evidence, Problem } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { assessed, copy, expectSurvivors, freshFolder, light, recordsOf, secret, sweep, twin } from './subject.ts'

afterAll(sweep)

type Case = {
  name: string
  /** Harms the copy at `at`; `code` is its repository's folder. */
  harm: (at: string, code: string) => unknown
  /** Default `repo`. */
  harmed?: string
  /** Codes that the records of the material may end with; at least one does. `null`: it was found all the same. */
  codes?: (string | null)[]
  /** What at least one such record says, in its error or among its limits. */
  says?: RegExp
  /** Every fact is as in the twin. */
  same?: true
}

/** The repository is taken away and another put in its place by git. */
const replaced = (code: string, make: (old: string) => void): void => {
  const old = join(freshFolder(), 'old')
  renameSync(code, old)
  make(old)
}

const redeclared = (at: string, from: string, to: string): void =>
  writeFileSync(
    join(at, 'assay.yaml'),
    light.replace(from, () => to),
  )

/** Everything by which a repository can have a program started, each writing a file that must never be there. */
const mark = join(freshFolder(), 'ran')
const traps = (code: string): void => {
  const script = join(code, '.git', 'trap.sh')
  writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\ncat\nexit 1\n`, { mode: 0o755 })
  for (const hook of ['post-checkout', 'post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'pre-auto-gc'])
    copyFileSync(script, join(code, '.git', 'hooks', hook))
  writeFileSync(
    join(code, '.git', 'more'),
    `[core]\n\tfsmonitor = ${script}\n[filter "trap"]\n\tclean = ${script}\n\tprocess = ${script}\n`,
  )
  writeFiles(code, { '.git/info/attributes': '* filter=trap diff=trap merge=trap\n' })
  const ours: [string, string][] = [
    ['include', `path = ${join(code, '.git', 'more')}`],
    ['includeIf "gitdir:/"', `path = ${join(code, '.git', 'more')}`],
    [
      'core',
      `fsmonitor = ${script}\n\tsshCommand = ${script}\n\tpager = ${script}\n\talternateRefsCommand = ${script}\n\thooksPath = ${join(code, '.git', 'hooks')}`,
    ],
    ['filter "trap"', `clean = ${script}\n\tsmudge = ${script}\n\tprocess = ${script}\n\trequired = true`],
    ['diff', `external = ${script}`],
    ['diff "trap"', `command = ${script}\n\ttextconv = ${script}`],
    ['gpg', `program = ${script}`],
    ['alias', `log = !${script}`],
  ]
  appendFileSync(join(code, '.git', 'config'), ours.map(([section, lines]) => `[${section}]\n\t${lines}\n`).join(''))
}

const cases: Case[] = [
  { name: 'hooks, included settings, fsmonitor and filters that would run a program', harm: (_, code) => traps(code), same: true },
  { name: 'a locked index', harm: (_, code) => writeFileSync(join(code, '.git', 'index.lock'), ''), same: true },
  {
    name: 'an index of garbage',
    harm: (_, code) => writeFileSync(join(code, '.git', 'index'), 'DIRC garbage'),
    says: /uncommitted changes could not be told/,
  },
  {
    name: 'a work tree that is gone',
    harm: (_, code) =>
      readdirSync(code)
        .filter((it) => it !== '.git')
        .map((it) => rmSync(join(code, it), { recursive: true })),
    says: /^\d+ uncommitted file changes were not read/,
  },
  { name: 'a bare repository', harm: (_, code) => replaced(code, (old) => git(old, 'clone', '-q', '--bare', old, code)), same: true },
  {
    name: 'a folder whose name has spaces, quotes and a newline',
    harm: (at, code) => [
      renameSync(code, join(at, `it's "my"\n$(id) code`)),
      redeclared(at, 'path: code', 'path: "it\'s \\"my\\"\\n$(id) code"'),
    ],
    same: true,
  },
  {
    name: 'a shallow clone',
    harm: (_, code) => replaced(code, (old) => git(old, 'clone', '-q', '--depth', '1', `file://${old}`, code)),
    codes: ['shallow', null],
    says: /^shallow clone/,
  },
  {
    name: 'a partial clone whose origin is gone',
    harm: (_, code) =>
      replaced(code, (old) => {
        git(old, 'config', 'uploadpack.allowFilter', 'true')
        git(old, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${old}`, code)
        rmSync(old, { recursive: true })
      }),
    codes: ['missing_object', null],
    says: /not in this clone/,
  },
  {
    name: 'an empty repository',
    harm: (_, code) => replaced(code, () => [mkdirSync(code), git(code, 'init', '-q')]),
    codes: ['not_found'],
    says: /no commit yet/,
  },
  {
    name: 'no repository',
    harm: (_, code) => rmSync(join(code, '.git'), { recursive: true }),
    codes: ['not_readable'],
    says: /^not a git repository/,
  },
  {
    name: 'a HEAD that is garbage',
    harm: (_, code) => writeFileSync(join(code, '.git', 'HEAD'), '\u0000\u0001 not a ref'),
    codes: ['not_readable'],
    says: /git/,
  },
  {
    name: 'a pipe where `.git` should be',
    harm: (_, code) => [rmSync(join(code, '.git'), { recursive: true }), execFileSync('mkfifo', [join(code, '.git')])],
    codes: ['not_readable'],
    says: /`\.git` is a pipe/,
  },
  ...['config', 'HEAD', 'shallow'].map(
    (name): Case => ({
      name: `a pipe where .git/${name} should be`,
      harm: (_, code) => [rmSync(join(code, '.git', name), { force: true }), execFileSync('mkfifo', [join(code, '.git', name)])],
      codes: ['not_readable'],
      says: new RegExp(`\`${name}\` is a pipe`),
    }),
  ),
  {
    name: 'a `.git` file that leads to a repository elsewhere',
    harm: (_, code) => {
      const elsewhere = freshFolder()
      renameSync(join(code, '.git'), join(elsewhere, '.git'))
      writeFileSync(join(code, '.git'), `gitdir: ${join(elsewhere, '.git')}\n`)
    },
    codes: ['outside_folder'],
    says: /`\.git` points to/,
  },
  {
    name: 'a linked `.git` that leads to a repository elsewhere',
    harm: (_, code) => {
      const elsewhere = freshFolder()
      renameSync(join(code, '.git'), join(elsewhere, '.git'))
      symlinkSync(join(elsewhere, '.git'), join(code, '.git'))
    },
    codes: ['outside_folder'],
    says: /`\.git` points to/,
  },
  {
    name: 'a git folder that borrows everything from a repository elsewhere',
    harm: (_, code) => {
      const elsewhere = freshFolder()
      renameSync(join(code, '.git'), join(elsewhere, '.git'))
      writeFiles(code, { '.git/HEAD': 'ref: refs/heads/main\n', '.git/commondir': `${join(elsewhere, '.git')}\n` })
    },
    codes: ['outside_folder'],
    says: /outside/,
  },
  {
    name: 'a list of shallow commits that is a link to somebody’s file',
    harm: (at, code) => {
      writeFileSync(join(at, 'theirs'), `${secret}\n`)
      symlinkSync(join(at, 'theirs'), join(code, '.git', 'shallow'))
    },
    codes: ['not_readable', 'damaged'],
    says: /git/,
  },
  {
    name: 'a submodule',
    harm: (_, code) => {
      const other = freshFolder()
      writeFiles(other, { 'a.py': 'print(1)\n' })
      git(other, 'init', '-q', '-b', 'main')
      git(other, 'add', '-A')
      git(other, 'commit', '-q', '-m', 'first')
      git(code, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'vendor/other')
      git(code, 'commit', '-q', '-m', 'with a submodule')
    },
    says: /^1 submodule was not entered/,
  },
  {
    name: 'an object that is damaged',
    harm: (_, code) => {
      const blob = git(code, 'rev-parse', 'HEAD:tests/test_train.py').trim()
      const file = join(code, '.git', 'objects', blob.slice(0, 2), blob.slice(2))
      rmSync(file)
      writeFileSync(file, 'garbage')
    },
    codes: ['damaged', 'missing_object', null],
    says: /git|this clone/,
  },
  {
    name: 'a bundle cut in the middle',
    harm: (at, code) => {
      git(code, 'bundle', 'create', '-q', join(at, 'code.bundle'), '--all')
      truncateSync(join(at, 'code.bundle'), 700)
      redeclared(at, 'path: code', 'path: code.bundle')
    },
    codes: ['damaged'],
    says: /^git cannot read this bundle/,
  },
  {
    name: 'file names of markup, control characters and newlines',
    harm: (_, code) => {
      writeFiles(code, { '<script>alert(1)</script>/\u001b[31m\u202egpj\n.py': 'import mlflow\n', "'; rm -rf $HOME;'.py": 'print(1)\n' })
      git(code, 'add', '-A')
      git(code, 'commit', '-q', '-m', '<img src=x onerror=alert(1)>')
    },
  },
  {
    name: 'an export of CI runs cut in the middle',
    harmed: 'ci',
    harm: (at) => truncateSync(join(at, 'runs.json'), 200),
    codes: ['damaged'],
    says: /^runs\.json is not JSON: line 1, column 201$/,
  },
  {
    name: 'an export of CI runs of 0 bytes',
    harmed: 'ci',
    harm: (at) => writeFileSync(join(at, 'runs.json'), ''),
    codes: ['damaged'],
    says: /^runs\.json is empty/,
  },
  {
    name: 'a pipe given as the export of CI runs',
    harmed: 'ci',
    harm: (at) => [rmSync(join(at, 'runs.json')), execFileSync('mkfifo', [join(at, 'runs.json')])],
    codes: ['not_readable'],
    says: /is a pipe/,
  },
  {
    name: 'a folder of CI runs with a link out of the tree',
    harmed: 'ci',
    harm: (at) => {
      const elsewhere = freshFolder()
      renameSync(join(at, 'runs.json'), join(elsewhere, 'runs.json'))
      mkdirSync(join(at, 'runs.json'))
      symlinkSync(join(elsewhere, 'runs.json'), join(at, 'runs.json', 'a.json'))
    },
    codes: ['outside_folder'],
    says: /outside/,
  },
  {
    name: 'an export of CI runs nested a hundred thousand deep',
    harmed: 'ci',
    harm: (at) => writeFileSync(join(at, 'runs.json'), '['.repeat(100_000) + ']'.repeat(100_000)),
  },
  {
    name: 'an export of CI runs with entries of every wrong type',
    harmed: 'ci',
    harm: (at) =>
      writeFileSync(
        join(at, 'runs.json'),
        JSON.stringify({
          workflow_runs: [null, 1, 'x', [], { id: {}, jobs: 'none' }, { id: 1, created_at: 'never', jobs: [null, { steps: 3 }] }],
        }),
      ),
  },
]

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

test.each(cases)('$name', async (it) => {
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
  const [statement] = assessment.evidence.filter((it) => it.facts.document === 'docs/sla.md')
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
