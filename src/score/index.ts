/** score: verdicts → scores, gates, conclusions, findings; and what changed between two assessments; pure. */
export { compare } from './compare.ts'
export { score } from './score.ts'
export { scoreFramework } from './score-framework.ts'
