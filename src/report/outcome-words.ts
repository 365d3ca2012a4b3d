/** Outcomes of a verdict as they stand in print. */
import type { Outcome } from '../model/index.ts'

export const outcomeWords: { [outcome in Outcome]: string } = {
  met: 'met',
  partial: 'partly met',
  unmet: 'not met',
  unknown: 'not known',
  not_applicable: 'does not apply',
  not_expected: 'not expected yet',
}
