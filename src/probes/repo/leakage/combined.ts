/** What comes out when values meet in arithmetic or in a function of arrays. */
import { addFits, data, figureOf, list, mergeFits, scaling, type Value } from './values.ts'

/** Arithmetic: what was learnt becomes part of the data it is applied to. */
export function combined(a: Value, b: Value): Value {
  if (a.items !== undefined && b.items !== undefined && a.rows === undefined) return list([...a.items, ...b.items].slice(0, 200))
  const rows = a.rows ?? b.rows
  const out = data(rows)
  mergeFits(out, a)
  mergeFits(out, b)
  const learnt = [...(a.learnt ?? []), ...(b.learnt ?? [])].filter(({ grouped }) => !grouped)
  if (rows === undefined && learnt.length > 0) out.learnt = learnt
  else if (rows !== undefined) addFits(out, scaling(learnt))
  // One half of a min–max scaling waits for the other.
  if (rows !== undefined && learnt.length > 0 && scaling(learnt).length < learnt.length) out.learnt = learnt
  const figure = figureOf(a) ?? figureOf(b)
  if (figure !== undefined) out.figure = figure
  const batch = a.batch ?? b.batch
  if (batch !== undefined && rows === undefined) out.batch = batch
  const predicted = a.predicted ?? b.predicted
  if (predicted !== undefined) out.predicted = predicted
  return out
}
