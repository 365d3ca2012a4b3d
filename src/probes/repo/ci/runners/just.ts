/** Follows `just` recipes, those of imported files and of modules too. */
import type { Tree } from '../tree.ts'
import { type Expansion, optionOf, positionals, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

/** `path`: the file of a module; undefined for the justfile itself. */
type Recipe = { name: string; line: number; needs: string[]; lines: { text: string; line: number }[]; path?: string }

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
  // `just ci test` and `just ci::test` name the same recipe of a module.
  const goals = given.flatMap((name, at) =>
    recipes.has(name) ? [name] : recipes.has(`${given[at - 1]}::${name}`) ? [`${given[at - 1]}::${name}`] : [],
  )
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
        label: `just ${name}`,
        path: recipe.path ?? path,
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
    const module = /^mod\??\s+([\w-]+)(?:\s+["']([^"']+)["'])?/.exec(line)
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
    } else if (module !== null && depth < 5) {
      const [, name = '', file] = module
      const home = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
      const inner = file === undefined ? [`${name}.just`, `${name}/mod.just`, `${name}/justfile`, `${name}/.justfile`] : [file]
      const found = inner.flatMap((one) => under(home, one) ?? []).find(tree.has)
      for (const [key, recipe] of found === undefined ? [] : (await readJust(found, tree, depth + 1)).recipes)
        recipes.set(`${name}::${key}`, {
          ...recipe,
          needs: recipe.needs.map((need) => `${name}::${need}`),
          path: recipe.path ?? found ?? path,
        })
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
