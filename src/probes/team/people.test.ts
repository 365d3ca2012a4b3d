import { expect, test } from 'vitest'
import { CannotLook } from '../../model/handles.ts'
import { context, memoryHistory } from '../repo/memory-repo.ts'
import probe from './people.ts'

type Person = { author: string; commits: number; share: number; ml_share: number }
const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`
const lines = (count: number, first = 'import torch'): string =>
  [first, ...Array.from({ length: count - 1 }, (_, n) => `x${n} = ${n}`)].join('\n')

test('one person under two addresses and two spellings is one, and no address is shown', async () => {
  const repo = memoryHistory([
    { by: 'José Núñez', email: 'jose@work.example', at: at(1), files: { 'model.py': lines(100) } },
    { by: 'Jose Nunez', email: 'jn@home.example', at: at(2), files: { 'a.py': lines(100, 'import os') } },
    { by: 'jn', email: 'jn@home.example', at: at(3), files: { 'b.py': lines(10, 'import os') } },
    { by: 'grace@navy.example', email: 'grace@navy.example', at: at(4), files: { 'c.py': lines(50, 'import os') } },
    { by: 'dependabot[bot]', at: at(5), files: { 'requirements.txt': 'a==1' } },
  ])
  const finding = await probe.collect({ repo }, context)
  if (finding.state !== 'found') throw new Error('expected people')
  const people = finding.facts.people as unknown as Person[]
  expect(people.map(({ author, commits }) => [author, commits])).toEqual([
    ['Jose Nunez', 3],
    ['grace', 1],
  ])
  expect(people.map(({ ml_share }) => ml_share)).toEqual([1, 0])
  expect(finding.facts).toMatchObject({ authors: 2, bus_factor: 1, ml_bus_factor: 1, ml_changes: 1, last_ml_change_at: at(1) })
  expect(JSON.stringify(finding)).not.toMatch(/@(work|home|navy)/)
})

test('an import of foreign code makes nobody its author', async () => {
  const repo = memoryHistory([
    { by: 'Bulk Importer', at: at(1), files: { 'huge.py': lines(50_000), 'vendor/x.py': lines(900) } },
    ...[2, 3, 4, 5].map((day) => ({ by: 'Ada Lovelace', at: at(day), files: { [`part${day}.py`]: lines(300) } })),
  ])
  const finding = await probe.collect({ repo }, context)
  const people = finding.state === 'found' ? (finding.facts.people as unknown as Person[]) : []
  expect(people[0]?.author).toBe('Ada Lovelace')
  expect(people[0]?.share).toBeCloseTo(1200 / 1700, 10)
})

test('half is more than half', async () => {
  const repo = memoryHistory([
    { by: 'Ada Lovelace', at: at(1), files: { 'a.py': lines(100) } },
    { by: 'Grace Hopper', at: at(2), files: { 'b.py': lines(100) } },
  ])
  expect(await probe.collect({ repo }, context)).toMatchObject({ facts: { bus_factor: 2 } })
})

test('a repository without code says what it cannot say; a cut history is not looked at', async () => {
  const finding = await probe.collect({ repo: memoryHistory([{ by: 'Ada Lovelace', at: at(1), files: { 'README.md': 'x' } }]) }, context)
  expect(finding).toMatchObject({ state: 'found', unknown: { bus_factor: 'undefined', ml_bus_factor: 'undefined' } })
  await expect(
    probe.collect({ repo: memoryHistory([{ by: 'A B', at: at(1), files: { a: 'x' } }], { shallow: true }) }, context),
  ).rejects.toMatchObject({ code: 'shallow' })
  expect((await probe.collect({ repo: memoryHistory([]) }, context)).state).toBe('absent')
})

test('a file whose contents a partial clone lacks is judged by its name', async () => {
  const repo = memoryHistory([{ by: 'Ada Lovelace', at: at(1), files: { 'train.py': lines(30), 'util.py': lines(30, 'import os') } }])
  const lacking = async (): Promise<string> => {
    throw new CannotLook('missing_object', 'not in this clone')
  }
  expect(await probe.collect({ repo: { ...repo, read: lacking } }, context)).toMatchObject({
    state: 'found',
    facts: { ml_changes: 1, ml_bus_factor: 1 },
  })
})
