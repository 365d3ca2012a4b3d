/** The same numbers for every log side by side: what the model was said to be good at, and where it was not. */
import { type Assessment, isMeasured, sayMeasured, sayNumber } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'

const shown: [string, string][] = [
  ['auc', 'AUC'],
  ['accuracy', 'accuracy'],
  ['brier', 'Brier score'],
]

/** Said only where it is not the assessed party, who gives most. */
const supplied = { target: '', assessor: ' (given by the assessor)', third_party: ' (given by a third party)' }

export const quality = (assessment: Assessment): Block[] => {
  const records = assessment.evidence.filter((it) => it.probe === 'model.classification' && it.state === 'found')
  if (records.length < 2) return []
  const materials = new Map(assessment.materials.map((it) => [it.name, it]))
  const rows = records.map((record): Text[] => {
    const name = record.inputs[0]?.material ?? ''
    const labelled = record.facts.labelled_rows
    const numbers = shown.map(([fact]): Text => {
      const value = record.facts[fact]
      return isMeasured(value)
        ? { evidence: record.id, text: sayMeasured(fact, value) }
        : typeof value === 'number'
          ? sayNumber(value)
          : 'not known'
    })
    const by = supplied[materials.get(name)?.supplied_by ?? 'target']
    return [`${name.replace(/^predictions\./, '')}${by}`, typeof labelled === 'number' ? sayNumber(labelled) : '', ...numbers]
  })
  return [
    { kind: 'heading', level: 2, text: 'How good, and where', id: 'quality' },
    { kind: 'table', columns: ['log', 'rows', ...shown.map(([, words]) => words)], rows, numeric: [1, 2, 3, 4] },
  ]
}
