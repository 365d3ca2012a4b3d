/** declare: framework folder or subject file → Framework, Subject; mistakes with file:line:column. */
export { type FactIndex, factIndex } from './fact-index.ts'
export { frameworkIds, loadFramework, loadFrameworks } from './load-framework.ts'
export { type LoadedSubject, loadSubject, materialNames } from './load-subject.ts'
