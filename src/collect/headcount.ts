/** The heads a company counts, as evidence: what the subject file declares, else what somebody said and confirmed. */
import { company, type Facts, headcounts, type Subject } from '../model/index.ts'
import type { Draft } from './run-pair.ts'

/** Statements whose claim fixes a headcount: `{fact: company.engineers, is: 20}`. The last said counts where several differ. */
const saidHeads = (subject: Subject): { [name: string]: number } =>
  Object.fromEntries(
    (subject.statements ?? []).flatMap(({ claim }) => {
      const name = headcounts.find((it) => claim?.fact === `company.${it}`)
      return name === undefined || typeof claim?.is !== 'number' ? [] : [[name, claim.is]]
    }),
  )

const withoutFacts = (facts: Facts, left: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !left.includes(name)))

const ratios = ({ engineers, ml_engineers, ml_platform_engineers }: { [name: string]: number | undefined }): Facts => ({
  ...(engineers !== undefined && engineers > 0 && ml_engineers !== undefined ? { ml_share: ml_engineers / engineers } : {}),
  ...(ml_platform_engineers !== undefined && ml_platform_engineers > 0 && ml_engineers !== undefined
    ? { builders_per_platform_engineer: ml_engineers / ml_platform_engineers }
    : {}),
})

/** Those who build models, and their platform, are counted among the engineers, and these among the people: a part is no larger than the whole. */
const contradictions = (heads: { [name: string]: number | undefined }): [ratio: string, says: string][] => {
  const larger = (part: string, whole: string) => (heads[part] ?? 0) > (heads[whole] ?? Number.POSITIVE_INFINITY)
  const said = (part: string, whole: string) =>
    `not known, ${heads[part]} ${part} and ${heads[whole]} ${whole} were said, and the first are counted among the second`
  return [
    ...(larger('ml_engineers', 'engineers') ? [['ml_share', said('ml_engineers', 'engineers')] as [string, string]] : []),
    ...(larger('ml_platform_engineers', 'engineers')
      ? [['builders_per_platform_engineer', said('ml_platform_engineers', 'engineers')] as [string, string]]
      : []),
    ...(larger('engineers', 'people') ? [['people', said('engineers', 'people')] as [string, string]] : []),
  ]
}

/** `asked`: a framework names a headcount, so that not knowing it is told. */
export const collectHeadcount = (subject: Subject, asked: boolean, observedAt: string): Draft[] => {
  const said = saidHeads(subject)
  const declared = Object.fromEntries(Object.entries(subject.company ?? {}).filter((it): it is [string, number] => it[1] !== undefined))
  const heads = { ...said, ...declared }
  const known = Object.keys(heads).length > 0
  if (!known && !asked) return []
  const wrong = contradictions(heads)
  const differing = Object.keys(said).filter((name) => declared[name] !== undefined && declared[name] !== said[name])
  return [
    {
      probe: company.id,
      probe_version: 1,
      options: {},
      method: 'claimed',
      state: known ? 'found' : 'not_given',
      facts: known
        ? withoutFacts(
            { ...heads, ...ratios(heads) },
            wrong.map(([fact]) => fact),
          )
        : {},
      ...(wrong.length === 0 ? {} : { unknown: Object.fromEntries(wrong.map(([fact]) => [fact, 'undefined' as const])) }),
      items: [],
      inputs: [],
      observed_at: observedAt,
      limits: known
        ? [
            ...wrong.map(([fact, says]) => `${fact}: ${says}`),
            ...differing.map((name) => `${name}: ${declared[name]} is declared and ${said[name]} was said; what is declared counts`),
          ]
        : ['nobody said how many people there are; `company: {people, engineers, ml_engineers}` in assay.yaml says it'],
    },
  ]
}
