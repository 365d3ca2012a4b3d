/** judge: frameworks + evidence → verdicts; pure. */
export { answerRule } from './answer-rule.ts'
export { contextFor, type JudgedBefore } from './context.ts'
export { judge } from './judge.ts'
