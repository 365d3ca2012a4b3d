/** ask: which questions to put to whom, and what their answers become; pure. */
export { makePack } from './make-pack.ts'
export { mergeAnswers } from './merge-answers.ts'
export { numbersIn } from './numbers-in.ts'
