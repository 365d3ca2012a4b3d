/** Evidence kept between runs: the same bytes with and without, and anew as soon as anything changed that it rests on. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CannotLook, found, type Probe, probe, type Subject } from '../model/index.ts'
import { collect } from './collect.ts'
import { canonicalJson } from './sources/digest.ts'
import { openKept, ownCode } from './sources/kept/index.ts'
import { git, gitFolder, tempFolder, writeFiles } from './sources/repo/git-fixture.ts'

/** Counts how often it looks. */
const counter = (version = 1) => {
  let looks = 0
  const it = probe({
    id: 'repo.lines',
    version,
    title: 'Lines',
    measures: 'lines of a.py, and tags',
    method: 'measured',
    needs: { repo: { kinds: ['repo'] } },
    options: z.object({ times: z.number().optional() }).strict(),
    facts: z.object({ lines: z.number(), tags: z.number() }),
    collect: async ({ repo }) => {
      looks++
      const text = (await repo.read('a.py')) ?? ''
      if (text.includes('refuse')) throw new CannotLook('too_large', 'it refuses')
      return found({ lines: text.split('\n').length, tags: (await repo.tags()).length }, { items: [{ path: 'a.py', note: 'read' }] })
    },
  }) as unknown as Probe
  return { it, looks: () => looks }
}

type More = { repo?: Partial<NonNullable<Subject['repo']>>; version?: number; below?: string; now?: string }

/** One run; gives how often the probe looked, and the evidence. */
const run = async (folder: string, keepIn: string | undefined, more: More = {}) => {
  const { it, looks } = counter(more.version)
  const { collected } = await collect({
    subject: { assay: 1, subject: { name: 'it' }, repo: { path: more.below ?? '.', complete: false, ...more.repo } },
    root: folder,
    frameworks: [],
    chosen: true,
    catalogue: { built: [it], planned: [] },
    assayVersion: '0',
    asOf: '2026-07-01T00:00:00.000Z',
    now: () => more.now ?? '2026-07-01T00:00:00.000Z',
    keepIn,
    onBug: (error) => {
      throw error
    },
  })
  return { looks: looks(), collected, text: canonicalJson(collected, 2) }
}

const pagesIn = (folder: string): string[] => readdirSync(folder).map((name) => join(folder, name))

test('a second run looks at nothing and says the same bytes, as of its own time', async () => {
  const [folder, kept] = [gitFolder({ 'a.py': 'one\n' }), join(tempFolder(), 'evidence')]
  const bare = await run(folder, undefined)
  const first = await run(folder, kept)
  const again = await run(folder, kept)
  expect([bare.looks, first.looks, again.looks]).toEqual([1, 1, 0])
  expect([first.text, again.text]).toEqual([bare.text, bare.text])
  const later = await run(folder, kept, { now: '2026-08-01T00:00:00.000Z' })
  expect([later.looks, later.collected.evidence[0]?.observed_at]).toEqual([0, '2026-08-01T00:00:00.000Z'])
  expect([statSync(kept).mode & 0o777, ...pagesIn(kept).map((it) => statSync(it).mode & 0o777)]).toEqual([0o700, 0o600])
})

test('whatever changes is measured anew', async () => {
  const [folder, kept] = [gitFolder({ 'a.py': 'one\n', 'src/b.py': '' }), join(tempFolder(), 'evidence')]
  await run(folder, kept)
  expect((await run(folder, kept, { repo: { complete: true } })).looks).toBe(1)
  expect((await run(folder, kept, { version: 2 })).looks).toBe(1)
  expect((await run(folder, kept, { below: 'src' })).collected.evidence[0]?.limits).toEqual([
    'the folder src lies inside a repository: the whole repository was read',
  ])
  git(folder, 'tag', 'v1')
  const tagged = await run(folder, kept)
  expect([tagged.looks, tagged.collected.evidence[0]?.facts.tags]).toEqual([1, 1])
  writeFiles(folder, { 'a.py': 'two\n' })
  const changed = await run(folder, kept)
  expect([changed.looks, changed.collected.evidence[0]?.limits]).toEqual([1, ['1 uncommitted file change was not read']])
  git(folder, 'commit', '-qam', 'one byte')
  expect((await run(folder, kept)).looks).toBe(1)
  // The commit before, asked for by name, is in the state that was measured when it was tagged.
  expect((await run(folder, kept, { repo: { commit: 'HEAD~1' } })).text).toContain(tagged.collected.evidence[0]?.id)
  expect((await run(folder, kept)).looks).toBe(0)
})

test('a failure is never kept', async () => {
  const [folder, kept] = [gitFolder({ 'a.py': 'refuse\n' }), join(tempFolder(), 'evidence')]
  for (const _ of [1, 2]) {
    const { looks, collected } = await run(folder, kept)
    expect([looks, collected.evidence[0]?.state]).toEqual([1, 'failed'])
  }
  expect(existsSync(kept)).toBe(false)
})

test('a damaged page and a foreign one are none, and are replaced', async () => {
  const [folder, kept] = [gitFolder({ 'a.py': 'one\n' }), join(tempFolder(), 'evidence')]
  const { text } = await run(folder, kept)
  const [page = ''] = pagesIn(kept)
  const whole = readFileSync(page, 'utf8')
  for (const bad of [
    '',
    '{}',
    'x\ny',
    whole.slice(0, -20),
    whole.replace('"lines":2', '"lines":3'),
    whole.replace('repo.lines', 'repo.other'),
  ]) {
    writeFileSync(page, bad)
    expect(await run(folder, kept)).toMatchObject({ looks: 1, text })
    expect(readFileSync(page, 'utf8')).toBe(whole)
  }
})

test('where nothing can be kept the run is as it was', async () => {
  const folder = gitFolder({ 'a.py': 'one\n' })
  const file = join(tempFolder(), 'file')
  writeFileSync(file, '')
  const open = join(tempFolder(), 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  for (const place of [file, join(file, 'below'), open]) for (const _ of [1, 2]) expect((await run(folder, place)).looks).toBe(1)
  expect(readdirSync(open)).toEqual([])
})

test('two runs at once keep both, and nothing half-written stays', async () => {
  const [folder, kept] = [gitFolder({ 'a.py': 'one\n' }), join(tempFolder(), 'evidence')]
  const texts = await Promise.all([1, 2, 3, 4].map(async (version) => (await run(folder, kept, { version })).looks))
  expect(texts).toEqual([1, 1, 1, 1])
  expect(pagesIn(kept).filter((it) => it.endsWith('.part'))).toEqual([])
  await run(folder, kept)
  expect((await run(folder, kept)).looks).toBe(0)
})

test('a writer that is killed leaves the old page or the new one', async () => {
  const kept = join(tempFolder(), 'evidence')
  const script = `
    import { openKept } from ${JSON.stringify(new URL('./sources/kept/index.ts', import.meta.url).href)}
    const draft = { probe: 'p', state: 'found', facts: { text: 'x'.repeat(300_000) }, inputs: [] }
    for (let at = 0; ; at++) {
      const kept = openKept(process.argv[1])
      kept.keep('state', String(at % 3), draft)
      await kept.write()
      if (at === 3) process.stdout.write('writing')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, kept], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((done) => child.stdout.once('data', done))
  child.kill('SIGKILL')
  await new Promise((done) => child.once('close', done))
  expect(await openKept(kept).find('state', '0')).toMatchObject({ probe: 'p' })
})

test('an option set otherwise is another measurement', async () => {
  const kept = openKept(join(tempFolder(), 'evidence'))
  const base = { probe: 'p', probe_version: 1, options: {}, method: 'measured', state: 'found', facts: {} } as const
  const draft = { ...base, items: [], inputs: [], observed_at: '', limits: [] }
  kept.keep('state', canonicalJson(['p', 1, { times: 1 }]), draft)
  await kept.write()
  expect(await kept.find('state', canonicalJson(['p', 1, { times: 2 }]))).toBeUndefined()
})

test('the code that measures has another name as soon as a file of it is written', () => {
  const folder = join(tempFolder(), 'src')
  writeFiles(folder, { 'model/a.ts': '1', 'stats/a.ts': '1', 'probes/repo/a.ts': '1', 'collect/a.ts': '1' })
  const before = ownCode('0', 'measuring', folder)
  expect([ownCode('0', 'measuring', folder), ownCode('1', 'measuring', folder) === before]).toEqual([before, false])
  writeFiles(folder, { 'probes/repo/a.ts': '12' })
  expect(ownCode('0', 'measuring', folder)).not.toBe(before)
})
