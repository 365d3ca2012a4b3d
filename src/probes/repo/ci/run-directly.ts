/** Recognises a file of test functions that is run as a program (`python tests/test_model.py`), with no test tool around it. */
import type { Reached } from './model.ts'
import { under } from './runners/expansion.ts'
import { isPythonProgram } from './runners/unwrap.ts'
import type { TestCommand } from './test-command.ts'
import type { Tree } from './tree.ts'

const namedForTests = /(^|[-_])tests?([-_][^/]*)?\.py$/i
const main = /^if\s+__name__\s*==.*:/m

/** Undefined unless the file's main part calls its own test functions. */
export const ranDirectly = async ({ words, cwd }: Pick<Reached, 'words' | 'cwd'>, tree: Tree): Promise<TestCommand | undefined> => {
  const target = fileOf(words)
  const path = target === undefined ? undefined : under(cwd ?? '', target)
  if (target === undefined || path === undefined || !namedForTests.test(path.replace(/^.*\//, ''))) return undefined
  const text = ((await tree.read(path)) ?? '').replace(/^\s*#.*$/gm, '')
  const start = main.exec(text)
  const tests = [...text.matchAll(/^(?:async\s+)?def\s+(test\w*)/gm)].map(([, name]) => name as string)
  const ran = text.slice(start?.index ?? text.length)
  if (!tests.some((name) => new RegExp(`\\b${name}\\s*\\(`).test(ran))) return undefined
  const caught = /^\s*except\b/m.test(text) && !/\bsys\.exit\(|\bexit\(|\braise\b/.test(text)
  return { tool: 'python', language: 'python', targets: [target], ...(caught ? { swallows: `an except in ${path}` } : {}) }
}

/** The file that `python x.py`, `python -m a.b` or `./x.py` runs. */
const fileOf = (words: readonly string[]): string | undefined => {
  const [first = '', ...rest] = words
  if (first.endsWith('.py')) return first
  if (!isPythonProgram(first) || rest.includes('-c')) return undefined
  const module = rest[rest.indexOf('-m') + 1]
  if (rest.includes('-m')) return module === undefined ? undefined : `${module.replaceAll('.', '/')}.py`
  return rest.find((word) => !word.startsWith('-') && word.endsWith('.py'))
}
