/** Asks whether anything that runs (code, pipelines, commands) names a path of data. */
import type { RepoHandle } from '../../../model/handles.ts'
import { isForeign, isRegular, nameOf, pathKind } from '../paths.ts'
import type { PythonSource } from '../python/sources.ts'
import { readEach } from '../python/sources.ts'

const running =
  /\.(ya?ml|toml|json|cfg|ini|sh|bash|mk|sql|r|R|jl|hcl|tf|env|conf)$|(^|\/)(Makefile|justfile|Dockerfile[\w.-]*|Jenkinsfile[\w.-]*|Procfile|MLproject|tox\.ini|\.env)$/
const largest = 300_000
const most = 3000

export type Text = { path: string; text: string }

/** Python without tests, and the configuration and command files, comments left out where a line is one. */
export async function runningTexts(repo: RepoHandle, files: Map<string, PythonSource>, signal: AbortSignal): Promise<Text[]> {
  const python = [...files.values()]
    .filter(({ path }) => pathKind(path) !== 'test')
    .map(({ path, text }) => ({ path, text: uncommented(text) }))
  const paths = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) &&
      bytes < largest &&
      running.test(path) &&
      !isForeign(path) &&
      pathKind(path) !== 'test' &&
      !/(^|\/)package(-lock)?\.json$/.test(path),
  )
  const others = await readEach(
    repo,
    paths.slice(0, most).map(({ path }) => path),
    signal,
  )
  return [...python, ...others.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text: uncommented(text) }]))]
}

/** Line numbers stay as they are. */
const uncommented = (text: string): string => text.replaceAll(/^[ \t]*(#|\/\/).*$/gm, '')

/** A file is named by its path or name; a folder only as a folder of a path or in quotes. `except`: files that only declare it. */
export function mentions(texts: Text[], path: string, except: RegExp): boolean {
  const name = nameOf(path)
  const quoted = name.replaceAll(/[^\w]/g, '\\$&')
  const pattern = /\.\w+$/.test(name)
    ? new RegExp(`(^|[^\\w-])${quoted}\\b`)
    : new RegExp(`["'\\s/=]${quoted}/|["']${quoted}["']|[\\s/]${quoted}\\s*$`, 'm')
  return texts.some((one) => !except.test(one.path) && (one.text.includes(path) || pattern.test(one.text)))
}

const dvcCommand = /\bdvc\s+(pull|repro|fetch|checkout|exp\s+run|get|import|update)\b|\bdvc\.(api|repo)\b|iterative\/setup-dvc/

/** `path:line` of the first command or call that fetches what DVC tracks. */
export function dvcCommands(texts: Text[]): string | undefined {
  for (const { path, text } of texts) {
    const lines = text.split('\n')
    const at = lines.findIndex((line) => dvcCommand.test(line) && !/^\s*(-\s+)?(run:\s*)?@?echo\b/.test(line))
    if (at >= 0) return `${path}:${at + 1}`
  }
  return undefined
}
