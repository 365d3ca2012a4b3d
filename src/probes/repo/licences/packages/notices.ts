/** Reads notices about others' work: tables and lists that name a package and its licence, and the whole texts that stand in them. */
import { licenceId } from '../kinds.ts'
import { licencesDeclared } from '../names.ts'
import { licencesWithin } from '../texts.ts'
import { linesByKey, list, type Package, readJson, table, words } from './package.ts'

export const noticeFile =
  /(^|\/)(third[-_ ]?party|3rd[-_ ]?party|notices?|acknowledge?ments?|credits|attributions?|license[-_]?(info|report|list)|licenses?[-_]?(third|3rd|dep)[\w-]*|(dependency|dependencies|pip|bundled)[-_]?licen[sc]es?|licenses)([-_. ][\w.-]*)?$/i

/** Files whose names may be those of anything else: only what stands in a column for licences, or in a list of a licence tool, counts there. */
const fileOfTable = /\.(csv|tsv|json|md|markdown|rst|txt|html?)$|(^|\/)[^./]+$/i
export const isNotice = (path: string): boolean => noticeFile.test(path) && fileOfTable.test(path)

export function packagesOfNotice(path: string, text: string): Package[] {
  const rows = path.endsWith('.json') ? ofTool(path, text) : [...ofColumns(path, text), ...ofLines(path, text)]
  const one = [...new Map(rows.map((it) => [it.name, it])).values()]
  if (one.length > 0 || path.endsWith('.json')) return one
  return licencesWithin(text).map((licence) => row(path, 'a work in these notices', licence, 1))
}

const row = (path: string, name: string, said: string | null, line: number): Package => ({
  name,
  said,
  for: 'product',
  source: 'notices',
  path,
  line,
  ...(said === null ? { why: 'the notices say no licence for it' } : {}),
})

/** pip-licenses and license-checker: a list of rows with a name and a licence, or a table of `name@version`. */
function ofTool(path: string, text: string): Package[] {
  const data = readJson(text)
  const lines = linesByKey(text)
  const at = (name: string): number => lines.get(name) ?? 1
  const licence = (one: { [key: string]: unknown }): string | null =>
    words(one.License) ?? words(one.license) ?? words(one.licenses) ?? (list(one.licenses).map(String).join('; ') || null)
  if (Array.isArray(data))
    return data.map(table).flatMap((one) => {
      const name = words(one.Name) ?? words(one.name)
      return name === null || licence(one) === null ? [] : [row(path, name, licence(one), at(name))]
    })
  return Object.entries(table(data)).flatMap(([key, one]) => {
    const name = /^(@?[^@\s]+)@\d/.exec(key)?.[1]
    return name === undefined || licence(table(one)) === null ? [] : [row(path, name, licence(table(one)), at(key))]
  })
}

/** Tables of Markdown and of commas or tabs whose heading has a column for the name and one for the licence. */
function ofColumns(path: string, text: string): Package[] {
  const split = path.endsWith('.csv') ? commas : path.endsWith('.tsv') ? tabs : bars
  const out: Package[] = []
  let heads: { name: number; licence: number } | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const cells = split(line)
    if (cells === undefined) heads = undefined
    else if (heads === undefined) {
      const name = cells.findIndex((cell) => /^(package|name|library|component|module|dependency|project|software)( name)?$/i.test(cell))
      const licence = cells.findIndex((cell) => /^licen[sc]es?( type| name)?$/i.test(cell))
      if (name >= 0 && licence >= 0) heads = { name, licence }
    } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const name = cells[heads.name]?.replaceAll(/^\[|\]\(.*\)$|[`*]/g, '').trim()
      const said = cells[heads.licence]?.replaceAll(/^\[|\]\(.*\)$|[`*]/g, '').trim() ?? ''
      if (name) out.push(row(path, name, words(said), index + 1))
    }
  }
  return out
}

const bars = (line: string): string[] | undefined =>
  line.includes('|')
    ? line
        .trim()
        .replaceAll(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim())
    : undefined
const tabs = (line: string): string[] | undefined => (line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : undefined)
const commas = (line: string): string[] | undefined =>
  line.includes(',')
    ? [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim())
    : undefined

const packageName = String.raw`(?!(?:[Ll]icen[sc]ed?|[Rr]eleased|[Dd]istributed|[Aa]vailable|[Tt]h(?:is|e)|[Ii]t|[Aa]ll|[Ss]oftware|[Cc]ode|[Cc]opyright)\b)@?[A-Za-z][\w.@/+-]{0,60}(?: v?\d[\w.]*)?`
const inLine = [
  new RegExp(
    String.raw`^\s*(?:[-*•]|\d+[.)])?\s*(${packageName})\s+(?:is |are )?(?:licen[sc]ed |released |distributed |available )?under (?:the )?(.{3,70}?)\.?\s*$`,
  ),
  new RegExp(String.raw`^\s*(?:[-*•]|\d+[.)])?\s*(${packageName})\s+(?:[-–—:]|\()\s*(.{3,60}?)\)?\s*$`),
]

/** `name under the MIT License`, `name 1.2 - BSD License`, `name (MIT)`; or three lines: name, version, licence. */
function ofLines(path: string, text: string): Package[] {
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, index) => {
    for (const pattern of inLine) {
      const [, name, said] = pattern.exec(line) ?? []
      if (name !== undefined && licenceId(name) === undefined && said !== undefined && namesLicence(said))
        return [row(path, name.replace(/ v?\d[\w.]*$/, ''), said, index + 1)]
    }
    const [version = '', licence = ''] = [lines[index + 1], lines[index + 2]]
    return /^@?[A-Za-z][\w.@/+-]{0,60}$/.test(line) && /^v?\d+(\.\w+)+$/.test(version) && namesLicence(licence)
      ? [row(path, line, licence.trim(), index + 1)]
      : []
  })
}

/** The whole of it is a licence's name, so that a sentence that happens to hold a word such as MIT is none. */
const namesLicence = (said: string): boolean =>
  licencesDeclared(said).length > 0 && said.split(/\s+/).length <= 9 && /licen[sc]e|^[\w.+() -]+$|;|\bOR\b|\bAND\b/i.test(said)
