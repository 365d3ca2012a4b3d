import { expect, test } from 'vitest'
import { exactPoetry, requirement } from './pins.ts'

test.each([
  ['a==1.2', true],
  ['a===1.2', true],
  ['a==1.*', false],
  ['a>=1.2', false],
  ['a~=1.2', false],
  ['a', false],
  ['a[x,y]==1.2 ; python_version < "3.9"', true],
  ['a==1.2 --hash=sha256:00', true],
  ['a @ git+https://h/x@0123456789012345678901234567890123456789', true],
  ['a @ git+https://h/x@v1.2', false],
  ['git+https://h/x.git', false],
  ['https://h/a-1.2.0-py3-none-any.whl', true],
  ['a>=1,==1.5', true],
])('requirement %s', (line, exact) => {
  expect(requirement(line)?.exact).toBe(exact)
})
test.each(['-e .', './local', '-r base.txt', '# a==1', '', '--index-url x'])('no package: %s', (line) => {
  expect(requirement(line)).toBeUndefined()
})
test.each([
  ['1.2.3', true],
  ['==1.2.3', true],
  ['^1.2', false],
  ['~1.2', false],
  ['*', false],
  ['>=1', false],
  ['1.*', false],
])('poetry %s', (text, exact) => {
  expect(exactPoetry(text)).toBe(exact)
})
