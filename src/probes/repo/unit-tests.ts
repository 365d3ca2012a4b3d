/** Judges a repository's Python tests by what they assert, without running any. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isForeign, isPython, pathKind } from './paths.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit } from './python/sources.ts'
import { type FoundTest, testsIn } from './testing/collect-tests.ts'
import { doctestsIn } from './testing/doctests.ts'
import { foreign, own } from './testing/kinds.ts'
import { testSettings } from './testing/pytest-settings.ts'
import { TestTree } from './testing/tree.ts'

const otherTests: [string, RegExp][] = [
  ['JavaScript or TypeScript', /\.(test|spec)\.[cm]?[jt]sx?$|(^|\/)__tests__\/.*\.[jt]sx?$/],
  ['Java or Kotlin or Scala', /(Test|Tests|Spec|IT)\.(java|kt|scala)$/],
  ['Go', /_test\.go$/],
  ['R', /(^|\/)(tests|inst\/tinytest)\/.*\.[rR]$/],
  ['Rust', /(^|\/)tests\/.*\.rs$/],
  ['C++', /(_test|_unittest|Test)\.(cc|cpp|cxx)$/],
  ['Julia', /(^|\/)test\/runtests\.jl$/],
]
/** Their tests stand inside the code or under names that no pattern tells. */
const untold = /\.(rs|cs|rb|php|swift|m)$/
const otherCode = /\.([cm]?[jt]sx?|java|kt|scala|go|rs|[rR]|cc|cpp|cxx|cs|rb|php|swift|jl|m)$/

/** Evidence names this many tests that assert nothing; the counts hold them all. */
const mostItems = 60

/** `copyOf`: where the same test of the same code stands already. */
type JudgedTest = FoundTest & { copyOf?: string }
type Tested = { source: PythonSource; tests: JudgedTest[] }
const asserts = ({ rests, skipped }: FoundTest): boolean => !skipped && rests !== undefined && rests >= foreign
const assertsOwn = (test: JudgedTest): boolean => asserts(test) && test.rests === own && test.copyOf === undefined

export default probe({
  id: 'repo.unit-tests',
  version: 4,
  title: 'Unit tests that assert something',
  measures: 'How many tests the tree holds, and how many of them assert something that comes from the repository’s own code.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    test_files: z.number(),
    tests: z.number(),
    tests_that_assert: z.number(),
    tests_of_own_code: z.number(),
    tests_skipped: z.number(),
    files: z.array(z.object({ path: z.string(), tests: z.number(), asserting: z.number(), own_code: z.number() })),
  }),
  async collect({ repo }, { signal }) {
    const others = otherTestLimits(repo.files.map(({ path }) => path))
    const code = repo.files.map(({ path }) => path).filter((path) => otherCode.test(path) && !isForeign(path))
    if (
      !repo.files.some(({ path }) => isPython(path) || path.endsWith('.ipynb')) &&
      (code.some((path) => untold.test(path)) || others.length > 0)
    )
      throw new CannotLook(
        'not_supported',
        `No Python in this repository, and tests in other languages cannot be judged yet. ${others.join(' ')}`.trim(),
      )
    const { files, unread } = await pythonSources(repo, signal)
    const settings = await testSettings(repo, signal)
    const tree = new TestTree(
      files,
      settings,
      repo.files.map(({ path }) => path),
    )
    const tested: Tested[] = []
    const first = new Map<string, string>()
    for (const source of files.values()) {
      signal.throwIfAborted()
      const tests =
        settings.isTestFile(source.path) && isPython(source.path) ? testsIn(await tree.open(source.path), settings.isTestName) : []
      const docs = settings.doctests !== undefined && pathKind(source.path) !== 'test' ? await doctestsIn(source) : []
      if (tests.length + docs.length > 0) tested.push({ source, tests: [...tests, ...docs].map((test) => marked(test, source, first)) })
    }
    const limits = [...new Set([...others, ...uncollected(files, settings.isTestFile), ...unreadLimit(unread), ...repo.limits, howJudged])]
    if (tested.length === 0 && others.length > 0)
      throw new CannotLook(
        'not_supported',
        `There is no Python test among ${files.size} Python files and notebooks, and tests in other languages cannot be judged yet. ${others.join(' ')}`,
      )
    if (tested.length === 0)
      return absent(
        files.size === 0 && code.length > 0
          ? `searched the names of ${code.length} source files for tests; there is no Python among them`
          : `searched ${files.size} Python files and notebooks for functions and classes that pytest or unittest would collect`,
        { limits },
      )
    const all = tested.flatMap(({ tests }) => tests)
    const rows = tested.map(({ source, tests }) => ({
      path: source.path,
      tests: tests.length,
      asserting: tests.filter(asserts).length,
      own_code: tests.filter(assertsOwn).length,
    }))
    return found(
      {
        test_files: tested.length,
        tests: all.length,
        tests_that_assert: all.filter(asserts).length,
        tests_of_own_code: all.filter(assertsOwn).length,
        tests_skipped: all.filter(({ skipped }) => skipped).length,
        files: rows,
      },
      { items: [...tested.flatMap(fileItem), ...tested.flatMap(emptyItems).slice(0, mostItems)], limits },
    )
  },
})

const howJudged =
  'A test counts as one of own code when something it asserts comes, by imports, fixtures, helpers or what was handed over, from code of this repository outside the tests; tests were read, not run. A parametrised test counts once, and so does a test of the same code that stands in several places.'

/** `first`: key → place of the first test with it that counts; the test is put there when it is the first. */
function marked(test: FoundTest, source: PythonSource, first: Map<string, string>): JudgedTest {
  const before = first.get(test.key)
  if (before !== undefined) return { ...test, copyOf: before }
  if (asserts(test)) first.set(test.key, `${source.path}:${fileLine(source, test.line)}`)
  return test
}

const fileItem = ({ source, tests }: Tested): Item[] => {
  const ours = tests.filter(assertsOwn)
  return ours.length === 0
    ? []
    : [
        {
          path: source.path,
          line: ours[0]?.line ?? 1,
          note: `${ours.length} of ${tests.length} tests assert something of the repository’s own code`,
        },
      ]
}

const emptyItems = ({ source, tests }: Tested): Item[] =>
  tests
    .filter((test) => !assertsOwn(test))
    .map((test) => ({
      path: source.path,
      line: fileLine(source, test.line),
      end_line: test.end_line,
      note: `${test.name}: ${shortcoming(test)}`,
    }))

function shortcoming(test: JudgedTest): string {
  if (test.skipped) return 'always skipped'
  if (test.copyOf !== undefined) return `a copy of ${test.copyOf}`
  if (test.rests === undefined) return 'asserts nothing'
  return test.rests < foreign ? 'asserts only literals, so it cannot fail' : 'asserts nothing that comes from the repository’s own code'
}

function otherTestLimits(paths: string[]): string[] {
  return otherTests.flatMap(([language, pattern]) => {
    const count = paths.filter((path) => pattern.test(path) && !isForeign(path)).length
    return count === 0 ? [] : [`${count} ${language} test ${count === 1 ? 'file was' : 'files were'} not judged.`]
  })
}

/** Files among the tests that hold test functions under a name the runner does not look for. */
function uncollected(files: Map<string, PythonSource>, isTestFile: (path: string) => boolean): string[] {
  const missed = [...files.values()].filter(
    ({ path, text }) => isPython(path) && pathKind(path) === 'test' && !isTestFile(path) && /^\s*def test_/m.test(text),
  )
  if (missed.length === 0) return []
  return [
    `${missed.length} ${missed.length === 1 ? 'file holds' : 'files hold'} test functions under a name that pytest does not collect: ${missed
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ')}`,
  ]
}
