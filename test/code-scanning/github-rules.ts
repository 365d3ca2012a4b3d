/** What GitHub documents that a SARIF file must have and may hold at most: a second reading of the file, independent of the schema and of what wrote it. */
import { gzipSync } from 'node:zlib'

/** Of docs.github.com, "SARIF support for code scanning" and "SARIF results exceed one or more limits". */
const most = {
  runs: 20,
  results: 25_000,
  rules: 25_000,
  extensions: 100,
  locations: 1000,
  tags: 20,
  gzip: 10 * 1024 * 1024,
  text: 1024,
  name: 255,
}
const shownTags = 10

type Json = { [key: string]: unknown }
const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((it, key) => (typeof it === 'object' && it !== null ? (it as Json)[key] : undefined), value)
const list = (value: unknown, path: string): unknown[] => (Array.isArray(at(value, path)) ? (at(value, path) as unknown[]) : [])

/** Relative, forward slashes, no way out of the root, and nothing that ends the path of an address or stands in it unencoded. */
const isRelative = (uri: unknown): boolean =>
  typeof uri === 'string' &&
  /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})+$/.test(uri) &&
  !/^[A-Za-z][A-Za-z0-9+.-]*:|^\/|\/\//.test(uri) &&
  !uri.split('/').some((it) => it === '..' || it === '.')

const filled = (value: unknown): boolean => (typeof value === 'string' ? value !== '' : typeof value === 'number' ? value >= 1 : false)

const ruleFaults = (rule: unknown): string[] => {
  const id = String(at(rule, 'id'))
  const lacking = ['id', 'shortDescription.text', 'fullDescription.text', 'help.text'].filter((it) => !filled(at(rule, it)))
  const long = ['shortDescription.text', 'fullDescription.text'].filter((it) => String(at(rule, it)).length > most.text)
  const score = at(rule, 'properties.security-severity')
  const tags = list(rule, 'properties.tags')
  const secure = tags.includes('security')
  return [
    ...lacking.map((it) => `rule ${id} lacks ${it}`),
    ...long.map((it) => `rule ${id}: ${it} is cut`),
    ...(String(at(rule, 'name') ?? '').length > most.name ? [`rule ${id}: its name is cut`] : []),
    ...(tags.length > shownTags ? [`rule ${id} has more tags than are shown`] : []),
    ...(!['note', 'warning', 'error'].includes(String(at(rule, 'defaultConfiguration.level'))) ? [`rule ${id} has no level`] : []),
    ...(!['very-high', 'high', 'medium', 'low'].includes(String(at(rule, 'properties.precision'))) ? [`rule ${id}: precision`] : []),
    ...(!['error', 'warning', 'recommendation'].includes(String(at(rule, 'properties')?.['problem.severity' as never]))
      ? [`rule ${id}: severity`]
      : []),
    ...((score !== undefined) !== secure ? [`rule ${id}: a security score and the tag go together`] : []),
    ...(secure && !(typeof score === 'string' && Number(score) > 0 && Number(score) <= 10) ? [`rule ${id}: security score ${score}`] : []),
  ]
}

const regionFaults = (location: unknown, name: string): string[] => {
  const place = at(location, 'physicalLocation')
  return [
    ...(isRelative(at(place, 'artifactLocation.uri')) ? [] : [`${name}: ${at(place, 'artifactLocation.uri')} is no relative address`]),
    ...(at(place, 'artifactLocation.uriBaseId') === '%SRCROOT%' ? [] : [`${name}: no base`]),
    ...['startLine', 'startColumn', 'endLine', 'endColumn'].flatMap((it) =>
      filled(at(place, `region.${it}`)) ? [] : [`${name} lacks ${it}`],
    ),
    ...(Number(at(place, 'region.endLine')) < Number(at(place, 'region.startLine')) ? [`${name} ends before it begins`] : []),
  ]
}

const resultFaults = (result: unknown, index: number, rules: unknown[]): string[] => {
  const name = `result ${index}`
  const rule = rules[Number(at(result, 'ruleIndex'))]
  return [
    ...(filled(at(result, 'message.text')) ? [] : [`${name} says nothing`]),
    ...(at(rule, 'id') === at(result, 'ruleId') ? [] : [`${name}: its rule is not at ${at(result, 'ruleIndex')}`]),
    ...(list(result, 'locations').length === 1 ? [] : [`${name}: one location is shown`]),
    ...[...list(result, 'locations'), ...list(result, 'relatedLocations')].flatMap((it) => regionFaults(it, name)),
    ...(Object.keys((at(result, 'partialFingerprints') as Json) ?? {}).length > 0 ? [] : [`${name} has no fingerprint`]),
    // Anything but a failure would be shown as one.
    ...((at(result, 'kind') ?? 'fail') === 'fail' ? [] : [`${name} is no failure`]),
    ...(['note', 'warning', 'error'].includes(String(at(result, 'level'))) ? [] : [`${name}: level`]),
  ]
}

/** Empty when GitHub would take the file and show all of it. */
export const githubFaults = (text: string): string[] => {
  const log: unknown = JSON.parse(text)
  const runs = list(log, 'runs')
  return [
    ...(filled(at(log, '$schema')) && at(log, 'version') === '2.1.0' ? [] : ['version']),
    ...(runs.length >= 1 && runs.length <= most.runs ? [] : ['runs']),
    ...(gzipSync(text).length <= most.gzip ? [] : ['larger than is taken']),
    ...runs.flatMap((run) => {
      const rules = list(run, 'tool.driver.rules')
      const results = list(run, 'results')
      return [
        ...(filled(at(run, 'tool.driver.name')) && rules.length > 0 && Array.isArray(at(run, 'results')) ? [] : ['tool']),
        ...(rules.length <= most.rules && new Set(rules.map((it) => at(it, 'id'))).size === rules.length ? [] : ['rules']),
        ...(results.length <= most.results && list(run, 'tool.extensions').length <= most.extensions ? [] : ['results']),
        ...rules.flatMap(ruleFaults),
        ...results.flatMap((it, index) => resultFaults(it, index, rules)),
      ]
    }),
  ]
}
