/** The cells of one sheet, and what they lean on: shared texts, which formats are dates, and notes that hang on cells. */
import type { Problem, SheetCell } from '../model/index.ts'
import { isoOf } from './serial-date.ts'

/** Cells of a sheet that hold something. */
export const mostCells = 200_000
/** Formulas that fill a range; each is held against every cell. */
const mostRanges = 200

/** Characters that XML cannot hold are written `_xHHHH_` in spreadsheets, and so is such a text itself. */
export const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** `A1` → column and row, both from 1; undefined when there is no such place. */
export const placeOf = (ref: string): { column: number; row: number } | undefined => {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/i.exec(ref) ?? []
  if (letters === undefined || digits === undefined) return undefined
  const column = [...letters.toUpperCase()].reduce((sum, it) => sum * 26 + it.charCodeAt(0) - 64, 0)
  return column > 16_384 || Number(digits) > 1_048_576 ? undefined : { column, row: Number(digits) }
}

export const refOf = (column: number, row: number): string => {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}

export type Texts = { strings: readonly string[]; dates: readonly boolean[]; from1904: boolean }
type Range = { from: { column: number; row: number }; to: { column: number; row: number } }
type Open = { ref: string; column: number; row: number; type: string; style: number; value: string; formula: boolean }

const rangeOf = (ref: string): Range | undefined => {
  const [first, last = first] = ref.split(':')
  const [from, to] = [placeOf(first ?? ''), placeOf(last ?? '')]
  return from === undefined || to === undefined ? undefined : { from, to }
}

const within = ({ from, to }: Range, { column, row }: { column: number; row: number }): boolean =>
  row >= from.row && row <= to.row && column >= from.column && column <= to.column

const readValue = (cell: Open, { strings, dates, from1904 }: Texts, damaged: () => Problem): Pick<SheetCell, 'text' | 'kind'> => {
  if (cell.formula) return { text: '', kind: 'formula' }
  if (cell.type === 's') {
    const text = cell.value.trim() === '' ? '' : strings[Number(cell.value)]
    if (text === undefined) throw damaged()
    return { text, kind: 'text' }
  }
  if (cell.type === 'inlineStr' || cell.type === 'str') return { text: unescaped(cell.value), kind: 'text' }
  if (cell.type === 'b') return { text: cell.value.trim() === '1' ? 'TRUE' : 'FALSE', kind: 'boolean' }
  if (cell.type === 'e') return { text: cell.value, kind: 'error' }
  if (cell.type === 'd') return { text: cell.value, kind: 'date' }
  if (cell.value.trim() === '') return { text: '', kind: 'number' }
  const number = Number(cell.value)
  if (!Number.isFinite(number)) throw damaged()
  const date = dates[cell.style] === true ? isoOf(number, from1904) : undefined
  return date === undefined ? { text: String(number), kind: 'number' } : { text: date, kind: 'date' }
}

/** Hears the tags of a sheet; `end` gives its cells that hold something, in the order of the file. */
export const cellReader = (texts: Texts, refuse: (what: string) => Problem) => {
  const cells: SheetCell[] = []
  const ranges: Range[] = []
  const damaged = () => refuse('is damaged: a cell in it holds what no cell can. Save it again, or have it sent again.')
  let [row, column] = [0, 0]
  let cell: Open | undefined
  let inside: 'v' | 't' | undefined
  let phonetic = false
  const begin = ({ r, t = 'n', s = '0' }: { [name: string]: string }): void => {
    const place = r === undefined ? placeOf(refOf(column + 1, row)) : placeOf(r)
    if (place === undefined) throw damaged()
    column = place.column
    row = place.row
    cell = { ...place, ref: refOf(column, row), type: t, style: Number(s), value: '', formula: false }
  }
  const formula = ({ t, ref }: { [name: string]: string }): void => {
    if (cell === undefined) return
    cell.formula = true
    if ((t !== 'array' && t !== 'dataTable') || ref === undefined) return
    const range = rangeOf(ref)
    if (range === undefined) throw damaged()
    if (ranges.push(range) > mostRanges) throw refuse(`holds more than ${mostRanges} formulas over ranges. Send the list without them.`)
  }
  return {
    open(name: string, attributes: { [name: string]: string }): void {
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r)
        column = 0
      } else if (name === 'c') begin(attributes)
      else if (name === 'f') formula(attributes)
      else if (name === 'rPh') phonetic = true
      else if (name === 'v' || (name === 't' && !phonetic)) inside = name
    },
    text(text: string): void {
      if (cell !== undefined && inside !== undefined && (inside === 't') === (cell.type === 'inlineStr')) cell.value += text
    },
    close(name: string): void {
      if (name === 'v' || name === 't') inside = undefined
      else if (name === 'rPh') phonetic = false
      if (name !== 'c' || cell === undefined) return
      const value = readValue(cell, texts, damaged)
      const { ref } = cell
      if (value.text !== '' || value.kind === 'formula') cells.push({ ref, row: cell.row, column: cell.column, ...value })
      cell = undefined
      if (cells.length > mostCells) throw refuse(`holds more than ${mostCells} cells with something in them. Send only the list.`)
    },
    end: (): SheetCell[] =>
      ranges.length === 0
        ? cells
        : cells.map((it) => (ranges.some((range) => within(range, it)) ? { ...it, text: '', kind: 'formula' as const } : it)),
  }
}
