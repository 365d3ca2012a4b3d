import { describe, expect, it } from 'vitest'
import { fisher } from './fisher.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('fisher', () => {
  it.each(r.fisher)('equals fisher.test of $table', ({ table, p }) => {
    const [a, b, c, d] = table as [number, number, number, number]
    expectClose(fisher(a, b, c, d), p, 1e-11)
    expectClose(fisher(a, c, b, d), p, 1e-11)
    expectClose(fisher(d, c, b, a), p, 1e-11)
  })

  it('says 1 where only one table is possible', () => expect([fisher(0, 0, 3, 4), fisher(0, 0, 0, 0)]).toEqual([1, 1]))
})
