/** Effort and gain in words: a sum of hours as days of work, what a change adds to its score. */
import { type Change, type Framework, type Step, sayNumber, sayPercent } from '../model/index.ts'

/** A day of work. */
const dayHours = 8

export const sayWork = (hours: number): string => {
  if (hours < dayHours) return `about ${hours} hours of work`
  const days = Math.round(hours / dayHours)
  return days === 1 ? 'about a day of work' : `about ${days} days of work`
}

export const sayScore = (value: number, framework: Framework): string => (framework.scale.to === 1 ? sayPercent(value) : sayNumber(value))

/** Where sections combine by their minimum a change adds to its section; else to the whole, by its share. */
export const sayGain = (change: Change, step: Step, framework: Framework): string => {
  if (framework.combine === 'minimum') {
    const section = framework.sections.find((it) => it.criteria.some(({ id }) => id === change.criterion))
    return `+${sayNumber(change.gain)} in ${section?.title ?? framework.title}`
  }
  const all = step.changes.reduce((sum, it) => sum + it.gain, 0)
  const share = all === 0 ? 0 : (change.gain / all) * (step.to - step.from)
  return `+${sayScore(share, framework)}`
}
