/** Places in notebooks carry the cell and the line in it; the line of the file stays. */
import { expect, test } from 'vitest'
import type { Handle, RepoHandle } from '../model/index.ts'
import { notebookCells } from '../model/index.ts'
import { memoryRepo } from '../probes/repo/memory-repo.ts'
import { withCells } from './with-cells.ts'

const notebook = JSON.stringify(
  {
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# x = 1\n', 'y = 2'] },
      {
        cell_type: 'code',
        metadata: { tags: ['source', 'a "b" \\'] },
        outputs: [{ output_type: 'stream', text: ['x = 1\n', 'y = 2\n'] }],
        source: ['import é\n', '\n', 'x = "\\n"\n', 'y = 2'],
      },
      { cell_type: 'raw', source: [] },
      { cell_type: 'code', source: 'a = 1\nb = 2\n' },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
  },
  null,
  1,
)
const lineOf = (part: string, nth = 0): number => {
  let at = -1
  for (let seen = 0; seen <= nth; seen++) at = notebook.indexOf(part, at + 1)
  return notebook.slice(0, at).split('\n').length
}
const told = async (files: { [path: string]: string }, ...places: [string, number, string?][]) => {
  const items = places.map(([path, line, note]) => ({ path, line, note: note ?? '' }))
  return withCells(items, [memoryRepo(files) as RepoHandle as Handle])
}

test('each line of a cell stands where its file holds it, outputs left out', () => {
  const cells = notebookCells(notebook)
  expect(cells?.map(({ code, source }) => [code, source])).toEqual([
    [false, '# x = 1\ny = 2'],
    [true, 'import é\n\nx = "\\n"\ny = 2'],
    [false, ''],
    [true, 'a = 1\nb = 2\n'],
  ])
  const start = lineOf('import é')
  expect(cells?.[1]?.lines).toEqual([start, start + 1, start + 2, start + 3])
  expect(notebookCells('{"cells": 1}')).toBeUndefined()
  expect(notebookCells('[1')).toBeUndefined()
})

test('a place gets its cell, counted over all cells, and keeps its line', async () => {
  const line = lineOf('x = \\"')
  expect(await told({ 'a.ipynb': notebook }, ['a.ipynb', line])).toEqual([{ path: 'a.ipynb', line, cell: 2, cell_line: 3, note: '' }])
  expect(await told({ 'a.ipynb': notebook }, ['a.ipynb', lineOf('# x = 1')])).toMatchObject([{ cell: 1, cell_line: 1 }])
})

test('where a line of the file holds several of a cell, the cell is told; where it holds several cells, nothing is guessed', async () => {
  expect(await told({ 'a.ipynb': notebook }, ['a.ipynb', lineOf('a = 1')])).toEqual([
    { path: 'a.ipynb', line: lineOf('a = 1'), cell: 4, note: '' },
  ])
  const flat = JSON.stringify(JSON.parse(notebook))
  expect(await told({ 'a.ipynb': flat }, ['a.ipynb', 1])).toEqual([{ path: 'a.ipynb', line: 1, note: '' }])
})

test('outputs, other files, and files that only are called notebooks keep their line', async () => {
  const files = { 'a.ipynb': notebook, 'b.py': 'x = 1\n', 'c.ipynb': 'no notebook' }
  const items = await told(files, ['a.ipynb', lineOf('"x = 1')], ['b.py', 1], ['c.ipynb', 1], ['gone.ipynb', 3])
  expect(items.some((it) => 'cell' in it)).toBe(false)
})

test('a note that names a line of the notebook names the cell', async () => {
  const line = lineOf('y = 2', 2)
  const [item] = await told({ 'a.ipynb': notebook }, ['a.ipynb', 1, `split at a.ipynb:${line} (with b/a.ipynb:${line}, a.ipynb:1)`])
  expect(item?.note).toBe(`split at a.ipynb:cell 2:4 (with b/a.ipynb:${line}, a.ipynb:1)`)
})
