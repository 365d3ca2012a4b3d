/** How verdicts add up: both ends of a section and of a whole framework, never a number made from what is not known. */
import type { Method } from './evidence.ts'
import type { Criterion, Framework } from './framework.ts'
import type { Grade } from './rule.ts'
import type { Verdict } from './verdict.ts'

type Counted = { weight: number; from: number; to: number; known: boolean }
export type Range = { low: number; high: number }
/** `range` is undefined where nothing counts; `coverage` is the share of weight whose verdict is settled. */
export type Sum = { range: Range | undefined; coverage: number }

const countedIn = (framework: Framework, criteria: readonly Criterion[], verdicts: ReadonlyMap<string, Verdict>): Counted[] =>
  // By id, so that the order of files cannot change the last digit of a sum.
  [...criteria]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((criterion) => {
      const verdict = verdicts.get(criterion.id)
      if (verdict === undefined || verdict.outcome === 'not_applicable' || verdict.outcome === 'not_expected') return []
      const worth = (grade: Grade) => framework.worths[grade]
      return [{ weight: criterion.weight, from: worth(verdict.from), to: worth(verdict.to), known: verdict.from === verdict.to }]
    })

const weightOf = (counted: Counted[]): number => counted.reduce((sum, it) => sum + it.weight, 0)

const rangeOf = (how: 'mean' | 'sum', counted: Counted[]): Range | undefined => {
  if (counted.length === 0) return undefined
  const share = how === 'mean' ? weightOf(counted) : 1
  return {
    low: counted.reduce((sum, it) => sum + it.weight * it.from, 0) / share,
    high: counted.reduce((sum, it) => sum + it.weight * it.to, 0) / share,
  }
}

const coverageOf = (counted: Counted[]): number =>
  counted.length === 0 ? 0 : weightOf(counted.filter((it) => it.known)) / weightOf(counted)

const totalOf = (framework: Framework, sections: (Range | undefined)[], all: Counted[]): Range | undefined => {
  if (framework.combine === 'mean') return rangeOf('mean', all)
  const known = sections.filter((it): it is Range => it !== undefined)
  return known.length === 0 ? undefined : { low: Math.min(...known.map((it) => it.low)), high: Math.min(...known.map((it) => it.high)) }
}

/** `verdicts` may be of any frameworks and readings; those of this one count. `sections` by section id. */
export const addUp = (framework: Framework, verdicts: readonly Verdict[], reading: Method): { total: Sum; sections: Map<string, Sum> } => {
  const byId = new Map(verdicts.filter((it) => it.framework === framework.id && it.reading === reading).map((it) => [it.criterion, it]))
  const sections = framework.sections.map((section) => {
    const counted = countedIn(framework, section.criteria, byId)
    return [section.id, { range: rangeOf(framework.section_score, counted), coverage: coverageOf(counted) }] as const
  })
  const all = countedIn(
    framework,
    framework.sections.flatMap((it) => it.criteria),
    byId,
  )
  const total = totalOf(
    framework,
    sections.map(([, it]) => it.range),
    all,
  )
  return { total: { range: total, coverage: coverageOf(all) }, sections: new Map(sections) }
}
