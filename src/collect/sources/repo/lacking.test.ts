import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, gitFolder, opened } from './git-fixture.ts'

test('a clone that lacks single contents gives the rest of its history', async () => {
  const folder = gitFolder(
    { 'a.py': 'one\n', 'big.csv': '1,2\n' },
    { 'a.py': 'one\ntwo\n', 'big.csv': '1,2\n3,4\n' },
    { 'b [1].py': 'x\n' },
  )
  const object = git(folder, 'rev-parse', 'HEAD~2:big.csv').trim()
  rmSync(join(folder, '.git/objects', object.slice(0, 2), object.slice(2)))
  const repo = await opened(folder)
  expect((await repo.history()).commits.map(({ changes }) => changes)).toEqual([
    [{ path: 'b [1].py', added: 1, removed: 0 }],
    [
      { path: 'a.py', added: 1, removed: 0 },
      { path: 'big.csv', added: null, removed: null },
    ],
    [
      { path: 'a.py', added: 1, removed: 0 },
      { path: 'big.csv', added: null, removed: null },
    ],
  ])
  const lines = new Set<string>()
  expect(await repo.addedLines(({ path, text }) => lines.add(`${path}: ${text}`))).toEqual({ lacking: ['big.csv'], limits: [] })
  expect([...lines]).toEqual(expect.arrayContaining(['b [1].py: x', 'a.py: two', 'a.py: one']))
  expect((await repo.history()).limits).toContain('lines changed were not counted in 1 file whose contents this clone lacks')
})
