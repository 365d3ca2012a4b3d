/** The same question of an unchanged repository is told again, and anything that changed is measured anew. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { git, gitFolder, tempFolder } from '../src/collect/sources/repo/git-fixture.ts'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

const asker =
  (cache: string) =>
  (folder: string, out: string, more: string[] = []) => {
    const done = spawnSync(
      process.execPath,
      [main, folder, '--framework', 'ml-repository', '--as-of', '2026-05-01', '--out', out, ...more],
      {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ASSAY_CACHE: cache },
      },
    )
    return { text: done.stdout, again: done.stderr.includes('nothing has changed'), exit: done.status }
  }

const filesIn = (out: string): [string, string][] =>
  (readdirSync(out, { recursive: true, withFileTypes: true }) as { name: string; parentPath: string; isFile(): boolean }[])
    .filter((it) => it.isFile())
    .map((it): [string, string] => [it.name, readFileSync(join(it.parentPath, it.name), 'utf8')])
    .sort(([a], [b]) => (a < b ? -1 : 1))

test('an unchanged repository is told again word for word; a commit, a tag or a damaged page is measured anew', {
  timeout: 120_000,
}, () => {
  const folder = gitFolder({ 'train.py': 'import torch\n' })
  const cache = join(tempFolder(), 'cache')
  mkdirSync(cache, { mode: 0o700 })
  const ask = asker(cache)
  const [first, second] = [join(tempFolder(), 'a'), join(tempFolder(), 'a')]
  const one = ask(folder, first)
  expect(one).toMatchObject({ again: false, exit: 0 })
  const two = ask(folder, first)
  expect(two).toMatchObject({ again: true, exit: 0, text: one.text })
  // Into another folder the run is told anew, since its place stands in the text.
  expect(ask(folder, second)).toMatchObject({ again: false })
  const before = filesIn(first)
  rmSync(first, { recursive: true })
  expect(ask(folder, first)).toMatchObject({ again: true })
  expect(filesIn(first)).toEqual(before)
  expect(ask(folder, first, ['--no-cache'])).toMatchObject({ again: false })

  writeFileSync(join(folder, 'train.py'), 'import torch\nx = 1\n')
  expect(ask(folder, first), 'an uncommitted change is told of').toMatchObject({ again: false })
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'more')
  expect(ask(folder, first)).toMatchObject({ again: false })
  expect(ask(folder, first)).toMatchObject({ again: true })
  git(folder, 'tag', 'v1.0')
  expect(ask(folder, first)).toMatchObject({ again: false })

  for (const page of readdirSync(join(cache, 'runs'))) appendFileSync(join(cache, 'runs', page), ' ')
  expect(ask(folder, first)).toMatchObject({ again: false })
  expect(ask(folder, first, ['--gate'])).toMatchObject({ again: false })
})

test('with assay.yaml, or with keeping switched off, everything is measured each time', { timeout: 60_000 }, () => {
  const folder = gitFolder({ 'a.py': '', 'assay.yaml': 'assay: 1\nsubject: { name: x }\nrepo: { path: . }\n' })
  const cache = join(tempFolder(), 'cache')
  mkdirSync(cache, { mode: 0o700 })
  const out = join(tempFolder(), 'out')
  for (const ask of [asker(cache), asker('off')]) {
    ask(folder, out)
    expect(ask(folder, out)).toMatchObject({ again: false, exit: 0 })
  }
})
