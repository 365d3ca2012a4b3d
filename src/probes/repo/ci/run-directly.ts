/** Recognises tests without a test tool: a file of test functions run as a program, and a program that a step named for testing tries. */
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

const namedTest = /^\W*((smoke|integration|functional|e2e|end[- ]to[- ]end)[- ])?test(s|ing)?\b/i

/** A step that is named for testing and runs a program of the repository tries the program itself. */
export const triedInTest = ({ words, cwd, step }: Pick<Reached, 'words' | 'cwd' | 'step'>, tree: Tree): TestCommand | undefined => {
  const target = namedTest.test(step) ? fileOf(words) : undefined
  const path = target === undefined ? undefined : under(cwd ?? '', target)
  return target !== undefined && path !== undefined && tree.has(path) && !/(^|\/)setup\.py$/.test(path)
    ? { tool: 'program', language: 'python', targets: [target] }
    : undefined
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
