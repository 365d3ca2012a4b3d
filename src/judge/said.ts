/** What people answered on a topic: the grade of it, and the records. */
import { type Criterion, type Evidence, type Grade, grades, type Level, levelGrades } from '../model/index.ts'

export const better = (a: Grade, b: Grade): Grade => (grades.indexOf(a) >= grades.indexOf(b) ? a : b)
export const poorer = (a: Grade, b: Grade): Grade => (grades.indexOf(a) <= grades.indexOf(b) ? a : b)

export type SaidOn = { grade: Grade; records: Evidence[] }

/** `statement`: their words. `document.quote`: the same words, found in a document. */
export type Voice = 'statement' | 'document.quote'

/** Who answers a topic again means the later answer. */
const isSuperseded = (record: Evidence, records: readonly Evidence[]): boolean => {
  const { by, on } = record.facts
  if (typeof by !== 'string' || typeof on !== 'string') return false
  return records.some(
    (it) =>
      it.probe === record.probe && it.facts.by === by && typeof it.facts.on === 'string' && it.facts.on.slice(0, 10) > on.slice(0, 10),
  )
}

/** Of several voices the best counts, and all are told. On a parent topic a statement is prose and answers nothing. */
export const saidOn = (
  topic: string,
  evidence: readonly Evidence[],
  voices: readonly Voice[],
  levels: Criterion['levels'] = {},
): SaidOn | undefined => {
  const all = evidence.filter(
    (it) => (voices as readonly string[]).includes(it.probe) && it.facts.topic === topic && typeof it.facts.level === 'string',
  )
  const records = all.filter((it) => !isSuperseded(it, all))
  const said = records.map((it) => {
    const level = it.facts.level as Level
    return levels[level] ?? levelGrades[level]
  })
  return said.length === 0 ? undefined : { grade: said.reduce(better), records }
}

export const saySaid = (records: readonly Evidence[]): string =>
  records
    .map((it) => {
      const words = typeof it.facts.says === 'string' ? `“${it.facts.says}”` : `“${String(it.facts.level).replace('_', ' ')}”`
      return `${typeof it.facts.by === 'string' ? it.facts.by : 'somebody'} says ${words}`
    })
    .join('; ')
