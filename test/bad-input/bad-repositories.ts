/** Bad repositories and CI exports as cases: how each is made, and how its records must end. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { freshFolder, light, secret } from './subject.ts'

export type Case = {
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

export const redeclared = (at: string, from: string, to: string): void =>
  writeFileSync(
    join(at, 'assay.yaml'),
    light.replace(from, () => to),
  )

/** Everything by which a repository can have a program started, each writing a file that must never be there. */
export const mark = join(freshFolder(), 'ran')
export const traps = (code: string): void => {
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

export const repositoryCases: Case[] = [
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
]
