/** Reads licence expressions as SPDX writes them: identifiers, `+`, WITH, AND, OR and parentheses; and says what one asks as a whole. */
import { type Kind, kindOf, kinds, licenceId } from './kinds.ts'

export type Expression = { licence: string; exception?: string } | { of: 'AND' | 'OR'; parts: Expression[] }

const longest = 400

/** Undefined when the text is no expression or names a licence that is not known; Cargo's older `MIT/Apache-2.0` is a choice. */
export function expressionOf(text: string): Expression | undefined {
  if (text.length > longest) return undefined
  const tokens = text.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? []
  const whole = either(tokens, 0)
  return whole !== undefined && whole.next === tokens.length ? whole.read : undefined
}

type Read = { read: Expression; next: number } | undefined
type Reader = (tokens: readonly string[], at: number) => Read

/** AND binds more tightly than OR. */
const listOf =
  (of: 'AND' | 'OR', part: Reader): Reader =>
  (tokens, at) => {
    const first = part(tokens, at)
    if (first === undefined) return undefined
    const parts = [first.read]
    let next = first.next
    while (tokens[next]?.toUpperCase() === of) {
      const more = part(tokens, next + 1)
      if (more === undefined) return undefined
      parts.push(more.read)
      next = more.next
    }
    return { read: parts.length === 1 ? first.read : { of, parts }, next }
  }

const single: Reader = (tokens, at) => {
  const token = tokens[at] ?? ''
  if (token === '(') {
    const inner = either(tokens, at + 1)
    return inner === undefined || tokens[inner.next] !== ')' ? undefined : { read: inner.read, next: inner.next + 1 }
  }
  const licence = licenceId(token) ?? licenceId(token.replace(/\+$/, ''))
  if (licence === undefined) return undefined
  if (tokens[at + 1]?.toUpperCase() !== 'WITH') return { read: { licence }, next: at + 1 }
  const exception = tokens[at + 2]
  return exception !== undefined && /^(?!(AND|OR|WITH)$)\w[\w.-]+$/i.test(exception)
    ? { read: { licence, exception }, next: at + 3 }
    : undefined
}

const both = listOf('AND', single)
const either = listOf('OR', both)

export const idsIn = (it: Expression): string[] => ('licence' in it ? [it.licence] : it.parts.flatMap(idsIn))

/** Exceptions by which what is only linked, or only made with the work, stays free. */
const freesLinking = /classpath|gcc|linking|libtool|autoconf|bison|font|foss|llvm|openjdk|syscall|bootloader|runtime|static|swi/i

/** What the expression asks: of a choice the part that asks least, of parts together the one that asks most. Undefined when it hangs on a part that is not known. */
export function kindIn(it: Expression): Kind | undefined {
  if ('licence' in it) {
    const kind = kindOf(it.licence)
    return kind === 'strong copyleft' && it.exception !== undefined && freesLinking.test(it.exception) ? 'weak copyleft' : kind
  }
  const parts = it.parts.map(kindIn)
  const known = parts.filter((kind) => kind !== undefined).map((kind) => kinds.indexOf(kind))
  if (it.of === 'AND') {
    const most = Math.max(...known)
    return known.length === parts.length || kinds[most] === 'non-commercial' ? kinds[most] : undefined
  }
  const least = Math.min(...known)
  return known.length === parts.length || kinds[least] === 'permissive' ? kinds[least] : undefined
}
