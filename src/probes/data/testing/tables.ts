/** For tests: tables made of a SELECT (Parquet) or of text (CSV, JSON lines), and a probe run on them as the runner does. */
import type { Facts } from '../../../model/fact.ts'
import type { Handle, Roles, TableHandle } from '../../../model/handles.ts'
import type { Finding, Given, Needs, Probe } from '../../../model/probe.ts'

export type Tables = {
  /** `text` starts with `select` or `from` or `with` for Parquet; else it is the file's text. */
  table(material: string, text: string, roles?: Roles, kind?: TableHandle['kind']): Promise<TableHandle>
  close(): Promise<void>
}

/** What a test hands in: a folder of its own and the engine that reads it, which probes themselves know nothing of. */
type Place = {
  write(name: string, content: string): Promise<void>
  parquet(name: string, select: string): Promise<void>
  table(name: string, roles: Roles): Promise<{ handle: TableHandle }>
  close(): Promise<void>
}

export function tables(place: Place): Tables {
  let made = 0
  return {
    async table(material, text, roles = {}, kind = 'table') {
      const name = `t${++made}`
      if (/^\s*(select|from|with)\b/i.test(text)) await place.parquet(name, text)
      else await place.write(name, text)
      const { handle } = await place.table(name, roles)
      return { ...handle, material, kind }
    },
    close: () => place.close(),
  }
}

export type Found = Extract<Finding, { state: 'found' }>

/** Runs a probe; its facts must fit its schema, be named as unknown when they are not there, and hold no NaN. */
export async function look<N extends Needs>(probe: Probe<N>, given: { [slot: string]: Handle }): Promise<Found> {
  const signal = new AbortController().signal
  const finding = await probe.collect(given as Given<N>, { options: {}, signal })
  if (finding.state !== 'found') throw new Error('not found')
  probe.facts.partial().strict().parse(finding.facts)
  const told = new Set([...Object.keys(finding.facts), ...Object.keys(finding.unknown)])
  for (const fact of Object.keys(probe.facts.shape)) if (!told.has(fact)) throw new Error(`${fact} is neither given nor unknown`)
  for (const fact of Object.keys(finding.unknown)) if (fact in finding.facts) throw new Error(`${fact} is both given and unknown`)
  return finding
}

/** Rows of a table fact by its `column`, one for each column and measure. */
export const lineOf = (facts: Facts, column: string, measure?: string): { [cell: string]: unknown } | undefined =>
  (facts.columns as { [cell: string]: unknown }[]).find(
    (line) => line.column === column && (measure === undefined || line.measure === measure),
  )
