/** Adds verdicts up: a score is a range with its coverage, never a number made from what is not known. */
import { type Band, type Criterion, type Framework, type Grade, type Method, methods, type Score, type Verdict } from '../model/index.ts'

type Counted = { weight: number; from: number; to: number; known: boolean }
type Range = { low: number; high: number }

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

const addUp = (how: 'mean' | 'sum', counted: Counted[]): Range | undefined => {
  if (counted.length === 0) return undefined
  const share = how === 'mean' ? weightOf(counted) : 1
  return {
    low: counted.reduce((sum, it) => sum + it.weight * it.from, 0) / share,
    high: counted.reduce((sum, it) => sum + it.weight * it.to, 0) / share,
  }
}

const coverageOf = (counted: Counted[]): number =>
  counted.length === 0 ? 0 : weightOf(counted.filter((it) => it.known)) / weightOf(counted)

/** A score belongs to the first band whose upper edge it does not exceed. */
export const bandOf = (bands: readonly Band[], score: number): string | undefined =>
  bands.find((it) => it.up_to === undefined || score <= it.up_to)?.says

const scoreLine = (framework: Framework, section: string | null, reading: Method, range: Range | undefined, coverage: number): Score => {
  const bands =
    section !== null || range === undefined
      ? [undefined, undefined]
      : [bandOf(framework.bands, range.low), bandOf(framework.bands, range.high)]
  const [low, high] = bands
  return {
    framework: framework.id,
    section,
    reading,
    value: range !== undefined && range.low === range.high ? range.low : null,
    low: range?.low ?? null,
    high: range?.high ?? null,
    coverage,
    ...(low !== undefined && high !== undefined ? { band: { low, high } } : {}),
  }
}

const total = (framework: Framework, sections: (Range | undefined)[], all: Counted[]): Range | undefined => {
  if (framework.combine === 'mean') return addUp('mean', all)
  const known = sections.filter((it): it is Range => it !== undefined)
  return known.length === 0 ? undefined : { low: Math.min(...known.map((it) => it.low)), high: Math.min(...known.map((it) => it.high)) }
}

export const scoreFramework = (framework: Framework, verdicts: readonly Verdict[]): Score[] =>
  methods.flatMap((reading) => {
    const byId = new Map(verdicts.filter((it) => it.framework === framework.id && it.reading === reading).map((it) => [it.criterion, it]))
    const sections = framework.sections.map((section) => countedIn(framework, section.criteria, byId))
    const all = countedIn(
      framework,
      framework.sections.flatMap((it) => it.criteria),
      byId,
    )
    const ranges = sections.map((it) => addUp(framework.section_score, it))
    return [
      scoreLine(framework, null, reading, total(framework, ranges, all), coverageOf(all)),
      ...framework.sections.map((section, index) =>
        scoreLine(framework, section.id, reading, ranges[index], coverageOf(sections[index] ?? [])),
      ),
    ]
  })
