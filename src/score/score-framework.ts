/** Scores of one framework, total and by section, in the three readings, each with the bands it may lie in. */
import { addUp, type Band, type Framework, type Method, methods, type Score, type Sum, type Verdict } from '../model/index.ts'

/** A score belongs to the first band whose upper edge it does not exceed. */
export const bandOf = (bands: readonly Band[], score: number): string | undefined =>
  bands.find((it) => it.up_to === undefined || score <= it.up_to)?.says

const scoreLine = (framework: Framework, section: string | null, reading: Method, { range, coverage }: Sum): Score => {
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

export const scoreFramework = (framework: Framework, verdicts: readonly Verdict[]): Score[] =>
  methods.flatMap((reading) => {
    const { total, sections } = addUp(framework, verdicts, reading)
    return [
      scoreLine(framework, null, reading, total),
      ...[...sections].map(([section, sum]) => scoreLine(framework, section, reading, sum)),
    ]
  })
