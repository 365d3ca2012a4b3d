/** Looks for secrets line by line; the value stays inside and is only used to tell one secret from another. */
import { nameOf } from '../paths.ts'
import { type Grade, gradeAssignment, gradeConnection, gradeOutsideShow, gradeToken } from './grade.ts'
import {
  assignment,
  connectionString,
  driverList,
  handedOver,
  harmlessName,
  inDriverList,
  mayHoldSecret,
  privateKeyHead,
  secretKinds,
  signedQuery,
} from './kinds.ts'

/** `value` must never leave the probe. */
export type Hit = { kind: string; value: string; grade: Grade; line: number }

/** Longer lines are data, minified code or pictures in notebooks; only the start is looked at. */
const longestLine = 4000

/** Files in which a value needs no quotes. */
const settings =
  /(^|\.)(env|ini|cfg|conf|properties|ya?ml|toml|sh|bash|zsh|tfvars|netrc|pgpass)$|^(Dockerfile|Makefile|Jenkinsfile|Procfile|\.env|credentials)/i
/** What SOPS, a sealed secret, a vault's transit key or a cloud's key service made of a secret: of use to nobody without their key. */
const ciphertext = /^(ENC\[|vault:v\d+:|AQICA|\$ANSIBLE_VAULT|Ag[A-Z][A-Za-z0-9+/]{280})/
const skipped =
  /(^|\/)([\w.-]*lock([._-]\w+)*|[\w.-]+\.lock|go\.sum|yarn\.lock|package-lock\.json|pnpm-lock\.ya?ml|\.secrets\.baseline|licenses?|NOTICE)$|\.(dvc|svg|map|snap|pub|crt|cer)$|\.min\.\w+$/i

export const isSkipped = (path: string): boolean => skipped.test(path)

export class SecretScanner {
  readonly #path: string
  readonly #unquoted: boolean
  #keyAt: number | undefined

  /** One file; lines are handed over in order. */
  constructor(path: string) {
    this.#path = path
    this.#unquoted = settings.test(nameOf(path))
  }

  line(text: string, line: number): Hit[] {
    const out: Hit[] = []
    if (this.#keyAt !== undefined && line > this.#keyAt) out.push(...this.#keyBody(text))
    if (!mayHoldSecret.test(text)) return out
    const part = (text.length > longestLine ? text.slice(0, longestLine) : text).replaceAll(signedQuery, '?')
    if (privateKeyHead.test(part)) out.push(...this.#keyHead(part, line))
    for (const { kind, pattern, provider } of secretKinds)
      for (const [, value] of part.matchAll(pattern)) {
        if (value === undefined || value === '') continue
        out.push({ kind, value, line, grade: provider ? gradeToken(value, this.#path) : gradeOutsideShow(value, this.#path) })
      }
    for (const [, user, password, host] of part.matchAll(connectionString)) {
      if (password === undefined || host === undefined) continue
      out.push({
        kind: 'password in a connection string',
        value: password,
        line,
        grade: gradeConnection(user ?? '', password, host, this.#path),
      })
    }
    out.push(...this.#inDriverLists(part, line))
    return out.length > 0 ? out : [...this.#assigned(part, line), ...this.#handedOver(part, line)]
  }

  #inDriverLists(text: string, line: number): Hit[] {
    return [...text.matchAll(driverList)].flatMap(([, list = '']): Hit[] => {
      const value = inDriverList.password.exec(list)?.[1]
      const host = inDriverList.host.exec(list)?.[1] ?? 'localhost'
      if (value === undefined || /[{}$%]/.test(value)) return []
      const grade = gradeConnection(inDriverList.user.exec(list)?.[1] ?? '', value, host, this.#path)
      return [{ kind: 'password in a connection string', value, line, grade }]
    })
  }

  #handedOver(text: string, line: number): Hit[] {
    return [...text.matchAll(handedOver)].flatMap(([, name = '', , value = '']): Hit[] => {
      if (harmlessName.test(name) || ciphertext.test(value)) return []
      const grade = gradeAssignment(name, value, this.#path)
      return grade === undefined ? [] : [{ kind: 'secret handed to a call', value, line, grade }]
    })
  }

  #assigned(text: string, line: number): Hit[] {
    const out: Hit[] = []
    for (const match of text.matchAll(assignment)) {
      const [all, name, quote, value] = match
      if (name === undefined || value === undefined || harmlessName.test(name) || ciphertext.test(value)) continue
      if (quote === '' && (!this.#unquoted || /[$({<|\\]/.test(value))) continue
      // A comma separates a default only in a look-up of the environment.
      if (
        /["'`]\s*,/.test(all.slice(name.length, all.length - value.length)) &&
        !/getenv|environ|env\(|config\(|get\(/i.test(text.slice(0, match.index))
      )
        continue
      const grade = gradeAssignment(name, value, this.#path)
      if (grade !== undefined)
        out.push({ kind: /passw|passphrase|pwd/i.test(name) ? 'password' : 'secret under its own name', value, line, grade })
    }
    return out
  }

  /** A key on one line has its body after the head; else the next line must be one. */
  #keyHead(text: string, line: number): Hit[] {
    const body = /PRIVATE KEY(?: BLOCK)?-----(?:\\n|\\r|\s|"|')*([A-Za-z0-9+/=]{40,})/.exec(text)?.[1]
    if (body !== undefined) return [{ kind: 'private key', value: body.slice(0, 64), line, grade: gradeOutsideShow(body, this.#path) }]
    this.#keyAt = line
    return []
  }

  #keyBody(text: string): Hit[] {
    if (/^\W*(Proc-Type|DEK-Info|Version|Comment):/i.test(text) || text.trim() === '') return []
    const body = /^[\s"'+|>-]*([A-Za-z0-9+/=]{40,})/.exec(text)?.[1]
    const line = this.#keyAt as number
    this.#keyAt = undefined
    return body === undefined ? [] : [{ kind: 'private key', value: body.slice(0, 64), line, grade: gradeOutsideShow(body, this.#path) }]
  }
}

/** All hits of a text, first line 1. */
export function hitsIn(path: string, text: string): Hit[] {
  if (!mayHoldSecret.test(text)) return []
  const scanner = new SecretScanner(path)
  return text.split('\n').flatMap((line, at) => scanner.line(line, at + 1))
}
