/** Puts answers of several people beside one another: nothing is dropped, nothing is overwritten, nothing stands twice. */
import type { Statement } from '../model/index.ts'

/** Different people at different levels on one topic; each person with the latest of their answers. */
export type Conflict = { topic: string; voices: Statement[] }

export type Merged = { statements: Statement[]; added: Statement[]; repeated: Statement[]; conflicts: Conflict[] }

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, it]) => it !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, it]) => [key, sorted(it)]),
      )
    : value

/** The same text for two statements that say the same, in whatever order their keys stand. */
export const sameText = (statement: Statement): string => JSON.stringify(sorted(statement))

const day = (it: Statement): string => it.on?.slice(0, 10) ?? ''

/** Of one person the answers of the last day; who gave no name is a voice of their own each time. */
const lastOfEach = (voices: readonly Statement[]): Statement[] =>
  voices.filter((it) => it.by === undefined || !voices.some((other) => other.by === it.by && day(other) > day(it)))

const differ = (a: Statement, b: Statement): boolean => a.level !== b.level && (a.by === undefined || a.by !== b.by)

/** In the order in which the topics are first answered. */
export const conflictsIn = (statements: readonly Statement[]): Conflict[] => {
  const byTopic = new Map<string, Statement[]>()
  for (const it of statements) {
    if (it.topic === undefined || it.level === undefined) continue
    byTopic.set(it.topic, [...(byTopic.get(it.topic) ?? []), it])
  }
  return [...byTopic]
    .map(([topic, said]) => ({ topic, voices: lastOfEach(said) }))
    .filter(({ voices }) => voices.some((a) => voices.some((b) => differ(a, b))))
}

/** First what was there, in its order, then what is new, in its own. The same person on the same topic again stands beside the older answer. */
export const mergeAnswers = (existing: readonly Statement[], incoming: readonly Statement[]): Merged => {
  const seen = new Set(existing.map(sameText))
  const added: Statement[] = []
  const repeated: Statement[] = []
  for (const it of incoming) {
    const text = sameText(it)
    const list = seen.has(text) ? repeated : added
    list.push(it)
    seen.add(text)
  }
  const statements = [...existing, ...added]
  return { statements, added, repeated, conflicts: conflictsIn(statements) }
}
