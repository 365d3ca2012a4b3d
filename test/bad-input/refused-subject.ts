/** Runs bad subject files through the loader, and holds what each is answered: the place, the words, and nothing that should not be printed. */
import { relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { factIndex, loadSubject } from '../../src/declare/index.ts'
import { isPrintable, Problem } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { type Files, smallFolder } from './small-folder.ts'

export const facts = factIndex([...built, ...planned])
export const head = 'assay: 1\nsubject: { name: Departures }\n'

/** `at` is `line:column` in assay.yaml, or `file:line:column`; undefined when only the file is named. */
export type Case = { name: string; yaml: string | Uint8Array; files?: Files; at: string | undefined; says: string }

/** What lies beside every file. */
export const outside: Files = { 'assay.yaml': '', 'in/a.csv': 'a\n1\n', 'in/link': { link: '/etc' }, 'in/up.csv': { link: '/etc/hosts' } }

/** A subject with a repository and one statement, whose keys after `says` are given. */
export const claim = (rest: string): string => `${head}repo: { path: . }\nstatements:\n  - { says: x, ${rest} }\n`

/** Never printed, wherever it stands. */
export const secret = 'hunter2'

const problemOf = async ({ yaml, files = outside }: Case): Promise<{ problem: Problem; folder: string }> => {
  const folder = await smallFolder({ ...outside, ...files, 'assay.yaml': yaml })
  const thrown: unknown = await loadSubject(folder, facts).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Problem)
  return { problem: thrown as Problem, folder }
}

export const refuses = (title: string, cases: Case[]): void => {
  describe(title, () => {
    it.each(cases)('$name', async (it) => {
      const { problem, folder } = await problemOf(it)
      const { file, line, column } = problem.place ?? {}
      const place = line === undefined ? undefined : `${line}:${column}`
      const name = relative(folder, resolve(file ?? ''))
      const wanted = it.at?.includes('.yaml') === true ? `${name}:${place}` : place
      expect({ at: wanted, line: problem.line() }).toEqual({ at: it.at, line: expect.stringContaining(it.says) })
      expect(isPrintable(problem.line())).toBe(true)
      expect(problem.line()).not.toContain(secret)
      expect(problem.line().length).toBeLessThan(600)
    })
  })
}
