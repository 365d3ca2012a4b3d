/** Small questions about the syntax around predictors and metrics. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, field, literalOf, textOf, walk } from '../python/syntax.ts'
import { earlierColumn, type Guesses, heldAgainstBefore } from './guesses.ts'

const asked = /\b(args|cfg|config|conf|params|opts?|options|settings|FLAGS|flags|argv|environ)\b/
/** One of many is taken, by a name that whoever starts the program gives. */
export const isChosen = (node: Syntax): boolean => {
  const key = node.children.find((one) => one !== field(node, 'value') && one.type !== 'comment')
  return key !== undefined && asked.test(textOf(key))
}

/** The column of `frame["column"]`. */
export const columnOf = (node: Syntax | undefined): string | undefined => {
  if (node?.type !== 'subscript') return undefined
  const key = literalOf(node.children.find((one) => one.type === 'string'))
  return typeof key === 'string' && node.children.length === 2 ? key : undefined
}

/** `compile(metrics=["mae"])`: what a network is measured by. */
export const compiled = (call: Syntax): string[] =>
  argumentsOf(call).flatMap(({ name, value }) =>
    name === 'metrics'
      ? [...textOf(value).matchAll(/\b(mae|mse|accuracy|acc|mean_(?:absolute|squared)_error)\b/gi)].map(([word]) => word.toLowerCase())
      : [],
  )

/** Not told to leave the simple ones out. */
export const comparesSimple = (call: Syntax): boolean =>
  argumentsOf(call).every(({ name, value }) =>
    name !== 'include' && name !== 'include_algos'
      ? name !== 'exclude_algos' || !/GLM/.test(textOf(value))
      : /dummy|["'](lr|ridge|nb|dt|lasso)["']|GLM/.test(textOf(value)),
  )

export const inComprehension = (node: Syntax, call: Syntax): boolean =>
  [...walk(node)].some((one) => /comprehension$|generator_expression/.test(one.type) && one.start <= call.start && one.end >= call.end)

/** The guess that a metric is given as it is: `mae(y, np.full_like(y, y.mean()))`, `mae(y[1:], y[:-1])`, `mae(test["y"], test["y_lag_1"])`. */
export const guessIn = (call: Syntax, guesses: Guesses): string | undefined => {
  const args = argumentsOf(call)
  const plain = args.filter(({ name }) => name === null)
  const given = args.find(({ name }) => name !== null && /^(y_?(pred|hat|score)\w*|preds?|predictions?|forecast)$/.test(name)) ?? plain[1]
  if (given === undefined) return undefined
  const text = textOf(given.value)
  const pair = plain[0] !== undefined && heldAgainstBefore(textOf(plain[0].value), text)
  const column = columnOf(given.value)
  return pair || guesses.is(text, '') || (column !== undefined && earlierColumn.test(column)) ? text.slice(0, 60) : undefined
}
