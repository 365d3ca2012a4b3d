/** The command that works out an evidence record again, run where the subject lies. */
import type { Evidence } from '../model/index.ts'

const quote = (text: string): string => (/^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** Null for what was said rather than measured. */
export const measureAgain = (record: Evidence): string | null => {
  if (record.inputs.length === 0 || record.inputs.some((it) => it.slot === undefined)) return null
  return ['assay probe', record.probe, ...record.inputs.map((it) => quote(`${it.slot}=${it.material}`)), '--subject .'].join(' ')
}
