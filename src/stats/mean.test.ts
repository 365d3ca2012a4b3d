import { describe, expect, it } from 'vitest'
import { meanInterval } from './mean.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('mean', () => {
  it.each(r.mean)('equals t.test with $n rows', ({ low, high, ...of }) => {
    expectClose(meanInterval(of)?.low, low)
    expectClose(meanInterval(of)?.high, high)
  })

  it('has no interval below two rows and no width without spread', () => {
    expect(meanInterval({ n: 1, mean: 3, sd: 0 })).toBeUndefined()
    expect(meanInterval({ n: 2, mean: 3, sd: 0 })).toEqual({ value: 3, low: 3, high: 3 })
  })
})
