/** Three-valued answers and how they combine; every answer carries why and from which evidence. */
import type { Unknown } from '../model/index.ts'

export type Truth = 'true' | 'unknown' | 'false'

/** `because` is one clause for a person; `reason` only when unknown; `evidence` are ids. */
export type Answer = { truth: Truth; reason?: Unknown; because: string[]; evidence: string[] }

/** For a criterion a rule inside `none` is favourable when false. */
export type Side = 'wanted' | 'unwanted'

const order: Truth[] = ['false', 'unknown', 'true']
export const rank = (truth: Truth): number => order.indexOf(truth)

/** Higher is better for the criterion. */
export const favour = (truth: Truth, side: Side): number => (side === 'wanted' ? rank(truth) : 2 - rank(truth))

const union = (lists: string[][]): string[] => [...new Set(lists.flat())]

const reasonRank: Unknown[] = [
  'failed',
  'stale',
  'too_small',
  'one_class',
  'no_rows',
  'no_role',
  'undefined',
  'no_target',
  'not_given',
  'person',
  'not_built',
]

/** The reason to show of several: what could be mended soonest comes last, so that a crash is never hidden behind `not_built`. */
const firstReason = (answers: Answer[]): Unknown | undefined =>
  answers.flatMap((it) => (it.reason === undefined ? [] : [it.reason])).sort((a, b) => reasonRank.indexOf(a) - reasonRank.indexOf(b))[0]

/** The answers of the truth that decides are what is told; the evidence is that of all answers. */
const settle = (truth: Truth, answers: Answer[]): Answer => {
  const deciding = answers.filter((it) => it.truth === truth)
  const reason = truth === 'unknown' ? firstReason(deciding) : undefined
  return {
    truth,
    ...(reason === undefined ? {} : { reason }),
    because: union(deciding.map((it) => it.because)),
    evidence: union(answers.map((it) => it.evidence)).sort(),
  }
}

export const worst = (answers: Answer[]): Answer => settle(order[Math.min(...answers.map((it) => rank(it.truth)))] ?? 'unknown', answers)
export const best = (answers: Answer[]): Answer => settle(order[Math.max(...answers.map((it) => rank(it.truth)))] ?? 'unknown', answers)

export const negate = (answer: Answer): Answer => ({
  ...answer,
  truth: answer.truth === 'true' ? 'false' : answer.truth === 'false' ? 'true' : 'unknown',
})

export const unknown = (reason: Unknown, because: string, evidence: string[] = []): Answer => ({
  truth: 'unknown',
  reason,
  because: [because],
  evidence,
})
