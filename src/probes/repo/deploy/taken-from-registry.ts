/** Deployment without a push: CI registers a model, and the service of the repository takes it from the registry by itself. */
import type { Reached } from '../ci/model.ts'
import { pathKind } from '../paths.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { PythonSource } from '../python/sources.ts'

const serving = /\b(Flask|FastAPI|Starlette|Sanic|Litestar)\(|@serve\.deployment|\bBaseHTTPRequestHandler\b/
const taking =
  /\bmlflow\.(\w+\.)?(load_model|search_runs|search_model_versions|download_artifacts)\(|\bMlflowClient\(|["'`]models:\/|\.use_(model|artifact)\(|\bModel\.get_model_path\(/
const registering = /(^|[-_/.])(register|promote)[-_](the[-_])?model|(^|[-_/.])model[-_](register|registration|promotion)/i
/** From the service's own file: deeper imports are no part of answering. */
const deepest = 3

/** Does the command's program or subcommand say that it registers or promotes a model? */
export const registersModel = ({ words }: Pick<Reached, 'words'>): boolean => words.slice(1, 5).some((word) => registering.test(word))

/** The file through which a web service of the repository takes models from a registry or tracking server. */
export async function takenByService(
  files: Map<string, PythonSource>,
  index: ModuleIndex,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const source of files.values())
    if (pathKind(source.path) === 'own' && serving.test(live(source))) {
      const path = await takingFrom(source, files, index, signal)
      if (path !== undefined) return path
    }
  return undefined
}

const live = ({ text }: PythonSource): string => text.replace(/^\s*#.*$/gm, '')

async function takingFrom(
  service: PythonSource,
  files: Map<string, PythonSource>,
  index: ModuleIndex,
  signal: AbortSignal,
): Promise<string | undefined> {
  const seen = new Set([service.path])
  let near = [service]
  for (let depth = 0; depth <= deepest; depth++) {
    const next: PythonSource[] = []
    for (const source of near) {
      signal.throwIfAborted()
      if (taking.test(live(source))) return source.path
      const module = await parsedModule(source)
      for (const name of module.imports.values()) {
        const path = index.resolve(name, source.path)?.path
        const imported = path === undefined || seen.has(path) ? undefined : files.get(path)
        if (imported === undefined) continue
        seen.add(imported.path)
        next.push(imported)
      }
    }
    near = next
  }
  return undefined
}
