/** The sentence that names rows which could not be read, by line and never by what stands in them. */
import { shown } from './find-files.ts'

const most = 10

export function leftOut(lines: readonly number[], name: string): string {
  const one = lines.length === 1
  const numbers = lines.slice(0, most).join(', ') + (lines.length > most ? ', …' : '')
  return `${lines.length} ${one ? 'row' : 'rows'} of ${shown(name)} could not be read and ${one ? 'was' : 'were'} left out (${one ? 'line' : 'lines'} ${numbers}).`
}
