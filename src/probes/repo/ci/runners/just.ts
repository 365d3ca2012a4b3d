/** Follows `just` recipes and go-task's `Taskfile.yml`. */
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { type Call, type Expansion, optionOf, positionals, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

type Recipe = { name: string; line: number; needs: string[]; lines: { text: string; line: number }[] }

export const runJust: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (
    programOf(program) !== 'just' ||
    words.some((word) =>
      ['-l', '--list', '-n', '--dry-run', '--summary', '--evaluate', '--help', '-h', '--version', '--show'].includes(word),
    )
  )
    return []
  const named = optionOf(words, '-f', '--justfile')
  const path = (named === undefined ? ['justfile', 'Justfile', '.justfile', 'JUSTFILE'] : [named])
    .flatMap((name) => under(call.cwd, name) ?? [])
    .find((one) => tree.has(one))
  if (path === undefined) return []
  const { recipes, variables, strict } = await readJust(path, tree, 0)
  const given = positionals(words, ['-f', '--justfile', '-d', '--working-directory', '--set']).filter((word) => !word.includes('='))
  const first = recipes.keys().next().value
  const goals = given.filter((name) => recipes.has(name))
  const seen = new Set<string>()
  const follow = (name: string): Expansion[] => {
    const recipe = recipes.get(name)
    if (!recipe || seen.has(name)) return []
    seen.add(name)
    const make = (text: string, line: number): Expansion => {
      const [, prefix = '', script = ''] = /^\s*([-@]*)([\s\S]*)$/.exec(text) ?? []
      const filled = script.replace(
        /\{\{\s*([\w-]+)\s*\}\}/g,
        (whole, key) => variables.get(key) ?? (key === 'args' || key === 'ARGS' ? '' : whole),
      )
      return {
        label: `just ${recipe.name}`,
        path,
        line,
        script: filled,
        scriptLine: line,
        errexit: strict,
        pipefail: strict,
        cwd: call.cwd,
        variables: call.variables,
        ...(prefix.includes('-') ? { forgiven: 'the recipe line begins with "-"' } : {}),
      }
    }
    const shebang = recipe.lines[0]?.text.trim().startsWith('#!')
    const body = shebang ? recipe.lines.map(({ text }) => text).join('\n') : undefined
    const own =
      body === undefined
        ? recipe.lines.map(({ text, line }) => make(text, line))
        : /^\s*#!.*\b(ba|z)?sh\b/.test(body)
          ? [make(body, recipe.lines[0]?.line ?? recipe.line)]
          : []
    return [...recipe.needs.flatMap(follow), ...own]
  }
  return (goals.length > 0 ? goals : given.length === 0 && first !== undefined ? [first] : []).flatMap(follow)
}

const readJust = async (path: string, tree: Tree, depth: number) => {
  const recipes = new Map<string, Recipe>()
  const variables = new Map<string, string>()
  const text = (await tree.read(path)) ?? ''
  let open: Recipe | undefined
  let joined = false
  for (const [at, line] of text.split('\n').entries()) {
    const header = /^@?([A-Za-z_][\w-]*)\b([^:=]*(?:=[^:]*)?):(?!=)\s*(.*)$/.exec(line)
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(line)
    const value = /^(?:export\s+)?([\w-]+)\s*:=\s*["']?(.*?)["']?\s*$/.exec(line)
    const other = /^import\??\s+["']([^"']+)/.exec(line)?.[1]
    if (/^\s+\S/.test(line) && open) {
      const last = open.lines.at(-1)
      if (joined && last) last.text += `\n${line.trim()}`
      else open.lines.push({ text: line.replace(/^( {4}| {2}|\t)/, ''), line: at + 1 })
      joined = line.endsWith('\\')
    } else if (alias) recipes.set(alias[1] as string, { name: alias[1] as string, line: at + 1, needs: [alias[2] as string], lines: [] })
    else if (other !== undefined && depth < 5) {
      const inner = await readJust(under(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', other) ?? other, tree, depth + 1)
      for (const [name, recipe] of inner.recipes) recipes.set(name, recipe)
    } else if (value) variables.set(value[1] as string, value[2] ?? '')
    else if (header && !/^(set|export|mod)\b/.test(line)) {
      const needs = (header[3] ?? '')
        .replace(/#.*$/, '')
        .replace(/\(([\w-]+)[^)]*\)/g, '$1')
        .split(/[\s&]+/)
      open = { name: header[1] as string, line: at + 1, needs: needs.filter((need) => need !== ''), lines: [] }
      recipes.set(open.name, open)
    } else if (/^\S/.test(line) && !line.startsWith('#') && !line.startsWith('[')) open = undefined
  }
  const shell = /^set\s+shell\s*:=\s*\[([^\]]*)/m.exec(text)?.[1] ?? ''
  return { recipes, variables, strict: /-\w*e/.test(shell) }
}

export const runTaskfile: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (
    !['task', 'go-task'].includes(programOf(program)) ||
    words.some((word) => ['-l', '--list', '-a', '--list-all', '-n', '--dry', '--help', '--version', '--status'].includes(word))
  )
    return []
  const folder = under(call.cwd, optionOf(words, '-d', '--dir') ?? '') ?? ''
  const named = optionOf(words, '-t', '--taskfile')
  const names = named === undefined ? ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'taskfile.yaml', 'Taskfile.dist.yml'] : [named]
  const path = names.flatMap((name) => under(folder, name) ?? []).find((one) => tree.has(one))
  const [root] = readYaml((path === undefined ? undefined : await tree.read(path)) ?? '') ?? []
  if (path === undefined || !root) return []
  const goals = positionals(words, ['-d', '--dir', '-t', '--taskfile', '-o', '-C']).filter((word) => !word.includes('='))
  return (goals.length > 0 ? goals : ['default']).flatMap((name) =>
    taskfileRuns(name, root, { call: { ...call, cwd: folder }, path, seen: new Set() }),
  )
}

const taskfileRuns = (name: string, root: YamlValue, from: { call: Call; path: string; seen: Set<string> }): Expansion[] => {
  const task = root.get('tasks')?.get(name)
  if (!task || from.seen.has(name)) return []
  from.seen.add(name)
  const needs = (task.get('deps')?.items ?? []).flatMap((need) => taskfileRuns(need.text ?? need.get('task')?.text ?? '', root, from))
  const commands = task.isMap
    ? [...(task.get('cmds')?.items ?? []), ...(task.get('cmd') ? [task.get('cmd') as YamlValue] : [])]
    : task.isList
      ? task.items
      : [task]
  const quiet = task.get('ignore_error')?.isTrue === true
  const cwd = under(from.call.cwd, task.get('dir')?.text ?? '') ?? null
  const own = commands.flatMap((command): Expansion[] => {
    const other = command.get('task')?.text
    if (other !== undefined) return taskfileRuns(other, root, from)
    const text = command.text ?? command.get('cmd')?.text
    if (text === undefined) return []
    const lenient = quiet || command.get('ignore_error')?.isTrue === true
    const script = text.replace(/\{\{\s*\.CLI_ARGS\s*\}\}/g, '')
    return [
      {
        label: `task ${name}`,
        path: from.path,
        line: command.line,
        script,
        scriptLine: command.textLine,
        errexit: false,
        pipefail: false,
        cwd,
        variables: from.call.variables,
        ...(lenient ? { forgiven: `task ${name} has ignore_error` } : {}),
      },
    ]
  })
  return [...needs, ...own]
}
