/** Follows `make`: targets, their prerequisites and recipe lines, variables and included files. */
import type { Tree } from '../tree.ts'
import { type Expansion, optionOf, positionals, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

type Recipe = { text: string; line: number; path: string }
type Rule = { path: string; line: number; needs: string[]; recipe: Recipe[] }
type Makefile = {
  rules: Map<string, Rule>
  variables: Map<string, string>
  first: string | undefined
  oneShell: boolean
  shellFlags: string
  ignore: boolean
}

const valued = ['-C', '--directory', '-f', '--file', '--makefile', '-j', '--jobs', '-l', '-o', '-W', '-I', '--include-dir']
const nothingRuns = ['-n', '--just-print', '--dry-run', '--recon', '-q', '--question', '-v', '--version', '-h', '--help', '-t', '--touch']

export const runMake: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (!['make', 'gmake', 'mingw32-make'].includes(programOf(program)) || words.some((word) => nothingRuns.includes(word))) return []
  const folder = under(call.cwd, optionOf(words, '-C', '--directory') ?? '')
  if (folder === undefined) return []
  const named = optionOf(words, '-f', '--file', '--makefile')
  const names = named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named]
  const path = names.flatMap((name) => under(folder, name) ?? []).find((one) => tree.has(one))
  if (path === undefined) return []
  const file: Makefile = { rules: new Map(), variables: new Map(), first: undefined, oneShell: false, shellFlags: '', ignore: false }
  for (const [name, value] of Object.entries(call.variables)) file.variables.set(name, value)
  await readMakefile(path, folder, tree, file, 0)
  const given = positionals(words, valued).filter((word) => word !== '' && !/^\d+$/.test(word))
  for (const word of given)
    if (word.includes('=')) file.variables.set(word.slice(0, word.indexOf('=')).replace(/[:?+]$/, ''), word.slice(word.indexOf('=') + 1))
  const goals = given.filter((word) => !word.includes('='))
  const goal = file.variables.get('.DEFAULT_GOAL') ?? file.first
  const ignores = file.ignore || words.includes('-i') || words.includes('--ignore-errors')
  return (goals.length > 0 ? goals : goal === undefined ? [] : [goal]).flatMap((target) =>
    recipesOf(target, file, { folder, ignores, seen: new Set(), variables: call.variables }),
  )
}

const readMakefile = async (path: string, folder: string, tree: Tree, file: Makefile, depth: number): Promise<void> => {
  const text = await tree.read(path)
  if (text === undefined || depth > 5) return
  let rules: Rule[] = []
  let define = false
  for (const { text: raw, line } of logicalLines(text)) {
    if (/^\s*define\b/.test(raw)) define = true
    if (define) {
      if (/^\s*endef\b/.test(raw)) define = false
      continue
    }
    if (raw.startsWith('\t')) {
      for (const rule of rules) rule.recipe.push({ text: raw.slice(1), line, path })
      continue
    }
    const plain = raw.replace(/(^|\s)#.*$/, '').trimEnd()
    if (plain.trim() === '' || /^\s*(ifeq|ifneq|ifdef|ifndef|else|endif|export\s*$|unexport|vpath|override\s*$)/.test(plain)) continue
    const include = /^\s*-?s?include\s+(.+)$/.exec(plain)
    if (include) {
      for (const name of expandMake(include[1] as string, file, '').split(/\s+/)) {
        const other = under(folder, name)
        if (other !== undefined && tree.has(other)) await readMakefile(other, folder, tree, file, depth + 1)
      }
      continue
    }
    if (setVariable(plain, file)) continue
    rules = addRule(plain, { path, line }, file) ?? rules
  }
}

/** Lines joined at a final backslash; recipe lines keep it, since the shell reads them joined. */
const logicalLines = (text: string): { text: string; line: number }[] => {
  const lines: { text: string; line: number }[] = []
  let open: { text: string; line: number } | undefined
  text.split('\n').forEach((raw, at) => {
    const more = raw.endsWith('\\')
    const recipe = (open?.text ?? raw).startsWith('\t')
    const part = recipe ? raw : more ? raw.slice(0, -1) : raw
    if (open) open.text += recipe ? `\n${part.replace(/^\t/, '')}` : ` ${part.trim()}`
    else open = { text: part, line: at + 1 }
    if (more) return
    lines.push(open)
    open = undefined
  })
  if (open) lines.push(open)
  return lines
}

const setVariable = (line: string, file: Makefile): boolean => {
  const [, name, operator, value] = /^\s*(?:export\s+|override\s+)*([\w.-]+)\s*(::?:?|\?|\+|!)?=\s*(.*)$/.exec(line) ?? []
  if (name === undefined) return false
  const before = file.variables.get(name)
  if (operator === '+') file.variables.set(name, `${before ?? ''} ${value}`.trim())
  else if (operator !== '?' || before === undefined) file.variables.set(name, operator === '!' ? '' : (value ?? ''))
  if (name === '.SHELLFLAGS') file.shellFlags = value ?? ''
  return true
}

const addRule = (line: string, at: { path: string; line: number }, file: Makefile): Rule[] | undefined => {
  const [, left, right] = /^([^:=]+?)\s*&?::?(?!=)\s*(.*)$/.exec(line) ?? []
  if (left === undefined || right === undefined) return undefined
  const [before = '', ...inline] = right.split(';')
  const recipe = inline.length > 0 ? [{ text: inline.join(';').trim(), ...at }] : []
  if (/^[\w.-]+\s*[:?+]?=/.test(before)) return []
  const needs = expandMake(before, file, '')
    .split(/\s+/)
    .filter((need) => need !== '' && need !== '|')
  return expandMake(left, file, '')
    .split(/\s+/)
    .filter((target) => target !== '')
    .map((target) => {
      if (target === '.ONESHELL') file.oneShell = true
      if (target === '.IGNORE' && needs.length === 0) file.ignore = true
      const known = file.rules.get(target)
      const rule = { ...at, needs: [...(known?.needs ?? []), ...needs], recipe: [...recipe] }
      if (known && known.recipe.length > 0 && recipe.length === 0)
        Object.assign(rule, { recipe: known.recipe, path: known.path, line: known.line })
      file.rules.set(target, rule)
      if (!target.startsWith('.') && !target.includes('%')) file.first ??= target
      return rule
    })
}

/** Puts in variables; `$$` becomes `$`, and functions vanish. */
const expandMake = (text: string, file: Makefile, target: string, depth = 0): string =>
  text.replace(/\$(?:\$|\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\}|(.))/g, (whole, round?: string, curly?: string, short?: string) => {
    if (whole === '$$') return '$'
    const name = round ?? curly ?? short ?? ''
    if (name === 'MAKE') return 'make'
    if (name === 'CURDIR' || name === 'PWD') return '.'
    if (name === '@') return target
    const value = file.variables.get(name)
    if (value !== undefined) return depth > 8 ? '' : expandMake(value, file, target, depth + 1)
    const [, fallback] = /^(?:or|if)\s.*,([^,]*)$/.exec(name) ?? []
    // make also takes variables from the environment, which only a run knows: the name stays, for the shell to know or not.
    return fallback ?? (/^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : '')
  })

type From = { folder: string; ignores: boolean; seen: Set<string>; variables: { [name: string]: string } }

const recipesOf = (target: string, file: Makefile, from: From, via?: string): Expansion[] => {
  const rule = file.rules.get(target) ?? patternRule(target, file)
  if (!rule || from.seen.has(target)) return []
  from.seen.add(target)
  const label = via === undefined ? `make ${target}` : `${via} → ${target}`
  const before = rule.needs.flatMap((need) => recipesOf(need, file, from, label))
  const flags = expandMake(file.shellFlags, file, target)
  const shell = { errexit: /(^|\s)-\w*e/.test(flags), pipefail: flags.includes('pipefail') }
  const scripts = rule.recipe.map(({ text, line, path }) => ({ ...prefixOf(expandMake(text, file, target)), line, path }))
  const joinedUp =
    file.oneShell && scripts.length > 0
      ? [{ ...(scripts[0] as (typeof scripts)[0]), script: scripts.map(({ script }) => script).join('\n') }]
      : scripts
  const own = joinedUp.map(({ script, minus, line, path }): Expansion => {
    const why = from.ignores ? `make ignores errors here` : minus ? `the recipe line begins with "-"` : undefined
    return {
      label,
      path,
      line,
      script,
      scriptLine: line,
      ...shell,
      cwd: from.folder,
      variables: from.variables,
      ...(why === undefined ? {} : { forgiven: why }),
    }
  })
  return [...before, ...own]
}

const prefixOf = (text: string): { script: string; minus: boolean } => {
  const [, prefix = '', script = ''] = /^\s*([-@+\s]*)([\s\S]*)$/.exec(text) ?? []
  return { script, minus: prefix.includes('-') }
}

const patternRule = (target: string, file: Makefile): Rule | undefined => {
  for (const [pattern, rule] of file.rules) {
    if (!pattern.includes('%')) continue
    const [start = '', end = ''] = pattern.split('%')
    if (target.startsWith(start) && target.endsWith(end) && target.length > pattern.length - 1) return rule
  }
  return undefined
}
