/** declare: framework folder or subject file → Framework, Subject; mistakes with file:line:column. */
export * as answers from './answers.ts'
export { factIndex } from './fact-index.ts'
export { loadFrameworks } from './load-framework.ts'
export { loadSubject } from './load-subject.ts'
export * as shipped from './shipped.ts'
