/** Lists the ready-made data sets that code takes from hubs by name. */
import { pathKind } from '../paths.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf } from '../python/syntax.ts'
import type { Trace } from '../values/trace.ts'

export type Taken = { what: string; path: string; line: number }

const loading =
  /^datasets\.load_dataset$|^tensorflow_datasets\.load$|^sklearn\.datasets\.fetch_openml$|^openml\.datasets\.get_dataset$|^kagglehub\.dataset_download$/
const builders = /^(csv|json|parquet|text|imagefolder|audiofolder|pandas|arrow|webdataset|xml)$/

export async function dataTaken(files: Map<string, PythonSource>, trace: Trace, signal: AbortSignal): Promise<Taken[]> {
  const out: Taken[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || !/load_dataset|tensorflow_datasets|tfds|openml|dataset_download/.test(source.text)) continue
    for (const { node, at, callee } of await trace.calls(source)) {
      const first = loading.test(callee)
        ? argumentsOf(node).find(({ name }) => name === null || name === 'path' || name === 'name')?.value
        : undefined
      if (first === undefined) continue
      const names = (await trace.origins(first, at, false)).filter(({ kind }) => kind === 'text').map(({ text }) => text)
      const what = names.find(
        (name) => /^[\w.-]+(\/[\w.-]+)?$/.test(name) && !builders.test(name) && !/\.(csv|json|parquet|txt|py)$/.test(name),
      )
      if (what !== undefined) out.push({ what, path: source.path, line: fileLine(source, node.line) })
    }
  }
  return out
}
