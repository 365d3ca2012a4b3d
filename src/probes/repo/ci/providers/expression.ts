/** Works out GitHub's `if:` expressions as far as they are fixed: true, false or unknown. */

export type Known = { [name: string]: string | boolean | undefined }
type Value = string | number | boolean | null | undefined

/** `known` holds context values such as `github.event_name`; everything else is unknown (undefined). */
export const evaluate = (source: string, known: Known): boolean | undefined => {
  const inner = source.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
  const tokens = inner.match(/'(?:[^']|'')*'|&&|\|\||==|!=|<=|>=|[!()<>,]|[^\s!()<>,=&|']+(?:\[[^\]]*\])?/g) ?? []
  const reader = { tokens, at: 0, known }
  const value = or(reader)
  return reader.at < tokens.length ? undefined : truth(value)
}

type Reader = { tokens: string[]; at: number; known: Known }

const truth = (value: Value): boolean | undefined =>
  value === undefined ? undefined : !(value === false || value === 0 || value === '' || value === null)

const or = (reader: Reader): Value => {
  let left = and(reader)
  while (reader.tokens[reader.at] === '||') {
    reader.at++
    const right = and(reader)
    const known = truth(left)
    left = known === true ? left : known === false ? right : truth(right) === true ? right : undefined
  }
  return left
}

const and = (reader: Reader): Value => {
  let left = compare(reader)
  while (reader.tokens[reader.at] === '&&') {
    reader.at++
    const right = compare(reader)
    const known = truth(left)
    left = known === false ? left : known === true ? right : truth(right) === false ? false : undefined
  }
  return left
}

const compare = (reader: Reader): Value => {
  const left = unary(reader)
  const operator = reader.tokens[reader.at]
  if (operator !== '==' && operator !== '!=' && operator !== '<' && operator !== '>' && operator !== '<=' && operator !== '>=') return left
  reader.at++
  const right = unary(reader)
  if (left === undefined || right === undefined || (operator !== '==' && operator !== '!=')) return undefined
  const same = String(left).toLowerCase() === String(right).toLowerCase()
  return operator === '==' ? same : !same
}

const unary = (reader: Reader): Value => {
  const token = reader.tokens[reader.at++]
  if (token === '!') {
    const value = truth(unary(reader))
    return value === undefined ? undefined : !value
  }
  if (token === '(') {
    const value = or(reader)
    if (reader.tokens[reader.at] === ')') reader.at++
    return value
  }
  if (token === undefined) return undefined
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token)
  if (token === 'true' || token === 'false') return token === 'true'
  if (token === 'null') return null
  if (reader.tokens[reader.at] === '(') return call(token, reader)
  return Object.hasOwn(reader.known, token) ? reader.known[token] : undefined
}

/** `failure()` and `cancelled()` are false in a run in which nothing failed before, which is the run we ask about. */
const call = (name: string, reader: Reader): Value => {
  reader.at++
  const given: Value[] = []
  while (reader.at < reader.tokens.length && reader.tokens[reader.at] !== ')') {
    given.push(or(reader))
    if (reader.tokens[reader.at] === ',') reader.at++
    else if (reader.tokens[reader.at] !== ')') break
  }
  if (reader.tokens[reader.at] === ')') reader.at++
  if (name === 'always' || name === 'success') return true
  if (name === 'failure' || name === 'cancelled') return false
  const [whole, part] = given
  if (name === 'contains' && typeof whole === 'string' && typeof part === 'string') return whole.includes(part)
  if (name === 'startsWith' && typeof whole === 'string' && typeof part === 'string') return whole.startsWith(part)
  return undefined
}
