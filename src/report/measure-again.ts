/** The command that works out an evidence record again, from the subject's own declarations. */
import type { Evidence, PredictionsEntry, Subject, TableEntry } from '../model/index.ts'

const quote = (text: string): string => (/^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

const entryOf = (subject: Subject, material: string): { path: string; entry?: TableEntry | PredictionsEntry } | undefined => {
  const [kind, ...rest] = material.split('.')
  const name = rest.join('.')
  const entry = kind === 'tables' ? subject.tables?.[name] : kind === 'predictions' ? subject.predictions?.[name] : undefined
  if (entry !== undefined) return { path: entry.path, entry }
  if (material === 'repo' && subject.repo !== undefined) return { path: subject.repo.path }
  if (material === 'ci' && subject.ci !== undefined) return { path: subject.ci.runs }
  return undefined
}

/** Roles of all inputs together; where they differ the command could not say it, so there is none. */
const rolesOf = (entries: (TableEntry | PredictionsEntry)[]): Map<string, string> | undefined => {
  const roles = new Map<string, string>()
  for (const entry of entries) {
    for (const [key, value] of Object.entries(entry)) {
      if (key === 'path' || key === 'supplied_by') continue
      if (key === 'labels') return undefined
      const text = Array.isArray(value) ? value.join(',') : String(value)
      if (roles.has(key) && roles.get(key) !== text) return undefined
      roles.set(key, text)
    }
  }
  return roles
}

/** Null when one command cannot say it: then the whole job does (`assay <subject>`). */
export const measureAgain = (record: Evidence, subject: Subject): string | null => {
  const inputs = record.inputs.map((it) => ({ slot: it.slot, given: entryOf(subject, it.material) }))
  if (inputs.length === 0 || inputs.some((it) => it.slot === undefined || it.given === undefined)) return null
  const roles = rolesOf(inputs.flatMap((it) => it.given?.entry ?? []))
  if (roles === undefined) return null
  const files = inputs.map((it) => quote(`${it.slot}=${it.given?.path}`))
  const set = [...roles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `--set ${quote(`${key}=${value}`)}`)
  return ['assay probe', record.probe, ...files, ...set].join(' ')
}
