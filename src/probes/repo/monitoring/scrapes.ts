/** Finds what takes series in: scrape jobs whose configuration is used and whose targets exist, monitors, annotations. */
import { nameOf } from '../paths.ts'
import { lineAt, type Text } from './signal.ts'

export type Place = { path: string; line: number }
/** `apps`: where a service of this repository is scraped. `exporters`: scraped exporters (node, cadvisor, kube). */
export type Scrapes = { apps: Place[]; exporters: { name: 'node' | 'container' | 'kube'; place: Place }[]; missed: string[] }

const ownJobs =
  /^['"]?(prometheus|grafana|alertmanager|kubernetes-(apiservers|nodes|services|ingresses)|mlflow|postgres\w*|redis\w*|pushgateway|minio|kafka\w*|rabbitmq|traefik|nginx|statsd\w*|otel[\w-]*|[\w-]*otel-?collector|loki|tempo|jaeger)['"]?$/i
const exporterOf = (text: string): 'node' | 'container' | undefined =>
  /node[-_]?exporter|:9100\b/.test(text) ? 'node' : /cadvisor/.test(text) ? 'container' : undefined

export function scrapesOf(texts: Text[]): Scrapes {
  const out: Scrapes = { apps: [], exporters: [], missed: [] }
  const hosts = hostsIn(texts)
  for (const one of texts) {
    if (!/\.(ya?ml|tpl|tf)$/.test(one.path)) continue
    jobs(one, texts, hosts, out)
    monitors(one, out)
  }
  stacks(texts, out)
  return out
}

/** Names under which containers and services of this repository are found. */
function hostsIn(texts: Text[]): { names: Set<string>; compose: boolean } {
  const names = new Set<string>()
  let compose = false
  for (const { path, text } of texts) {
    if (/compose[^/]*\.ya?ml$/.test(path) || /^services:\s*$/m.test(text)) {
      compose = true
      const services = /^services:\s*$([\s\S]*?)(?=^\S|(?![\s\S]))/m.exec(text)?.[1] ?? ''
      const indent = /^( +)\S/m.exec(services)?.[1]?.length ?? 2
      for (const [, name] of services.matchAll(new RegExp(`^ {${indent}}["']?([\\w.-]+)["']?:\\s*$`, 'gm'))) names.add(name as string)
      for (const [, name] of text.matchAll(/^\s+(?:container_name|hostname):\s*["']?([\w.-]+)/gm)) names.add(name as string)
    }
    if (/^kind:\s*(Service|InferenceService|SeldonDeployment)\b/m.test(text))
      for (const [, name] of text.matchAll(/^ {2}name:\s*["']?([\w.-]+)/gm)) names.add(name as string)
  }
  return { names, compose }
}

function jobs({ path, text }: Text, texts: Text[], hosts: { names: Set<string>; compose: boolean }, out: Scrapes): void {
  if (!/^\s*(- )?["']?scrape_configs["']?:|additionalScrapeConfigs:|extraScrapeConfigs:/m.test(text)) return
  if (!isUsed(path, text, texts)) {
    out.missed.push(`${path}: nothing starts a Prometheus with this configuration`)
    return
  }
  for (const part of text.split(/^(?=[ \t]*-\s*["']?job_name["']?\s*:)/m).slice(1)) {
    const name = /job_name["']?\s*:\s*["']?([^"'\n]+)/.exec(part)?.[1]?.trim() ?? ''
    const place = { path, line: lineAt(text, text.indexOf(part)) }
    const targets = [...part.matchAll(/["'\s[-]([\w.${}-]+):\d{2,5}\b/g)]
      .map((match) => match[1] as string)
      .filter((host) => !/^\d+$/.test(host))
    const exporter = exporterOf(`${name} ${part}`)
    const discovered = /_sd_configs/.test(part)
    const there = discovered || targets.length === 0 || targets.some((host) => exists(host, hosts))
    if (exporter !== undefined) {
      if (there && runs(exporter, part, texts)) out.exporters.push({ name: exporter, place })
      else out.missed.push(`${path}:${place.line}: no ${exporter} exporter runs under the scraped name`)
    } else if (
      ownJobs.test(name) ||
      (targets.length > 0 && targets.every((host) => /^(localhost|127\.0\.0\.1)$/.test(host)) && /:9090\b/.test(part))
    )
      continue
    else if (there) out.apps.push(place)
    else out.missed.push(`${path}:${place.line}: the scraped name ${targets[0]} is no service of this repository`)
  }
}

/** An exporter must run somewhere; the kubelet carries one of containers. */
const runs = (exporter: 'node' | 'container', job: string, texts: Text[]): boolean =>
  (exporter === 'container' && /\/metrics\/cadvisor/.test(job)) ||
  texts.some(({ text }) =>
    (exporter === 'node'
      ? /(image\s*[:=]|docker run)[^\n]*node[-_]exporter|prometheus-node-exporter/
      : /(image\s*[:=]|docker run)[^\n]*cadvisor/
    ).test(text),
  )

/** Names that only a network outside the tree knows are taken at their word. */
const exists = (host: string, { names, compose }: { names: Set<string>; compose: boolean }): boolean =>
  !compose || /^(localhost|host\.docker\.internal)$|\$|\.|^\d/.test(host) || names.has(host)

/** A configuration file is used when another file names it or mounts its folder; inside a manifest, when a Prometheus runs in the tree. */
function isUsed(path: string, text: string, texts: Text[]): boolean {
  if (/^kind:\s*ConfigMap/m.test(text) || /values[\w.-]*\.ya?ml$|\.tf$/.test(path))
    return texts.some((one) => /image:\s*["']?[\w./-]*prometheus\b|kube-prometheus|prometheus-community|charts\/prometheus/.test(one.text))
  const name = nameOf(path).replaceAll(/[^\w]/g, '\\$&')
  const folder = nameOf(path.slice(0, Math.max(0, path.lastIndexOf('/')))).replaceAll(/[^\w]/g, '\\$&')
  const named = new RegExp(
    `(^|[\\s"'/=])${name}(["'\\s:]|$)${folder === '' ? '' : `|(^|[\\s"'/])${folder}/?:/|COPY\\s+[^\\n]*${folder}`}`,
    'm',
  )
  return texts.some((one) => one.path !== path && named.test(one.text))
}

/** Other people's services, which tell nothing of this one. */
const theirs =
  /image:\s*["']?[\w./-]*(redis|postgres|mysql|mongo|exporter|grafana|prometheus|traefik|nginx-ingress|autoscaler|trino|kafka|flink|spark|superset|milvus|minio|rabbitmq|elasticsearch|cilium|openebs|cert-manager|argocd|jaeger|keycloak|vault)/

function monitors({ path, text }: Text, out: Scrapes): void {
  const kind = /^kind:\s*(ServiceMonitor|PodMonitor|PodMonitoring)\b/m.exec(text)
  if (kind !== null && !/control-plane:\s*controller-manager/.test(text)) out.apps.push({ path, line: lineAt(text, kind.index) })
  for (const match of text.matchAll(/prometheus\.io\/scrape["']?:\s*["']?true/g)) {
    const before = text.slice(0, match.index)
    const start = before.lastIndexOf('\n---')
    const end = text.indexOf('\n---', match.index)
    const document = text.slice(Math.max(start, 0), end < 0 ? undefined : end)
    if (theirs.test(document) || theirs.test(`image: ${nameOf(path)}`) || /autoscaler|exporter/.test(document)) continue
    out.apps.push({ path, line: lineAt(text, match.index) })
  }
  const monitorOn = /^\s*serviceMonitor:\s*\n\s+enabled:\s*true/m.exec(text)
  if (monitorOn !== null) out.apps.push({ path, line: lineAt(text, monitorOn.index) })
}

/** A stack that collects every container of the cluster it is installed in. */
function stacks(texts: Text[], out: Scrapes): void {
  for (const { path, text } of texts) {
    const at =
      /helm\s+(?:upgrade|install)[^\n]*(?:\\\n[^\n]*)*(?:kube-prometheus-stack|prometheus-operator)|chart\s*[:=]\s*["']?(?:prometheus-community\/)?kube-prometheus-stack|name:\s*["']?kube-prometheus-stack|name\s*[=:]\s*["']?containerInsights["']?\s*[,\n]?\s*value\s*[=:]\s*["']?enabled|image:\s*["']?(?:gcr\.io\/)?datadog\/(?:agent|datadog-agent)/i.exec(
        text,
      )
    if (at !== null && !/^\s*(@?echo|printf)\b/.test(text.slice(text.lastIndexOf('\n', at.index) + 1)))
      out.exporters.push({ name: 'kube', place: { path, line: lineAt(text, at.index) } })
  }
}
