/** Reads JSON or JSON lines and says where a mistake stands, without repeating what stands there. */
import { CannotLook } from '../../../model/handles.ts'

/** Every value of the text: one for JSON, one a line for JSON lines. Throws CannotLook `damaged` with line and column. */
export const readJson = (text: string, name: string): unknown[] => {
  const whole = tryParse(text)
  if ('value' in whole) return [whole.value]
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0) throw new CannotLook('damaged', `${name} is empty`)
  const begins = tryParse(lines[first] as string)
  if (!('value' in begins) || typeof begins.value !== 'object') throw damaged(name, whole.at, text)
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const parsed = tryParse(line)
    if ('value' in parsed) return [parsed.value]
    throw new CannotLook('damaged', `${name} is not JSON: line ${at + 1}, column ${(parsed.at ?? line.length) + 1}`)
  })
}

const tryParse = (text: string): { value: unknown } | { at: number | undefined } => {
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    const position = /position (\d+)/.exec((cause as Error).message)?.[1]
    return { at: position === undefined ? undefined : Number(position) }
  }
}

const damaged = (name: string, at: number | undefined, text: string): CannotLook => {
  const before = text.slice(0, at ?? text.length).split('\n')
  return new CannotLook('damaged', `${name} is not JSON: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`)
}
