/** What a repository alone tells: practices that are wired, practices that only look wired, with the lines that show it. */
import type { Assessment, Evidence, Framework, Verdict } from '../model/index.ts'

export type Practice = { title: string; because: string; places: string[]; verdict: Verdict }
export type Practices = { wired: Practice[]; looks: Practice[]; missing: Practice[]; open: Practice[] }

/** `path:line`, or `table:column`. */
export const placeOfItem = (item: Evidence['items'][number]): string | undefined => {
  const [where, at] = item.path === undefined ? [item.table, item.column] : [item.path, item.line]
  return where === undefined ? undefined : at === undefined ? where : `${where}:${at}`
}

export const placesOf = (ids: readonly string[], assessment: Assessment, most = 3): string[] =>
  [
    ...new Set(
      assessment.evidence.filter((it) => ids.includes(it.id)).flatMap((it) => it.items.flatMap((item) => placeOfItem(item) ?? [])),
    ),
  ].slice(0, most)

/** Of the framework that asks a repository about itself. */
export const practices = (assessment: Assessment, frameworks: readonly Framework[]): Practices => {
  const framework = frameworks.find((it) => it.id === 'ml-repository')
  const titles = new Map(
    (framework?.sections ?? []).flatMap((it) => it.criteria.map((criterion) => [criterion.id, criterion.title] as const)),
  )
  const all = assessment.verdicts
    .filter((it) => it.framework === framework?.id && it.reading === 'measured')
    .map((verdict) => ({
      title: titles.get(verdict.criterion) ?? verdict.criterion,
      because: verdict.because,
      places: placesOf(verdict.evidence, assessment),
      verdict,
    }))
  const of = (outcome: string) => all.filter((it) => it.verdict.outcome === outcome)
  return { wired: of('met'), looks: of('partial'), missing: of('unmet'), open: of('unknown') }
}

/** Nothing was declared but a repository. */
export const isBareRepository = (assessment: Assessment): boolean =>
  assessment.materials.length === 1 && assessment.materials[0]?.kind === 'repo' && (assessment.subject.statements ?? []).length === 0
