/** For tests: opens the rows of a SELECT as a log of predictions, through the same door as a subject's own. */
import type { Roles, TableHandle } from '../../../model/handles.ts'
import type { Finding } from '../../../model/probe.ts'

/** What a test hands in: a folder of its own and the engine that reads it, which probes themselves know nothing of. */
type Place = {
  parquet(name: string, select: string): Promise<void>
  log(path: string, roles: Roles): Promise<{ handle: TableHandle }>
  close(): Promise<void>
}

export type Logs = { open(select: string, roles: Roles): Promise<TableHandle>; close(): Promise<void> }

export const openLogs = (place: Place): Logs => {
  let count = 0
  return {
    async open(select, roles) {
      count += 1
      await place.parquet(`log${count}.parquet`, select)
      return (await place.log(`log${count}.parquet`, roles)).handle
    },
    close: () => place.close(),
  }
}

/** A finding that must be `found`. */
export const foundIn = (finding: Finding): Extract<Finding, { state: 'found' }> => {
  if (finding.state !== 'found') throw new Error(`expected found, got ${finding.state}`)
  return finding
}
