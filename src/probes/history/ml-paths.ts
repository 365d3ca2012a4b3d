/** Tells which files are machine-learning code, for the share of it that each person wrote. */

import type { RepoHandle } from '../../model/handles.ts'
import { librariesIn } from './ml-libraries.ts'
import { readOrNothing } from './read-or-nothing.ts'

const notOurs = /(^|\/)(vendor|vendored|third[_-]?party|3rdparty|node_modules|site-packages|external|build|dist|__pycache__)\//i
const machineMade = /(_pb2\.py|\.min\.js|\.lock|package-lock\.json|poetry\.lock|\.svg|\.map)$/
const code = /\.(py|pyx|ipynb|R|jl|scala|java|kt|go|rs|c|cc|cpp|h|cu|sql|sh|[cm]?[jt]sx?|tf|ya?ml|toml)$/i

/** Trackers are no libraries of the field, but code that calls one trains something. */
const tracks = /^[ \t]*(from|import)[ \t]+(mlflow|wandb)\b/m

const isMl = (text: string): boolean => librariesIn(text).size > 0 || tracks.test(text)

const byName =
  /(^|\/)(models?|modell?ing|train(ing|er)?|features?|preprocess(ing)?|inference|predict(ion|or)?s?|evaluation|evaluate|ml|learning)(\/|[_.-][^/]*\.(py|ipynb)$|\.py$)/i

export const isCode = (path: string): boolean => code.test(path) && !notOurs.test(path) && !machineMade.test(path)

/** `now`: files of the tree that import a library of the field; files that are gone, or cannot be read, are judged by their names alone. */
export async function mlPaths(repo: RepoHandle, signal: AbortSignal): Promise<(path: string) => boolean> {
  const now = new Set<string>()
  const present = repo.files.filter(({ path, mode }) => /\.(py|ipynb)$/.test(path) && mode.startsWith('100') && isCode(path))
  for (let from = 0; from < present.length; from += 64) {
    signal.throwIfAborted()
    await Promise.all(
      present.slice(from, from + 64).map(async ({ path }) => {
        const text = await readOrNothing(repo, path)
        if (text === undefined ? byName.test(path) : isMl(path.endsWith('.ipynb') ? text.replaceAll(/^\s*"/gm, '') : text)) now.add(path)
      }),
    )
  }
  const known = new Set(present.map(({ path }) => path))
  return (path) => (known.has(path) ? now.has(path) : /\.(py|ipynb)$/.test(path) && isCode(path) && byName.test(path))
}
