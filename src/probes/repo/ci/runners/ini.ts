/** Reads `.ini` and `.cfg` files (tox, setup, pytest) with the line of every value. */

export type Ini = { [section: string]: { [key: string]: { text: string; line: number } } }

/** Continuation lines are joined with newlines, so that a value of commands keeps one per line. */
export const readIni = (source: string): Ini => {
  const ini: Ini = {}
  let section = ''
  let open: { text: string; line: number } | undefined
  source.split('\n').forEach((raw, at) => {
    const header = /^\[([^\]]+)\]/.exec(raw)
    const entry = /^([^\s#;=:[][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(raw)
    if (header) {
      section = header[1] as string
      ini[section] ??= {}
      open = undefined
    } else if (/^\s*[#;]/.test(raw)) {
      if (open) open.text += '\n'
    } else if (/^\s/.test(raw) || raw.trim() === '') {
      if (open) open.text += `\n${raw.trim()}`
    } else if (entry) {
      open = { text: entry[2] ?? '', line: at + 1 }
      ini[section] = { ...ini[section], [entry[1] as string]: open }
    }
  })
  return ini
}
