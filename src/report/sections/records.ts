/** Every evidence record: its facts, the places, what it was read from, and the command that measures it again. */
import type { Assessment, Evidence } from '../../model/index.ts'
import { inShort } from '../answers.ts'
import type { Block } from '../block.ts'
import { measureAgain } from '../measure-again.ts'

const suppliedWords = {
  target: 'supplied by the assessed party',
  assessor: 'supplied by the assessor',
  third_party: 'supplied by a third party',
}

/** Of words, the words. */
const titleOf = (record: Evidence): string => {
  if (record.probe !== 'statement' && record.probe !== 'document.quote') return record.probe
  const words = String(record.facts.says ?? record.facts.quote ?? record.facts.topic ?? '')
  return `${record.probe === 'statement' ? 'Statement' : 'In a document'}: ${inShort(words, 160)}`
}

export const records = (assessment: Assessment): Block[] => {
  const shown = assessment.evidence.filter((it) => it.state !== 'not_given' && it.error?.code !== 'not_built')
  const materials = new Map(assessment.materials.map((it) => [it.name, it]))
  return [
    { kind: 'break' },
    { kind: 'heading', level: 2, text: 'Evidence', id: 'evidence' },
    ...shown.map((record): Block => {
      const supplied = record.inputs.map(
        (it) =>
          `${it.material}${it.version === null ? '' : ` at ${it.version.slice(0, 19)}`}, ${suppliedWords[materials.get(it.material)?.supplied_by ?? 'target']}`,
      )
      return {
        kind: 'evidence',
        record,
        title: titleOf(record),
        command: measureAgain(record),
        supplied,
      }
    }),
  ]
}
