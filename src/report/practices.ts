/** What a repository alone tells: practices that are wired, that only look wired, that are not there, and that could not be seen, each with its line. */
import {
  type Assessment,
  type Criterion,
  type Deciding,
  decidingLines,
  type Evidence,
  type Framework,
  lineText,
  type Verdict,
} from '../model/index.ts'
import { lackingWords } from './lacking.ts'

/** `says` stands behind the title; `more`: at how many further places; `nothing`: it was looked for, and no line tells of it. */
export type Practice = {
  title: string
  says: string
  place: string | null
  more: number
  nothing: boolean
  verdict: Verdict
  criterion: Criterion
}

/** `leaked`: what must not be there and is. */
export type Practices = { leaked: Practice[]; wired: Practice[]; looks: Practice[]; missing: Practice[]; open: Practice[] }

/** `path:line`, or `table:column`. */
export const placeOfItem = (item: Evidence['items'][number]): string | undefined => {
  const [where, at] = item.path === undefined ? [item.table, item.column] : [item.path, lineText(item)]
  return where === undefined ? undefined : at === undefined ? where : `${where}:${at}`
}

export const placesOf = (ids: readonly string[], assessment: Assessment, most = 3): string[] =>
  [
    ...new Set(
      assessment.evidence.filter((it) => ids.includes(it.id)).flatMap((it) => it.items.flatMap((item) => placeOfItem(item) ?? [])),
    ),
  ].slice(0, most)

/** Of a chain of commands the first and the last: what lies between stands in the evidence. */
const shortChain = (note: string): string => {
  const links = note.split(' → ')
  return links.length <= 2 ? note : [links[0], links.at(-1)].join(' → ')
}

const searchedIn = (because: string): string | null => {
  const text = /^nothing found: (.*)$/s.exec(because)?.[1]
  return text ?? null
}

/** Nobody is helped by what was found of another kind, but to see that it was looked at. */
const without = ({ because, outcome }: Verdict): string => {
  const searched = searchedIn(because)
  if (outcome === 'met') return searched === null ? because : `none found; ${searched}`
  return searched ?? `nothing of this kind; found instead: ${because}`
}

/** A criterion's own sentence counts over the whole repository; else the place speaks for itself, with what it lacks. */
const saysOf = (criterion: Criterion, verdict: Verdict, { lines: [line], lacks, each }: Deciding): string => {
  if (verdict.outcome === 'unknown') return verdict.because.replace(/^could not look: |^\w+: not known, /, '')
  if (criterion.tells !== undefined && !each && searchedIn(verdict.because) === null) return verdict.because.replace(/\.$/, '')
  if (line === undefined) return without(verdict)
  const missing = lackingWords(lacks, line.note)
  return [line.note === '' ? verdict.because : shortChain(line.note), ...(missing === '' ? [] : [missing])].join('; ')
}

export const practiceOf = (criterion: Criterion, verdict: Verdict, evidence: readonly Evidence[]): Practice & { each: boolean } => {
  const deciding = decidingLines(criterion, verdict, evidence)
  const { lines, each } = deciding
  const place = lines[0] === undefined ? null : (placeOfItem(lines[0]) ?? null)
  return {
    title: criterion.title,
    // The place is told once.
    says: saysOf(criterion, verdict, deciding).replace(` at ${place}`, ''),
    place,
    more: Math.max(0, lines.length - 1),
    nothing: lines.length === 0,
    verdict,
    criterion,
    each,
  }
}

/** Of the framework that asks a repository about itself. What is there and not whole looks wired; what is forbidden and there has leaked or is missing. */
export const practices = (assessment: Assessment, frameworks: readonly Framework[]): Practices => {
  const framework = frameworks.find((it) => it.id === 'ml-repository')
  const all = (framework?.sections ?? []).flatMap(({ criteria }) =>
    criteria.flatMap((criterion) => {
      const verdict = assessment.verdicts.find(
        (it) => it.framework === framework?.id && it.reading === 'measured' && it.criterion === criterion.id,
      )
      return verdict === undefined ? [] : [practiceOf(criterion, verdict, assessment.evidence)]
    }),
  )
  const of = (...outcomes: string[]) => all.filter((it) => outcomes.includes(it.verdict.outcome))
  const leaks = (it: Practice & { each: boolean }) => it.each && it.criterion.severity === 'critical'
  const looks = (it: Practice & { each: boolean }) => it.verdict.outcome === 'partial' || (it.place !== null && !it.each)
  const short = of('partial', 'unmet')
  return {
    leaked: short.filter(leaks),
    wired: of('met'),
    looks: short.filter((it) => !leaks(it) && looks(it)),
    missing: short.filter((it) => !leaks(it) && !looks(it)),
    open: of('unknown'),
  }
}

/** Nothing was declared but a repository. */
export const isBareRepository = (assessment: Assessment): boolean =>
  assessment.materials.length === 1 && assessment.materials[0]?.kind === 'repo' && (assessment.subject.statements ?? []).length === 0
