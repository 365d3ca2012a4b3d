/** Tells from the name of a series, with its labels, what it is about. */
import type { About } from './signal.ts'

const elsewhere =
  /load|train|startup|start_time|health|fit_|etl|download|quer(y|ies)|(^|_)db(_|$)|database|scrape|gc_|cache|build|ingest|preprocess_data|epoch|uptime|retrain|age|timestamp|last_/
const outcome =
  /class|label|outcome|risk|result|churn|sentiment|category|confidence|decision|species|predicted|prediction(?!_?(type|id))|target/

/**
 * `labels`: label names or the whole expression. A bare count of predictions is traffic;
 * only their values or their mix are about predictions.
 */
export function aboutOf(name: string, labels = ''): About {
  const it = name.toLowerCase().replaceAll(/[-.\s/:]+/g, '_')
  if (/drift|(^|_)psi(_|$)|population_stability|(^|_)skew(_|$)|ks_(stat|score|p)/.test(it)) return 'drift'
  if (
    /latenc|duration|response_?times?|targetresponsetime|(request|inference|prediction|predict|processing|process|response)\w*_(time|seconds|ms|millis\w*)/.test(
      it,
    )
  )
    return elsewhere.test(it.replace(/preprocessing|process/, '')) ? 'other' : 'latency'
  if (/cpu|(^|_)mem(ory)?(_|$)|memory|resident_(memory|set|size|bytes)|(^|_)rss(_|$)|(^|_)ram(_|$)/.test(it))
    return /cache|gpu_only/.test(it) ? 'other' : 'cpu_mem'
  if (/error|exception|fail|5xx|4xx/.test(it) || /5(\.\.|xx)|error/.test(labels.toLowerCase())) return 'errors'
  if (/^up$|probe_success|downtime|healthy_?host|availability/.test(it)) return 'downtime'
  if (
    /confidence|proba(bility|s)?(_|$)|predicted_|predictions?_(value|score|distribution|class|label|mean|std|avg|by|output|result|entropy|price)|(_|^)(score|output)_(distribution|histogram|value)|(model|regression|classifier|classification)_(outputs?|scores?)(_|$)|(positive|negative)_(rate|share|ratio|fraction)|predict\w*_(share|ratio|fraction|mix)|(share|ratio|fraction)_(of_)?(positive|negative|predict)|uncertainty/.test(
      it,
    )
  )
    return 'prediction'
  if (/predict/.test(it)) return outcome.test(labels.toLowerCase()) ? 'prediction' : 'traffic'
  if (/request|invocation|hits|throughput|inference|calls|traffic/.test(it)) return 'traffic'
  return 'other'
}

const functions =
  /^(sum|rate|irate|by|le|avg|min|max|histogram_quantile|increase|without|count|topk|offset|on|ignoring|group_left|group_right|label_replace|avg_over_time|max_over_time|sum_over_time|abs|delta|deriv|changes|absent|and|or|unless|bool|vector|time|round|clamp_min|clamp_max|quantile|stddev|bottomk|quantile_over_time|min_over_time|count_over_time|predict_linear|m|h|s|d)$/

/** The series that a PromQL expression reads, without the endings that one histogram or counter adds. */
export function seriesOf(expression: string): string[] {
  const plain = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ')
  const names = plain.match(/[a-zA-Z_:][\w:]*/g) ?? []
  return [...new Set(names.filter((name) => !functions.test(name)).map(stemOf))]
}

export const stemOf = (name: string): string => name.replace(/_(bucket|sum|count|total|created)$/, '').replace(/_total$/, '')
