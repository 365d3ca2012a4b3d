/** What was not looked at, and how the rest was worked out: in every edition. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

export const limits = (assessment: Assessment): Block[] => {
  const failed = assessment.evidence.filter((it) => it.state === 'failed' && it.error?.code !== 'not_built')
  const notGiven = assessment.evidence.filter((it) => it.state === 'not_given')
  const unbuilt = assessment.evidence.filter((it) => it.error?.code === 'not_built')
  const told = [...new Set(assessment.evidence.filter((it) => it.state === 'found' || it.state === 'absent').flatMap((it) => it.limits))]
  const items: Text[] = [
    ...failed.map((it): Text => [{ strong: it.probe }, ` could not look: ${it.error?.message ?? ''} (${it.error?.code ?? ''}).`]),
    ...(notGiven.length === 0
      ? []
      : [
          `${many(notGiven.length, 'measurement')} had nothing to look at, because it was not declared: ${[...new Set(notGiven.map((it) => it.probe))].join(', ')}.`,
        ]),
    ...(unbuilt.length === 0
      ? []
      : [
          `${many(unbuilt.length, 'measurement')} that the frameworks ask for ${unbuilt.length === 1 ? 'is' : 'are'} not built in this version; what rests on them is not known, and counts as such in every range.`,
        ]),
    'What the assessed party handed over proves what it says and no more: a log can be filtered before it is given.',
    ...(told.length === 0
      ? []
      : [`${many(told.length, 'note')} on what was guessed or left out stand${told.length === 1 ? 's' : ''} with the evidence.`]),
  ]
  return [
    { kind: 'heading', level: 2, text: 'Limits', id: 'limits' },
    { kind: 'list', items },
  ]
}

export const method = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => [
  { kind: 'heading', level: 2, text: 'Method', id: 'method' },
  {
    kind: 'list',
    items: [
      'They say: somebody said so. They show: a paper, configuration or report shows it. We measured: worked out from the thing itself, or from run records that a machine wrote. The same rules are judged three times, each time with the evidence of that kind and stronger.',
      'A verdict is a range from the worst to the best that the evidence leaves open. A score adds up both ends, so withholding something never raises the low end.',
      'Intervals are 95 %. A number whose interval crosses a limit is too close to tell, and the rows that would tell are named.',
      'No row and no secret value leaves the material; nothing of the subject was executed; no language model took part.',
      ...frameworks.map((it): Text => [{ strong: `${it.title}, version ${it.version}` }, `: ${it.source}`]),
      `Assay ${assessment.assay_version}, judged as of ${assessment.as_of}.`,
    ],
  },
]
