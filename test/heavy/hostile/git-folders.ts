/** Hostile git folders: links, names, settings, refs, histories, and objects that no git would write. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git, gitFolder, writeFiles } from '../../../src/collect/sources/repo/git-fixture.ts'
import type { Hostile } from './contents.ts'
import { commitAsIs, data, fresh, imported, plain, start, withFiles } from './make.ts'

/** The plain repository with its git folder changed. */
const changed = (change: (dot: string, folder: string) => unknown): string => {
  const folder = gitFolder(plain)
  change(join(folder, '.git'), folder)
  return folder
}

const linked = (outside: string): string => {
  const folder = gitFolder(plain)
  const links: [string, string][] = [
    ['out.py', join(outside, 'outside.py')],
    ['out', outside],
    ['passwd.yaml', '/etc/passwd'],
    ['self.py', 'self.py'],
    ['here', '.'],
    ['a.py', 'b.py'],
    ['b.py', 'a.py'],
    ['.github/workflows/out.yml', join(outside, 'outside.yml')],
    ['README.md', join(outside, 'outside.md')],
    ['.gitattributes', join(outside, 'outside.md')],
    ['.mailmap', join(outside, 'outside.md')],
    ['zero.py', '/dev/zero'],
  ]
  for (const [name, target] of links) symlinkSync(target, join(folder, name))
  git(folder, 'add', '-A', '-f')
  git(folder, 'commit', '-q', '-m', 'links')
  return folder
}

const other = (outside: string): string => join(outside, 'theirs')
const odd = [
  '--upload-pack=touch.py',
  ':(exclude)x.py',
  ':!x',
  '-rf.py',
  '"quoted".py',
  "it's.py",
  'new\nline.py',
  '\u202egpj.exe.py',
  'tab\t.py',
  ' .py',
  'a\\b.py',
  '$(id).py',
  '*?.py',
  '\u0000'.replace('\u0000', 'con'),
  '%s%n.py',
  '<b>.py',
  `${'n'.repeat(4000)}.py`,
]

export const gitFolders: Hostile[] = [
  { name: 'links out of the tree, to themselves, to folders and to devices', make: linked },
  {
    name: 'names that are options, patterns, markup, too long, or no UTF-8',
    make: () =>
      imported((write) => {
        write(start('names', 'from refs/heads/main^0\n'))
        const quoted = (name: string) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
        for (const name of odd) write(`M 100644 inline ${quoted(name)}\n${data('import mlflow\n')}import mlflow\n\n`)
        write(
          Buffer.concat([
            Buffer.from('M 100644 inline "bytes'),
            Buffer.from([0xff, 0xfe, 0x80]),
            Buffer.from(`.py"\n${data('x = 1\n')}x = 1\n\n`),
          ]),
        )
        write(`M 100644 inline ${'d/'.repeat(2000)}deep.py\n${data('x = 1\n')}x = 1\n\n`)
      }),
  },
  {
    name: 'submodules that would be fetched by a command',
    make: () => {
      const folder = withFiles({
        '.gitmodules':
          '[submodule "a"]\n\tpath = a\n\turl = ext::sh -c touch% canary\n\tupdate = !touch canary\n[submodule "../../x"]\n\tpath = --upload-pack=touch\n\turl = -u./x\n',
      })
      git(folder, 'update-index', '--add', '--cacheinfo', `160000,${git(folder, 'rev-parse', 'HEAD').trim()},a`)
      git(folder, 'commit', '-q', '-m', 'submodule')
      return folder
    },
    says: /1 submodule was not entered/,
  },
  {
    name: 'objects borrowed from a repository elsewhere',
    make: (outside) =>
      changed((dot) => {
        const theirs = gitFolder({ 'outside.py': readFileSync(join(outside, 'outside.py')) })
        renameSync(theirs, other(outside))
        writeFiles(dot, { 'objects/info/alternates': `${join(other(outside), '.git', 'objects')}\n` })
        writeFileSync(join(dot, 'refs/heads/main'), `${git(other(outside), 'rev-parse', 'HEAD').trim()}\n`)
      }),
    says: /borrows from.*lies outside|lies outside/,
  },
  ...['objects', 'objects/pack', 'refs', 'logs', 'packed-refs'].map(
    (part): Hostile => ({
      name: `a link to somebody’s \`${part}\``,
      make: (outside) =>
        changed((dot) => {
          const theirs = gitFolder({ 'outside.py': readFileSync(join(outside, 'outside.py')) })
          git(theirs, 'gc', '-q')
          renameSync(theirs, other(outside))
          rmSync(join(dot, part), { recursive: true, force: true })
          symlinkSync(join(other(outside), '.git', part), join(dot, part))
          if (part === 'objects/pack') writeFileSync(join(dot, 'refs/heads/main'), `${git(other(outside), 'rev-parse', 'HEAD').trim()}\n`)
        }),
    }),
  ),
  {
    name: 'a work tree elsewhere, replaced objects and grafts',
    make: (outside) =>
      changed((dot, folder) => {
        appendFileSync(join(dot, 'config'), `[core]\n\tworktree = ${outside}\n\tbare = true\n\tignoreCase = true\n`)
        const id = git(gitFolder(plain), 'hash-object', join(outside, 'outside.py')).trim()
        const there = execObject(folder, join(outside, 'outside.py'))
        writeFiles(dot, {
          [`refs/replace/${git(folder, 'rev-parse', 'HEAD:train.py').trim()}`]: `${there || id}\n`,
          'info/grafts': `${git(folder, 'rev-parse', 'HEAD').trim()} ${'1'.repeat(40)}\n`,
        })
      }),
  },
  ...(
    [
      ['points nowhere', 'ref: refs/heads/gone\n'],
      ['points to itself', 'ref: HEAD\n'],
      ['climbs out', 'ref: refs/heads/../../../../../../../../etc/passwd\n'],
      ['names a commit that is not there', `${'1'.repeat(40)}\n`],
      ['is empty', ''],
      ['is 50 MB', 'ref: refs/heads/'.padEnd(50_000_000, 'a')],
    ] as const
  ).map(([how, text]): Hostile => ({ name: `a HEAD that ${how}`, make: () => changed((dot) => writeFileSync(join(dot, 'HEAD'), text)) })),
  ...(
    [
      ['packed-refs', `# pack-refs with: peeled fully-peeled sorted\n${'x'.repeat(100_000)}\n^^^\n`],
      ['index', 'DIRC\u0000\u0000\u0000\u0002\u00ff\u00ff\u00ff\u00ff'],
      ['shallow', 'not an id\n'],
      ['config', '[core\n\tbroken = "\n'],
      ['objects/info/alternates', '/dev/zero\n../../../../../../etc\n\u0000\n'],
      ['commondir', '/etc\n'],
      ['info/attributes', `* ${'a '.repeat(500_000)}\n`],
    ] as const
  ).map(([file, text]): Hostile => ({ name: `a damaged \`${file}\``, make: () => changed((dot) => writeFiles(dot, { [file]: text })) })),
  {
    name: '50,000 tags, some on no commit, one on a chain of 500 tags',
    make: () => {
      const folder = gitFolder(plain)
      const id = git(folder, 'rev-parse', 'HEAD').trim()
      const blob = git(folder, 'rev-parse', 'HEAD:train.py').trim()
      for (let at = 0; at < 500; at++) git(folder, 'tag', '-f', '-a', '-m', 'x', 'chain', at === 0 ? 'HEAD' : 'chain')
      const tags = Array.from({ length: 50_000 }, (_, at) => `${at % 100 === 0 ? blob : id} refs/tags/v${String(at).padStart(6, '0')}`)
      writeFileSync(join(folder, '.git', 'packed-refs'), `# pack-refs with: sorted \n${tags.join('\n')}\n`)
      return folder
    },
  },
  {
    name: 'a history of 20,000 commits, by people with markup and control characters in their names',
    make: () =>
      imported((write) => {
        for (let at = 0; at < 20_000; at++)
          write(
            `commit refs/heads/main\nauthor \u001b[31m"&lt;script&gt;${at % 300}\u0007 <a${at % 300}@\u202e.example> ${1_600_000_000 + at * 600} +0000\ncommitter Ada <ada@example.org> ${1_600_000_000 + at * 600} +0000\n${data('=cmd|x')}=cmd|x\n${at === 0 ? 'from refs/heads/main^0\n' : ''}M 100644 inline train.py\n${data(`import mlflow\nx = ${at}\n`)}import mlflow\nx = ${at}\n\n`,
          )
      }),
  },
  ...['-2208988800 +0000', '253402300799 +0000', '99999999999999999999 +9999', 'x', '1 -99999999'].map(
    (when): Hostile => ({
      name: `a commit made at \`${when}\``,
      make: () => {
        const folder = gitFolder(plain, { 'a.py': 'x = 1\n' })
        commitAsIs(folder, (tree, parent) =>
          Buffer.from(`tree ${tree}\nparent ${parent}\nauthor A <a@example.org> ${when}\ncommitter A <a@example.org> ${when}\n\nwhen\n`),
        )
        return folder
      },
    }),
  ),
  {
    name: 'a commit without a name, in an encoding that is none, with a message of 20 MB and NULs',
    make: () => {
      const folder = gitFolder(plain, { 'a.py': 'x = 1\n' })
      commitAsIs(folder, (tree, parent) =>
        Buffer.concat([
          Buffer.from(
            `tree ${tree}\nparent ${parent}\nauthor <> 1 +0000\ncommitter  <\u0001> 1 +0000\nencoding no-such\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n\n`,
          ),
          Buffer.from('a\u0000b\n'),
          Buffer.alloc(20_000_000, 'm'),
        ]),
      )
      return folder
    },
  },
  {
    name: 'a commit that is its own tree, and a merge of 2,000 parents',
    make: () => {
      const folder = gitFolder(plain, { 'a.py': 'x = 1\n' })
      commitAsIs(folder, (tree, parent) =>
        Buffer.from(
          `tree ${tree}\n${`parent ${parent}\n`.repeat(2000)}author A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nmerge\n`,
        ),
      )
      return folder
    },
  },
  {
    name: 'an empty repository',
    make: () => {
      const at = fresh()
      git(at, 'init', '-q')
      return at
    },
    says: /no commit yet/,
  },
  {
    name: 'a commit of no file',
    make: () => {
      const at = gitFolder({})
      mkdirSync(join(at, 'x'))
      return at
    },
  },
  {
    name: 'an `assay.yaml` that is a link to somebody’s file',
    make: (outside) => changed((_, folder) => symlinkSync(join(outside, 'outside.md'), join(folder, 'assay.yaml'))),
  },
]

const execObject = (folder: string, file: string): string => git(folder, 'hash-object', '-w', file).trim()
