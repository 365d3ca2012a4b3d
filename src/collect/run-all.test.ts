/** What runs beside what: reading side by side, what waits long first, and each record in its own place. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { absent, type Probe, probe } from '../model/index.ts'
import type { Pair } from './plan.ts'
import { runAll } from './run-all.ts'
import { openMaterials } from './sources/open-materials.ts'

type Work = (signal: AbortSignal) => Promise<unknown>

const pairOf = (id: string, work: Work, more: { early?: true } = {}): Pair => ({
  probe: id,
  inputs: [],
  bound: {},
  missing: undefined,
  probe_of: probe({
    id,
    version: 1,
    title: id,
    measures: 'nothing',
    method: 'measured',
    needs: {},
    ...(more.early === undefined ? {} : { early: more.early }),
    options: z.strictObject({}),
    facts: z.object({}),
    collect: async (_, { signal }) => {
      await work(signal)
      return absent(`searched by ${id}`)
    },
  }) as unknown as Probe,
})

const run = async (pairs: Pair[], more: { budget?: { run: number; probe: number } } = {}) => {
  const materials = await openMaterials({ subject: { assay: 1, subject: { name: 'it' } }, root: '.', allowOutside: false })
  const drafts = await runAll(pairs, materials, { now: () => '2026-07-01T00:00:00.000Z', memory: undefined, ...more })
  await materials.close()
  return drafts
}

test('one that waits does not hold up the next, and each record stands where its pair stood', async () => {
  const second = Promise.withResolvers<void>()
  const drafts = await run([
    pairOf('repo.first', () => second.promise),
    pairOf('repo.second', async () => second.resolve()),
    pairOf('repo.third', async () => {}),
  ])
  expect(drafts.map((it) => [it.probe, it.state])).toEqual([
    ['repo.first', 'absent'],
    ['repo.second', 'absent'],
    ['repo.third', 'absent'],
  ])
})

test('what waits long for git is begun first', async () => {
  const begun: string[] = []
  const noting = (id: string, early?: true) => pairOf(id, async () => begun.push(id), early === undefined ? {} : { early })
  await run([noting('repo.a'), noting('repo.b'), noting('repo.z', true)])
  expect(begun[0]).toBe('repo.z')
})

test('time that ran out ends one, not its neighbours', async () => {
  const drafts = await run(
    [
      pairOf('repo.slow', (signal) => new Promise((_, reject) => signal.addEventListener('abort', reject))),
      pairOf('repo.quick', async () => {}),
    ],
    { budget: { run: 60_000, probe: 30 } },
  )
  expect(drafts.map((it) => it.error?.code ?? it.state)).toEqual(['timed_out', 'absent'])
})
