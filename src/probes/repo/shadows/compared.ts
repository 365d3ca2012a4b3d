/** Looks for something that holds the answers of a shadow against those that were given. */
import type { Text } from './mirror.ts'

const compares =
  /shadow\w*_?(agree|disagree|match|mismatch|diff|delta|diverg|score|compar|accuracy|error|parity)\w*|(agree|disagree|mismatch|diff|delta|diverg|compar)\w*_?shadow|compare\w*\([^)]*shadow|shadow\w*\s*(==|!=|-)\s*\w*(primary|champion|live|prod|answer|predict|control|main)|(primary|champion|live|prod|predict\w*|control|main)\w*\s*(==|!=|-)\s*\w*shadow/i

/** In code, a rule, a query or a dashboard: a measure of how the two differ, or of the shadow's own answers. */
export const isCompared = (texts: Text[]): boolean => texts.some(({ text }) => compares.test(text))
