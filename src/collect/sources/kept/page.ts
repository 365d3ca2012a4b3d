/** One page of kept evidence as a file's text: a digest before the records, so that a damaged or foreign file is known as one. */
import { createHash } from 'node:crypto'
import type { Draft } from '../../run-pair.ts'

/** Records by the key of what was measured. */
export type Page = Map<string, Draft>

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export const pageText = (name: string, page: Page): string => {
  const body = JSON.stringify({ page: name, records: Object.fromEntries(page) })
  return `${digest(body)}\n${body}\n`
}

/** Undefined when the text is not the whole page of that name. */
export const pageFrom = (name: string, text: string): Page | undefined => {
  const [first, body] = text.split('\n')
  if (body === undefined || first !== digest(body)) return undefined
  const read = JSON.parse(body) as { page: string; records: { [key: string]: Draft } }
  return read.page === name ? new Map(Object.entries(read.records)) : undefined
}
