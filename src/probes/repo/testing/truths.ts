/** Recognises assertions that cannot fail whatever the code does. */
import type { Syntax } from '../python/parser.ts'
import { dotted, field, literalOf, textOf } from '../python/syntax.ts'

/** `assert (x, "m")`, `x == x`, `… or True`, `len(x) >= 0`, `isinstance(x, object)`, `x is x`. */
export function alwaysTrue(test: Syntax | undefined): boolean {
  if (test === undefined) return false
  const value = literalOf(test)
  if (value !== undefined) return Boolean(value)
  switch (test.type) {
    case 'parenthesized_expression':
      return alwaysTrue(test.children[0])
    case 'tuple':
      return test.children.length > 0
    case 'not_operator':
      return alwaysFalse(field(test, 'argument'))
    case 'boolean_operator': {
      const sides = [alwaysTrue(field(test, 'left')), alwaysTrue(field(test, 'right'))]
      return textOf(field(test, 'operator') ?? test) === 'or' ? sides.some(Boolean) : sides.every(Boolean)
    }
    case 'comparison_operator':
      return sameBothSides(test) || neverNegative(test)
    case 'call':
      return dotted(field(test, 'function')) === 'isinstance' && /,\s*object\s*\)$/.test(textOf(test))
    default:
      return false
  }
}

const alwaysFalse = (test: Syntax | undefined): boolean => {
  const value = literalOf(test)
  return value !== undefined && !value
}

function sameBothSides(test: Syntax): boolean {
  const [left, right] = test.children.filter(({ field: name }) => name !== 'operators')
  const operator = textOf(field(test, 'operators') ?? test)
  if (left === undefined || right === undefined || test.children.length !== 3) return false
  // A call may give another answer the second time, so `f() == f()` is a real question.
  return ['==', 'is', '<=', '>='].includes(operator) && textOf(left) === textOf(right) && !/[()]/.test(textOf(left))
}

const neverNegative = (test: Syntax): boolean => /^len\(.*\)\s*(>=\s*0|>\s*-1)$/s.test(textOf(test))
