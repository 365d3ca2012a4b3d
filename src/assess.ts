/** The spine: declare → collect → judge → score. Everything else is told from what this returns. */
import { type CollectOptions, collect } from './collect/index.ts'
import { judge } from './judge/index.ts'
import type { Assessment, Collected, Framework } from './model/index.ts'
import { score } from './score/index.ts'

/** Judges and scores what was collected; the same material gives the same answer, years later, without the subject. */
export const assessCollected = (frameworks: readonly Framework[], collected: Collected): Assessment => {
  const { verdicts, claims } = judge(frameworks, collected)
  const { scores, gates, conclusions, findings, steps } = score(frameworks, collected, verdicts, claims)
  return { ...collected, verdicts, claims, scores, gates, conclusions, opinions: collected.subject.opinions ?? [], findings, steps }
}

/** The whole job for a subject that was declared. */
export const assess = async (options: CollectOptions): Promise<{ assessment: Assessment; frameworks: Framework[] }> => {
  const { collected, frameworks } = await collect(options)
  return { assessment: assessCollected(frameworks, collected), frameworks }
}
