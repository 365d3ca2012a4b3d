/** The day that a person wrote into a cell. */
import type { SheetCell } from '../model/index.ts'

const iso = (year: string, month: string, day: string): string | undefined => {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? undefined : text
}

/** YYYY-MM-DD; undefined when it is no day, or could be two: 5/4/2026 is a day in April to one reader and in May to another. */
export const dayOf = ({ kind, text }: SheetCell): string | undefined => {
  if (kind !== 'text' && kind !== 'date') return undefined
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text.trim()) ?? []
  if (year !== undefined && month !== undefined && day !== undefined) return iso(year, month, day)
  // With dots between them the day comes first wherever dates are written so.
  const [, first, second, last] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim()) ?? []
  return first === undefined || second === undefined || last === undefined ? undefined : iso(last, second, first)
}
