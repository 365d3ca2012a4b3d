/** An atom against the evidence: which records speak, what each says, and which method's answer counts in a reading. */
import {
  type Atom,
  type Comparison,
  type Evidence,
  type Fact,
  lineText,
  type Method,
  type Row,
  sayFact,
  sayIn,
  sayName,
  splitFact,
} from '../model/index.ts'
import { asRows, compare, countRows, type TargetOf, tellRows, usable } from './compare.ts'
import { type JudgingContext, methodsIn, weaker } from './context.ts'
import { type Answer, best, favour, type Side, type Truth, unknown, worst } from './truth.ts'

const day = 86_400_000

/** Stale when the material has moved on since, or when what it speaks of is older than the criterion allows. */
export const isStale = (record: Evidence, context: JudgingContext): boolean => {
  const moved = record.inputs.some((it) => context.versions.has(it.material) && context.versions.get(it.material) !== it.version)
  const age = (context.asOf - Date.parse(record.until ?? record.observed_at)) / day
  return moved || (context.freshFor !== undefined && age > context.freshFor)
}

const concerns = (record: Evidence, atom: Atom): boolean => {
  if (atom.of === undefined) return true
  const names = record.inputs.map((it) => it.material)
  if (typeof atom.of === 'string') return names.includes(atom.of)
  const prefix = atom.of.any
  return names.some((it) => it === prefix || it.startsWith(`${prefix}.`))
}

export const recordsFor = (atom: Atom, evidence: readonly Evidence[]): Evidence[] => {
  const { probe } = splitFact(atom.fact)
  return evidence.filter(
    (it) => it.probe === probe && (it.inputs.length === 0 ? it.state !== 'found' || atom.of === undefined : concerns(it, atom)),
  )
}

const targetFor =
  (atom: Atom, record: Evidence, context: JudgingContext): TargetOf =>
  (bound) =>
    context.targets.find(
      (it) =>
        it.fact === atom.fact &&
        it[bound] !== undefined &&
        (it.of === undefined || record.inputs.some((input) => input.material === it.of)),
    )?.[bound]

const isQuantified = (atom: Atom): boolean => atom.every !== undefined || atom.some !== undefined || atom.count !== undefined

/** What `absent` answers: an empty table, a count of 0, no, `exists: false`. Amounts with a unit stay unknown: nothing there is not 0 ms. */
const whenAbsent = (atom: Atom, fact: string): Fact | undefined => {
  if (isQuantified(atom)) return []
  if (atom.exists !== undefined) return undefined
  if (atom.is !== undefined) return typeof atom.is === 'boolean' ? false : typeof atom.is === 'number' ? 0 : ''
  return /_(share|days|ms|usd|at)$/.test(fact) ? undefined : 0
}

const sayLimits = (fact: string, comparison: Comparison, target: TargetOf): string =>
  (['at_least', 'at_most', 'above', 'below'] as const)
    .flatMap((bound) => {
      const wanted = comparison[bound]
      const limit = typeof wanted === 'number' ? wanted : wanted === undefined ? undefined : target(bound)
      return limit === undefined ? [] : [`${bound.replace('_', ' ')} ${sayIn(fact, limit)}`]
    })
    .concat(comparison.is === undefined ? [] : [String(comparison.is)])
    .join(' and ')

const sayCellTest = (column: string, comparison: Comparison): string => {
  const name = column.replaceAll('_', ' ')
  if (comparison.is === true) return name
  if (comparison.is === false) return `not ${name}`
  if (typeof comparison.is === 'string') return comparison.is.replaceAll('_', ' ')
  if (comparison.one_of !== undefined) return comparison.one_of.map((it) => String(it).replaceAll('_', ' ')).join(' or ')
  return `${name} ${sayLimits(column, comparison, () => undefined) || 'given'}`
}

const sayTest = (test: { [column: string]: Comparison }): string =>
  Object.entries(test)
    .map(([column, comparison]) => sayCellTest(column, comparison))
    .join(', ')

const itemPlace = (item: Evidence['items'][number]): string =>
  [item.path ?? item.table, lineText(item)].filter((it) => it !== undefined).join(':')

/** A probe's own words on the first place it found, and how many more there are. */
const sayItems = (record: Evidence): string =>
  record.items
    .slice(0, 1)
    .map((it) => (itemPlace(it) === '' || it.note.includes(itemPlace(it)) ? it.note : `${it.note} (${itemPlace(it)})`))
    .join('; ') + (record.items.length > 1 ? `; and ${record.items.length - 1} more` : '')

const sayRows = (atom: Atom, fact: string, record: Evidence, rows: Row[], target: TargetOf): string => {
  if (record.items.length > 0) return sayItems(record)
  const test = atom.where ?? atom.some ?? atom.every
  const fitting = countRows(rows, test, target)
  const number = fitting.low !== fitting.high ? `${fitting.low} to ${fitting.high}` : fitting.low === 0 ? 'none' : `${fitting.low}`
  const place = record.inputs.map((it) => it.material).join(' + ')
  return `${number} of ${rows.length} ${sayName(fact)}${test === undefined ? '' : `: ${sayTest(test)}`} (${place})`
}

const sayAtom = (atom: Atom, record: Evidence, value: Fact | undefined, target: TargetOf): string => {
  const { probe, fact } = splitFact(atom.fact)
  const rows = asRows(value)
  const place = record.inputs.map((it) => it.material).join(' + ') || 'as they say'
  if (record.state === 'absent') return `nothing found: ${record.limits[0] ?? `${probe} over ${place}`}`
  if (rows !== undefined) return sayRows(atom, fact, record, rows, target)
  const asked = sayLimits(fact, atom, target)
  return `${sayName(fact)} ${sayFact(fact, value)}${asked === '' ? '' : `, asked: ${asked}`} (${place})`
}

const tellFound = (atom: Atom, value: Fact | undefined, target: TargetOf, why: Answer['reason']) => {
  if (!isQuantified(atom)) return compare(value, atom, target, why)
  const rows = asRows(value)
  return rows === undefined ? { truth: 'unknown' as Truth, reason: why } : tellRows(rows, atom, target)
}

/** What one record says to an atom. */
const answerRecord = (atom: Atom, record: Evidence, side: Side, context: JudgingContext): Answer => {
  const { probe, fact } = splitFact(atom.fact)
  if (record.state === 'not_given') return unknown('not_given', `not given: ${record.limits[0] ?? probe}`)
  if (record.state === 'failed') {
    const built = record.error?.code !== 'not_built'
    return unknown(
      built ? 'failed' : 'not_built',
      built ? `could not look: ${record.error?.message ?? probe}` : `no probe of this version measures ${probe} yet`,
      [record.id],
    )
  }
  const target = targetFor(atom, record, context)
  const value = record.state === 'absent' ? whenAbsent(atom, fact) : record.facts[fact]
  const trusted = record.state === 'absent' ? value : usable(record, fact)
  const told = tellFound(atom, trusted, target, record.unknown?.[fact] ?? 'undefined')
  const because = sayAtom(atom, record, value, target)
  if (told.truth === 'unknown') {
    const reason = told.reason ?? 'undefined'
    const tail =
      reason === 'too_small'
        ? record.unbounded?.[fact] === undefined
          ? ': too close to tell'
          : ': too few rows to tell'
        : reason === 'no_target'
          ? ': no target was declared'
          : ''
    const limit = value === undefined ? record.limits.find((it) => it.startsWith(`${fact}:`)) : undefined
    return unknown(reason, limit ?? `${because}${tail}`, [record.id])
  }
  const silent = told.truth === 'false' || record.state === 'absent'
  const elsewhere = context.absenceUnknown && silent && record.inputs.every((it) => context.oneRepository.has(it.material))
  if (elsewhere)
    return unknown('not_given', `${because}; it may live outside this repository (\`repo: {complete: true}\` says otherwise)`, [record.id])
  if (favour(told.truth, side) === 2 && isStale(record, context))
    return unknown('stale', `${because}, but that is older than counts`, [record.id])
  return { truth: told.truth, because: [because], evidence: [record.id] }
}

/**
 * The answer in a reading: the most favourable among the methods that the reading takes. Where none of them has a record,
 * an unfavourable answer of a weaker method carries down, because nobody shows less than they have; a favourable one does not.
 */
export const answerAtom = (atom: Atom, side: Side, context: JudgingContext): Answer => {
  const records = recordsFor(atom, context.evidence)
  const takesBest = typeof atom.of === 'object'
  const combine = takesBest === (side === 'wanted') ? best : worst
  const byMethod = new Map<Method, Answer>()
  for (const method of ['measured', 'documented', 'claimed'] as const) {
    const said = records.filter((it) => weaker(it.method, atom.as) === method).map((it) => answerRecord(atom, it, side, context))
    if (said.length > 0) byMethod.set(method, combine(said))
  }
  const taken = methodsIn(context.reading).flatMap((it) => byMethod.get(it) ?? [])
  if (taken.length > 0) return (side === 'wanted' ? best : worst)(taken)
  const next = byMethod.get('documented') ?? byMethod.get('claimed')
  if (next !== undefined && favour(next.truth, side) === 0) return next
  if (next !== undefined)
    return unknown(
      next.reason ?? 'not_given',
      next.truth === 'unknown' ? (next.because[0] ?? '') : `only on paper: ${next.because[0] ?? ''}`,
      next.evidence,
    )
  return unknown('not_given', `nothing was given that tells ${atom.fact}`)
}
