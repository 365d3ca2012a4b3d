/** Reads the versions with a date out of a changelog, as `## [1.2.0] - 2026-03-01` and its kin. */

export type DatedVersion = { name: string; at: string; line: number }

const version = /\bv?(\d+\.\d+(?:\.\d+)?(?:[-.]?(?:rc|a|b|alpha|beta|dev|post)[-.]?\d*)?)\b/i
const date = /\b((?:19|20)\d\d)[-/.](0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01])\b/
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const longDate = new RegExp(
  `\\b(?:(\\d{1,2})\\s+)?(${months.map((it) => `${it.slice(0, 3)}(?:${it.slice(3)})?`).join('|')})\\.?(?:\\s+(\\d{1,2}))?,?\\s+((?:19|20)\\d\\d)\\b`,
  'i',
)

const two = (number: number): string => String(number).padStart(2, '0')

function dateIn(text: string): string | undefined {
  const plain = date.exec(text)
  if (plain !== null) return `${plain[1]}-${plain[2]}-${plain[3]}`
  const [, before, name, after, year] = longDate.exec(text) ?? []
  const day = Number(before ?? after ?? Number.NaN)
  const month = months.findIndex((it) => it.startsWith((name ?? '').toLowerCase().slice(0, 3)))
  return name === undefined || !(day >= 1 && day <= 31) ? undefined : `${year}-${two(month + 1)}-${two(day)}`
}

/** Headings only (a `#`, an underline, or a line that begins with the version): sentences about versions are prose. */
export function datedVersions(text: string): DatedVersion[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const heading = /^#{1,4}\s/.test(line) || /^\[?v?\d+\.\d+/.test(line) || /^[=~-]{3,}\s*$/.test(lines[at + 1] ?? '')
    const name = heading ? version.exec(line.replace(date, ' '))?.[1] : undefined
    const day = name === undefined ? undefined : dateIn(line)
    return name === undefined || day === undefined ? [] : [{ name, at: `${day}T00:00:00Z`, line: at + 1 }]
  })
}
