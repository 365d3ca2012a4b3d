/** Finds records of runs that a pipeline's settings declare: metrics of DVC, and metrics that Kedro hands to MLflow. */
import type { RepoHandle } from '../../../model/handles.ts'
import { isForeign, isRegular, nameOf, pathKind } from '../paths.ts'
import { type PythonSource, readEach } from '../python/sources.ts'

/** `reached`: a node or a stage that runs writes it by itself into the tracker. */
export type Declared = { tool: string; path: string; line: number; reached: boolean; note: string }

const mostFiles = 200
const trained = /train|fit|model|eval|tune/i

export async function declaredIn(repo: RepoHandle, files: Map<string, PythonSource>, signal: AbortSignal): Promise<Declared[]> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 200_000 && !isForeign(path) && pathKind(path) !== 'test')
    .map(({ path }) => path)
    .filter((path) => nameOf(path) === 'dvc.yaml' || /(^|\/)catalog[^/]*\.ya?ml$|(^|\/)catalog\/[^/]+\.ya?ml$/.test(path))
  const out: Declared[] = []
  for (const { path, text } of await readEach(repo, paths.slice(0, mostFiles), signal)) {
    const lines = (text ?? '').split('\n').map((line) => line.replace(/^\s*#.*$/, ''))
    if (nameOf(path) === 'dvc.yaml') out.push(...ofDvc(path, lines))
    else out.push(...ofKedro(path, lines, files))
  }
  return out
}

/** A stage that trains or evaluates and has metrics: git keeps one figure for each commit, and nothing else of the run. */
function ofDvc(path: string, lines: string[]): Declared[] {
  const at = lines.findIndex((line) => /^\s{2,}(metrics|plots):/.test(line))
  const stage = lines.slice(0, at).findLast((line) => /^\s{2}[\w-]+:/.test(line))
  const around = lines
    .slice(0, at)
    .filter((line) => /^\s+cmd:/.test(line))
    .at(-1)
  if (at < 0 || !trained.test(`${stage ?? ''} ${around ?? ''}`)) return []
  return [{ tool: 'DVC metrics', path, line: at + 1, reached: false, note: 'a stage has metrics; git keeps them, and no tracker the run' }]
}

function ofKedro(path: string, lines: string[], files: Map<string, PythonSource>): Declared[] {
  return lines.flatMap((line, at) => {
    if (!/^\s+type:\s*["']?kedro_mlflow\.io\.metrics\./.test(line)) return []
    const name = lines
      .slice(0, at)
      .findLast((one) => /^["']?[\w.@-]+["']?:/.test(one))
      ?.match(/[\w.@-]+/)?.[0]
    if (name === undefined) return []
    const quoted = new RegExp(`["']${name.replaceAll(/\W/g, '\\$&')}["']`)
    const reached = [...files.values()].some((source) => /\bnode\(/.test(source.text) && quoted.test(source.text))
    return [
      { tool: 'MLflow', path, line: at + 1, reached, note: `Kedro hands ${name} to MLflow${reached ? '' : ', and no node makes it'}` },
    ]
  })
}
