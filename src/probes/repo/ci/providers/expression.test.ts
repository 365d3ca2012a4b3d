import { expect, test } from 'vitest'
import { evaluate } from './expression.ts'

const known = { 'github.event_name': 'push', 'matrix.last': 'true', 'env.EMPTY': '' }

test.each<[string, boolean | undefined]>([
  ['false', false],
  ['${{ false }}', false],
  ["'false'", true],
  ['true && false', false],
  ['unknown.value', undefined],
  ['unknown.value && false', false],
  ['unknown.value || true', true],
  ["github.event_name == 'PUSH'", true],
  ["github.event_name != 'push'", false],
  ["!(github.event_name == 'schedule')", true],
  ["github.event_name == 'push' && github.ref == 'refs/heads/main'", undefined],
  ['always()', true],
  ['failure()', false],
  ['!cancelled()', true],
  ['failure() || always()', true],
  ["contains('abc', 'b')", true],
  ["startsWith(github.ref, 'refs/tags/')", undefined],
  ['env.EMPTY', false],
  ['1 == 1', true],
  ["github['event_name'] ==", undefined],
])('%s is %s', (source, wanted) => expect(evaluate(source, known)).toBe(wanted))
