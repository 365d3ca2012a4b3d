/** Roles that `assay probe --set` gives to every input at once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Roles } from '../model/index.ts'
import rowOverlap from '../probes/data/row-overlap.ts'
import { runProbe } from './run-probe.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-test-'))
  await writeFile(join(root, 'train.csv'), 'hour,late\n1,0\n2,1\n')
  await writeFile(join(root, 'test.csv'), 'hour\n2\n3\n')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const overlap = (roles: Roles) =>
  runProbe({
    id: rowOverlap.id,
    catalogue: { built: [rowOverlap], planned: [] },
    subject: {
      assay: 1,
      subject: { name: 'probe' },
      tables: { train: { path: 'train.csv', ...roles }, test: { path: 'test.csv', ...roles } },
    },
    root,
    bound: { train: 'tables.train', test: 'tables.test' },
    values: {},
    now: () => '2026-05-04T00:00:00.000Z',
    onBug: (error) => {
      throw error
    },
  })

test('a role whose column one input lacks is told, and what can be counted is counted', async () => {
  const record = await overlap({ label: 'late' })
  expect(record).toMatchObject({
    state: 'found',
    facts: { overlap_rows: 1, overlap_share: 0.5 },
    unknown: { overlap_same_label_rows: 'no_role' },
  })
  expect(record.limits).toContain('tables.test has no column "late", which its label should be.')
})

test('a role whose column no input has fails, with the nearest name of either', async () => {
  expect(await overlap({ label: 'lat' })).toMatchObject({
    state: 'failed',
    error: { code: 'missing_role', message: expect.stringContaining('The nearest is "late".') },
  })
})
