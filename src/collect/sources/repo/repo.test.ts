import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { git, gitFolder, gitRepo, opened, tempFolder, writeFiles } from './git-fixture.ts'
import { openRepo } from './index.ts'

const sorted = (files: { path: string }[]) => files.map(({ path }) => path).sort()
const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (cause: { code?: string; message: string }) => cause.code ?? cause.message,
  )

describe('opening', () => {
  test('a work tree gives the files of its commit, not the uncommitted ones', async () => {
    const folder = gitFolder({ 'a.py': 'one\n', 'src/b.py': 'two\n' })
    writeFiles(folder, { 'a.py': 'changed\n', 'new.py': 'untracked\n' })
    const repo = await opened(folder)
    expect(sorted(repo.files)).toEqual(['a.py', 'src/b.py'])
    expect(await repo.read('a.py')).toBe('one\n')
    expect(await repo.read('new.py')).toBeUndefined()
    expect(repo.limits).toEqual(['1 uncommitted file change was not read'])
    expect(repo).toMatchObject({ committed_at: '2026-03-01T11:00:00Z', shallow: false, partial: false })
  })

  test('a bare repository, a bundle and a linked worktree give the same commit', async () => {
    const folder = gitFolder({ 'a.py': 'one\n' })
    const beside = tempFolder()
    git(folder, 'clone', '-q', '--bare', '.', join(beside, 'bare.git'))
    git(folder, 'bundle', 'create', join(beside, 'it.bundle'), '--all')
    git(folder, 'worktree', 'add', '-q', '-b', 'side', join(beside, 'side'))
    const first = await opened(folder)
    for (const name of ['bare.git', 'it.bundle', 'side']) {
      const repo = await opened(join(beside, name), { root: beside })
      expect([name, repo.commit, await repo.read('a.py'), (await repo.history()).commits.length]).toEqual([name, first.commit, 'one\n', 1])
    }
  })

  test('a folder inside a repository reads the whole repository and says so', async () => {
    const folder = gitFolder({ 'a.py': 'one\n', 'src/b.py': 'two\n' })
    const repo = await opened(join(folder, 'src'))
    expect(sorted(repo.files)).toEqual(['a.py', 'src/b.py'])
    expect(repo.limits).toEqual(['the folder src lies inside a repository: the whole repository was read'])
  })

  test('an older commit or a tag can be asked for', async () => {
    const folder = gitFolder({ 'a.py': 'one\n' }, { 'a.py': 'two\n' })
    git(folder, 'tag', '-a', 'v1', '-m', 'first', 'HEAD~1')
    git(folder, 'tag', 'v2')
    const repo = await opened(folder, { commit: 'v1' })
    expect(await repo.read('a.py')).toBe('one\n')
    const now = await opened(folder)
    expect(await now.read('a.py', repo.commit)).toBe('one\n')
    expect((await now.tags()).map(({ name, commit }) => [name, commit])).toEqual([
      ['v2', now.commit],
      ['v1', repo.commit],
    ])
  })

  test('what is no readable repository is told apart', async () => {
    const plain = tempFolder()
    const fresh = gitFolder()
    const file = join(plain, 'x.txt')
    writeFileSync(file, 'text')
    writeFileSync(join(plain, 'bad.bundle'), '# v2 git bundle\nnonsense')
    const ask = (path: string, root = path, commit?: string) => code(openRepo({ path, root, material: 'repo', complete: false, commit }))
    expect(await ask(plain)).toBe('not_readable')
    expect(await ask(file)).toBe('not_readable')
    expect(await ask(fresh)).toBe('not_found')
    expect(await ask(join(plain, 'gone'), plain)).toBe('not_found')
    expect(await ask(join(plain, 'bad.bundle'), plain)).toBe('damaged')
    expect(await ask(fresh, plain)).toBe('outside_folder')
    expect(await ask(gitFolder({ a: '1' }), '/', 'v9')).toBe('not_found')
    expect(await ask(gitFolder({ a: '1' }), '/', '--upload-pack=x')).toBe('not_found')
  })

  test('a planted .git file does not lead to a repository elsewhere', async () => {
    const secret = gitFolder({ 'private.txt': 'x' })
    const subject = tempFolder()
    writeFileSync(join(subject, '.git'), `gitdir: ${join(secret, '.git')}\n`)
    expect(await code(openRepo({ path: subject, root: subject, material: 'repo', complete: false }))).toBe('outside_folder')
    rmSync(join(subject, '.git'))
    symlinkSync(join(secret, '.git'), join(subject, '.git'))
    expect(await code(openRepo({ path: subject, root: subject, material: 'repo', complete: false }))).toBe('outside_folder')
    expect(await code(opened(subject, { allowOutside: true }))).toBe('opened')
  })

  test('a shallow clone and a damaged repository say so', async () => {
    const folder = gitFolder({ 'a.py': 'one\n' }, { 'a.py': 'two\n' })
    const beside = tempFolder()
    git(folder, 'clone', '-q', '--depth', '1', `file://${folder}`, join(beside, 'shallow'))
    const repo = await opened(join(beside, 'shallow'))
    expect(repo.shallow).toBe(true)
    expect(repo.limits[0]).toContain('shallow clone')
    expect((await repo.history()).commits).toHaveLength(1)
    const object = git(folder, 'rev-parse', 'HEAD:a.py').trim()
    const path = join(folder, '.git/objects', object.slice(0, 2), object.slice(2))
    chmodSync(path, 0o644)
    writeFileSync(path, 'rubbish')
    const damaged = await opened(folder)
    expect(await code(damaged.read('a.py'))).toMatch(/damaged|missing_object/)
  })

  test('a partial clone gives what it has, throws missing_object for the rest and never fetches', async () => {
    const folder = gitFolder({ 'a.py': 'one\n' }, { 'a.py': 'two\n' })
    git(folder, 'config', 'uploadpack.allowFilter', 'true')
    const beside = tempFolder()
    git(folder, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${folder}`, join(beside, 'partial'))
    const repo = await opened(join(beside, 'partial'))
    expect(repo.partial).toBe(true)
    expect(await code(repo.read('a.py'))).toBe('missing_object')
    // What changed is known from the trees alone; how many lines is not.
    expect((await repo.history()).commits.map(({ changes }) => changes)).toEqual([
      [{ path: 'a.py', added: null, removed: null }],
      [{ path: 'a.py', added: null, removed: null }],
    ])
    expect(await repo.addedLines(() => undefined)).toEqual({ lacking: ['a.py'], limits: [] })
  })

  test('nothing temporary is left behind', async () => {
    const folder = gitFolder({ 'a.py': 'one\n' })
    // Of its own, since other runs on this machine put theirs aside too.
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    vi.stubEnv('TMPDIR', temporary)
    const { handle, close } = await openRepo({ path: folder, material: 'repo', complete: false, root: folder })
    await handle.read('a.py')
    expect(readdirSync(temporary)).toHaveLength(1)
    await close()
    expect(await code(openRepo({ path: folder, material: 'repo', complete: false, root: folder, commit: 'none' }))).toBe('not_found')
    expect(readdirSync(temporary)).toEqual([])
    vi.unstubAllEnvs()
  })
})

describe('reading', () => {
  test('odd names, links, submodules, binaries and large files', async () => {
    const folder = gitFolder({
      'with space.py': 'a',
      'new\nline.py': 'b',
      'ünï.py': 'c',
      'tab\t"quote".py': 'd',
      'model.bin': Buffer.from([1, 0, 2]),
      'utf16.txt': Buffer.from('\ufeffnumpy==1.0', 'utf16le'),
      'big.csv': Buffer.alloc(3 * 1024 * 1024, 'x'),
      empty: '',
    })
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([0xff, 0xfe])]), 'e')
    symlinkSync('/etc/passwd', join(folder, 'link'))
    git(folder, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`)
    git(folder, 'add', '-f', '.')
    git(folder, 'commit', '-q', '-m', 'odd')
    const repo = await opened(folder)
    const texts: { [path: string]: string | undefined } = {}
    for (const { path } of repo.files) texts[path] = await repo.read(path)
    expect(texts).toEqual({
      'with space.py': 'a',
      'new\nline.py': 'b',
      'ünï.py': 'c',
      'tab\t"quote".py': 'd',
      'bad\\xff\\xfe': 'e',
      'model.bin': undefined,
      'utf16.txt': 'numpy==1.0',
      'big.csv': undefined,
      empty: '',
      link: undefined,
      ...('module' in texts ? { module: undefined } : {}),
    })
    expect(repo.limits.join('; ')).toContain('1 file over 2 MB was not opened')
    const changed = (await repo.history()).commits.flatMap(({ changes }) => changes.map(({ path }) => path))
    expect(changed).toEqual(expect.arrayContaining(['with space.py', 'new\nline.py', 'ünï.py', 'tab\t"quote".py', 'bad\\xff\\xfe']))
    const added: string[] = []
    await repo.addedLines(({ path, text }) => text.length < 10 && added.push(`${path}=${text}`))
    expect(added).toEqual(expect.arrayContaining(['with space.py=a', 'new\nline.py=b', 'ünï.py=c', 'tab\t"quote".py=d', 'bad\\xff\\xfe=e']))
  })

  test('the first bytes of small and large files, and of nothing that is no file', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 7)
    const handle = await gitRepo({ 'a.bin': Buffer.from([0x80, 4, 0, 1]), 'large.bin': large })
    expect([...((await handle.head('a.bin', 2)) ?? [])]).toEqual([0x80, 4])
    expect((await handle.head('large.bin', 10))?.length).toBe(10)
    expect((await handle.head('large.bin', 10_000_000))?.length).toBe(64 * 1024)
    expect(await handle.head('gone.bin', 4)).toBeUndefined()
  })

  test('many reads at once come back in their places', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}.txt`, `${at}`.repeat(at * 20)]))
    const repo = await gitRepo(files)
    const read = await Promise.all(Object.keys(files).map((path) => repo.read(path)))
    expect(read).toEqual(Object.values(files))
  })

  test('history gives people, times, parents and changes, newest first', async () => {
    const folder = gitFolder({ 'a.py': 'one\ntwo\n', 'm.bin': Buffer.from([0, 1]) }, { 'a.py': 'one\n' })
    git(folder, 'checkout', '-q', '-b', 'side', 'HEAD~1')
    writeFiles(folder, { 'b.py': 'b\n' })
    git(folder, 'add', '.')
    git(folder, 'commit', '-q', '-m', 'on the side\n\nbody')
    git(folder, 'checkout', '-q', 'main')
    git(folder, 'merge', '-q', '--no-ff', '-m', 'merge', 'side')
    const history = (await (await opened(folder)).history()).commits
    const said = history.map(({ subject, parents }) => `${subject}: ${parents.length}`)
    expect([said[0], ...said.slice(1, 3).sort(), said[3]]).toEqual(['merge: 2', 'change 2: 1', 'on the side: 1', 'change 1: 0'])
    expect(history[0]?.changes).toEqual([])
    expect(history.find(({ subject }) => subject === 'change 2')?.changes).toEqual([{ path: 'a.py', added: 0, removed: 1 }])
    expect(history[3]).toMatchObject({
      author_name: 'Ada',
      author_email: 'ada@example.org',
      authored_at: '2026-03-01T10:00:00Z',
      committed_at: '2026-03-01T11:00:00Z',
      changes: [
        { path: 'a.py', added: 2, removed: 0 },
        { path: 'm.bin', added: null, removed: null },
      ],
    })
  })

  test('added lines are found after removal, even when content looks like a diff or attributes call it binary', async () => {
    const folder = gitFolder(
      { '.gitattributes': '*.env -diff\n', 'keys.env': 'A=1\nB=2\n', 'trick.txt': '++ b/other\n@@ -1 +1 @@\n-- a/x\n' },
      { 'keys.env': 'A=1\n', 'trick.txt': 'gone\n' },
    )
    const repo = await opened(folder)
    const lines: { path: string; line: number; text: string }[] = []
    await repo.addedLines(({ path, line, text }) => lines.push({ path, line, text }))
    expect(lines).toContainEqual({ path: 'keys.env', line: 2, text: 'B=2' })
    expect(lines).toContainEqual({ path: 'trick.txt', line: 3, text: '-- a/x' })
    expect(new Set(lines.map(({ path }) => path))).toEqual(new Set(['.gitattributes', 'keys.env', 'trick.txt']))
  })

  test('stops when cancelled', async () => {
    const stop = new AbortController()
    const folder = gitFolder({ 'a.py': 'one\n' })
    const { handle, close } = await openRepo({ path: folder, material: 'repo', complete: false, root: folder, signal: stop.signal })
    stop.abort()
    expect(await code(handle.read('a.py'))).toBe('cancelled')
    expect(await code(handle.history())).toBe('cancelled')
    await close()
  })
})

test('settings, hooks, filters and attributes of the subject start no program', async () => {
  const folder = gitFolder({ '.gitattributes': '* filter=evil diff=evil\n', 'a.py': 'one\n' }, { 'a.py': 'two\n' })
  const mark = join(tempFolder(), 'ran')
  const run = `touch ${mark};false`
  const script = join(folder, '.git/hooks/any')
  mkdirSync(join(folder, '.git/hooks'), { recursive: true })
  writeFileSync(script, `#!/bin/sh\n${run}\n`, { mode: 0o755 })
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
    writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\n${run}\n`, { mode: 0o755 })
  appendFileSync(
    join(folder, '.git/config'),
    `[core]
	fsmonitor = ${script}
	sshCommand = ${script}
	pager = ${script}
	editor = ${script}
	alternateRefsCommand = ${script}
	repositoryformatversion = 1
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::${script}
	promisor = true
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[filter "evil"]
	clean = ${script}
	smudge = ${script}
	process = ${script}
	required = true
[diff]
	external = ${script}
[diff "evil"]
	command = ${script}
	textconv = ${script}
[gpg]
	program = ${script}
[log]
	showSignature = true
[include]
	path = ${join(folder, 'more.config')}
[alias]
	log = !${script}
`,
  )
  writeFileSync(join(folder, 'a.py'), 'three\n')
  const blob = git(folder, 'rev-parse', 'HEAD~1:a.py').trim()
  renameSync(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)), join(folder, 'moved'))
  const repo = await opened(folder)
  expect(await repo.read('a.py')).toBe('two\n')
  expect((await repo.history()).commits.length).toBe(2)
  expect(await repo.addedLines(() => undefined)).toEqual({ lacking: ['a.py'], limits: [] })
  await repo.tags()
  expect(existsSync(mark)).toBe(false)
})
