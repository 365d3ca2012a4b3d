/** Reads rollouts out of manifests: Argo Rollouts, Flagger, Istio, Gateway API, SMI, Traefik, nginx, KServe, Seldon, Knative. */
import { blockOf, documentsOf, lineAt, type Strategy, type Text } from './strategy.ts'

type Row = Omit<Strategy, 'path' | 'line'> & { index: number }

export function inManifests(texts: Text[]): Strategy[] {
  const yaml = texts.filter(({ path }) => /\.(ya?ml|tpl|json)$/.test(path))
  const world: World = {
    analyses: new Set(
      yaml.flatMap(({ text }) =>
        [...documentsOf(text)].filter((one) => /^kind:\s*(Cluster)?AnalysisTemplate\b/m.test(one.text)).map((one) => nameOf(one.text)),
      ),
    ),
    subsets: new Set(
      yaml.flatMap(({ text }) =>
        /kind:\s*DestinationRule/.test(text)
          ? [...text.matchAll(/^\s*- name:\s*["']?([\w.{} -]+)/gm)].map((match) => (match[1] as string).trim())
          : [],
      ),
    ),
    ingresses: yaml.some(({ text }) =>
      documentsOf(text).some((one) => /^kind:\s*Ingress\b/m.test(one.text) && !/\/canary:/.test(one.text)),
    ),
    judged: yaml.some(({ text }) => /^kind:\s*Canary\b/m.test(text) && /flagger\.app/.test(text)),
  }
  return yaml.flatMap(({ path, text }) =>
    documentsOf(text).flatMap((document) =>
      rowsOf(document.text, world).map(({ index, ...row }) => ({ path, line: lineAt(text, document.at + index), ...row })),
    ),
  )
}

type World = { analyses: Set<string>; subsets: Set<string>; ingresses: boolean; judged: boolean }

const nameOf = (text: string): string => /metadata:\s*\n(?:\s+.*\n)*?\s+name:\s*["']?([^"'\s]+)/.exec(text)?.[1] ?? ''

function rowsOf(text: string, world: World): Row[] {
  const kind = /^kind:\s*["']?(\w+)/m.exec(text)?.[1] ?? ''
  switch (kind) {
    case 'Rollout':
      return argo(text, world)
    case 'Canary':
      return /flagger\.app/.test(text) ? flagger(text) : []
    case 'VirtualService':
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TrafficSplit':
    case 'TraefikService':
      return split(text, kind, world)
    case 'Ingress':
      return nginx(text, world)
    case 'InferenceService':
      return kserve(text)
    case 'SeldonDeployment':
    case 'Experiment':
      return seldon(text, kind)
    case 'Service':
      return /serving\.knative\.dev/.test(text) ? knative(text) : []
    case 'RayService':
      return []
    default:
      return /^\s*rollout_strategy:\s*["']?ROLLOUT/m.test(text)
        ? [
            {
              index: text.search(/rollout_strategy/),
              kind: 'canary',
              versions: 2,
              analysis: false,
              note: 'a managed service moves the traffic; no measurement is named',
            },
          ]
        : azurePipeline(text)
  }
}

/** Steps or a preview make it more than a rolling update; the analysis that is named must be there. */
function argo(text: string, { analyses }: World): Row[] {
  if (!/argoproj\.io/.test(text)) return []
  const canary = /^\s+canary:/m.exec(text)
  const blueGreen = /^\s+blueGreen:/m.exec(text)
  const at = canary ?? blueGreen
  if (at === null) return []
  const named = [...text.matchAll(/templateName:\s*["']?([^"'\s]+)/g)].map((match) => match[1] as string)
  const asked = canary ? /^\s*(?:- )?analysis:/m.test(text) : /(pre|post)PromotionAnalysis:/.test(text)
  const there = named.some((name) => analyses.has(name) || (name.includes('{{') && analyses.size > 0))
  const moves = canary === null || /setWeight:\s*[1-9{]|setCanaryScale|analysis:/.test(text)
  const note = asked
    ? there
      ? 'an analysis decides whether it goes on'
      : 'the analysis it names is not in the tree'
    : 'steps without an analysis'
  return [
    {
      index: at.index + at[0].search(/\S/),
      kind: canary ? 'canary' : 'blue_green',
      versions: moves ? 2 : 1,
      analysis: asked && there && moves,
      note,
    },
  ]
}

function flagger(text: string): Row[] {
  const measured = /^\s+metrics:\s*\n\s+- /m.test(text) || /^\s+webhooks:\s*\n\s+- /m.test(text)
  const off = /skipAnalysis:\s*true/.test(text)
  const kind = /stepWeights?:|maxWeight:/.test(text) ? 'canary' : 'blue_green'
  return [
    {
      index: text.search(/kind:\s*Canary/),
      kind,
      versions: 2,
      analysis: measured && !off,
      note: off ? 'the analysis is skipped' : measured ? 'metrics decide whether it goes on' : 'no metric is named',
    },
  ]
}

/** Weights on two places; a subset must be declared, and a weight of 0 is no traffic. */
function split(text: string, kind: string, { subsets, judged }: World): Row[] {
  const weights = [...text.matchAll(/^(\s*)(?:- )?weight:\s*["']?([^"'\n]+)/gm)]
  if (weights.length < 2) return []
  const live = weights.filter((match) => !/^0\b/.test((match[2] as string).trim()))
  const asked = kind === 'VirtualService' ? [...text.matchAll(/subset:\s*["']?([\w.-]+)/g)].map((match) => match[1] as string) : []
  const missing = new Set(asked.filter((name) => !subsets.has(name)))
  const versions = Math.max(0, Math.min(live.length, destinations(text)) - missing.size)
  const first = weights[0] as RegExpExecArray
  return [
    {
      index: first.index + first[0].search(/\S/),
      kind: 'canary',
      versions,
      analysis: judged && versions > 1,
      note: versions > 1 ? 'traffic is split by weights' : 'a split that leaves all the traffic on one version',
    },
  ]
}

/** How many different places routes with weights go to; names with template marks count as they are written. */
function destinations(text: string): number {
  const hosts = [
    ...text.matchAll(
      /(?:host|service|name):\s*["']?([^\n"']+)["']?[ \t]*\n(?:(?!.*(?:- destination|- name|- service|- kind)).*\n){0,6}?.*?weight:/g,
    ),
  ].map(({ 0: all, 1: host }) => `${host?.trim()} ${/subset:\s*["']?([\w.-]+)/.exec(all)?.[1] ?? ''}`)
  const subsets = [...text.matchAll(/subset:\s*["']?([\w.{} -]+)/g)].map((match) => match[1])
  return Math.max(new Set(hosts).size, new Set(subsets).size)
}

function nginx(text: string, { ingresses }: World): Row[] {
  const at = /\/canary["']?:\s*["']?true/.exec(text)
  if (at === null) return []
  const none = /canary-weight["']?:\s*["']?0["'\s]/.test(text)
  return [
    {
      index: at.index,
      kind: 'canary',
      versions: ingresses && !none ? 2 : 1,
      analysis: false,
      note: 'an ingress sends a share to a second service',
    },
  ]
}

function kserve(text: string): Row[] {
  const at = /canaryTrafficPercent:\s*["']?(\d+|\{\{)/.exec(text)
  if (at === null) return []
  const moves = at[1] === '{{' || (Number(at[1]) > 0 && Number(at[1]) < 100)
  return [
    {
      index: at.index,
      kind: 'canary',
      versions: moves ? 2 : 1,
      analysis: false,
      note: moves ? 'the newest revision gets a share' : 'all the traffic goes to one revision',
    },
  ]
}

function seldon(text: string, kind: string): Row[] {
  const key = kind === 'Experiment' ? /weight:\s*["']?(\d+|\{\{)/g : /traffic:\s*["']?(\d+|\{\{)/g
  const shares = [...text.matchAll(key)]
  const live = shares.filter((match) => match[1] !== '0').length
  const first = shares[0]
  return first === undefined || shares.length < 2
    ? []
    : [{ index: first.index, kind: 'canary', versions: live, analysis: false, note: 'predictors share the traffic' }]
}

function knative(text: string): Row[] {
  const block = blockOf(text, /^\s+traffic:/m)
  const shares = block === undefined ? [] : [...block.text.matchAll(/percent:\s*["']?(\d+|\{\{)/g)]
  if (block === undefined || shares.length < 2) return []
  const live = shares.filter((match) => match[1] !== '0').length
  return [
    {
      index: block.at,
      kind: live > 1 ? 'canary' : 'blue_green',
      versions: Math.max(live, 1),
      analysis: false,
      note: 'revisions share the traffic',
    },
  ]
}

/** A deployment job of Azure Pipelines with increments. */
function azurePipeline(text: string): Row[] {
  const at = /^\s+strategy:\s*\n\s+canary:\s*\n\s+increments:/m.exec(text)
  if (at === null) return []
  const gate = /postRouteTraffic:|on:\s*\n\s+failure:/.test(text)
  return [
    {
      index: at.index + at[0].search(/\S/),
      kind: 'canary',
      versions: 2,
      analysis: gate && /rollback|exit 1|reject/i.test(text),
      note: 'increments of a deployment job',
    },
  ]
}
