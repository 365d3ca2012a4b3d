/** How numbers are said to a person, the same in every room: rounding, units, and sentences with facts put in. */
import { type Cell, type Fact, isMeasured, isTable, type Measured } from './fact.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** Made once for each number of digits: making one costs more than a hundred uses. */
const grouped = (digits: number, least = 0): Intl.NumberFormat => {
  const key = `${digits} ${least}`
  const kept = formats.get(key) ?? new Intl.NumberFormat('en-US', { maximumFractionDigits: digits, minimumFractionDigits: least })
  formats.set(key, kept)
  return kept
}

/** Three significant digits below 1,000, whole numbers with commas above. */
export const sayNumber = (value: number): string => {
  if (!Number.isFinite(value)) return 'not a number'
  const size = Math.abs(value)
  if (Number.isInteger(value) || size >= 1000) return grouped(0).format(value)
  if (size >= 100) return grouped(0).format(value)
  if (size >= 10) return grouped(1).format(value)
  if (size >= 0.01) return grouped(3).format(Number(value.toPrecision(3)))
  if (size === 0) return '0'
  return size < 1e-4 ? (value > 0 ? 'under 0.0001' : 'about 0') : value.toPrecision(2)
}

export const sayPercent = (share: number): string => {
  const percent = share * 100
  if (percent !== 0 && Math.abs(percent) < 0.1) return `${percent.toPrecision(1)} %`
  if (percent !== 100 && percent > 99.9) return 'over 99.9 %'
  return `${grouped(Math.abs(percent) < 10 ? 1 : 0).format(percent)} %`
}

const unitOf = (fact: string): string => /_(share|days|ms|usd|rows)$/.exec(fact)?.[1] ?? ''

/** A fact's name in words, without its unit: `overlap_share` → `overlap`, `auc` → `AUC`. */
export const sayName = (fact: string): string =>
  fact
    .replace(/_(share|days|ms|usd|at)$/, '')
    .replaceAll('_', ' ')
    .replace(/^auc$/, 'AUC')

/** A number in the unit that ends its fact's name: `p95_ms` 212 → `212 ms`, `overlap_share` 0.124 → `12 %`. */
export const sayIn = (fact: string, value: number): string => {
  switch (unitOf(fact)) {
    case 'share':
      return sayPercent(value)
    case 'ms':
      return `${sayNumber(value)} ms`
    case 'days':
      return `${sayNumber(value)} days`
    case 'usd':
      return `$${value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(2) : grouped(2, 2).format(value)}`
    default:
      return sayNumber(value)
  }
}

/** `212 ms (205–220)`. */
export const sayMeasured = (fact: string, it: Measured): string => {
  const bare = (value: number): string => sayIn(fact, value).replace(/ (ms|days)$/, '')
  return it.low === it.high ? sayIn(fact, it.value) : `${sayIn(fact, it.value)} (${bare(it.low)}–${bare(it.high)})`
}

/** Any fact or cell in a few words; a table by its number of lines. */
export const sayFact = (fact: string, value: Fact | Cell | undefined): string => {
  if (value === undefined || value === null) return 'not known'
  if (isTable(value)) return value.length === 1 ? '1 line' : `${grouped(0).format(value.length)} lines`
  if (isMeasured(value)) return sayMeasured(fact, value)
  if (typeof value === 'number') return sayIn(fact, value)
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
}

/** `a`, `b` and 3 more: each value once, at most four of them. */
const sayList = (values: string[]): string => {
  const each = [...new Set(values)].map((it) => `\`${it}\``)
  if (each.length <= 1) return each.join('')
  const last = each.length > 4 ? `${each.length - 3} more` : each[each.length - 1]
  return `${each.slice(0, each.length > 4 ? 3 : -1).join(', ')} and ${last}`
}

/**
 * Puts facts into a sentence. `{path}` is the fact; `{path.0.column}` a cell of a table's line; `|count` the number of lines,
 * `|percent` a share in percent, `|list:column` a table's values of one column. A fact that is not known makes the whole sentence undefined, so that no gap is ever printed.
 */
export const fill = (sentence: string, facts: (path: string) => Fact | undefined): string | undefined => {
  let known = true
  const text = sentence.replace(
    /\{([^}|]+)(?:\|(\w+)(?::(\w+))?)?\}/g,
    (_, path: string, form: string | undefined, listed: string | undefined) => {
      const [, base, line, column] = /^(.*?)(?:\.(\d+)\.(\w+))?$/.exec(path) ?? []
      const fact = facts(base ?? path)
      const value = line === undefined ? fact : isTable(fact) ? fact[Number(line)]?.[column ?? ''] : undefined
      if (value === undefined || value === null) {
        known = false
        return ''
      }
      if (form === 'count' && isTable(value)) return grouped(0).format(value.length)
      if (form === 'list' && isTable(value)) return sayList(value.map((row) => String(row[listed ?? ''])))
      const name = column ?? (base ?? path).split('.').at(-1) ?? ''
      if (form === 'percent') return sayPercent(isMeasured(value) ? value.value : Number(value))
      return sayFact(name, value)
    },
  )
  return known ? text : undefined
}
