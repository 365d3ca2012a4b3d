/** Takes off what merely starts another command: `sudo`, `env A=1`, `uv run`, `python -m`, `timeout 10m`. */
import { type Call, optionOf, positionals, under } from './expansion.ts'

/** Options that take a value, by wrapper; the wrapper's own words come first. */
const wrappers: [words: string[], valued: string[]][] = [
  [['sudo'], ['-u', '-g', '-C', '-h', '-p']],
  [['time'], ['-f', '-o']],
  [['nice'], ['-n']],
  [['ionice'], ['-c', '-n']],
  [['nohup'], []],
  [['command'], []],
  [['exec'], []],
  [['chronic'], []],
  [['stdbuf'], ['-o', '-e', '-i']],
  [['xvfb-run'], ['-s', '-e', '-n', '-f', '-w', '--server-args', '--server-num']],
  [['dbus-run-session'], []],
  [['travis_retry'], []],
  [['retry'], ['-t', '-d', '--times', '--delay']],
  [['winpty'], []],
  [['xargs'], ['-n', '-P', '-I', '-L', '-d', '-a']],
  [
    ['uv', 'run'],
    [
      '--with',
      '--with-editable',
      '--with-requirements',
      '--extra',
      '--group',
      '--only-group',
      '--no-group',
      '-p',
      '--python',
      '--package',
      '--directory',
      '--project',
      '--env-file',
      '--index',
      '--index-url',
      '--extra-index-url',
    ],
  ],
  [['uvx'], ['--with', '--from', '-p', '--python']],
  [
    ['uv', 'tool', 'run'],
    ['--with', '--from', '-p', '--python'],
  ],
  [
    ['pipx', 'run'],
    ['--spec', '--python'],
  ],
  [
    ['poetry', 'run'],
    ['-C', '--directory', '-P', '--project'],
  ],
  [
    ['pdm', 'run'],
    ['-p', '--project', '--venv'],
  ],
  [['hatch', 'run'], []],
  [
    ['hatch', 'env', 'run'],
    ['-e', '--env'],
  ],
  [['pipenv', 'run'], []],
  [['rye', 'run'], ['--pyproject']],
  [
    ['pixi', 'run'],
    ['-e', '--environment', '--manifest-path'],
  ],
  [
    ['conda', 'run'],
    ['-n', '--name', '-p', '--prefix', '--cwd'],
  ],
  [
    ['mamba', 'run'],
    ['-n', '--name', '-p', '--prefix'],
  ],
  [
    ['micromamba', 'run'],
    ['-n', '--name', '-p', '--prefix'],
  ],
  [['npx'], ['-p', '--package']],
  [['bunx'], []],
  [['pnpm', 'exec'], []],
  [['yarn', 'exec'], []],
  [['mise', 'exec'], []],
  [['mise', 'x'], []],
  [
    ['doppler', 'run'],
    ['-p', '-c', '--project', '--config'],
  ],
  [
    ['dotenv', 'run'],
    ['-f', '--file'],
  ],
  [['circleci', 'tests', 'run'], []],
]

/** Modules whose `python -m name` is the command `name`. */
const modules = [
  'pytest',
  'tox',
  'nox',
  'coverage',
  'poetry',
  'pdm',
  'hatch',
  'pipenv',
  'invoke',
  'pre_commit',
  'nose2',
  'nose',
  'unittest',
  'slipcover',
  'pip',
  'uv',
  'poethepoet',
  'green',
  'ward',
  'behave',
  'xmlrunner',
  'trial',
  'twisted.trial',
  'dvc',
  'build',
  'papermill',
  'doctest',
  'py.test',
  'piptools',
]

const interpreter = /^(python|pypy|python\d(\.\d+)?|py)$/

/** `name` of a program without folder, `.exe` or a Python version. */
export const programOf = (word: string | undefined): string =>
  (word ?? '')
    .split('/')
    .at(-1)
    ?.replace(/\.(exe|cmd|bat)$/i, '') ?? ''
export const isPythonProgram = (word: string | undefined): boolean => interpreter.test(programOf(word))

/** At most one wrapper off; undefined when there is none. A wrapper that takes a script text gives it as `script`. */
type Peeled =
  | { words: string[]; cwd?: string; variables?: { [name: string]: string } }
  | { script: string; errexit: boolean; pipefail: boolean }

const peel = ({ words, cwd }: Call): Peeled | undefined => {
  const name = programOf(words[0])
  if (name === 'env') return peelEnv(words.slice(1))
  if (name === 'timeout' || name === 'gtimeout')
    return { words: afterOptions(words.slice(1), ['-k', '-s', '--signal', '--kill-after']).slice(1) }
  if (name === 'travis_wait') return { words: /^\d+$/.test(words[1] ?? '') ? words.slice(2) : words.slice(1) }
  if (/^(bash|sh|dash|zsh|ash)$/.test(name)) return peelShell(words.slice(1))
  if (name === 'eval') return { script: words.slice(1).join(' '), errexit: false, pipefail: false }
  if (name === 'nix-shell' || name === 'script') {
    const script = optionOf(words, '--run', '--command', '-c', '-ec', '-qec')
    return script === undefined ? undefined : { script, errexit: false, pipefail: false }
  }
  if (name === 'circleci' && optionOf(words, '--command') !== undefined)
    return { script: optionOf(words, '--command') ?? '', errexit: false, pipefail: false }
  if (name === 'coverage' || name === 'slipcover') return peelCoverage(words)
  if (name === 'rye' && words[1] === 'test')
    return { words: ['pytest', ...words.slice(words.includes('--') ? words.indexOf('--') + 1 : words.length)] }
  if (isPythonProgram(words[0])) return peelPython(words)
  for (const [own, valued] of wrappers) {
    if (!own.every((word, at) => (at === 0 ? programOf(words[0]) : words[at]) === word)) continue
    const rest = afterOptions(words.slice(own.length), valued)
    const folder = optionOf(words.slice(own.length, words.length - rest.length), '--directory', '--project', '-C', '--cwd')
    const place = folder === undefined ? undefined : under(cwd, folder)
    return rest.length === 0 ? undefined : { words: rest, ...(place === undefined ? {} : { cwd: place }) }
  }
  return undefined
}

const afterOptions = (words: string[], valued: readonly string[]): string[] => {
  let at = 0
  while (at < words.length && (words[at] as string).startsWith('-')) {
    if (words[at] === '--') return words.slice(at + 1)
    at += valued.includes(words[at] as string) ? 2 : 1
  }
  return words.slice(at)
}

const peelEnv = (words: string[]): Peeled => {
  const rest = afterOptions(words, ['-u', '-C', '-S', '--unset'])
  const variables: { [name: string]: string } = {}
  while (/^[A-Za-z_]\w*=/.test(rest[0] ?? '')) {
    const [name = '', ...value] = (rest.shift() as string).split('=')
    variables[name] = value.join('=')
  }
  return { words: rest, variables }
}

const peelShell = (words: string[]): Peeled | undefined => {
  const at = words.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word))
  if (at < 0 || words.slice(0, at).some((word) => !/^[-+]/.test(word) && word !== 'pipefail' && word !== 'errexit')) return undefined
  const flags = words.slice(0, at + 1).filter((word) => !word.startsWith('--'))
  const after = words[at + 1] === '--' ? at + 2 : at + 1
  return {
    script: words[after] ?? '',
    errexit: flags.some((flag) => flag.startsWith('-') && flag.includes('e')),
    pipefail: words.slice(0, at + 3).includes('pipefail') && words[after] !== 'pipefail',
  }
}

/** `coverage run -m pytest` and `coverage run script.py` run that; other subcommands run nothing. */
const peelCoverage = (words: string[]): Peeled | undefined => {
  const run = programOf(words[0]) === 'slipcover' ? 0 : words.indexOf('run')
  if (run < 0) return undefined
  const rest = words.slice(run + 1)
  const module = rest.indexOf('-m')
  const first = positionals(rest, ['--source', '--rcfile', '--include', '--omit', '--context', '--concurrency', '--data-file'])[0]
  if (module >= 0) return { words: ['python', ...rest.slice(module)] }
  return first === undefined ? undefined : { words: ['python', ...rest.slice(rest.indexOf(first))] }
}

const peelPython = (words: string[]): Peeled | undefined => {
  const at = words.indexOf('-m')
  if (
    at < 0 ||
    words
      .slice(1, at)
      .some((word) => !word.startsWith('-') && words[words.indexOf(word) - 1] !== '-W' && words[words.indexOf(word) - 1] !== '-X')
  )
    return undefined
  const module = words[at + 1] ?? ''
  return modules.includes(module) ? { words: [module === 'pre_commit' ? 'pre-commit' : module, ...words.slice(at + 2)] } : undefined
}

/** One wrapper off; undefined when there is none. `script` is set when it started a shell text, e.g. `bash -c`. */
export type Unwrapped = Call & { script?: { text: string; errexit: boolean; pipefail: boolean } }

export const unwrap = (call: Call): Unwrapped | undefined => {
  const peeled = peel(call)
  if (!peeled) return undefined
  if ('script' in peeled) return { ...call, script: { text: peeled.script, errexit: peeled.errexit, pipefail: peeled.pipefail } }
  if (peeled.words.length === 0) return undefined
  return { words: peeled.words, cwd: peeled.cwd ?? call.cwd, variables: { ...call.variables, ...peeled.variables } }
}
