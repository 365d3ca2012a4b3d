/** Python files as programs: which file a command starts, and what runs when a file is started. */
import { nameOf } from '../paths.ts'
import type { Module } from './module.ts'
import type { ModuleIndex } from './modules.ts'
import type { Place } from './reach.ts'
import type { PythonSource } from './sources.ts'

/** What runs when a file is started: its statements and, in command-line programs, what decorators start. */
export const programOf = (module: Module): Place[] => [
  { module, scope: 0 },
  ...module.scopes.flatMap(({ decorators }, scope) =>
    decorators.some((name) => /(^|\.)(command|main|flow|pipeline|task|step)(\(\))?$/.test(name)) ? [{ module, scope }] : [],
  ),
]

/** The file that a command such as `python train.py` or `python -m pkg.train` starts; undefined when it is none of the repository. */
export function startedFile(
  words: readonly string[],
  cwd: string | null,
  files: Map<string, PythonSource>,
  index: ModuleIndex,
): string | undefined {
  const module = words.indexOf('-m')
  const name = words[module + 1]
  if (module >= 0 && name !== undefined) {
    const path = index.resolve(name, cwd === null || cwd === '' ? '' : `${cwd}/x.py`)?.path
    return nameOf(path ?? '') === '__init__.py' ? `${path?.slice(0, -'__init__.py'.length)}__main__.py` : path
  }
  const script = words.find((word) => /\.(py|ipynb)$/.test(word))?.replace(/^\.\//, '')
  if (script === undefined) return undefined
  const here = cwd === null || cwd === '' ? script : `${cwd}/${script}`
  const plain = here
    .split('/')
    .filter((part) => part !== '.')
    .join('/')
  if (files.has(plain)) return plain
  const ends = cwd === null ? [...files.keys()].filter((path) => path.endsWith(`/${script}`)) : []
  return ends.length === 1 ? ends[0] : undefined
}
