/** Files that lie outside, change or vanish, and values that must not reach a message. */
import { unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CannotLook } from '../../../model/handles.ts'
import { type Folder, folder } from './testing/folder.ts'

const secret = 'hunter2'
const csv = `a,b\n1,${secret}\n2,x\n`
let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

test('a file outside is read when that is allowed', async () => {
  await writeFile(join(dirname(at.path), 'assay-outside.csv'), csv)
  const { handle } = await at.table('../assay-outside.csv', {}, true)
  expect(handle.rows).toBe(2)
  await unlink(join(dirname(at.path), 'assay-outside.csv'))
})

test('a file that changes, vanishes or moves under the run is noticed', async () => {
  await at.write('still/1.csv', csv)
  await at.write('still/2.csv', csv)
  const { stillSame, version } = await at.table('still/*.csv')
  expect(version).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(await stillSame()).toBe(true)
  await at.write('still/2.csv', csv.replace('2,x', '2,y'))
  expect(await stillSame()).toBe(false)
  await at.write('still/2.csv', csv)
  expect(await stillSame()).toBe(true)
  await unlink(join(at.path, 'still/1.csv'))
  expect(await stillSame()).toBe(false)
})

test('a value that a query cannot convert stays out of the message', async () => {
  await at.write('value.csv', `a\n${secret}\n`)
  const { handle } = await at.table('value.csv')
  const error = await handle.query(`select a::int from ${handle.from}`).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CannotLook)
  expect((error as Error).message).toBe('The table engine could not work on tables.t (conversion error of the engine).')
})
