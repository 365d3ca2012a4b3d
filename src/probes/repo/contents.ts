/** Says what a repository holds, and whether it is a machine-learning repository at all. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { librariesIn } from '../history/ml-libraries.ts'
import { firstTraining, mayTrain } from './learning/training.ts'
import { isForeign, isNotebook, isPython, isRegular, pathKind } from './paths.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit } from './python/sources.ts'

type Use = { library: string; files: number; path: string; line: number }

export default probe({
  id: 'repo.contents',
  version: 1,
  title: 'What the repository holds',
  measures:
    'How many files, Python lines and notebooks there are, which machine-learning libraries are imported, and whether any code fits a model.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    files: z.number(),
    python_files: z.number(),
    notebooks: z.number(),
    lines: z.number(),
    ml_libraries: z.array(z.object({ library: z.string(), files: z.number(), path: z.string(), line: z.number() })),
    trains_models: z.boolean(),
  }),
  async collect({ repo }, { signal }) {
    const paths = repo.files.filter(({ mode }) => isRegular(mode)).map(({ path }) => path)
    if (paths.length === 0) return absent('searched the tree for files; it holds none', { limits: repo.limits })
    const { files, unread } = await pythonSources(repo, signal)
    const libraries = usesOf(files)
    const training = libraries.length === 0 ? undefined : await findTraining(files, signal)
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      'Lines are those of Python files and of the code cells of notebooks; vendored, generated and template files are left out.',
    ]
    if (libraries.length === 0) limits.unshift(notLearning(paths))
    const facts = {
      files: paths.length,
      python_files: [...files.keys()].filter(isPython).length,
      notebooks: [...files.keys()].filter(isNotebook).length,
      lines: [...files.values()].reduce((sum, { text }) => sum + (text === '' ? 0 : text.trimEnd().split('\n').length), 0),
      ml_libraries: libraries,
      trains_models: training !== undefined,
    }
    return found(facts, { items: training === undefined ? [] : [training], limits })
  },
})

function notLearning(paths: string[]): string {
  const others = ['R', 'r', 'jl', 'scala', 'java', 'go', 'cpp', 'ts', 'js'].filter((ending) =>
    paths.some((path) => path.endsWith(`.${ending}`) && !isForeign(path)),
  )
  const unseen = others.length === 0 ? '' : `; code in other languages (.${others.join(', .')}) was not read`
  return `This does not look like a machine-learning repository: no Python in it imports a machine-learning library${unseen}. Training that is started by commands alone is not recognised.`
}

function usesOf(files: Map<string, PythonSource>): Use[] {
  const uses = new Map<string, Use>()
  for (const source of files.values())
    for (const [library, line] of librariesIn(source.text)) {
      const use = uses.get(library)
      if (use === undefined) uses.set(library, { library, files: 1, path: source.path, line: fileLine(source, line) })
      else use.files++
    }
  return [...uses.values()].sort((a, b) => b.files - a.files || (a.library < b.library ? -1 : 1))
}

/** The first call that fits a model; own modules before examples and notebooks, those that import a library first. */
async function findTraining(files: Map<string, PythonSource>, signal: AbortSignal): Promise<Item | undefined> {
  const candidates = [...files.values()].filter(({ path, text }) => pathKind(path) !== 'test' && mayTrain.test(text))
  const rank = ({ path, text }: PythonSource) =>
    (pathKind(path) === 'own' && !isNotebook(path) ? 0 : 2) + (librariesIn(text).size > 0 ? 0 : 1)
  for (const source of candidates.sort((a, b) => rank(a) - rank(b))) {
    signal.throwIfAborted()
    const call = firstTraining(await parsedModule(source))
    if (call !== undefined)
      return { path: source.path, line: fileLine(source, call.line), note: `fits a model: ${call.callee.slice(0, 80)}` }
  }
  return undefined
}
