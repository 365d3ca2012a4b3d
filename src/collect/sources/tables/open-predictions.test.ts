/** Labels that came later are joined by id and never make rows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from './testing/folder.ts'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

const labels = { path: 'labels.csv', id: 'key', label: 'y' }

test('rows keep their number; repeated, contradicting, strange and missing labels are said', async () => {
  await at.write('log.csv', 'id,score\n1,0.1\n2,0.2\n2,0.3\n3,0.4\n4,0.5\n,0.6\n')
  await at.write('labels.csv', 'key,y\n1,0\n2,1\n2,1\n3,0\n3,1\n9,1\n')
  const opened = await at.log('log.csv', { id: 'id', score: 'score' }, labels)
  const rows = (await at.rows(opened)) as { score: number; y: unknown }[]
  expect(rows.toSorted((a, b) => a.score - b.score).map((row) => row.y)).toEqual([0, 1, 1, null, null, null])
  expect(opened.handle.roles.label).toBe('y')
  expect(opened.handle.limits).toEqual([
    '2 rows of the labels file repeat an id; each id counts once.',
    '1 id has labels that contradict each other; its rows count as without label.',
    '1 id of the labels file is not in the log.',
    '3 rows of the log have no label.',
  ])
})

test('ids match by value across kinds of file, and the label takes the name of its role', async () => {
  await at.parquet('log.parquet', 'select range::double as id, 0.5 as score from range(3)')
  await at.write('labels.csv', 'key,y\n0,true\n1,false\n2,true\n')
  const opened = await at.log('log.parquet', { id: 'id', score: 'score', label: 'late' }, labels)
  const rows = (await at.rows(opened)) as { id: number }[]
  // A join may give its rows in any order.
  expect(rows.sort((a, b) => a.id - b.id)).toEqual([
    { id: 0, score: 0.5, late: true },
    { id: 1, score: 0.5, late: false },
    { id: 2, score: 0.5, late: true },
  ])
  expect(opened.handle.limits).toEqual([])
})

test('a label column of the log itself gives way, and that is said', async () => {
  await at.write('log.csv', 'id,y\n1,0\n')
  await at.write('labels.csv', 'key,y\n1,1\n')
  const opened = await at.log('log.csv', { id: 'id' }, labels)
  expect(await at.rows(opened)).toEqual([{ id: 1, y: 1 }])
  expect(opened.handle.limits).toEqual(['The log has a column "y" of its own; the labels from the second file were taken instead.'])
})

test('without an id, or with the wrong one, the join is refused and says what to do', async () => {
  await at.write('log.csv', 'id,score\n1,0.5\n')
  await at.write('labels.csv', 'keys,y\n1,1\n')
  await expect(at.log('log.csv', {}, labels)).rejects.toMatchObject({
    code: 'missing_role',
    message: expect.stringMatching(/name the id column/),
  })
  await expect(at.log('log.csv', { id: 'id' }, labels)).rejects.toMatchObject({
    code: 'missing_role',
    message: 'The labels file of predictions.p has no column "key", which its id should be. The nearest is "keys".',
  })
  await expect(at.log('log.csv', { id: 'id' }, { ...labels, path: 'none.csv' })).rejects.toMatchObject({ code: 'not_found' })
})

test('the labels are part of the version', async () => {
  await at.write('log.csv', 'id,score\n1,0.5\n')
  await at.write('labels.csv', 'key,y\n1,1\n')
  const before = await at.log('log.csv', { id: 'id' }, labels)
  await at.write('labels.csv', 'key,y\n1,0\n')
  expect(await before.stillSame()).toBe(false)
  expect((await at.log('log.csv', { id: 'id' }, labels)).version).not.toBe(before.version)
})
