import { describe, expect, it } from 'vitest'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }
import { studentQuantile, studentUpper } from './student.ts'

describe('student', () => {
  it.each(r.student_upper)('has the upper tail of $t on $df', ({ t, df, value }) => expectClose(studentUpper(t, df), value, 1e-12))
  it.each(r.student_quantile)('has the quantile of $p on $df', ({ p, df, value }) => expectClose(studentQuantile(p, df), value, 1e-12))

  it('answers at the ends', () => {
    expect([studentQuantile(0, 4), studentQuantile(0.5, 4), studentQuantile(1, 4)]).toEqual([-Infinity, 0, Infinity])
    expect([studentUpper(Infinity, 4), studentUpper(-Infinity, 4)]).toEqual([0, 1])
  })
})
