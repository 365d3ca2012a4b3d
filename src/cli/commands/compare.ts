/** `assay compare <assessment> <assessment>`: what changed between two. */
import { type Assessment, Problem, sayNumber } from '../../model/index.ts'
import type { Asked } from '../arguments.ts'
import { readAssessment } from '../assessment-folder.ts'

type Change = { kind: 'verdict' | 'claim' | 'score' | 'gate'; what: string; before: string; after: string }

const scoreText = (low: number | null, high: number | null): string =>
  low === null || high === null ? 'none' : low === high ? sayNumber(low) : `${sayNumber(low)} to ${sayNumber(high)}`

/** Each judged thing by a name that stays, and what is said of it. */
const told = (it: Assessment): Map<string, Omit<Change, 'before'>> =>
  new Map(
    [
      ...it.verdicts.map((verdict) => ({
        kind: 'verdict' as const,
        what: `${verdict.framework} ${verdict.criterion} (${verdict.reading})`,
        after: verdict.outcome,
      })),
      ...it.claims.map((claim) => ({ kind: 'claim' as const, what: `“${claim.says}” on ${claim.fact}`, after: claim.outcome })),
      ...it.scores.map((score) => ({
        kind: 'score' as const,
        what: `${score.framework} ${score.section ?? 'total'} (${score.reading})`,
        after: scoreText(score.low, score.high),
      })),
      ...it.gates.map((gate) => ({ kind: 'gate' as const, what: `${gate.framework ?? 'own'} ${gate.id}`, after: gate.outcome })),
    ].map((line) => [`${line.kind} ${line.what}`, line]),
  )

export const changesBetween = (old: Assessment, now: Assessment): Change[] => {
  const before = told(old)
  const after = told(now)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)]
    const line = b ?? a
    if (line === undefined || a?.after === b?.after) return []
    return [{ kind: line.kind, what: line.what, before: a?.after ?? 'not there', after: b?.after ?? 'not there' }]
  })
}

export const compareCommand = async (asked: Asked): Promise<number> => {
  const [old, now] = asked.words
  if (old === undefined || now === undefined || asked.words.length > 2)
    throw new Problem('`assay compare` takes two folders that `assay` wrote: the older and the newer.')
  const changes = changesBetween(await readAssessment(old), await readAssessment(now))
  if (asked.json) process.stdout.write(`${JSON.stringify(changes, null, 2)}\n`)
  else if (changes.length === 0) process.stdout.write('Nothing changed: the same verdicts, claims, scores and gates.\n')
  else for (const it of changes) process.stdout.write(`${it.kind}  ${it.what}: ${it.before} → ${it.after}\n`)
  return 0
}
