/** Tells whether a command runs tests, with which tool, and on which files. */
import { isPythonProgram, programOf } from './runners/unwrap.ts'

/** `targets`: paths and other plain arguments; `language` says which files hold the tests, `pattern` how unittest was told to know them. */
export type TestCommand = { tool: string; language: Language; targets: string[]; swallows?: string; pattern?: string }
export type Language = 'python' | 'javascript' | 'go' | 'rust' | 'java' | 'r' | 'other'

const pytestListing = [
  '--collect-only',
  '--co',
  '--version',
  '-V',
  '--help',
  '-h',
  '--fixtures',
  '--funcargs',
  '--fixtures-per-test',
  '--markers',
  '--setup-plan',
  '--setup-only',
  '--cache-show',
  '--test-plan',
]
const pytestValued =
  '-k -m -n -p -c -o -W -r --rootdir --maxfail --cov --cov-config --cov-report --cov-fail-under --cov-context --junitxml --junit-xml --junit-prefix --durations --durations-min --timeout --timeout-method --tb --ignore --ignore-glob --deselect --dist --tx --numprocesses --maxprocesses --basetemp --log-level --log-file --log-cli-level --log-format --confcutdir --import-mode --html --reruns --reruns-delay --splits --group --splitting-algorithm --durations-path --random-order-seed --asyncio-mode --doctest-glob --color --capture --verbosity --override-ini --config-file --alluredir --profile-svg --benchmark-json --nbmake-timeout --dist-group --seed --ds --hypothesis-seed --hypothesis-profile'.split(
    ' ',
  )

/** The words are those of a command whose wrappers are off. */
export const testCommandOf = (words: readonly string[], variables: { [name: string]: string } = {}): TestCommand | undefined => {
  const name = programOf(words[0]).replace(/-3$/, '')
  const rest = words.slice(1)
  if (name === 'pytest' || name === 'py.test')
    return pytest([...(variables.PYTEST_ADDOPTS ?? '').split(/\s+/).filter((word) => word !== ''), ...rest])
  if (name === 'unittest')
    return rest.some((word) => word === '-h' || word === '--help')
      ? undefined
      : { tool: 'unittest', language: 'python', targets: unittestTargets(rest), ...unittestPattern(rest) }
  if (['nose2', 'nosetests', 'nose', 'green', 'ward', 'trial', 'twisted.trial', 'xmlrunner', 'behave'].includes(name))
    return rest.some((word) => ['--version', '--help', '-h', '--collect-only', '--dry-run', '-d'].includes(word))
      ? undefined
      : { tool: name, language: 'python', targets: [] }
  if (isPythonProgram(words[0])) return python(rest)
  if (name === 'hatch' && rest[0] === 'test')
    return pytest(rest.slice(1).filter((word) => !['-a', '--all', '-c', '--cover', '-p', '-r', '--parallel'].includes(word)))
  if (name === 'manage.py' && rest[0] === 'test') return { tool: 'django', language: 'python', targets: [] }
  return otherLanguage(name, rest)
}

const pytest = (words: readonly string[]): TestCommand | undefined => {
  if (words.some((word) => pytestListing.includes(word))) return undefined
  const targets: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (pytestValued.includes(word)) at++
    else if (!word.startsWith('-')) targets.push((word.split('::')[0] as string).replace(/\[.*$/, ''))
  }
  const swallows = words.find((word) => word.startsWith('--suppress-tests-failed-exit-code'))
  return { tool: 'pytest', language: 'python', targets, ...(swallows === undefined ? {} : { swallows }) }
}

const unittestPattern = (words: readonly string[]): { pattern?: string } => {
  const at = words.findIndex((word) => word === '-p' || word === '--pattern')
  const pattern = at < 0 ? words.find((word) => word.startsWith('--pattern='))?.slice(10) : words[at + 1]
  return pattern === undefined || /[$`{]/.test(pattern) ? {} : { pattern }
}

const unittestTargets = (words: readonly string[]): string[] => {
  const discover = words[0] === 'discover'
  const start = words.findIndex((word) => word === '-s' || word === '--start-directory')
  if (start >= 0) return words[start + 1] === undefined ? [] : [words[start + 1] as string]
  const plain = words.filter(
    (word, at) => !word.startsWith('-') && !['-p', '-t', '-k', '--pattern', '--top-level-directory'].includes(words[at - 1] ?? ''),
  )
  return discover ? plain.slice(1, 2) : plain.map((word) => (word.endsWith('.py') || word.includes('/') ? word : word.replaceAll('.', '/')))
}

const python = (rest: readonly string[]): TestCommand | undefined => {
  const at = rest.findIndex((word) => !word.startsWith('-'))
  const [file, ...words] = rest.slice(at < 0 ? rest.length : at)
  if (file?.endsWith('setup.py') && ['test', 'pytest', 'nosetests'].includes(words[0] ?? ''))
    return { tool: 'setup.py test', language: 'python', targets: [] }
  if (file?.endsWith('manage.py') && words[0] === 'test') return { tool: 'django', language: 'python', targets: [] }
  return undefined
}

/** Program and subcommands that run tests in other languages. */
const others: [pattern: RegExp, language: Language][] = [
  [
    /^(jest|vitest|mocha|ava|karma start|playwright test|cypress run|node --test|react-scripts test|ng test|deno test|bun test)\b/,
    'javascript',
  ],
  [/^(go test|gotestsum)\b/, 'go'],
  [/^cargo (\+\S+ )?(test|nextest run)\b/, 'rust'],
  [/^(mvn|mvnw|gradle|gradlew|sbt|ant|lein)\b.*\b(test|verify|check|build|install|package|testOnly)\b/, 'java'],
  [
    /^(ctest|dotnet test|bazel test|bazelisk test|swift test|phpunit|rspec|bundle exec rspec|mix test|julia .*Pkg\.test|bats|robot|lua busted|busted|opa test|conftest verify|terraform test|helm unittest|meson test|zig build test)\b/,
    'other',
  ],
]

/** Calls that run an R package's tests; installing `testthat` is none. */
const rTests =
  /\b(test_(check|dir|local|package|file)|devtools::(test|check)|rcmdcheck|rcmdcheck::rcmdcheck|package_coverage|tinytest::\w+|run_test_dir|runTestSuite)\s*\(/

/** `R CMD check` runs the package's tests unless told not to. */
const inR = (name: string, rest: readonly string[]): boolean =>
  name === 'R' && rest[0] === 'CMD'
    ? rest[1] === 'check' && !rest.includes('--no-tests')
    : ['R', 'Rscript', 'r'].includes(name) && rest.includes('-e') && rTests.test(rest.join(' ').replace(/^\s*#.*$/gm, ''))

const otherLanguage = (name: string, rest: readonly string[]): TestCommand | undefined => {
  const all = [name, ...rest].join(' ')
  if (inR(name, rest)) return { tool: name, language: 'r', targets: [] }
  if (
    rest.some((word) =>
      [
        '--version',
        '--help',
        '-h',
        '--listTests',
        '--list',
        '--no-run',
        '-DskipTests',
        '-Dmaven.test.skip=true',
        '-DskipTests=true',
        '--dry-run',
      ].includes(word),
    )
  )
    return undefined
  // `go test -c` only compiles, `gradle build -x test` leaves the tests out.
  if ((name === 'go' && rest.includes('-c')) || (/^gradlew?$/.test(name) && /-x test\b/.test(all))) return undefined
  const found = others.find(([pattern]) => pattern.test(all))
  return found ? { tool: name, language: found[1], targets: [] } : undefined
}
