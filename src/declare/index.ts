/** declare: framework folder or subject file → Framework, Subject; mistakes with file:line:column. */
export { factIndex } from './fact-index.ts'
export { loadFramework, loadFrameworks } from './load-framework.ts'
export { loadSubject, materialNames } from './load-subject.ts'
