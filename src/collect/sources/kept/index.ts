/** kept: evidence of earlier runs on this machine, and what tells one Assay's code from another's. */
export { type Kept, openKept } from './open-kept.ts'
export { ownCode } from './own-code.ts'
