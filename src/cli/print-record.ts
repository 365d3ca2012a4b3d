/** One evidence record for a terminal: facts, places and notes. */
import { type Evidence, isMeasured, isTable, lineText, sayFact } from '../model/index.ts'

const sayCell = (name: string, value: unknown): string => (value === null || value === undefined ? '–' : sayFact(name, value as never))

export const printed = (record: Evidence): string => {
  const lines = [
    `${record.probe}: ${record.state.replace('_', ' ')}${record.error === undefined ? '' : ` (${record.error.code}): ${record.error.message}`}`,
  ]
  for (const [name, fact] of Object.entries(record.facts)) {
    if (!isTable(fact)) {
      lines.push(`  ${name}: ${isMeasured(fact) || typeof fact !== 'string' ? sayFact(name, fact) : fact}`)
      continue
    }
    lines.push(`  ${name}: ${sayFact(name, fact)}`)
    for (const row of fact.slice(0, 20))
      lines.push(
        `    ${Object.entries(row)
          .map(([column, cell]) => `${column} ${sayCell(column, cell)}`)
          .join(' · ')}`,
      )
    if (fact.length > 20) lines.push(`    … ${fact.length - 20} more with --json`)
  }
  for (const item of record.items.slice(0, 20))
    lines.push(`  at ${[item.path ?? item.table, lineText(item), item.column].filter((it) => it !== undefined).join(':')}  ${item.note}`)
  for (const limit of record.limits) lines.push(`  note: ${limit}`)
  return `${lines.join('\n')}\n`
}
