/** Finds buckets of data that infrastructure code lets keep every version: Terraform, CloudFormation and CDK. */
import type { RepoHandle } from '../../../model/handles.ts'
import { isForeign, isRegular, pathKind } from '../paths.ts'
import { readEach } from '../python/sources.ts'
import type { Text } from './mentions.ts'
import type { Version } from './version.ts'

const largest = 100_000
const mostScripts = 400

/** The bucket is named for data that a model may learn from, not for logs, state, models or pages. */
const ofData = (name: string): boolean => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return (
    /(^|[^a-z])(data|dataset|datasets|datalake|lake|raw|train|training|features?|corpus|samples|labels)([^a-z]|$)/.test(words) &&
    !/log|state|artifact|model|backup|database|metadata|web|site|static|trail|deploy/.test(words)
  )
}

type Bucket = { name: string; settings: string; line: number }

/** Where a bucket is declared, with its name; its settings are the lines inside, by braces or by indentation. */
const heads: [files: RegExp, head: RegExp][] = [
  [/\.tf$/, /^resource\s+"(?:aws_s3_bucket_versioning|aws_s3_bucket|google_storage_bucket)"\s+"([\w-]+)"/],
  [/\.py$/, /\bBucket\(\s*\w+,\s*["']([\w-]+)["']/],
  [/\.(ts|js)$/, /\bnew\s+(?:\w+\.)?Bucket\(\s*[\w.]+,\s*["'`]([\w-]+)["'`]/],
]
const mostLines = 40

/** Name and settings of every bucket that a text declares. */
function bucketsIn({ path, text }: Text): Bucket[] {
  const lines = text.split('\n')
  const indent = (at: number): number => lines[at]?.search(/\S/) ?? -1
  /** The lines after `at` that stand deeper than it; empty ones belong to them. */
  const under = (at: number): string => {
    let end = at + 1
    while (end < lines.length && end - at < mostLines && (indent(end) < 0 || indent(end) > indent(at))) end++
    return lines.slice(at, end).join('\n')
  }
  if (/\.ya?ml$/.test(path))
    return lines.flatMap((line, at) => {
      if (!/^\s*Type:\s*["']?AWS::S3::Bucket["']?\s*$/.test(line)) return []
      const head = lines.findLastIndex((_, one) => one < at && indent(one) >= 0 && indent(one) < indent(at))
      return [{ name: lines[head]?.trim().replace(/:.*$/, '') ?? '', settings: under(head), line: head + 1 }]
    })
  const head = heads.find(([files]) => files.test(path))?.[1]
  if (head === undefined) return []
  return lines.flatMap((line, at) => {
    const name = head.exec(line)?.[1]
    return name === undefined ? [] : [{ name, settings: under(at), line: at + 1 }]
  })
}

const keepsVersions =
  /\bversioned\s*[:=]\s*[Tt]rue\b|\bversioning\s*\{\s*enabled\s*=\s*true\b|\bstatus\s*=\s*"Enabled"|VersioningConfiguration:\s*\n\s*Status:\s*["']?Enabled/

/** `texts`: settings and Python; the scripts of CDK are read here. */
export async function bucketVersions(repo: RepoHandle, texts: Text[], signal: AbortSignal): Promise<Version[]> {
  const out: Version[] = []
  for (const one of [...texts, ...(await scriptsOf(repo, signal))]) {
    if (!/bucket/i.test(one.text) || !/version/i.test(one.text)) continue
    for (const { name, settings, line } of bucketsIn(one))
      if (ofData(name) && keepsVersions.test(settings))
        out.push({
          tool: 'versioned bucket',
          path: one.path,
          line,
          pinned: false,
          used: true,
          note: `the bucket ${name} keeps every version; none is named where it is read`,
        })
  }
  return out
}

/** TypeScript and JavaScript beside a `cdk.json`. */
async function scriptsOf(repo: RepoHandle, signal: AbortSignal): Promise<Text[]> {
  if (!repo.files.some(({ path }) => /(^|\/)cdk\.json$/.test(path))) return []
  const paths = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) && bytes < largest && /\.(ts|js)$/.test(path) && !isForeign(path) && pathKind(path) !== 'test',
  )
  const read = await readEach(
    repo,
    paths.slice(0, mostScripts).map(({ path }) => path),
    signal,
  )
  return read.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text: text.replaceAll(/^[ \t]*\/\/.*$/gm, '') }]))
}
