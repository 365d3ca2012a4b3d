/** `assay probes`: what can be measured, from what, and which facts it gives. */
import { factIndex } from '../../declare/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'

export const probesCommand = async (asked: Asked): Promise<number> => {
  const facts = factIndex([...built, ...planned])
  const factsOf = (id: string) =>
    [...facts].filter(([, it]) => it.probe === id).map(([path, it]) => ({ fact: path, kind: it.kind, columns: it.columns }))
  if (asked.json) {
    const lines = [
      ...built.map((it) => ({
        id: it.id,
        version: it.version,
        title: it.title,
        measures: it.measures,
        method: it.method,
        needs: it.needs,
        facts: factsOf(it.id),
        built: true,
      })),
      ...planned.map((it) => ({ id: it.id, title: it.title, method: it.method, needs: it.needs, facts: factsOf(it.id), built: false })),
    ]
    process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`)
    return 0
  }
  for (const it of [...built].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const slots = Object.entries(it.needs).map(([slot, need]) => (need.optional === true ? `[${slot}]` : slot))
    process.stdout.write(
      `${it.id}  (${slots.join(', ')})\n  ${it.measures}\n  facts: ${factsOf(it.id)
        .map((fact) => fact.fact.slice(it.id.length + 1))
        .join(', ')}\n`,
    )
  }
  process.stdout.write(
    `\n${built.length} measurements. ${planned.length} more are named by the frameworks and not built yet; --json lists them.\n`,
  )
  return 0
}
