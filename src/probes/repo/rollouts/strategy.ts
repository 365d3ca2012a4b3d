/** One way in which traffic is moved from a version to the next. */

/** `versions`: sides that are defined and get traffic. `analysis`: something measured decides whether it goes on. */
export type Strategy = { path: string; line: number; kind: 'canary' | 'blue_green'; versions: number; analysis: boolean; note: string }

export type Text = { path: string; text: string }
export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** The documents of a YAML text with the index at which each begins. */
export function documentsOf(text: string): { text: string; at: number }[] {
  const out: { text: string; at: number }[] = []
  let at = 0
  for (const part of text.split(/^---[^\n]*$/m)) {
    const start = text.indexOf(part, at)
    out.push({ text: part, at: start })
    at = start + part.length
  }
  return out
}

/** The block below a key: every line that is indented deeper. */
export function blockOf(text: string, key: RegExp): { text: string; at: number } | undefined {
  const match = key.exec(text)
  if (match === null) return undefined
  const start = text.lastIndexOf('\n', match.index + match[0].search(/\S/)) + 1
  const indent = /^\s*(?:- )?/.exec(text.slice(start))?.[0].length ?? 0
  const lines = text.slice(start).split('\n')
  const end = lines.findIndex((line, index) => index > 0 && line.trim() !== '' && line.search(/\S/) <= indent && !/^\s*\{\{/.test(line))
  const list = /^\s*[\w-]+:\s*$/.test(lines[0] ?? '')
  const stop =
    end < 0
      ? lines.length
      : list
        ? lines.findIndex(
            (line, index) =>
              index > 0 &&
              line.trim() !== '' &&
              (line.search(/\S/) < indent || (line.search(/\S/) === indent && !/^\s*- /.test(line))) &&
              !/^\s*\{\{/.test(line),
          )
        : end
  return { text: lines.slice(0, stop < 0 ? lines.length : stop).join('\n'), at: start }
}
