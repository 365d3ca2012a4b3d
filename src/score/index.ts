/** score: verdicts → scores, gates, conclusions, findings; pure. */
export { score } from './score.ts'
export { bandOf, scoreFramework } from './score-framework.ts'
