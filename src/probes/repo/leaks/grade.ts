/** Grades what looks like a secret: live-looking, a well-known default, or a placeholder. */
import { nameOf, pathKind } from '../paths.ts'

export type Grade = 'live_looking' | 'default' | 'placeholder'

/** Bits per character, from how often each occurs. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

const placeholderWord =
  /example|sample|dummy|fake|mock|placeholder|your[_-]?|my[_-]?(secret|token|key|pass)|change[_-]?(me|it|this)|insert|replace|todo|redacted|hidden|xxxx|\*\*\*|\.\.\.|[<>]|\$[({A-Za-z]|\{\{?|\}\}?|%[(s]|[([]\w*[\])]|lorem|foobar|deadbeef|not[_-]?(a[_-]?)?(real|secret)|^(none|null|nil|true|false|undefined|secret|token|password|passwd|key|string|str|test|testing|tests|pass|pwd|value|empty)\W?\d*$/i
const sequence = /0123456789|1234567890|12345678|abcdefgh|ABCDEFGH|qwerty|(.)\1{5,}/

/** The sample on the front page of a well-known JWT debugger, and its like: the subject is 1234567890. */
const knownSample = /eyJzdWIiOiIxMjM0NTY3ODkwI|^AKIAIOSFODNN7|^wJalrXUtnFEMI/

export const looksMadeUp = (value: string): boolean =>
  placeholderWord.test(value) || sequence.test(value) || knownSample.test(value) || /^(.{1,4})\1{2,}$/.test(value)

const commonPasswords =
  /^(admin|root|guest|user|postgres(ql)?|mysql|maria(db)?|mongo(db)?|redis|rabbit(mq)?|elastic|neo4j|minio(admin)?|airflow|mlflow|prefect|grafana|prom-operator|jovyan|jupyter|docker|vagrant|oracle|sa|default|test|demo|dev|local|welcome|letmein|qwerty|abc|123|changeme|pass|password|passw0rd|p@ssw0rd|p@ssword|secret|hello|master|superset|metabase|keycloak|django|flask|feast|kafka|clickhouse|temp|example)[\d!@#$._-]{0,6}(admin|user|pass|password|123)?[\d!@#$]{0,4}$/i

export const isCommonPassword = (value: string): boolean => commonPasswords.test(value) || /^\d{1,8}$/.test(value)

const localHost =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|.*\.(local|localhost|test|internal\.example|example|invalid)|(.*\.)?example\.(com|org|net|io))$/i

/** What is written to try things out: nobody’s living secret, whatever it looks like. */
const fixture = /(^|\/)(fixtures?|test[_-]?data|mocks?|cassettes|snapshots?|__snapshots__|stubs)\//i

export const isFixture = (path: string): boolean => fixture.test(path)
export const isForShow = (path: string): boolean =>
  ['test', 'docs', 'example', 'template', 'vendored'].includes(pathKind(path)) ||
  /\.(md|rst|adoc|example|sample|template|dist|tmpl)$|(^|[._-])(example|sample|template)([._-]|$)/i.test(nameOf(path))

/** A token in an issuer's own form. */
export function gradeToken(value: string, path: string): Grade {
  const body = value.replace(/^[a-z_]{2,12}[-_]/i, '')
  return looksMadeUp(value) || isFixture(path) || entropy(body) < 2.8 ? 'placeholder' : 'live_looking'
}

/** A private key or web token: real ones in tests and documents are made for them. */
export const gradeOutsideShow = (value: string, path: string): Grade =>
  isFixture(path) || isForShow(path) || looksMadeUp(value) ? 'placeholder' : 'live_looking'

export function gradeConnection(user: string, password: string, host: string, path: string): Grade {
  if (looksMadeUp(password) || looksMadeUp(host) || /^(user(name)?|login):?$/i.test(user) || password === user.toUpperCase())
    return isCommonPassword(password) ? 'default' : 'placeholder'
  if (isCommonPassword(password) || password === user) return 'default'
  if (localHost.test(host)) return 'default'
  if (isForShow(path)) return 'placeholder'
  // A bare name is a neighbour in a compose file; only a password made at random is worth a warning there.
  return host.includes('.') || isRandom(password) ? 'live_looking' : 'default'
}

/** Letters and digits mixed as no word or name is. */
export const isRandom = (value: string): boolean =>
  value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= 3.2

const passwordName = /passw(or)?d|passphrase|pwd/i

/** Undefined when it is not worth a line: a word, an expression, a path, a name of something. */
export function gradeAssignment(name: string, value: string, path: string): Grade | undefined {
  if (isFixture(path) || isForShow(path) || looksMadeUp(value))
    return isCommonPassword(value) && passwordName.test(name) && !isForShow(path) ? 'default' : undefined
  if (
    /^(https?|s3|gs|file|arn):|^[./~]|\/.*\/.*\.|^[a-z]+(\.[a-z_]\w*)+$|\.(json|ya?ml|txt|pem|key|env)$/i.test(value) &&
    !isRandom(value.replaceAll(/[./:]/g, ''))
  )
    return undefined
  if (passwordName.test(name)) {
    if (isCommonPassword(value)) return 'default'
    return value.length >= 8 &&
      /[A-Za-z]/.test(value) &&
      /[\d!@#$%^&*?]/.test(value) &&
      entropy(value) >= 2.5 &&
      !/^[a-z]+([_-][a-z]+)*\d?$/.test(value)
      ? 'live_looking'
      : undefined
  }
  if (isCommonPassword(value) && /secret/i.test(name)) return 'default'
  const mixed = value.length >= 16 && isRandom(value) && entropy(value) >= (/^[0-9a-f-]+$/i.test(value) ? 3 : 3.5)
  return mixed && !isIdentifier(value) ? 'live_looking' : undefined
}

/** `my-bucket-name-2024`, `projects/1234/secrets/x`, a UUID: names of things, not things to keep. */
const isIdentifier = (value: string): boolean =>
  /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
  /^([a-z]+|\d{1,4})([-_/.:]+([a-z]+|\d{1,4}))+$/i.test(value) ||
  /^[A-Z]+(_[A-Z0-9]+)+$/.test(value) ||
  /[()[\]{}|\\]/.test(value)
