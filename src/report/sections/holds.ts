/** What holds, with the same evidence as what fails: praise is a finding. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { placesOf } from '../practices.ts'

export const holds = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const criteria = criteriaByName(frameworks)
  const met = assessment.verdicts.filter((it) => it.reading === 'measured' && it.outcome === 'met')
  if (met.length === 0) return []
  const items = met.map((it): Text => {
    const title = criteria.get(`${it.framework} ${it.criterion}`)?.title ?? it.criterion
    const evidence = it.evidence[0]
    return [
      { strong: title },
      `: ${it.because} `,
      ...placesOf(it.evidence, assessment, 1).map((place) => ({ place })),
      ...(evidence === undefined ? [] : [' ', { evidence, text: 'evidence' }]),
    ]
  })
  return [
    { kind: 'heading', level: 2, text: 'What holds', id: 'holds' },
    { kind: 'list', items, mark: 'holds' },
  ]
}
