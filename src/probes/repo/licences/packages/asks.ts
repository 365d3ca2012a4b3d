/** Says what the licence of a package asks, and which packages ask more than the code's own licence gives. */
import { expressionOf, idsIn, kindIn } from '../expressions.ts'
import { type Kind, kindOf, kinds } from '../kinds.ts'
import { licencesDeclared } from '../names.ts'
import { type Package, sameName } from './package.ts'

export type Dependency = {
  name: string
  licence: string | null
  asks: Kind | null
  why_unknown: string | null
  for: Package['for']
  source: Package['source']
  path: string
  line: number
}

const severalNamed = 'several licences are named; whether one of them may be chosen is not said'

/** What is written there: an expression, a name as people write it, or several of these with semicolons between. */
export function asksOf(said: string): { licence: string; asks: Kind | null; why: string | null } {
  const parts = said.split(/\s*;\s*/).filter((part) => part !== '')
  const read = parts.map((part) => {
    const plain = part
      .trim()
      .replace(/\s*\+\s*file\s+LICEN[SC]E$/i, '')
      .replaceAll(' | ', ' OR ')
    const expression = /^LicenseRef-[\w.-]+$/.test(plain) ? undefined : expressionOf(plain)
    if (expression !== undefined)
      return {
        licence: idsIn(expression).length > 1 || plain.includes('WITH') ? plain : (idsIn(expression)[0] as string),
        asks: kindIn(expression),
      }
    const [licence] = licencesDeclared(plain.replace(/^LicenseRef-/, ''))
    return { licence: licence ?? plain, asks: licence === undefined ? undefined : kindOf(licence) }
  })
  const licence = read
    .map((one) => one.licence)
    .join('; ')
    .slice(0, 100)
  const asked = new Set(read.map(({ asks }) => asks))
  const [asks] = asked
  if (asked.size > 1) return { licence, asks: null, why: severalNamed }
  return asks === undefined
    ? { licence, asks: null, why: 'what is written there is no licence that is known here' }
    : { licence, asks, why: null }
}

/** What asks most comes first, then what is not known. One row for what several places say alike; silence beside a word counts for nothing. */
export function dependenciesFrom(packages: readonly Package[]): Dependency[] {
  const spoken = new Set(packages.filter(({ said }) => said !== null).map(({ name }) => sameName(name)))
  const rows = new Map<string, Dependency>()
  for (const { name, said, source, path, line, why, for: use } of packages) {
    if (said === null && spoken.has(sameName(name))) continue
    const known = said === null ? { licence: null, asks: null, why: why ?? 'nothing says its licence' } : asksOf(said)
    const key = `${sameName(name)} ${known.licence}`
    const before = rows.get(key)
    if (before === undefined)
      rows.set(key, { name, licence: known.licence, asks: known.asks, why_unknown: known.why, for: use, source, path, line })
    else if (use === 'product') before.for = 'product'
  }
  const rank = (one: Dependency): number => (one.asks === null ? 1.5 : kinds.indexOf(one.asks)) - (one.for === 'development' ? 0.1 : 0)
  return [...rows.values()].sort((a, b) => rank(b) - rank(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Licences that reach what is built on the work, or forbid uses. Copyleft for changes of the work itself does not, and what only developers use is not passed on. */
export const stricterThan = (own: ReadonlySet<Kind>, dependencies: readonly Dependency[]): Dependency[] =>
  dependencies.filter(
    ({ asks, for: use }) =>
      use === 'product' && asks !== null && ['strong copyleft', 'terms', 'non-commercial'].includes(asks) && !own.has(asks),
  )
