/** Follows named tasks that stand in TOML or JSON: poe, pdm, hatch, pixi, taskipy, rye, pipenv, mise, npm and its kin. */
import { parse } from 'smol-toml'
import type { Tree } from '../tree.ts'
import { type Call, type Expansion, lineWhere, optionOf, positionals, quoteAll, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

type Table = { [key: string]: unknown }
const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce(
    (now: unknown, key) => (typeof now === 'object' && now !== null && !Array.isArray(now) ? (now as Table)[key] : undefined),
    value,
  )
const tableAt = (value: unknown, ...keys: string[]): Table => {
  const found = at(value, ...keys)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Table) : {}
}

/** One place where tasks are kept. `forgives`: a leading "-" means that failure is dropped. */
type Kept = { tasks: Table; path: string; text: string }
type Tool = { starts: string[][]; kept: (call: Call, tree: Tree) => Promise<Kept[]>; label: string }

const tomlAt = async (tree: Tree, cwd: string, name: string): Promise<{ root: unknown; path: string; text: string } | undefined> => {
  const path = under(cwd, name)
  const text = path === undefined ? undefined : await tree.read(path)
  if (path === undefined || text === undefined) return undefined
  try {
    return { root: name.endsWith('.json') ? JSON.parse(text) : parse(text), path, text }
  } catch {
    return undefined
  }
}

const keptIn =
  (...places: [file: string, ...keys: string[]][]) =>
  async ({ cwd }: Call, tree: Tree): Promise<Kept[]> => {
    const kept: Kept[] = []
    for (const [file, ...keys] of places) {
      const read = await tomlAt(tree, cwd, file)
      if (read) kept.push({ tasks: tableAt(read.root, ...keys), path: read.path, text: read.text })
    }
    return kept
  }

/** Tasks of the workspace and of its features; those of the environment that is asked for come first. */
const pixi = async (call: Call, tree: Tree): Promise<Kept[]> => {
  const kept: Kept[] = []
  for (const [file, ...keys] of [['pixi.toml'], ['pyproject.toml', 'tool', 'pixi']] as [string, ...string[]][]) {
    const read = await tomlAt(tree, call.cwd, file)
    if (!read) continue
    const { root, path, text } = read
    const environment = at(root, ...keys, 'environments', optionOf(call.words, '-e', '--environment') ?? 'default')
    const wanted = listOf(Array.isArray(environment) ? environment : at(environment, 'features'))
    const features = Object.entries(tableAt(root, ...keys, 'feature')).sort(
      ([a], [b]) => Number(wanted.includes(b)) - Number(wanted.includes(a)),
    )
    const ofFeature = features.map(([name, feature]) => ({
      wanted: wanted.includes(name),
      kept: { tasks: tableAt(feature, 'tasks'), path, text },
    }))
    const own = { tasks: tableAt(root, ...keys, 'tasks'), path, text }
    kept.push(
      ...ofFeature.filter((one) => one.wanted).map((one) => one.kept),
      own,
      ...ofFeature.filter((one) => !one.wanted).map((one) => one.kept),
    )
  }
  return kept
}

/** Scripts of hatch environments; `env:name` picks one environment, `hatch test` is hatch's own. */
const hatch = async (call: Call, tree: Tree): Promise<Kept[]> => {
  const kept: Kept[] = []
  for (const [file, ...keys] of [
    ['pyproject.toml', 'tool', 'hatch', 'envs'],
    ['hatch.toml', 'envs'],
  ] as [string, ...string[]][]) {
    const read = await tomlAt(tree, call.cwd, file)
    const environments = tableAt(read?.root, ...keys)
    for (const [name, env] of Object.entries(environments)) {
      const scripts = tableAt(env, 'scripts')
      const named = Object.fromEntries(
        Object.entries(scripts).flatMap(([key, value]) => [[`${name}:${key}`, value], ...(name === 'default' ? [[key, value]] : [])]),
      )
      if (read) kept.push({ tasks: named, path: read.path, text: read.text })
    }
  }
  return kept
}

const packages = keptIn(['package.json', 'scripts'])
const tools: Tool[] = [
  {
    starts: [['poe'], ['poethepoet']],
    kept: keptIn(['pyproject.toml', 'tool', 'poe', 'tasks'], ['poe_tasks.toml', 'tasks']),
    label: 'poe',
  },
  { starts: [['pdm', 'run'], ['pdm']], kept: keptIn(['pyproject.toml', 'tool', 'pdm', 'scripts']), label: 'pdm run' },
  {
    starts: [
      ['hatch', 'run'],
      ['hatch', 'env', 'run'],
    ],
    kept: hatch,
    label: 'hatch run',
  },
  { starts: [['pixi', 'run']], kept: pixi, label: 'pixi run' },
  { starts: [['task']], kept: keptIn(['pyproject.toml', 'tool', 'taskipy', 'tasks']), label: 'task' },
  { starts: [['rye', 'run']], kept: keptIn(['pyproject.toml', 'tool', 'rye', 'scripts']), label: 'rye run' },
  { starts: [['pipenv', 'run']], kept: keptIn(['Pipfile', 'scripts']), label: 'pipenv run' },
  {
    starts: [['mise', 'run'], ['mise', 'r'], ['mise']],
    kept: keptIn(['mise.toml', 'tasks'], ['.mise.toml', 'tasks'], ['.config/mise.toml', 'tasks']),
    label: 'mise run',
  },
  {
    starts: [['npm', 'run'], ['npm', 'run-script'], ['npm'], ['pnpm', 'run'], ['pnpm'], ['yarn', 'run'], ['yarn'], ['bun', 'run']],
    kept: packages,
    label: 'npm run',
  },
]

const valued = ['-e', '--environment', '--env', '-C', '--directory', '--prefix', '--manifest-path', '-p', '--filter', '-w', '--workspace']

export const runNamedTask: Runner = async (given, tree) => {
  const call = verbFirst(given)
  for (const tool of tools) {
    const start = tool.starts.find((words) =>
      words.every((word, index) => (index === 0 ? programOf(call.words[0]) : call.words[index]) === word),
    )
    if (!start) continue
    const words = call.words.slice(start.length)
    const env = start[0] === 'hatch' ? optionOf(words, '-e', '--env') : undefined
    const [name, ...rest] = positionals(words, valued)
    const folder = optionOf(words, '-C', '--directory', '--prefix', '--cwd')
    const cwd = under(call.cwd, folder ?? '')
    if (name === undefined || cwd === undefined) continue
    const kept = await tool.kept({ ...call, cwd }, tree)
    const runs = taskRuns(env === undefined ? namedBy(name, kept) : `${env}:${name}`, {
      tool,
      kept,
      call: { ...call, cwd },
      rest,
      seen: new Set(),
    })
    if (runs.length > 0) return runs
  }
  return []
}

const packaging = ['npm', 'pnpm', 'yarn', 'bun']

/** `npm --prefix web run test` says the same as `npm run test --prefix web`. */
const verbFirst = (call: Call): Call => {
  const [program = '', ...words] = call.words
  if (!packaging.includes(programOf(program)) || !words[0]?.startsWith('-')) return call
  const [verb, ...rest] = positionals(words, valued)
  const options = words.slice(0, words.indexOf(verb ?? ''))
  return verb === undefined ? call : { ...call, words: [program, verb, ...rest, ...options] }
}

/** The task of this name, or the one that has it as its alias. */
const namedBy = (name: string, kept: Kept[]): string => {
  if (kept.some(({ tasks }) => Object.hasOwn(tasks, name))) return name
  const other = kept.flatMap(({ tasks }) => Object.entries(tasks)).find(([, task]) => listOf(at(task, 'alias')).includes(name))
  return other?.[0] ?? (name === 't' || name === 'tst' ? 'test' : name)
}

type Asked = { tool: Tool; kept: Kept[]; call: Call; rest: string[]; seen: Set<string> }

/** All that a task runs: tasks it depends on first, then its commands, then those it names in sequence. */
const taskRuns = (name: string, asked: Asked): Expansion[] => {
  const home = asked.kept.find(({ tasks }) => Object.hasOwn(tasks, name))
  if (!home || asked.seen.has(name)) return []
  asked.seen.add(name)
  const task = home.tasks[name]
  const others = ['depends', 'depends-on', 'depends_on', 'deps', 'sequence', 'composite', 'parallel'].flatMap((key) =>
    listOf(at(task, key)),
  )
  const own = scriptsOf(task)
  const line = lineWhere(home.text, (text) =>
    new RegExp(`^\\s*\\[?["']?[\\w.:-]*${escaped(name.split(':').at(-1) ?? name)}["']?\\s*[\\]=:]`).test(text),
  )
  const make = (raw: string): Expansion => {
    const minus = asked.tool.label.startsWith('hatch') && /^-\s/.test(raw)
    const script = `${raw.replace(/^-\s+/, '').replace(/\{args:?([^}]*)\}/g, (_, fallback) => (asked.rest.length > 0 ? quoteAll(asked.rest) : fallback))}${raw.includes('{args') ? '' : ` ${quoteAll(asked.rest)}`}`
    const folder = at(task, 'cwd') ?? at(task, 'working_dir')
    const cwd = typeof folder === 'string' ? (under(asked.call.cwd, folder) ?? null) : asked.call.cwd
    const lenient = minus || at(task, 'ignore_fail') === true || at(task, 'ignore_fail') === 'return_zero'
    return {
      label: `${asked.tool.label} ${name}`,
      path: home.path,
      line,
      script: script.trim(),
      scriptLine: line,
      errexit: asked.tool.label.startsWith('mise'),
      pipefail: false,
      cwd,
      variables: asked.call.variables,
      ...(lenient ? { forgiven: `task ${name} is told to ignore failure` } : {}),
    }
  }
  const before = others.flatMap((other) => {
    const inner = typeof other === 'string' ? other : (at(other, 'task') ?? at(other, 'ref'))
    if (typeof inner !== 'string') return scriptsOf(other).map(make)
    const runs = taskRuns(inner.split(' ')[0] ?? inner, { ...asked, rest: [] })
    return runs.length > 0
      ? runs
      : typeof other === 'string' && Array.isArray(task) === false && at(task, 'composite') !== undefined
        ? [make(other)]
        : []
  })
  const scripted =
    Array.isArray(task) && asked.tool.label === 'poe'
      ? task.flatMap((other) => (typeof other === 'string' ? taskRuns(other, { ...asked, rest: [] }) : scriptsOf(other).map(make)))
      : own.map(make)
  // npm runs `prebuild` before `build`, and `postbuild` behind it.
  const around = (when: string) =>
    asked.tool.label === 'npm run' && !asked.seen.has(`${when}${name}`) ? taskRuns(`${when}${name}`, { ...asked, rest: [] }) : []
  const called = own.length === 1 && /^[\w:-]+$/.test(own[0] ?? '') ? taskRuns(own[0] ?? '', asked) : []
  return [...around('pre'), ...before, ...(called.length > 0 ? called : scripted), ...around('post')]
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : typeof value === 'string' ? [value] : [])

const scriptsOf = (task: unknown): string[] => {
  if (typeof task === 'string') return [task]
  if (Array.isArray(task)) return task.filter((line) => typeof line === 'string')
  for (const key of ['cmd', 'shell', 'run', 'command', 'chain']) {
    const value = at(task, key)
    if (typeof value === 'string') return [value]
    if (Array.isArray(value))
      return key === 'cmd' && !value.some((word) => String(word).includes(' ')) ? [quoteAll(value.map(String))] : value.map(String)
  }
  const script = at(task, 'script')
  return typeof script === 'string' && /^(pytest|unittest)/.test(script)
    ? [script.startsWith('pytest') ? 'pytest' : 'python -m unittest']
    : []
}
