/** Finds what changes the number of copies of a service by itself, and between which numbers. */
import { lineAt, type Text } from '../monitoring/signal.ts'
import { blockAt, documentAt } from './texts.ts'

/** `least` and `most`: copies; null where the text does not say a plain number. `signal`: what it goes by, in a word, where it is said. */
export type Scaler = { path: string; line: number; kind: string; least: number | null; most: number | null; signal: string | null }

/** `within`: where the two numbers stand around the sign. */
type Form = { kind: string; sign: RegExp; least: RegExp; most: RegExp; within: 'document' | 'block' | 'near' }

const forms: Form[] = [
  {
    kind: 'HorizontalPodAutoscaler',
    sign: /^kind:\s*HorizontalPodAutoscaler\b/m,
    least: /minReplicas:\s*["']?(\d+)/,
    most: /maxReplicas:\s*["']?(\d+)/,
    within: 'document',
  },
  {
    kind: 'KEDA',
    sign: /^kind:\s*Scaled(Object|Job)\b/m,
    least: /minReplicaCount:\s*(\d+)/,
    most: /maxReplicaCount:\s*(\d+)/,
    within: 'document',
  },
  {
    kind: 'Knative',
    sign: /autoscaling\.knative\.dev\/(max-?[sS]cale|target|metric)/m,
    least: /min-?[sS]cale["']?:\s*["']?(\d+)/,
    most: /max-?[sS]cale["']?:\s*["']?(\d+)/,
    within: 'document',
  },
  {
    kind: 'KServe',
    sign: /^kind:\s*InferenceService\b(?=[\s\S]*maxReplicas)/m,
    least: /minReplicas:\s*(\d+)/,
    most: /maxReplicas:\s*(\d+)/,
    within: 'document',
  },
  { kind: 'Seldon', sign: /^\s*hpaSpec:/m, least: /minReplicas:\s*(\d+)/, most: /maxReplicas:\s*(\d+)/, within: 'block' },
  {
    kind: 'autoscaling settings',
    sign: /^\s*autoscaling:\s*\n(?=(?:\s+.*\n)*?\s+enabled:\s*true)/m,
    least: /minReplicas:\s*(\d+)/,
    most: /maxReplicas:\s*(\d+)/,
    within: 'block',
  },
  {
    kind: 'AWS Application Auto Scaling',
    sign: /resource\s+"aws_appautoscaling_target"|AWS::ApplicationAutoScaling::ScalableTarget|register_scalable_target\(|register-scalable-target\b/,
    least: /(?:min_?capacity["']?|--min-capacity)\s*[:=]?\s*["']?(\d+)/i,
    most: /(?:max_?capacity["']?|--max-capacity)\s*[:=]?\s*["']?(\d+)/i,
    within: 'near',
  },
  {
    kind: 'AWS Auto Scaling group',
    sign: /resource\s+"aws_autoscaling_group"|AWS::AutoScaling::AutoScalingGroup/,
    least: /min_?size["']?\s*[:=]\s*["']?(\d+)/i,
    most: /max_?size["']?\s*[:=]\s*["']?(\d+)/i,
    within: 'near',
  },
  {
    kind: 'Cloud Run',
    sign: /--max-instances\b|max_instance_count\s*=/,
    least: /(?:--min-instances[= ]|min_instance_count\s*=\s*)["']?(\d+)/,
    most: /(?:--max-instances[= ]|max_instance_count\s*=\s*)["']?(\d+)/,
    within: 'near',
  },
  {
    kind: 'Vertex AI endpoint',
    sign: /max_replica_count\s*[:=]|--max-replica-count\b/,
    least: /min[_-]replica[_-]count["']?\s*[:= ]\s*["']?(\d+)/,
    most: /max[_-]replica[_-]count["']?\s*[:= ]\s*["']?(\d+)/,
    within: 'near',
  },
  {
    kind: 'Azure',
    sign: /azurerm_monitor_autoscale_setting|Microsoft\.Insights\/autoscaleSettings|autoscale_enabled\s*=\s*True|scale_type:\s*target_utilization|az monitor autoscale create/i,
    least: /(?:autoscale_min_replicas|min_instances|minimum|--min-count)["']?\s*[:= ]\s*["']?(\d+)/i,
    most: /(?:autoscale_max_replicas|max_instances|maximum|--max-count)["']?\s*[:= ]\s*["']?(\d+)/i,
    within: 'near',
  },
  {
    kind: 'Azure Container Apps',
    sign: /--max-replicas\b|max_replicas\s*=/,
    least: /(?:--min-replicas |min_replicas\s*=\s*)(\d+)/,
    most: /(?:--max-replicas |max_replicas\s*=\s*)(\d+)/,
    within: 'near',
  },
  {
    kind: 'Ray Serve',
    sign: /autoscaling_config["']?\s*[:=]/,
    least: /min_replicas["']?\s*[:=]\s*(\d+)/,
    most: /max_replicas["']?\s*[:=]\s*(\d+)/,
    within: 'near',
  },
]

const goesBy: [sign: RegExp, word: string][] = [
  [/cpu/i, 'cpu'],
  [/memory/i, 'memory'],
  [/latency|duration/i, 'latency'],
  [/concurrency|ongoing_requests/i, 'concurrency'],
  [/InvocationsPerInstance|request|\brps\b/i, 'requests'],
  [/queue|lag|kafka|sqs|pubsub/i, 'queue'],
]

const nearby = 1200

function around({ within }: Form, { path, text }: Text, index: number): string {
  if (within === 'document') return documentAt(path, text, index).text
  return within === 'block' ? blockAt(text, index) : text.slice(Math.max(0, index - nearby), index + nearby)
}

const numberIn = (text: string, pattern: RegExp): number | null => {
  const written = pattern.exec(text)?.[1]
  return written === undefined ? null : Number(written)
}

/** One for each file and form; what is pinned to one number of copies scales nothing and is left out. */
export const scalersIn = (texts: Text[]): Scaler[] =>
  texts.flatMap((one) =>
    forms.flatMap((form): Scaler[] => {
      // A manifest inside a program's text is shown or generated, not applied.
      const match = form.within !== 'near' && /\.py$/.test(one.path) ? null : form.sign.exec(one.text)
      if (match === null) return []
      const index = match.index + match[0].search(/\S/)
      const near = around(form, one, index)
      const [least, most] = [numberIn(near, form.least), numberIn(near, form.most)]
      if (least !== null && most !== null && least >= most) return []
      const signal = goesBy.find(([sign]) => sign.test(near))?.[1] ?? null
      return [{ path: one.path, line: lineAt(one.text, index), kind: form.kind, least, most, signal }]
    }),
  )
