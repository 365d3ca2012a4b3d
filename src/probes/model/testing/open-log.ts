/** For tests: writes rows to a Parquet file and opens it as a log of predictions, through the same door as a subject's own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, openEngine, openPredictions } from '../../../collect/sources/tables/index.ts'
import type { Roles, TableHandle } from '../../../model/handles.ts'
import type { Finding } from '../../../model/probe.ts'
import { quoteText } from '../../../model/sql.ts'

export type Logs = { open(select: string, roles: Roles): Promise<TableHandle>; engine: Engine; root: string; close(): Promise<void> }

export const openLogs = async (): Promise<Logs> => {
  const root = await mkdtemp(join(tmpdir(), 'logs-'))
  const engine = await openEngine({ directories: [root] })
  let count = 0
  return {
    engine,
    root,
    async open(select, roles) {
      count += 1
      const path = join(root, `log${count}.parquet`)
      await engine.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet)`)
      return (await openPredictions(engine, { material: 'predictions.current', path, root, roles, kind: 'predictions' })).handle
    },
    async close() {
      await engine.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** The facts of a finding that must be `found`. */
export const foundIn = (finding: Finding): Extract<Finding, { state: 'found' }> => {
  if (finding.state !== 'found') throw new Error(`expected found, got ${finding.state}`)
  return finding
}
