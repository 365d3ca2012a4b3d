/** A subject's own gates must name criteria and scores that its frameworks have: else they would stay undecided for ever. */
import { type Framework, type Gate, Problem } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'

const faultOf = (need: Gate['require'][number], frameworks: readonly Framework[]): string | undefined => {
  const asked = frameworks.filter((it) => need.framework === undefined || it.id === need.framework)
  if (asked.length === 0) return `no framework \`${need.framework}\` is asked here`
  const [name, known] =
    'criterion' in need
      ? [need.criterion, asked.flatMap((it) => it.sections.flatMap((section) => section.criteria.map((criterion) => criterion.id)))]
      : [need.score, ['total', ...asked.flatMap((it) => it.sections.map((section) => section.id))]]
  if (known.includes(name)) return undefined
  const near = nearest(name, known)
  return `there is no ${'criterion' in need ? 'criterion' : 'score'} \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`
}

/** Throws Problem for the first. `file` is where the gates were written. */
export const holdOwnGates = (gates: readonly Gate[], frameworks: readonly Framework[], file: string): void => {
  for (const gate of gates) {
    const fault = gate.require.map((need) => faultOf(need, frameworks)).find((it) => it !== undefined)
    if (fault !== undefined) throw new Problem(`gate \`${gate.id}\`: ${fault}`, { file })
  }
}
