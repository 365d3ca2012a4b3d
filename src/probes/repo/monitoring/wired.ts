/** Joins what is sent with what takes it in: series with scrape jobs, rules and dashboards with the series they read. */

import { stemOf } from './about.ts'
import type { Look } from './rules-and-boards.ts'
import type { Scrapes } from './scrapes.ts'
import type { Series } from './series.ts'
import type { Signal, Text } from './signal.ts'

export function seriesSignals(series: Series[], scrapes: Scrapes, looks: Look[], exposed: boolean): Signal[] {
  return series.map(({ path, line, about, fed, pushed, name }) => {
    const taker = scrapes.apps[0]
    const collected = fed && (pushed || (exposed && taker !== undefined))
    const alerts =
      collected && looks.some((one) => one.kind === 'alert' && one.loaded && one.series.some((other) => stemOf(other) === name))
    const note = !fed
      ? `${name}: nothing that runs gives it a value`
      : pushed
        ? `${name} is sent`
        : !exposed
          ? `${name} is not shown to a collector`
          : taker === undefined
            ? `${name} is shown, and nothing in the repository takes it in`
            : `${name} is taken in from ${taker.path}:${taker.line}`
    return { path, line, about, kind: 'metric', collected, alerts, note }
  })
}

const platforms: [prefix: RegExp, inTree: RegExp][] = [
  [/^bentoml_/, /bentoml/],
  [/^nv_/, /tritonserver/],
  [/^ts_/, /torchserve/],
  [/^seldon_/, /seldon/i],
  [/^(istio_|envoy_)/, /istio\.io/],
  [/^(revision_|queue_|kserve_|request_(predict|preprocess|postprocess)_seconds)/, /kserve|knative/],
  [/^(vllm[:_]|tgi_)/, /vllm|text-generation-inference/],
  [/^ray_/, /\bray\b/],
]

/** A rule or a dashboard is fed when the series it reads come from somewhere that is scraped. */
export function lookSignals(looks: Look[], series: Series[], scrapes: Scrapes, texts: Text[], exposed: boolean): Signal[] {
  const live = new Set(series.filter(({ fed, pushed }) => fed && (pushed || (exposed && scrapes.apps.length > 0))).map(({ name }) => name))
  const has = (...names: string[]) => scrapes.exporters.some(({ name }) => names.includes(name))
  const comes = (name: string): boolean =>
    live.has(stemOf(name)) ||
    (/^node_/.test(name) && has('node', 'kube')) ||
    (/^(container_|machine_)/.test(name) && has('container', 'kube')) ||
    (/^(kube_|kubelet_)/.test(name) && has('kube')) ||
    (/^(process_(cpu|resident|virtual)|up$)/.test(name) && exposed && scrapes.apps.length > 0 && (name === 'up' || live.size > 0)) ||
    (scrapes.apps.length > 0 &&
      platforms.some(
        ([prefix, inTree]) => prefix.test(name) && texts.some(({ path, text }) => !path.endsWith('.json') && inTree.test(text)),
      ))
  return looks.map(({ path, line, about, kind, series: names, loaded }) => {
    const fed = names.some(comes)
    const collected = fed && (kind === 'dashboard' || loaded)
    const note = fed
      ? collected
        ? 'reads a series that is taken in'
        : 'nothing loads this rule'
      : 'reads a series that nothing here sends'
    return { path, line, about, kind, collected, alerts: collected && kind === 'alert', note }
  })
}

export const exporterSignals = ({ exporters }: Scrapes): Signal[] =>
  exporters.map(({ name, place }) => ({
    ...place,
    about: 'cpu_mem' as const,
    kind: 'exporter',
    collected: true,
    alerts: false,
    note: name === 'kube' ? 'an agent of the cluster takes in every container' : `the ${name} exporter is scraped`,
  }))
