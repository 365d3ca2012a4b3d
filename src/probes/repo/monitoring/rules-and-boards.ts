/** Reads Prometheus rules and Grafana dashboards: which series they look at, and whether the rules are loaded. */
import { nameOf } from '../paths.ts'
import { aboutOf, seriesOf } from './about.ts'
import { type About, lineAt, type Text } from './signal.ts'

/** `loaded`: some configuration takes this rule in. */
export type Look = {
  path: string
  line: number
  about: About
  kind: 'alert' | 'dashboard'
  series: string[]
  expression: string
  loaded: boolean
}

export function looksOf(texts: Text[]): Look[] {
  return texts.flatMap((one) => (one.path.endsWith('.json') ? boards(one) : /\.ya?ml$|\.tpl$/.test(one.path) ? rules(one, texts) : []))
}

function rules({ path, text }: Text, texts: Text[]): Look[] {
  if (!/^\s*-\s*["']?alert["']?\s*:/m.test(text) || !/^\s*["']?expr["']?\s*:/m.test(text)) return []
  const loaded = /^kind:\s*PrometheusRule/m.test(text) || /^kind:\s*ConfigMap/m.test(text) || isLoaded(path, texts)
  return text
    .split(/^(?=[ \t]*-\s*["']?(?:alert|record)["']?\s*:)/m)
    .slice(1)
    .flatMap((part) => {
      const title = /alert["']?\s*:\s*["']?([^"'\n]+)/.exec(part)?.[1]
      const block =
        /expr["']?\s*:\s*(?:[|>][-+]?\s*\n)?([\s\S]*?)(?=\n\s*["']?(?:for|labels|annotations|keep_firing_for|alert|record)["']?\s*:|(?![\s\S]))/.exec(
          part,
        )?.[1]
      if (title === undefined || block === undefined) return []
      return [look(path, lineAt(text, text.indexOf(part)), 'alert', block.trim(), loaded)]
    })
}

/** A rule file is loaded when a Prometheus configuration names it, or the folder that holds it is mounted beside one that does. */
function isLoaded(path: string, texts: Text[]): boolean {
  const name = nameOf(path)
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const patterns = texts.flatMap(({ path: from, text }) =>
    [...(/^\s*rule_files:\s*\n((?:\s*-\s*.+\n?)+)/m.exec(text)?.[1] ?? '').matchAll(/-\s*["']?([^"'\s]+)/g)].map((match) => ({
      from,
      glob: match[1] as string,
    })),
  )
  const asked = patterns.some(
    ({ glob }) =>
      nameOf(glob) === name ||
      (/[*?]/.test(nameOf(glob)) && new RegExp(`^${nameOf(glob).replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name)),
  )
  if (!asked) return false
  const mounted = new RegExp(
    `${name.replaceAll('.', '\\.')}["']?\\s*:|${nameOf(folder) || '$^'}/?:/|COPY [^\\n]*(${name.replaceAll('.', '\\.')}|${nameOf(folder) || '$^'})`,
  )
  return texts.some((one) => one.path !== path && mounted.test(one.text))
}

function boards({ path, text }: Text): Look[] {
  if (!/"panels"\s*:/.test(text) || !/"targets"\s*:/.test(text)) return []
  const out: Look[] = []
  for (const match of text.matchAll(/"(expr|rawSql|query)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)) {
    const words = (match[2] as string).replaceAll(/\\[nt]/g, ' ').replaceAll('\\"', '"')
    if (words.trim() !== '') out.push(look(path, lineAt(text, match.index), 'dashboard', words, false))
  }
  return out
}

function look(path: string, line: number, kind: Look['kind'], expression: string, loaded: boolean): Look {
  const series = seriesOf(expression)
  const abouts = series.map((name) => aboutOf(name, expression))
  // A share of errors reads two counters; which rows it takes says what it is about.
  const about = abouts.find((one) => one === 'errors') ?? abouts.find((one) => one !== 'other') ?? 'other'
  return { path, line, kind, series, expression, about, loaded }
}
