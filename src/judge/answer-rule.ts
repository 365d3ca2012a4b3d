/** Rules over leaves: all, any, none. */
import type { Rule } from '../model/index.ts'
import { answerAtom } from './answer-atom.ts'
import { answerClaims, answerFindings, answerGated, answerJudged, answerSaid, answerScored } from './answer-leaf.ts'
import type { JudgingContext } from './context.ts'
import { type Answer, best, negate, type Side, worst } from './truth.ts'

const other = (side: Side): Side => (side === 'wanted' ? 'unwanted' : 'wanted')

/** `side` flips inside `none`, where the answer most favourable to the criterion is `false`. */
export const answerRule = (rule: Rule, context: JudgingContext, side: Side = 'wanted'): Answer => {
  if ('fact' in rule) return answerAtom(rule, side, context)
  if ('said' in rule) return answerSaid(rule, context)
  if ('score' in rule) return answerScored(rule, context)
  if ('criterion' in rule) return answerJudged(rule, context)
  if ('gate' in rule) return answerGated(rule, context)
  if ('findings' in rule) return answerFindings(rule, context)
  if ('claims' in rule) return answerClaims(rule, context)
  if ('all' in rule) return worst(rule.all.map((it) => answerRule(it, context, side)))
  if ('any' in rule) return best(rule.any.map((it) => answerRule(it, context, side)))
  return negate(best(rule.none.map((it) => answerRule(it, context, other(side)))))
}
