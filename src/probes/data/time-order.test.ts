import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles, TableHandle } from '../../model/handles.ts'
import { look, type Tables, tables } from './testing/tables.ts'
import timeOrder from './time-order.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const order = async (train: string, test: string | undefined, roles: Roles = { time: 't' }, testRoles: Roles = roles) => {
  const given: { [slot: string]: TableHandle } = { train: await made.table('tables.train', train, roles) }
  if (test !== undefined) given.test = await made.table('tables.test', test, testRoles)
  return look(timeOrder, given)
}
const of = (rows: string, columns = 't') => `select * from (values ${rows}) t(${columns})`
const at = (...moments: string[]) => of(moments.map((it) => `('${it}'::timestamp)`).join(', '))

describe('test rows before the end of training', () => {
  const cases: [string, string, string, number, number][] = [
    ['strictly before', at('2024-01-01', '2024-01-10'), at('2024-01-09', '2024-01-10', '2024-01-11'), 1, 1 / 3],
    ['none', at('2024-01-01'), at('2024-01-02'), 0, 0],
    ['a missing time is not older, and counts in the share', at('2024-01-02'), of("('2024-01-01'::timestamp), (null)"), 1, 0.5],
    ['dates against timestamps', of("('2024-01-02'::date)"), at('2024-01-01 23:59:59', '2024-01-02'), 1, 0.5],
    ['nanoseconds', of("('2024-01-02 00:00:00.000000002'::timestamp_ns)"), of("('2024-01-02 00:00:00.000000001'::timestamp_ns)"), 1, 1],
    ['a zone makes an instant', of("('2024-01-01 12:00:00+05'::timestamptz)"), at('2024-01-01 06:59:00', '2024-01-01 07:00:00'), 1, 0.5],
    ['text in CSV with a zone and without', 't\n2024-01-01T12:00:00+05:00\n', 't\n2024-01-01 06:59:00\n2024-01-01T07:00:00Z\n', 1, 0.5],
    ['plain numbers by value', of('(2019), (2020)'), of('(2019), (2020), (2021)'), 1, 1 / 3],
    ['infinity is no time', of("('infinity'::timestamp), ('2024-01-01')"), at('2024-01-02'), 0, 0],
  ]
  test.each(cases)('%s', async (_, train, test, rows, share) => {
    const { facts } = await order(train, test)
    expect(facts).toMatchObject({ test_rows_before_train_end: rows, test_rows_before_train_end_share: share })
  })

  test('text that is no time is said so, never compared', async () => {
    const { facts, limits } = await order(at('2024-01-05'), of("('2024-01-01'), ('last week'), ('zzz')"), { time: 't' }, {})
    expect(facts.test_rows_before_train_end).toBe(1)
    expect(limits.join(' ')).toMatch(/2 values of tables.test column "t" could not be read as a time/)
  })
  test('when no text can be read it is unknown', async () => {
    const { facts, unknown } = await order(at('2024-01-05'), of("('monday'), ('tuesday')"))
    expect(facts).not.toHaveProperty('test_rows_before_train_end')
    expect(unknown.test_rows_before_train_end).toBe('undefined')
  })
  test.each([
    ['no time declared', at('2024-01-01'), at('2024-01-01'), {}, 'no_role'],
    ['no training rows', at('2024-01-01').concat(' where false'), at('2024-01-01'), { time: 't' }, 'no_rows'],
    ['no training time', of('(null::timestamp)'), at('2024-01-01'), { time: 't' }, 'undefined'],
    ['one table only', at('2024-01-01'), undefined, { time: 't' }, 'not_given'],
    ['a number against a time', of('(2019)'), at('2024-01-01'), { time: 't' }, 'undefined'],
  ])('%s: unknown', async (_, train, test, roles, reason) => {
    const { unknown } = await order(train, test, roles)
    expect(unknown.test_rows_before_train_end).toBe(reason)
    expect(unknown.test_rows_before_train_end_share).toBe(reason)
  })
  test('no test rows: 0, and the share is unknown', async () => {
    const { facts, unknown } = await order(at('2024-01-01'), at('2024-01-01').concat(' where false'))
    expect(facts.test_rows_before_train_end).toBe(0)
    expect(unknown).toEqual({ test_rows_before_train_end_share: 'no_rows' })
  })
})

/** Scheduled every 20 minutes, left up to 97 minutes later; `hour` is that of leaving, `planned_hour` of the schedule. */
const flights = (more = '', rows = 400) =>
  `select *, hour(left_at) as hour, hour(due) as planned_hour, isodow(due) as planned_weekday${more} from
   (select i as id, '2024-01-01'::timestamp + interval (i * 20) minute as due,
    '2024-01-01'::timestamp + interval (i * 20 + (i * 37) % 98) minute as left_at, (i * 37) % 98 > 15 as late from range(${rows}) t(i))`
const roles = { time: 'due', id: 'id', label: 'late' }

describe('features after the prediction', () => {
  test('a later moment, and the hour made from it', async () => {
    const { facts, items } = await order(flights(), undefined, roles)
    const later = Array.from({ length: 400 }, (_, i) => (i * 37) % 98).filter((minutes) => minutes > 0).length
    expect(facts.features_after_prediction).toBe(2)
    expect(facts.features).toEqual([
      { column: 'hour', table: 'tables.train', rows: 400, later_rows: later, later_share: later / 400, derived_from: 'left_at' },
      { column: 'left_at', table: 'tables.train', rows: 400, later_rows: later, later_share: later / 400, derived_from: null },
    ])
    expect(items.map((it) => it.column)).toEqual(['hour', 'left_at'])
  })
  test('found though the late column itself is no feature', async () => {
    const { facts } = await order(flights(), undefined, { ...roles, features: ['hour', 'planned_hour'] })
    expect(facts.features).toMatchObject([{ column: 'hour', derived_from: 'left_at' }])
  })
  test('in both tables, counted once', async () => {
    const { facts } = await order(flights(), flights(), { ...roles, features: ['hour'] }, {})
    expect(facts.features).toMatchObject([{ table: 'tables.train' }, { table: 'tables.test' }])
    expect(facts.features_after_prediction).toBe(1)
  })
  test.each([
    ['weekday counted from Sunday', 'dayofweek(left_at)'],
    ['minute', 'minute(left_at)'],
    ['day', 'day(left_at)'],
    ['hour as a double, one row in 200 wrong', 'case when id % 200 = 0 then 99 else hour(left_at) end::double'],
    ['Unix seconds', 'epoch(left_at)::bigint'],
  ])('made from it: %s', async (_, expression) => {
    const { facts } = await order(flights(`, ${expression} as f`), undefined, { ...roles, features: ['f'] })
    expect(facts.features).toMatchObject([{ column: 'f', derived_from: 'left_at' }])
  })
  test.each([
    ['the hour of the schedule', 'hour(due)'],
    ['one value only', '0'],
    ['one row in 50 wrong', 'case when id % 50 = 0 then 99 else hour(left_at) end'],
    ['a month, the same on both sides', 'month(left_at)'],
  ])('not made from it: %s', async (_, expression) => {
    const { facts } = await order(flights(`, ${expression} as f`), undefined, { ...roles, features: ['f'] })
    expect(facts).toMatchObject({ features: [], features_after_prediction: 0 })
  })
  test('fewer than 50 rows say nothing about where a number comes from', async () => {
    expect((await order(flights('', 49), undefined, { ...roles, features: ['hour'] })).facts.features).toEqual([])
    expect((await order(flights('', 50), undefined, { ...roles, features: ['hour'] })).facts.features).toHaveLength(1)
  })
  test('a label that is a moment is no feature, and a time before the prediction is fine', async () => {
    const table = of("('2024-01-02'::timestamp, '2024-01-01'::timestamp, '2024-01-03'::timestamp)", 't, booked, landed')
    const { facts } = await order(table, undefined, { time: 't', label: 'landed' })
    expect(facts).toMatchObject({ features: [], features_after_prediction: 0 })
  })
  test('hidden as text, in another zone, under a hostile name', async () => {
    const columns = '"t", "x0", "n_0_0"'
    const table = of("('2024-01-02'::timestamp, '2024-01-02T03:00:00+01:00', 1), ('2024-01-03', '2024-01-03T00:30:00+01:00', 1)", columns)
    const { facts } = await order(table, undefined)
    expect(facts.features).toMatchObject([{ column: 'x0', rows: 2, later_rows: 1, later_share: 0.5 }])
  })
  test('text that reads as a time only in part is said so', async () => {
    const { facts, limits } = await order(of("('2024-01-02'::timestamp, '2024-01-03'), ('2024-01-02', 'soon')", 't, x'), undefined)
    expect(facts.features).toEqual([])
    expect(limits.join(' ')).toContain('column "x"')
  })
  test('the column a role takes: missing values are in no row', async () => {
    const { facts } = await order(
      of("('2024-01-02'::timestamp, null::timestamp), (null, '2024-01-03'), ('2024-01-01', '2024-01-02')", 't, x'),
      undefined,
    )
    expect(facts.features).toMatchObject([{ rows: 1, later_rows: 1 }])
  })
  test('no time: unknown', async () => {
    const { unknown } = await order(of('(1)', 'a'), undefined, {})
    expect(unknown).toMatchObject({ features: 'no_role', features_after_prediction: 'no_role' })
  })
  test('the newest moment is told', async () => {
    expect((await order(at('2024-01-01'), at('2024-02-03 04:05:06'))).until).toBe('2024-02-03T04:05:06.000Z')
  })
})
