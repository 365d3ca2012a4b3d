/** collect: frameworks + subject → evidence; the only contact with the outside. */
export * as atCommit from './at-commit.ts'
export { type CollectOptions, collect, type Progress } from './collect.ts'
export type { Catalogue } from './plan.ts'
export { runProbe } from './run-probe.ts'
export { canonicalJson } from './sources/digest.ts'
