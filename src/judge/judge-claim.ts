/** A statement about a number held against the number: supported, refuted by how much, undecided, or not comparable. */
import {
  type Claim,
  type Collected,
  type Evidence,
  type Fact,
  isMeasured,
  isTable,
  type Limit,
  type Measured,
  rowsBehind,
  sayFact,
  sayIn,
  sayNumber,
  splitFact,
} from '../model/index.ts'
import { recordsFor } from './answer-atom.ts'
import { compare, usable } from './compare.ts'

const bounds = ['at_least', 'at_most', 'above', 'below'] as const
const noTarget = () => undefined

/** The limit a statement's evidence carries, as `claim_at_most` and so on. */
const limitOf = (statement: Evidence): Limit => {
  const facts = statement.facts
  return Object.fromEntries(
    [...bounds, 'is' as const].flatMap((bound) => (facts[`claim_${bound}`] === undefined ? [] : [[bound, facts[`claim_${bound}`]]])),
  )
}

/** Rows that would settle it if the value stays: the half-width shrinks with the root of n. */
export const rowsToSettle = (measured: Measured, limit: number, n: number | undefined): number | undefined => {
  const margin = Math.abs(measured.value - limit)
  const half = measured.value > limit ? measured.value - measured.low : measured.high - measured.value
  if (n === undefined || margin === 0 || half <= margin) return undefined
  const exact = n * (half / margin) ** 2
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1)
  return Math.ceil(exact / step) * step
}

type Judged = Pick<Claim, 'outcome' | 'because'> & Partial<Pick<Claim, 'measured' | 'ratio' | 'needed'>>

const numberJudged = (fact: string, value: number | Measured, limit: Limit, record: Evidence): Judged => {
  const measured = isMeasured(value) ? value : { value, low: value, high: value }
  const wanted = bounds.map((it) => limit[it]).find((it) => it !== undefined) ?? (typeof limit.is === 'number' ? limit.is : undefined)
  if (wanted === undefined)
    return { outcome: 'not_comparable', measured, because: `${sayFact(fact, value)} is a number; the claim names none` }
  const { truth } = compare(usable(record, fact) ?? value, limit, noTarget)
  const ratio = wanted === 0 ? undefined : measured.value / wanted
  const needed = truth === 'unknown' ? rowsToSettle(measured, wanted, rowsBehind(record)) : undefined
  const n = rowsBehind(record)
  const over = n === undefined ? '' : ` over ${sayNumber(n)} rows`
  const said = `said ${bounds.find((it) => limit[it] !== undefined)?.replace('_', ' ') ?? 'to be'} ${sayIn(fact, wanted)}, measured ${sayFact(fact, value)}${over}`
  return {
    outcome: truth === 'true' ? 'supported' : truth === 'false' ? 'refuted' : 'undecided',
    measured,
    ...(ratio === undefined ? {} : { ratio }),
    ...(needed === undefined ? {} : { needed }),
    because:
      truth === 'unknown'
        ? `${said}: ${record.unbounded?.[fact] === undefined ? 'too close' : 'too few rows'} to tell${needed === undefined ? '' : `; about ${sayNumber(needed)} rows would settle it`}`
        : said,
  }
}

const judged = (fact: string, value: Fact | undefined, limit: Limit, record: Evidence): Judged => {
  if (record.state === 'not_given') return { outcome: 'undecided', because: `not given: ${record.limits[0] ?? fact}` }
  if (record.state === 'failed') return { outcome: 'undecided', because: `could not look: ${record.error?.message ?? fact}` }
  const seen: Fact | undefined = record.state === 'absent' && typeof limit.is === 'boolean' ? false : value
  if (record.state === 'absent' && seen === undefined) return { outcome: 'undecided', because: record.limits[0] ?? 'nothing there' }
  if (seen === undefined)
    return { outcome: 'undecided', because: record.limits.find((it) => it.startsWith(`${fact}:`)) ?? `${fact} could not be worked out` }
  if (isTable(seen)) return { outcome: 'not_comparable', because: `${fact} is a table; claim one of its numbers` }
  if (typeof seen === 'number' || isMeasured(seen)) return numberJudged(fact, seen, limit, record)
  if (limit.is === undefined || typeof limit.is !== typeof seen)
    return { outcome: 'not_comparable', because: `${fact} is ${sayFact(fact, seen)}, which has no order` }
  return { outcome: seen === limit.is ? 'supported' : 'refuted', because: `said ${limit.is}, measured ${sayFact(fact, seen)}` }
}

const gravity = ['refuted', 'not_comparable', 'undecided', 'supported']

const judgeClaim = (statement: Evidence, collected: Collected): Claim => {
  const path = String(statement.facts.claim_fact)
  const of = typeof statement.facts.claim_of === 'string' ? statement.facts.claim_of : undefined
  const limit = limitOf(statement)
  const { fact } = splitFact(path)
  const records = recordsFor({ fact: path, ...(of === undefined ? {} : { of }) }, collected.evidence).filter(
    (it) => it.method === 'measured' || it.state !== 'found',
  )
  const all = records.map((record) => ({ record, ...judged(fact, record.facts[fact], limit, record) }))
  // Without `of` every instance must bear the claim out: the gravest rules.
  const gravest = all.sort(
    (a, b) =>
      gravity.indexOf(a.outcome) - gravity.indexOf(b.outcome) || (b.ratio ?? 0) - (a.ratio ?? 0) || a.record.id.localeCompare(b.record.id),
  )[0]
  const text = (name: string) => (typeof statement.facts[name] === 'string' ? (statement.facts[name] as string) : null)
  const { record, ...rest } = gravest ?? {
    record: undefined,
    outcome: 'undecided' as const,
    because: collected.evidence.some((it) => it.probe === splitFact(path).probe && it.method === 'claimed' && it.state === 'found')
      ? `there is no more than their word on ${path}`
      : `nothing was given that tells ${path}`,
  }
  return {
    says:
      text('says') ??
      `${path} ${Object.entries(limit)
        .map(([key, value]) => `${key.replace('_', ' ')} ${value}`)
        .join(' and ')}`,
    by: text('by'),
    on: text('on'),
    fact: path,
    of: of ?? null,
    limit,
    ...rest,
    evidence: [statement.id, ...(record === undefined ? [] : [record.id])].sort(),
  }
}

export const judgeClaims = (collected: Collected): Claim[] =>
  collected.evidence
    .filter((it) => it.probe === 'statement' && typeof it.facts.claim_fact === 'string')
    .map((it) => judgeClaim(it, collected))
    .sort(
      (a, b) => a.fact.localeCompare(b.fact) || a.says.localeCompare(b.says) || (a.evidence[0] ?? '').localeCompare(b.evidence[0] ?? ''),
    )
