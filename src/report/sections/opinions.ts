/** What stands beside the frameworks: gates that the subject file asks for, and what an assessor thinks, signed and never scored. */
import type { Assessment } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'

export const ownGates = (assessment: Assessment): Block[] => {
  const gates = assessment.gates.filter((it) => it.framework === null)
  if (gates.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Gates of this subject', id: 'own-gates' },
    { kind: 'list', items: gates.map((it): Text => [{ strong: `${it.id}: ${it.outcome}.` }, ` ${it.because}.`]) },
  ]
}

export const opinions = (assessment: Assessment): Block[] => {
  if (assessment.opinions.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Opinions', id: 'opinions' },
    { kind: 'text', quiet: true, text: 'What an assessor thinks. It is no evidence and enters no score.' },
    {
      kind: 'list',
      items: assessment.opinions.map((it): Text => [{ strong: `On ${it.about}:` }, ` “${it.says}” ${it.by}, ${it.on}`]),
    },
  ]
}
