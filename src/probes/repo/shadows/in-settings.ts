/** Reads copies of traffic out of manifests, commands and infrastructure as code. */
import { lineAt, type Mirror, type Text } from './mirror.ts'

/** `on`: the share that is copied, when it is written near; `compares`: the tool itself holds both answers side by side. */
type Form = { pattern: RegExp; only?: RegExp; kind: Mirror['kind']; share?: RegExp; compares?: RegExp; tool: string }

const forms: Form[] = [
  {
    pattern: /^\s+(?:- )?mirrors?:\s*(?:$|\{|\n)/m,
    only: /kind:\s*VirtualService/,
    kind: 'mirror',
    share: /mirrorPercent(?:age)?:\s*(?:\n\s+value:\s*)?\{?\s*(?:value:\s*)?["']?([\d.]+)|percentage:\s*\n\s+value:\s*["']?([\d.]+)/,
    tool: 'Istio',
  },
  { pattern: /^\s+- type:\s*RequestMirror/m, only: /kind:\s*HTTPRoute/, kind: 'mirror', share: /percent:\s*([\d.]+)/, tool: 'Gateway API' },
  {
    pattern: /^\s+mirror:\s*true/m,
    only: /flagger\.app/,
    kind: 'mirror',
    share: /mirrorWeight:\s*([\d.]+)/,
    compares: /^\s+metrics:\s*\n\s+- /m,
    tool: 'Flagger',
  },
  { pattern: /^\s+mirroring:\s*$/m, only: /traefik/i, kind: 'mirror', share: /percent:\s*([\d.]+)/, tool: 'Traefik' },
  { pattern: /["']?shadow["']?:\s*["']?true/m, only: /SeldonDeployment|machinelearning\.seldon\.io/, kind: 'shadow', tool: 'Seldon' },
  { pattern: /^\s+mirror:\s*\n\s+name:/m, only: /mlops\.seldon\.io/, kind: 'shadow', share: /percent:\s*([\d.]+)/, tool: 'Seldon' },
  { pattern: /^\s*mirror\s+\/\S+;/m, kind: 'mirror', tool: 'nginx' },
  { pattern: /request_mirror_polic(?:y|ies):/, kind: 'mirror', share: /numerator:\s*([\d.]+)/, tool: 'Envoy' },
  {
    pattern: /--mirror-traffic[= ]["']?[\w$.{}()-]+=\s*["']?([\w$.{}()-]+)/,
    kind: 'mirror',
    share: /--mirror-traffic[= ]["']?[\w$.{}()-]+=\s*["']?([\d.]+)/,
    tool: 'Azure ML',
  },
  {
    pattern: /^\s*mirror_traffic:\s*(?:\S|\n)/m,
    kind: 'mirror',
    share: /mirror_traffic:\s*\n?\s*\{?\s*["']?[\w-]+["']?:\s*([\d.]+)/,
    tool: 'Azure ML',
  },
  { pattern: /\.mirror_traffic\s*=\s*\{\s*["'\w]/, kind: 'mirror', share: /mirror_traffic\s*=\s*\{[^}:]*:\s*([\d.]+)/, tool: 'Azure ML' },
  {
    pattern: /ShadowProductionVariants|shadow_production_variants/,
    kind: 'shadow',
    share: /InitialVariantWeight["']?\s*[:=]\s*([\d.]+)/,
    tool: 'SageMaker',
  },
  {
    pattern: /create_inference_experiment\(|AWS::SageMaker::InferenceExperiment|create-inference-experiment/,
    kind: 'shadow',
    compares: /./,
    tool: 'SageMaker shadow test',
  },
  { pattern: /kind:\s*["']?ShadowDeployment\b/, kind: 'shadow', tool: 'shadow deployment' },
]

export const inSettings = (texts: Text[]): Mirror[] =>
  texts.flatMap(({ path, text }) =>
    forms.flatMap(({ pattern, only, kind, share, compares, tool }) => {
      const match = only === undefined || only.test(text) ? pattern.exec(text) : null
      if (match === null) return []
      const near = text.slice(match.index, match.index + 800)
      const written = share?.exec(near)
      const amount = written?.slice(1).find((one) => one !== undefined)
      const enabled = (amount === undefined || Number(amount) > 0) && isDeclared(near, texts)
      return [
        {
          path,
          line: lineAt(text, match.index + Math.max(0, match[0].search(/\S/))),
          kind,
          enabled,
          compared: enabled && (compares?.test(text) ?? false),
          note: enabled ? `${tool} copies requests` : `${tool} copies nothing: a share of 0, or a side that is not declared`,
        },
      ]
    }),
  )

/** A subset that a mirror names must be declared by a rule of its host. */
function isDeclared(mirror: string, texts: Text[]): boolean {
  const subset = /^\s+(?:- )?mirrors?:\s*\{?\n?(?:.*\n){0,3}?.*subset:\s*["']?([\w.-]+)/.exec(mirror)?.[1]
  if (subset === undefined) return true
  return texts.some(({ text }) => /kind:\s*DestinationRule/.test(text) && new RegExp(`name:\\s*["']?${subset}\\b`).test(text))
}
