/** What the source documents ask, one line an ask, and how far it is asked and measured today. */
import { z } from 'zod'
import type { Criterion, Framework } from './framework.ts'
import { leavesOf, type Rule, splitFact } from './rule.ts'

export const Ask = z.strictObject({
  id: z.string(),
  /** A: a tool can work the answer out; P: a tool can bear it out or contradict it, a person must judge; H: only people can tell. */
  grade: z.enum(['A', 'P', 'H']),
  asks: z.string(),
})
export type Ask = z.infer<typeof Ask>

/** `measured`: evidence alone settles it today; `corroborated`: evidence bears on it today; `people`: only people can tell today. */
export type Standing = 'measured' | 'corroborated' | 'people'

/** `planned`: measurements that would bear on it and are not built yet. */
export type Covered = { ask: Ask; homes: string[]; standing: Standing; planned: string[] }

const standings: Standing[] = ['people', 'corroborated', 'measured']

const probesOf = (rule: Rule | undefined): string[] =>
  rule === undefined ? [] : leavesOf(rule).flatMap((it) => ('fact' in it ? [splitFact(it.fact).probe] : []))

/** Whether evidence of built probes alone can make the rule hold. */
const settled = (rule: Rule | undefined, built: ReadonlySet<string>): boolean => {
  if (rule === undefined) return false
  if ('any' in rule) return rule.any.some((it) => settled(it, built))
  if ('all' in rule) return rule.all.every((it) => settled(it, built))
  if ('none' in rule) return rule.none.every((it) => settled(it, built))
  if ('fact' in rule) return built.has(splitFact(rule.fact).probe)
  return 'score' in rule
}

const standingOf = (criterion: Criterion, built: ReadonlySet<string>): Standing => {
  if (settled(criterion.met, built)) return 'measured'
  const rules = [criterion.met, criterion.partial, criterion.condition]
  return rules.some((it) => probesOf(it).some((probe) => built.has(probe))) ? 'corroborated' : 'people'
}

const unbuilt = (criterion: Criterion, built: ReadonlySet<string>): string[] =>
  [criterion.met, criterion.partial, criterion.condition].flatMap(probesOf).filter((it) => !built.has(it) && it !== 'company')

/** `others`: homes besides criteria and conclusions, such as an edition, with the ids they carry. */
export const coverageOf = (
  asks: readonly Ask[],
  frameworks: readonly Framework[],
  others: readonly { name: string; catalogue: readonly string[] }[],
  builtProbes: readonly string[],
): Covered[] => {
  const built = new Set(builtProbes)
  const criteria = frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.criteria.map((criterion) => ({ name: `${framework.id} ${criterion.id}`, criterion }))),
  )
  const conclusions = frameworks.flatMap((framework) =>
    framework.conclusions.map((it) => ({ name: `${framework.id}, conclusion ${it.id}`, catalogue: it.catalogue })),
  )
  return asks.map((ask) => {
    const asking = criteria.filter((it) => it.criterion.catalogue.includes(ask.id))
    const told = [...conclusions, ...others].filter((it) => it.catalogue.includes(ask.id))
    const best = Math.max(0, ...asking.map((it) => standings.indexOf(standingOf(it.criterion, built))))
    return {
      ask,
      homes: [...asking, ...told].map((it) => it.name),
      standing: standings[best] ?? 'people',
      planned: [...new Set(asking.flatMap((it) => unbuilt(it.criterion, built)))].sort(),
    }
  })
}
