/** The fence holds, values come back as cells, an interrupt lands, and nothing is left behind. */
import { existsSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CannotLook } from '../../../model/handles.ts'
import { openEngine } from './index.ts'
import { type Folder, folder } from './testing/folder.ts'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

test.each([
  "select * from read_csv('/etc/passwd', header = false)",
  "select * from read_text('/etc/passwd')",
  "select * from read_blob('/proc/self/environ')",
  "select * from read_csv('https://example.org/a.csv')",
  "copy (select 1) to '/etc/assay.csv'",
  "attach '/etc/assay.db'",
  'set enable_external_access = true',
  "set allowed_directories = ['/']",
  "set memory_limit = '90%'",
  'reset lock_configuration',
])('%s is refused without naming a path', async (sql) => {
  const error = await at.engine.run(sql).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CannotLook)
  expect((error as Error).message).not.toMatch(/passwd|etc|proc|example/)
})

test('extensions are neither installed nor loaded', async () => {
  await expect(at.engine.run("select * from st_read('x.shp')")).rejects.toThrow(/Catalog Error/)
  await expect(at.engine.run('install httpfs')).rejects.toBeInstanceOf(CannotLook)
})

test('a path that climbs, and a link that leads out, are refused by the engine itself', async () => {
  await symlink('/etc/passwd', join(at.path, 'out.csv'))
  await expect(at.engine.run(`select * from read_csv('${at.path}/../../etc/passwd', header = false)`)).rejects.toBeInstanceOf(CannotLook)
  await expect(at.engine.run(`select * from read_csv('${at.path}/out.csv', header = false)`)).rejects.toBeInstanceOf(CannotLook)
})

test('values come back as numbers, text, booleans and null', async () => {
  const [row] = await at.engine.run(
    `select 9007199254740991 as safe, 9007199254740993 as big, 170141183460469231731687303715884105727::hugeint as huge, 1.50::decimal(10,2) as d,
     timestamp '2026-01-01 10:00:00.000001' as t, timestamptz '2026-01-01 10:00:00+02' as z, timestamp_ns '1969-12-31 23:59:59.5' as ns, date '0044-03-15' as day,
     timestamp 'infinity' as never, true as yes, null as nothing, 'x' as x, [1, 2] as l, 1.5::float as f`,
  )
  expect(row).toEqual({
    safe: 9007199254740991,
    big: '9007199254740993',
    huge: '170141183460469231731687303715884105727',
    d: 1.5,
    t: '2026-01-01T10:00:00.000001Z',
    z: '2026-01-01T08:00:00.000Z',
    ns: '1969-12-31T23:59:59.500Z',
    day: '0044-03-15',
    never: null,
    yes: true,
    nothing: null,
    x: 'x',
    l: '[1, 2]',
    f: 1.5,
  })
})

test('a column of doubles comes whole and in order, without its nulls', async () => {
  const values = await at.engine.doubles('select case when range % 3 > 0 then range end from range(10000) order by range')
  expect(values.length).toBe(6666)
  expect([...values.subarray(0, 4)]).toEqual([1, 2, 4, 5])
  expect(values.at(-1)).toBe(9998)
  expect((await at.engine.doubles('select 1 where false')).length).toBe(0)
})

test('an interrupt ends what runs, and the engine goes on', async () => {
  const running = at.engine.run('select count(*) from range(1000000000) a, range(1000000) b').catch((thrown: unknown) => thrown)
  await new Promise((resolve) => setTimeout(resolve, 50))
  at.engine.interrupt()
  expect(await running).toMatchObject({ code: 'cancelled' })
  expect(await at.engine.run('select 1 as one')).toEqual([{ one: 1 }])
})

test('what does not fit in memory says so, and a mistake in our SQL is left to throw', async () => {
  const small = await openEngine({ directories: [], memory: '32MB' })
  const error = await small.run('select list(range) from range(50000000)').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'too_large' })
  await expect(small.run('select nothing')).rejects.toThrow(/Binder Error/)
  await small.close()
})

test('closing stops what runs, leaves nothing behind, and reads no more', async () => {
  const engine = await openEngine({ directories: [at.path] })
  await engine.run('create table t as select range from range(100000)')
  expect(existsSync(engine.spill)).toBe(true)
  const running = engine.run('select count(*) from range(1000000000) a, range(1000000) b').catch((thrown: unknown) => thrown)
  await engine.close()
  expect(await running).toMatchObject({ code: 'cancelled' })
  expect(existsSync(engine.spill)).toBe(false)
  await expect(engine.run('select 1')).rejects.toMatchObject({ code: 'cancelled' })
})
