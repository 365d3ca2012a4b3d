/** score: verdicts → scores, gates, conclusions, findings; pure. */
export { score } from './score.ts'
export { scoreFramework } from './score-framework.ts'
