/** Text and places as SARIF wants them: messages that hold no link or placeholder by accident, and relative, percent-encoded addresses. */
import { type Line, printable } from '../../model/index.ts'

/** A bracket would begin a link and `{0}` a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6); other braces stay as one reads them in code. */
export const message = (text: string): string =>
  printable(text)
    .replace(/[[\]\\]/g, '\\$&')
    .replace(/\{(\d+)\}/g, '{{$1}}')

/** GitHub shows at most so much of a rule's descriptions. */
export const shortened = (text: string, most = 1024): string => (text.length <= most ? text : `${text.slice(0, most - 2).trimEnd()} …`)

const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)

/** Relative to the root of the repository. */
export const addressOf = (path: string): string => path.split('/').map(encoded).join('/')

/** The region is the line of the notebook's file, which its readers do not see: they are told the cell. */
export const inCell = ({ cell, cell_line }: Line): string =>
  cell === undefined ? '' : ` (cell ${cell}${cell_line === undefined ? '' : `, line ${cell_line}`})`

/**
 * A whole line: evidence knows no columns. GitHub documents all four as required, and takes a region without width as its line.
 * A place without a line is the file, which is shown at its top.
 */
export const locationOf = (line: Line) => ({
  physicalLocation: {
    artifactLocation: { uri: addressOf(line.path), uriBaseId: '%SRCROOT%' },
    region: { startLine: line.line ?? 1, startColumn: 1, endLine: Math.max(line.end_line ?? 0, line.line ?? 1), endColumn: 1 },
  },
  ...(line.note === '' && line.cell === undefined ? {} : { message: { text: message(`${line.note}${inCell(line)}`.trim()) } }),
})
