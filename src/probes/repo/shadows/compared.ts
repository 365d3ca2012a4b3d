/** Looks for something that holds the answers of a shadow against those that were given. */
import type { Text } from './mirror.ts'

const compares =
  /shadow\w*_?(agree|disagree|match|mismatch|diff|delta|diverg|score|compar|accuracy|error|parity)\w*|(agree|disagree|mismatch|diff|delta|diverg|compar)\w*_?shadow|compare\w*\([^)]*shadow|shadow\w*\s*(==|!=|-)\s*\w*(primary|champion|live|prod|answer|predict|control|main)|(primary|champion|live|prod|predict\w*|control|main)\w*\s*(==|!=|-)\s*\w*shadow/i

/** `score_live - score_next`: the same answer of two parts, told apart by the ends of their names. */
const sides =
  /\b(\w*(?:score|answer|pred\w*|output|label|response|proba\w*))_([a-z]\w*)["'\])]*\s*(?:-|==|!=|\.(?:sub|ne|eq)\()\s*[\w.]*[[(]?["']?\1_([a-z]\w*)/gi

const namesBoth = (text: string, routes: Text[]): boolean =>
  [...text.matchAll(sides)].some(
    ([, , one, other]) =>
      one !== other && routes.some((route) => [one, other].every((side) => new RegExp(`\\b${side}\\b`, 'i').test(route.text))),
  )

/** In code, a rule, a query or a dashboard: a measure of how the two differ, or of the shadow's own answers; or both sides by the names that the files `routes` give them. */
export const isCompared = (texts: Text[], routes: readonly string[] = []): boolean => {
  const parts = texts.filter(({ path }) => routes.includes(path))
  return texts.some(({ path, text }) => compares.test(text) || (!routes.includes(path) && namesBoth(text, parts)))
}
