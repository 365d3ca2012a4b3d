import { describe, expect, it } from 'vitest'
import { chiSquaredContingency, cramersV } from './contingency.ts'
import data from './reference/columns.json' with { type: 'json' }
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('contingency', () => {
  it.each(r.contingency)('equals chisq.test of $a and $b', ({ a, b, statistic, df, p, yates }) => {
    const got = chiSquaredContingency(a, b)
    expectClose(got?.statistic, statistic)
    expect(got?.df).toBe(df)
    expectClose(got?.p, p)
    expectClose(chiSquaredContingency(a, b, 'yates')?.p, yates)
  })

  it('has the digits split by scipy', () => {
    expectClose(chiSquaredContingency(data.digits.reference, data.digits.a)?.statistic, 0.15283564012823986, 1e-9)
    const moved = chiSquaredContingency(data.digits.reference, data.digits.b)
    expectClose(moved?.statistic, 26.274566653713727, 1e-9)
    expectClose(moved?.p, 0.001841933683315305, 1e-9)
  })

  it('leaves out categories that neither side has, and says nothing of an empty side', () => {
    expect(chiSquaredContingency([3, 0, 5], [4, 0, 2])?.df).toBe(1)
    expect(chiSquaredContingency([3], [9])).toEqual({ statistic: 0, df: 0, p: 1 })
    expect(chiSquaredContingency([0, 0], [1, 2])).toBeUndefined()
    expect(cramersV([0], [1])).toBeUndefined()
    expect(cramersV([3], [9])).toBe(0)
  })

  it('gives V 1 for full separation and 0 for the same shares', () => {
    expectClose(cramersV([5000, 0], [0, 5000]), 1, 1e-3)
    expect(cramersV([50, 70], [50, 70])).toBe(0)
  })
})
