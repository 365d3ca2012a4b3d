/** Reads rollouts that a cloud makes: SAM and CodeDeploy, SageMaker, Azure ML endpoints, Vertex AI, Cloud Run. */
import { lineAt, type Strategy, type Text } from './strategy.ts'

type Row = Omit<Strategy, 'path' | 'line'> & { index: number }

export const inClouds = (texts: Text[]): Strategy[] =>
  texts.flatMap(({ path, text }) => {
    const rows = [...codeDeploy(text), ...sageMaker(text), ...shares(text, path)]
    const judged = looksAtMeasurement(text)
    return rows.map(({ index, ...row }) => ({
      path,
      line: lineAt(text, index),
      ...row,
      analysis: row.analysis || (judged && row.versions > 1),
    }))
  })

/** A script that asks for a measurement and can turn back or stop. */
export const looksAtMeasurement = (text: string): boolean =>
  /api\/v1\/query|get[-_]metric[-_](statistics|data)|az monitor metrics|gcloud monitoring|prometheus_url|query_prometheus|describe[-_]alarms/i.test(
    text,
  ) && /roll_?-?back|exit 1|sys\.exit\(1|abort|revert|raise \w+/i.test(text)

const gradual = /(Canary|Linear)\d+Percent\w*/
function codeDeploy(text: string): Row[] {
  const out: Row[] = []
  for (const match of text.matchAll(/^( *)DeploymentPreference:[^\n]*\n((?:\1 +.*\n?|\s*\n)*)/gm)) {
    const body = match[2] as string
    if (!gradual.test(body) || /Enabled:\s*false/i.test(body)) continue
    const alarms = /Alarms:\s*\n?(?:\s*#.*\n|\s*\n)*\s*(- |\[|!|Fn::)/.test(body) || /Hooks:\s*\n\s+(Pre|Post)Traffic:/.test(body)
    out.push({
      index: match.index + (match[1] as string).length,
      kind: 'canary',
      versions: 2,
      analysis: alarms,
      note: alarms ? 'alarms or hooks turn it back' : 'no alarm is named',
    })
  }
  for (const match of text.matchAll(
    /(?:deployment_config_name|DeploymentConfigName)\s*["']?\s*[:=]\s*["']?(CodeDeployDefault\.[\w.]*(?:Canary|Linear)\w*)|LambdaDeploymentConfig\.(?:CANARY|LINEAR)\w*|^\s+type:\s*(?:Canary|Linear)\d+Percent\w*/gm,
  )) {
    const near = text.slice(Math.max(0, match.index - 1500), match.index + 1500)
    const alarms = /alarm_configuration\s*\{|AlarmConfiguration|alarms\s*[:=]\s*(\[\s*\S|\n\s+- )|alarms=\[/i.test(near)
    out.push({
      index: match.index + match[0].search(/\S/),
      kind: 'canary',
      versions: 2,
      analysis: alarms,
      note: alarms ? 'alarms turn it back' : 'no alarm is named',
    })
  }
  const blueGreen =
    /deployment_option\s*=\s*"WITH_TRAFFIC_CONTROL"|DeploymentOption["']?:\s*["']?WITH_TRAFFIC_CONTROL|BLUE_GREEN["']?\s*$/m.exec(text)
  if (out.length === 0 && blueGreen !== null)
    out.push({
      index: blueGreen.index,
      kind: 'blue_green',
      versions: 2,
      analysis: /alarm_configuration\s*\{|AlarmConfiguration/.test(text),
      note: 'CodeDeploy moves the traffic between two sets',
    })
  return out
}

function sageMaker(text: string): Row[] {
  const out: Row[] = []
  const policy = /BlueGreenUpdatePolicy|blue_green_update_policy/.exec(text)
  if (policy !== null) {
    const kind = /["']?Type["']?\s*[:=]\s*["']?(CANARY|LINEAR)|type\s*=\s*"(CANARY|LINEAR)"/.test(text) ? 'canary' : 'blue_green'
    const alarms =
      /AutoRollbackConfiguration|auto_rollback_configuration|AutoRollbackConfig/.test(text) && /AlarmName|alarm_name/.test(text)
    out.push({ index: policy.index, kind, versions: 2, analysis: alarms, note: alarms ? 'alarms turn it back' : 'no alarm is named' })
  }
  const weights = policy === null ? sharedWeights(text) : []
  const live = weights.filter((match) => Number(match[1] ?? match[2] ?? match[3]) > 0)
  if (weights.length > 1)
    out.push({
      index: (weights[0] as RegExpExecArray).index,
      kind: 'canary',
      versions: live.length,
      analysis: false,
      note: 'variants share the traffic',
    })
  const desired = /DesiredWeightsAndCapacities|update_endpoint_weights_and_capacities/.exec(text)
  if (desired !== null && out.length === 0)
    out.push({ index: desired.index, kind: 'canary', versions: 2, analysis: false, note: 'weights of variants are moved' })
  return out
}

/** Weights of the variants of one endpoint: one weight for each of three endpoints shares nothing. */
function sharedWeights(text: string): RegExpExecArray[] {
  const lists = new Map<string, RegExpExecArray[]>()
  for (const match of text.matchAll(
    /InitialVariantWeight["']?\s*[:=]\s*["']?([\d.]+)|initial_variant_weight\s*=\s*([\d.]+)|initial_weight\s*=\s*([\d.]+)/g,
  )) {
    const before = text.slice(0, match.index)
    const opened = match[2] === undefined ? before.lastIndexOf('ProductionVariants') : before.lastIndexOf('resource "')
    // Variants may be made first and listed afterwards, but listed they are.
    if (match[1] !== undefined && opened < 0 && !text.includes('ProductionVariants')) continue
    const list = `${match[1] === undefined ? 'b' : 'a'}${match[3] === undefined ? opened : ''}`
    lists.set(list, [...(lists.get(list) ?? []), match])
  }
  return [...lists.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

/** Shares written as `blue=90 green=10`, `{"blue": 90, "green": 10}`, `a=10`; each that is neither 0 nor all is a split. */
function shares(text: string, path: string): Row[] {
  const out: Row[] = []
  const commands = /\.(py|ya?ml|sh|yaml|tf|json)$|Makefile|justfile/.test(path)
  if (!commands) return out
  for (const match of text.matchAll(
    /online-endpoint\s+update[^\n]*(?:\\\n[^\n]*)*?--traffic\s+["']?([^"'\n\\]+)|\.traffic\s*=\s*\{([^}]*)\}|traffic_split\s*=\s*\{([^}]*)\}|--traffic-split[= ]["']?([^\s"']+)|(?:--to-revisions|--splits)[= ]["']?([^\s"'\\]+)|trafficSplit["']?\s*:\s*\{([^}]*)\}/g,
  )) {
    const words = match.slice(1).find((one) => one !== undefined) ?? ''
    const parts = [...words.matchAll(/([\w$.{}()"'-]+)\s*[=:]\s*(\$?[\w{}.()-]+)/g)]
    const live = parts.filter((part) => !/^0$/.test(part[2] as string))
    const splits = live.length > 1 || (parts.length === 1 && /--to-revisions/.test(match[0]) && !/^100$/.test(parts[0]?.[2] ?? '100'))
    if (splits)
      out.push({
        index: match.index,
        kind: 'canary',
        versions: Math.max(2, live.length),
        analysis: false,
        note: 'a command sets the shares',
      })
    else if (parts.length > 1 && live.length === 1)
      out.push({
        index: match.index,
        kind: 'blue_green',
        versions: 2,
        analysis: false,
        note: 'a command moves all the traffic to the other side',
      })
  }
  const part = /traffic_percentage\s*=\s*([1-9]\d?)\b(?!\d)/.exec(text)
  if (part !== null)
    out.push({ index: part.index, kind: 'canary', versions: 2, analysis: false, note: 'the new model gets a part of the endpoint' })
  return out
}
