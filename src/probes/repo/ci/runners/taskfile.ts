/** Follows tasks of go-task's `Taskfile.yml`, those of included files too. */
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { type Call, type Expansion, optionOf, positionals, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

/** `space`: what stands before its name, such as `ci:`; `cwd` null when only a run knows it. */
type Task = { value: YamlValue; path: string; space: string; cwd: string | null }
type Tasks = Map<string, Task>

const files = ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'taskfile.yaml', 'Taskfile.dist.yml', 'Taskfile.dist.yaml']
const deepest = 5

export const runTaskfile: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (
    !['task', 'go-task'].includes(programOf(program)) ||
    words.some((word) => ['-l', '--list', '-a', '--list-all', '-n', '--dry', '--help', '--version', '--status'].includes(word))
  )
    return []
  const folder = under(call.cwd, optionOf(words, '-d', '--dir') ?? '') ?? ''
  const named = optionOf(words, '-t', '--taskfile')
  const path = (named === undefined ? files : [named]).flatMap((name) => under(folder, name) ?? []).find((one) => tree.has(one))
  if (path === undefined) return []
  const tasks: Tasks = new Map()
  await collect({ path, space: '', cwd: folder, depth: 0 }, tree, tasks)
  const goals = positionals(words, ['-d', '--dir', '-t', '--taskfile', '-o', '-C']).filter((word) => !word.includes('='))
  const seen = new Set<string>()
  return (goals.length > 0 ? goals : ['default']).flatMap((name) => runs(name, tasks, call, seen))
}

type Place = { path: string; space: string; cwd: string | null; depth: number }

const collect = async ({ path, space, cwd, depth }: Place, tree: Tree, tasks: Tasks): Promise<void> => {
  const [root] = readYaml((await tree.read(path)) ?? '') ?? []
  for (const [name, value] of root?.get('tasks')?.entries ?? []) {
    const task = { value, path, space, cwd }
    tasks.set(`${space}${name}`, task)
    for (const alias of value.get('aliases')?.texts ?? []) tasks.set(`${space}${alias}`, task)
  }
  if (depth >= deepest) return
  const home = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  for (const [name, include] of root?.get('includes')?.entries ?? []) {
    const way = under(home, include.text ?? include.get('taskfile')?.text ?? '')
    const inner =
      way === undefined ? undefined : [way, ...files.map((file) => (way === '' ? file : `${way}/${file}`))].find((one) => tree.has(one))
    if (inner === undefined) continue
    // Included tasks run in the folder of the first file unless they are given their own.
    const folder = include.get('dir')?.text
    const below = folder === undefined ? cwd : (under(home, folder) ?? null)
    const named = include.get('flatten')?.isTrue ? space : `${space}${name}:`
    await collect({ path: inner, space: named, cwd: below, depth: depth + 1 }, tree, tasks)
  }
}

const runs = (name: string, tasks: Tasks, call: Call, seen: Set<string>): Expansion[] => {
  const task = tasks.get(name.replace(/^:/, ''))
  if (!task || seen.has(name)) return []
  seen.add(name)
  const { value, path, space } = task
  // Within an included file a bare name is that file's own.
  const other = (inner: string): Expansion[] =>
    runs(!inner.startsWith(':') && tasks.has(`${space}${inner}`) ? `${space}${inner}` : inner, tasks, call, seen)
  const needs = (value.get('deps')?.items ?? []).flatMap((need) => other(need.text ?? need.get('task')?.text ?? ''))
  const one = value.get('cmd')
  const commands = value.isMap ? [...(value.get('cmds')?.items ?? []), ...(one ? [one] : [])] : value.isList ? value.items : [value]
  const quiet = value.get('ignore_error')?.isTrue === true
  const folder = value.get('dir')?.text
  const cwd = folder === undefined || task.cwd === null ? task.cwd : (under(task.cwd, folder) ?? null)
  const own = commands.flatMap((command): Expansion[] => {
    const called = command.get('task')?.text
    if (called !== undefined) return other(called)
    const text = command.text ?? command.get('cmd')?.text
    if (text === undefined) return []
    const lenient = quiet || command.get('ignore_error')?.isTrue === true
    return [
      {
        label: `task ${name}`,
        path,
        line: command.line,
        script: text.replace(/\{\{\s*\.CLI_ARGS\s*\}\}/g, ''),
        scriptLine: command.textLine,
        errexit: false,
        pipefail: false,
        cwd,
        variables: call.variables,
        ...(lenient ? { forgiven: `task ${name} has ignore_error` } : {}),
      },
    ]
  })
  return [...needs, ...own]
}
