/** Holds the addresses that a subject declares: each is one, and no secret stands in the file. */
import { Problem, type Subject } from '../model/index.ts'
import type { Path, YamlFile } from './read-yaml.ts'

const addressesOf = ({ mlflow, prometheus, endpoint }: Subject): { path: Path; value: string; web: boolean }[] => [
  ...(mlflow === undefined ? [] : [{ path: ['mlflow', 'uri'], value: mlflow.uri, web: false }]),
  ...(prometheus === undefined ? [] : [{ path: ['prometheus', 'url'], value: prometheus.url, web: true }]),
  ...(endpoint === undefined ? [] : [{ path: ['endpoint', 'url'], value: endpoint.url, web: true }]),
]

const variable = /\$\{([^}]*)\}/g
const secretName = /pass|secret|token|key|auth|sig/i

/** Everything before the last `@` of the part that names the host. */
const userOf = (address: string): string => /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(address)?.[1] ?? ''

const holdsSecret = (address: string): boolean => {
  const [, password] = /^[^:]*:(.*)$/s.exec(userOf(address)) ?? []
  if ((password ?? userOf(address)).replace(variable, '') !== '') return true
  const query = address.split('#')[0]?.split('?').slice(1).join('?') ?? ''
  return query.split('&').some((pair) => {
    const [name = '', ...rest] = pair.split('=')
    return secretName.test(name) && rest.join('=').replace(variable, '') !== ''
  })
}

/**
 * Secrets come from the environment: `${NAME}` stays as it is written, here and in the assessment, and is filled only where the
 * address is used. What is refused is not printed.
 */
export const holdAddresses = (yaml: YamlFile, subject: Subject): void => {
  for (const { path, value, web } of addressesOf(subject)) {
    const refuse = (what: string) => new Problem(`\`${path.join('.')}\` ${what}`, yaml.place(path, 'value'))
    const odd = [...value.matchAll(variable)].find(([, name]) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name ?? ''))
    if (odd !== undefined || value.replace(variable, '').includes('${'))
      throw refuse(`holds \`\${…}\` that names no variable; letters, digits and _ were expected, as in \`\${TOKEN}\`. Mend the name.`)
    if (holdsSecret(value)) throw refuse(`holds a password or a key. Put it in the environment, and write \`\${NAME}\` in its place.`)
    if (!web) continue
    const whole = value.replace(variable, 'x')
    if (!/^\$\{|^https?:\/\//i.test(value) || (!value.startsWith('${') && !URL.canParse(whole)))
      throw refuse('is no web address; `http://` or `https://` with a host was expected. Mend it.')
  }
}
