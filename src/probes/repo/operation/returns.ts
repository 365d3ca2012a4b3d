/** Finds ways back to the version before: turned by a measurement, by a failed deployment, or by a person who starts a job. */
import { activityOf } from '../ci/activity.ts'
import type { Reached } from '../ci/model.ts'
import { lineAt, type Text } from '../monitoring/signal.ts'
import { documentAt } from './texts.ts'

/** `starts`: what turns it back: a measurement, the failure of a deployment, a job that is started, or nothing that was found. */
export type Return = { path: string; line: number; kind: string; starts: 'measurement' | 'failure' | 'job' | 'nothing' }

type Form = { kind: string; sign: RegExp; starts: Return['starts']; unless?: RegExp; only?: RegExp }

const forms: Form[] = [
  {
    kind: 'CodeDeploy',
    sign: /auto_rollback_configuration\s*\{|AutoRollbackConfiguration["']?:/,
    starts: 'failure',
    unless: /(enabled\s*=\s*false|Enabled["']?:\s*["']?false)/i,
  },
  { kind: 'SageMaker deployment', sign: /AutoRollbackConfig(uration)?["']?\s*[:=](?=[\s\S]{0,300}Alarm)/, starts: 'measurement' },
  {
    kind: 'ECS circuit breaker',
    sign: /deployment_circuit_breaker\s*\{[^}]*rollback\s*=\s*true|DeploymentCircuitBreaker["']?:[\s\S]{0,120}Rollback["']?:\s*true/i,
    starts: 'failure',
  },
  {
    kind: 'Helm',
    sign: /helm\s+(?:[\w-]+\s+)*(?:upgrade|install)\b[^\n]*--(?:atomic|rollback-on-failure)|^\s*atomic:\s*true/m,
    starts: 'failure',
  },
  { kind: 'Flux', sign: /^\s*remediateLastFailure:\s*true|^\s*strategy:\s*rollback\s*$/m, starts: 'failure' },
  { kind: 'Flagger', sign: /^kind:\s*Canary\b/m, starts: 'measurement', only: /analysis:/ },
  { kind: 'Argo Rollouts', sign: /^kind:\s*Rollout\b/m, starts: 'measurement', only: /analysis:|templateName:/ },
  { kind: 'Docker Swarm', sign: /failure_action:\s*rollback|--update-failure-action[= ]rollback/, starts: 'failure' },
  { kind: 'Cloud Deploy', sign: /repairRolloutRule:|automation:[\s\S]{0,200}rollback:/, starts: 'failure' },
]

/** Scripts and recipes by that name, which a person may start: nothing in the tree does. */
const ownWay = /(^|\/)[\w.-]*roll[-_]?back[\w.-]*\.(sh|py)$/i
const recipe = /^\.?PHONY:.*|^([\w-]*roll-?_?back[\w-]*)\s*:(?!=)/im

export function returnsIn(texts: Text[], commands: Reached[]): Return[] {
  const bySetting = texts.flatMap(({ path, text }) =>
    forms.flatMap(({ kind, sign, starts, unless, only }): Return[] => {
      const match = sign.exec(text)
      if (match === null) return []
      const near = only === undefined ? text.slice(match.index, match.index + 400) : documentAt(path, text, match.index).text
      if (unless?.test(near) || (only !== undefined && !only.test(near))) return []
      return [{ path, line: lineAt(text, match.index + match[0].search(/\S/)), kind, starts }]
    }),
  )
  const byJob = commands
    .filter(({ words, variables, enabled }) => enabled && activityOf(words, variables) === 'rollback')
    .map(({ path, line, provider }): Return => ({ path, line, kind: `a job of ${provider}`, starts: 'job' }))
  const started = new Set(commands.flatMap(({ words }) => words.map((word) => word.replace(/^\.\//, ''))))
  const byHand = texts.flatMap(({ path, text }): Return[] => {
    if (/(^|\/)(Makefile|justfile)$/.test(path)) {
      const match = recipe.exec(text)
      return match?.[1] === undefined ? [] : [{ path, line: lineAt(text, match.index), kind: `the recipe ${match[1]}`, starts: 'nothing' }]
    }
    const name = path.split('/').at(-1) as string
    return ownWay.test(path) && !/migrat|alembic|(^|\/)db\//i.test(path) && ![...started].some((word) => word.endsWith(name))
      ? [{ path, line: 1, kind: 'a script by that name', starts: 'nothing' }]
      : []
  })
  return oneEach([...bySetting, ...byJob, ...byHand])
}

const oneEach = (all: Return[]): Return[] => {
  const seen = new Set<string>()
  return all.filter(({ path, line }) => {
    const key = `${path}:${line}`
    return seen.has(key) ? false : seen.add(key)
  })
}
