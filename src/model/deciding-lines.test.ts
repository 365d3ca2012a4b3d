/** The line that is shown is the one that decides: of several at one place, of several kinds in one record, of faults each. */
import { describe, expect, test } from 'vitest'
import { criterion, found } from '../../test/judging/small-subject.ts'
import { decidingLines } from './deciding-lines.ts'
import type { Row } from './fact.ts'

const record = (what: Row[], notes: [path: string, line: number, note: string][]) => ({
  ...found('repo.monitoring', { what }),
  items: notes.map(([path, line, note]) => ({ path, line, note })),
})

const watched = criterion({
  id: 'latency',
  met: { fact: 'repo.monitoring.what', some: { about: { is: 'latency' }, collected: { is: true } } },
  partial: { fact: 'repo.monitoring.what', some: { about: { is: 'latency' } } },
})
const told = (it: ReturnType<typeof record>, outcome: 'met' | 'partial' | 'unmet', of = watched) =>
  decidingLines(of, { outcome, evidence: [it.id] }, [it])

describe('what is asked for', () => {
  test('of several things at one line, the one that is asked about', () => {
    const rows = ['traffic', 'latency', 'errors'].map((about) => ({ about, collected: false, path: 'app.yml', line: 12 }))
    const it = record(
      rows,
      rows.map((row) => ['app.yml', 12, `${row.about}, not collected`]),
    )
    expect(told(it, 'partial')).toEqual({
      lines: [{ path: 'app.yml', line: 12, note: 'latency, not collected' }],
      each: false,
      lacks: ['collected'],
    })
  })

  test('a record that tells of other things only has no line for this one', () => {
    const it = record([{ about: 'drift', collected: true, path: 'a.py', line: 3 }], [['a.py', 3, 'drift, collected']])
    expect(told(it, 'unmet').lines).toEqual([])
  })

  test('what holds leads, however late it was found', () => {
    const it = record(
      [
        { about: 'latency', collected: false, path: 'a.py', line: 1 },
        { about: 'latency', collected: true, path: 'b.py', line: 2 },
      ],
      [
        ['a.py', 1, 'latency, not collected'],
        ['b.py', 2, 'latency, collected'],
      ],
    )
    expect(told(it, 'met').lines.map((line) => line.path)).toEqual(['b.py'])
  })
})

test('what is forbidden is a fault at each of its lines, also where it is asked for within none', () => {
  const rows = [
    { about: 'secret', path: 'a.py', line: 1 },
    { about: 'default', path: 'b.py', line: 2 },
    { about: 'secret', path: 'c.py', line: 3 },
  ]
  const it = record(
    rows,
    rows.map((row) => [row.path, row.line, row.about]),
  )
  const where = { about: { is: 'secret' } }
  for (const met of [
    { fact: 'repo.monitoring.what', where, count: { at_most: 0 } },
    { none: [{ fact: 'repo.monitoring.what', some: where }] },
  ])
    expect(told(it, 'unmet', criterion({ id: 'none', met }))).toMatchObject({ lines: [{ path: 'a.py' }, { path: 'c.py' }], each: true })
})
