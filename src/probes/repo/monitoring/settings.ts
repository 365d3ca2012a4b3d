/** Reads the configuration of a repository once: manifests, compose files, dashboards, infrastructure as code, scripts. */
import { CannotLook, type RepoHandle } from '../../../model/handles.ts'
import { isNotebook, isRegular, pathKind } from '../paths.ts'
import { readEach } from '../python/sources.ts'
import type { Text } from './signal.ts'

const wanted = /\.(ya?ml|tf|tfvars|conf|toml|sh|bicep|tpl|cfg)$|(^|\/)(Makefile|justfile|Procfile|[\w.-]*[Dd]ockerfile[\w.-]*)$|\.json$/
const never =
  /(^|\/)(package(-lock)?|tsconfig|composer|openapi|coverage|pixi|manifest)[\w.-]*\.json$|\.lock$|lock\.ya?ml$|(^|\/)(mlruns|node_modules|\.dvc|locales?|i18n|datasets?|crds?|crd)\//
const largest = 600_000
const largestJson = 400_000
const most = 4000

/** Own charts keep their manifests in `templates`, whose marks are filled in at each release. */
export function isOwnSetting(path: string, charts: Set<string>): boolean {
  const kind = pathKind(path)
  if (kind === 'own') return !/(^|\/)(notebooks|data)\//.test(path) || /compose|prometheus|grafana/i.test(path)
  if (kind === 'template') return !/\{\{|\}\}|\{%/.test(path) && [...charts].some((chart) => path.startsWith(`${chart}templates/`))
  return false
}

export async function settingTexts(repo: RepoHandle, signal: AbortSignal): Promise<{ texts: Text[]; limits: string[]; unread: string[] }> {
  const charts = new Set(repo.files.flatMap(({ path }) => (/(^|\/)Chart\.ya?ml$/.test(path) ? [path.replace(/Chart\.ya?ml$/, '')] : [])))
  const paths = repo.files
    .filter(
      ({ path, mode, bytes }) =>
        isRegular(mode) &&
        wanted.test(path) &&
        !never.test(path) &&
        bytes < (path.endsWith('.json') ? largestJson : largest) &&
        isOwnSetting(path, charts),
    )
    .map(({ path }) => path)
  const read = await readEach(repo, paths.slice(0, most), signal)
  const texts = read.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text: uncommented(path, text) }]))
  const limits = paths.length > most ? [`only the first ${most} of ${paths.length} configuration files were read`] : []
  const unread = read.flatMap(({ path, text }) => (text === undefined && !path.endsWith('.json') ? [path] : []))
  return { texts, limits, unread }
}

const uncommented = (path: string, text: string): string =>
  path.endsWith('.json')
    ? text
    : text.replaceAll(/^[ \t]*(#(?!!)|\/\/).*$/gm, '').replaceAll(/\/\*[\s\S]*?\*\//g, (part) => part.replaceAll(/[^\n]/g, ''))

/** Of a partial clone that lacks files which could hold it, nothing can be said to be absent. Throws `missing_object`. */
export function mustBeWhole(repo: RepoHandle, unread: string[]): void {
  // What a person runs by hand in a notebook wires nothing; that it was not read is told as a limit.
  const could = unread.filter((path) => !isNotebook(path))
  if (!repo.partial || could.length === 0) return
  throw new CannotLook(
    'missing_object',
    `${could.length} files that could hold it are missing from this partial clone, ${could[0]} among them`,
  )
}
