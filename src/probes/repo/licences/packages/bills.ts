/** Reads bills of materials: CycloneDX and SPDX as JSON, SPDX as lines of tag and value. */
import { linesByKey, linesInOrder, list, type Package, readJson, table, words } from './package.ts'

export const billFile = /(^|[/._-])(s?bom|cyclonedx|cdx|spdx)[\w.-]*\.(json|spdx)$|\.(cdx|spdx)\.json$|\.spdx$/i

/** Undefined when the text is none of these. */
export function packagesOfBill(path: string, text: string): Package[] | undefined {
  if (/^SPDXVersion:/m.test(text)) return tagged(path, text)
  const data = table(readJson(text))
  if (data.bomFormat === 'CycloneDX' || (Array.isArray(data.components) && data.specVersion !== undefined))
    return cycloneDx(path, text, data)
  return typeof data.spdxVersion === 'string' ? spdx(path, text, data) : undefined
}

type Data = { [key: string]: unknown }

const row = (path: string, name: string, said: string | null, line: number, use: Package['for'] = 'product'): Package => ({
  name,
  said,
  for: use,
  source: 'bill of materials',
  path,
  line,
  ...(said === null ? { why: 'the bill of materials says no licence for it' } : {}),
})

/** Components hold components; deeper than this no tool writes them. */
const deepest = 20

/** Models and data in the bill count too; files and systems it names do not. */
function cycloneDx(path: string, text: string, data: Data): Package[] {
  const lines = linesByKey(text)
  const inside = (one: Data, depth = 0): Data[] =>
    depth > deepest ? [] : [one, ...list(one.components).flatMap((it) => inside(table(it), depth + 1))]
  return list(data.components)
    .map(table)
    .flatMap((one) => inside(one))
    .filter(({ type, name }) => typeof name === 'string' && !/^(file|operating-system|device|firmware|platform)$/.test(String(type)))
    .map((one) => {
      const group = words(one.group)
      const name = group === null ? String(one.name) : `${group}/${String(one.name)}`
      const line = lines.get(String(one['bom-ref'])) ?? lines.get(String(one.purl)) ?? lines.get(String(one.name)) ?? 1
      return row(path, name, ofCycloneDx(one), line, one.scope === 'excluded' ? 'development' : 'product')
    })
}

const ofCycloneDx = (one: Data): string | null =>
  list(one.licenses)
    .map(table)
    .map((it) => words(it.expression) ?? words(table(it.license).id) ?? words(table(it.license).name))
    .filter((it) => it !== null)
    .join('; ') || null

/** What somebody concluded goes before what the package declares. */
const stated = (...said: unknown[]): string | null => said.map(words).find((it) => it !== null) ?? null

function spdx(path: string, text: string, data: Data): Package[] {
  const lines = linesByKey(text)
  const described = new Set([
    ...list(data.documentDescribes),
    ...list(data.relationships)
      .map(table)
      .filter(({ relationshipType }) => relationshipType === 'DESCRIBES')
      .map(({ relatedSpdxElement }) => relatedSpdxElement),
  ])
  return list(data.packages)
    .map(table)
    .filter(({ SPDXID, name }) => typeof name === 'string' && !described.has(SPDXID))
    .map((one) => row(path, String(one.name), stated(one.licenseConcluded, one.licenseDeclared), lines.get(String(one.SPDXID)) ?? 1))
}

function tagged(path: string, text: string): Package[] {
  const described = new Set([...text.matchAll(/^Relationship: \S+ DESCRIBES (\S+)/gm)].map(([, id]) => id))
  const lineAt = linesInOrder(text)
  return [...text.matchAll(/^PackageName: *(.+)$(?:\n(?!PackageName:|FileName:).*)*/gm)].flatMap((block) => {
    const of = (tag: string): string | undefined => new RegExp(`^${tag}: *(.+)$`, 'm').exec(block[0])?.[1]?.trim()
    if (described.has(of('SPDXID'))) return []
    const line = lineAt(block.index)
    return [row(path, (block[1] as string).trim(), stated(of('PackageLicenseConcluded'), of('PackageLicenseDeclared')), line)]
  })
}
