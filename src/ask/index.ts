/** ask: which questions to put to whom, and what their answers become; pure. */
export { makePack } from './make-pack.ts'
export { type Merged, mergeAnswers } from './merge-answers.ts'
export { numbersIn } from './numbers-in.ts'
export { readRequestList } from './read-request-list.ts'
export { requestRows } from './request-list.ts'
