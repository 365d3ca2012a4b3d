/** The top of every report: what was assessed, as of when, at which version, and how much was looked at. */
import { type Assessment, isSaid, type State } from '../../model/index.ts'
import type { Block } from '../block.ts'

const stateWords: [State, string][] = [
  ['found', 'found'],
  ['absent', 'absent'],
  ['not_given', 'not given'],
  ['failed', 'failed'],
]

/** `44 probes: 40 found, 3 absent, 1 failed`; what is not built yet is counted apart, because it is our lack, not theirs. */
export const lookedAt = (assessment: Assessment): string => {
  const records = assessment.evidence.filter((it) => !isSaid(it))
  const unbuilt = records.filter((it) => it.error?.code === 'not_built').length
  const tried = records.filter((it) => it.error?.code !== 'not_built')
  const parts = stateWords.flatMap(([state, words]) => {
    const count = tried.filter((it) => it.state === state).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return `${tried.length} measurements${parts.length === 0 ? '' : ': '}${parts.join(', ')}${unbuilt === 0 ? '' : `; ${unbuilt} not built yet`}`
}

export const shortVersion = (version: string | null): string | undefined =>
  version === null ? undefined : version.startsWith('sha256:') ? version.slice(7, 14) : version.slice(0, 7)

export const cover = (assessment: Assessment): Block[] => {
  const { subject } = assessment.subject
  const commit = shortVersion(assessment.materials.find((it) => it.kind === 'repo')?.version ?? null)
  return [
    {
      kind: 'heading',
      level: 1,
      text: subject.name,
      id: 'top',
      aside: ['as of', assessment.as_of.slice(0, 10), ...(commit === undefined ? [] : [commit])].join(' '),
    },
    ...(subject.about === undefined ? [] : [{ kind: 'text' as const, text: subject.about }]),
    { kind: 'text', quiet: true, text: lookedAt(assessment) },
  ]
}
