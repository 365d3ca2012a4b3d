/** Reads alarms on what a cloud measures by itself (Terraform, CloudFormation, Bicep), and whether they are in use. */
import { folderOf, nameOf } from '../paths.ts'
import { aboutOf } from './about.ts'
import { lineAt, type Signal, type Text } from './signal.ts'

const resources =
  /^resource\s+"(google_monitoring_alert_policy|aws_cloudwatch_metric_alarm|azurerm_monitor_metric_alert|datadog_monitor|google_monitoring_dashboard|aws_cloudwatch_dashboard|newrelic_nrql_alert_condition)"\s+"([\w-]+)"\s*\{/gm
const measured =
  /metric\.type\s*=\s*\\?"([^"\\]+)|metric_name\s*=\s*"([^"]+)"|MetricName["']?\s*:\s*["']?([\w./-]+)|query\s*=\s*"([^"\n]+)/g

export function cloudAlerts(texts: Text[]): Signal[] {
  const terraform = texts.filter(({ path }) => path.endsWith('.tf') || path.endsWith('.tfvars'))
  const out: Signal[] = []
  for (const { path, text } of terraform) {
    for (const match of text.matchAll(resources)) {
      const body = text.slice(match.index, endOfBlock(text, match.index))
      if (/autoscaling_policy|appautoscaling/.test(body)) continue
      const line = lineAt(text, match.index)
      const on = isOn(body, terraform) && isCalled(path, terraform)
      const kind = /dashboard/.test(match[1] as string) ? 'dashboard' : 'alert'
      out.push(...aboutsIn(body, match[2] as string).map((about) => row(path, line, about, kind, on)))
    }
  }
  out.push(...cloudBoards(texts))
  for (const { path, text } of texts) {
    if (!/\.(ya?ml|json|bicep)$/.test(path) || !/AWS::CloudWatch::Alarm|Microsoft\.Insights\/metricAlerts/i.test(text)) continue
    for (const match of text.matchAll(/AWS::CloudWatch::Alarm|Microsoft\.Insights\/metricAlerts/gi)) {
      const body = text.slice(match.index, match.index + 1500)
      if (/ScalingPolicy/.test(body)) continue
      out.push(
        ...aboutsIn(body, '')
          .slice(0, 1)
          .map((about) => row(path, lineAt(text, match.index), about, 'alert', true)),
      )
    }
  }
  return out
}

/** Dashboards and policies kept as files for a cloud's command line: in use when something else names the file. */
function cloudBoards(texts: Text[]): Signal[] {
  return texts.flatMap(({ path, text }) => {
    const board = path.endsWith('.json') && /"(widgets|mosaicLayout|gridLayout)"\s*:/.test(text)
    const policy = /\.(ya?ml|json)$/.test(path) && /conditionThreshold["']?\s*:/.test(text)
    if (!board && !policy) return []
    const used = texts.some((one) => one.path !== path && one.text.includes(nameOf(path)))
    // A board may stand on one line, so what follows a name is looked at and not taken.
    const names = text.matchAll(
      /MetricName=\\?"?\\?"([\w./-]+)|"AWS\/[\w]+"\s*,\s*"(\w+)"|metric\.type\s*=\s*\\?"([^"\\]+)(?=([^\n]{0,160}))/g,
    )
    const seen = new Map<Signal['about'], number>()
    for (const match of names) {
      const about = aboutOf(match[1] ?? match[2] ?? match[3] ?? '', match[4] ?? '')
      if (about !== 'other' && !seen.has(about)) seen.set(about, match.index)
    }
    return [...seen].map(([about, index]) => row(path, lineAt(text, index), about, policy ? 'alert' : 'dashboard', used))
  })
}

const row = (path: string, line: number, about: Signal['about'], kind: string, on: boolean): Signal => ({
  path,
  line,
  about,
  kind,
  collected: on,
  alerts: on && kind === 'alert',
  note: on ? 'the cloud measures it and this rule looks at it' : 'it is switched off, or nothing puts it to use',
})

function aboutsIn(body: string, name: string): Signal['about'][] {
  const names = [...body.matchAll(measured)].map((match) => match.slice(1).find((one) => one !== undefined) as string)
  const abouts = names.map((one) => aboutOf(one, body.slice(0, 2000)))
  return [...new Set(abouts.length > 0 ? abouts : [aboutOf(name)])].filter((one) => one !== 'other')
}

function endOfBlock(text: string, from: number): number {
  const end = /^\}/m.exec(text.slice(from + 1))
  return end === null ? text.length : from + 1 + end.index
}

/** `enabled = false` is off; a variable is on when some environment or its default says true. */
function isOn(body: string, terraform: Text[]): boolean {
  const value = /^\s+enabled\s*=\s*(.+)$/m.exec(body)?.[1]?.trim()
  if (value === undefined || value === 'true') return !/^\s+count\s*=\s*0\s*$/m.test(body)
  if (value === 'false') return false
  const variable = /^var\.(\w+)$/.exec(value)?.[1]
  if (variable === undefined) return true
  const values = terraform.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(`^\\s*${variable}\\s*=\\s*(\\w+)`, 'gm'))].map((match) => match[1]),
  )
  const fallback = terraform
    .map(({ text }) => new RegExp(`variable\\s+"${variable}"\\s*\\{[^}]*default\\s*=\\s*(\\w+)`).exec(text)?.[1])
    .find((one) => one !== undefined)
  return values.length > 0 ? values.some((one) => one !== 'false') : fallback !== 'false'
}

/** Something in a `modules` folder runs only when another file takes the module. */
function isCalled(path: string, terraform: Text[]): boolean {
  const folder = folderOf(path)
  if (!/(^|\/)modules\//.test(path)) return true
  return terraform.some(
    (one) => folderOf(one.path) !== folder && new RegExp(`source\\s*=\\s*"[^"]*${nameOf(folder)}(//[^"]*)?(\\?[^"]*)?"`).test(one.text),
  )
}
