/** Follows `tox`: environments of tox.ini, setup.cfg and pyproject.toml with their commands. */
import { parse } from 'smol-toml'
import { type Call, type Expansion, lineWhere, optionOf, quoteAll, type Runner, under } from './expansion.ts'
import { type Ini, readIni } from './ini.ts'
import { programOf } from './unwrap.ts'

const nothingRuns = [
  '--notest',
  '-l',
  '--listenvs',
  '-a',
  '--listenvs-all',
  '--version',
  '-h',
  '--help',
  '--showconfig',
  'list',
  'l',
  'config',
  'c',
  'devenv',
  'd',
  'legacy',
  '-n',
]

export const runTox: Runner = async (call, tree) => {
  if (programOf(call.words[0]) !== 'tox') return []
  const [, ...all] = call.words
  const cut = all.indexOf('--')
  const words = cut < 0 ? all : all.slice(0, cut)
  const rest = cut < 0 ? [] : all.slice(cut + 1)
  if (words.some((word) => nothingRuns.includes(word))) return []
  const named = optionOf(words, '-c', '--conf', '--workdir')
  const asked = (optionOf(words, '-e') ?? call.variables.TOXENV)?.split(',').map((name) => name.trim())
  const factors = optionOf(words, '-f')?.split(/[,\s]/)
  for (const name of [named, 'tox.ini', 'setup.cfg', 'tox.toml', 'pyproject.toml']) {
    const path = name === undefined ? undefined : under(call.cwd, name.endsWith('/') || !name.includes('.') ? `${name}/tox.ini` : name)
    const text = path === undefined ? undefined : await tree.read(path)
    if (path === undefined || text === undefined) continue
    const given = { call, path, text, asked, factors, rest, tree }
    const runs = path.endsWith('.toml') ? fromToml(given) : fromIni(given, readIni(text), 0)
    if (runs) return runs
  }
  return []
}

type Given = { call: Call; path: string; text: string; asked: string[] | undefined; factors: string[] | undefined; rest: string[] }

const fromIni = (given: Given, ini: Ini, offset: number): Expansion[] | undefined => {
  const root = given.path.endsWith('setup.cfg') ? ini['tox:tox'] : ini.tox
  if (!root && !Object.keys(ini).some((section) => section.startsWith('testenv'))) return undefined
  const list = expandNames(root?.env_list?.text ?? root?.envlist?.text ?? 'py')
  const names = given.asked ?? list.filter((name) => !given.factors || given.factors.every((factor) => name.split('-').includes(factor)))
  return (names.length === 1 && names[0] === 'ALL' ? list : names).flatMap((name) => envFromIni(name, ini, given, offset))
}

/** `py{39,310}-{a,b}` stands for four names. */
const expandNames = (text: string): string[] =>
  text
    .split(/[\n,](?![^{]*\})/)
    .map((name) => name.replace(/#.*$/, '').trim())
    .filter((name) => name !== '')
    .flatMap((name) => {
      let all = ['']
      for (const part of name.split(/(\{[^}]*\})/)) {
        const choices = part.startsWith('{')
          ? part
              .slice(1, -1)
              .split(',')
              .map((one) => one.trim())
          : [part]
        all = all.flatMap((start) => choices.map((choice) => start + choice)).slice(0, 200)
      }
      return all.map((one) => one.replaceAll(/\s/g, ''))
    })

const sectionFor = (name: string, ini: Ini): string | undefined => {
  if (ini[`testenv:${name}`]) return `testenv:${name}`
  const generated = Object.keys(ini).find((section) => section.startsWith('testenv:') && expandNames(section.slice(8)).includes(name))
  return generated ?? (ini.testenv ? 'testenv' : undefined)
}

const envFromIni = (name: string, ini: Ini, given: Given, offset: number): Expansion[] => {
  const section = sectionFor(name, ini)
  const own = section === undefined ? undefined : ini[section]
  const value = (key: string, from = own, depth = 0): { text: string; line: number } | undefined => {
    const found = from?.[key]
    if (found) return found
    const base = from?.base?.text ?? (from === ini.testenv ? undefined : 'testenv')
    return base === undefined || depth > 4 ? undefined : value(key, ini[base], depth + 1)
  }
  const commands = value('commands')
  if (!commands) return []
  const quiet = value('ignore_outcome')?.text.toLowerCase() === 'true'
  const folder = value('changedir')?.text ?? value('change_dir')?.text ?? ''
  return commandLines(referenced(commands.text, ini), commands.line + offset).flatMap(({ text, line }) => {
    const plain = conditional(text, name)
    if (plain === undefined) return []
    const minus = /^-\s*/.test(plain)
    const script = filled(plain.replace(/^[-!]\s*/, ''), given.rest, name)
    const why = quiet ? 'tox ignores its outcome' : minus ? 'the tox command begins with "-"' : undefined
    return [expansion(given, { name, script, line, cwd: under(given.call.cwd, filled(folder, [], name)) ?? null, why })]
  })
}

const commandLines = (text: string, firstLine: number): { text: string; line: number }[] => {
  const lines: { text: string; line: number }[] = []
  let open = ''
  text.split('\n').forEach((line, at) => {
    const plain = open + line
    open = plain.endsWith('\\') ? `${plain.slice(0, -1)} ` : ''
    if (open === '' && plain.trim() !== '') lines.push({ text: plain.trim(), line: firstLine + at })
  })
  return lines
}

const referenced = (text: string, ini: Ini): string =>
  text.replace(/\{\[([^\]]+)\]([\w-]+)\}/g, (_, section, key) => ini[section]?.[key]?.text ?? '')

/** `cov: pytest --cov` counts only for environments with that factor; `!cov:` for those without. */
const conditional = (text: string, name: string): string | undefined => {
  const [, factors, rest] = /^((?:!?[\w.{},-]+))\s*:\s+(.*)$/.exec(text) ?? []
  if (factors === undefined || rest === undefined || /^[{/]/.test(factors)) return text
  const parts = name.split('-')
  const fits = expandNames(factors).some((one) =>
    one.split('-').every((factor) => (factor.startsWith('!') ? !parts.includes(factor.slice(1)) : parts.includes(factor))),
  )
  return fits ? rest : undefined
}

const filled = (text: string, rest: string[], name: string): string =>
  text
    .replace(/\{posargs:?([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g, (_, fallback) => (rest.length > 0 ? quoteAll(rest) : fallback))
    .replace(/\[\]/g, quoteAll(rest))
    .replace(/\{(toxinidir|tox_root)\}\/?/g, '')
    .replace(/\{(envpython|env_python)\}/g, 'python')
    .replace(/\{(envname|env_name)\}/g, name)
    .replace(/\{\/\}/g, '/')
    .replace(/\{(envbindir|env_bin_dir)\}\//g, '')
    .replace(/\{env:\w+:([^{}]*)\}/g, '$1')

type Made = { name: string; script: string; line: number; cwd: string | null; why: string | undefined }
const expansion = ({ call, path }: Given, { name, script, line, cwd, why }: Made): Expansion => ({
  label: `tox -e ${name}`,
  path,
  line,
  script,
  scriptLine: line,
  errexit: true,
  pipefail: false,
  cwd,
  variables: call.variables,
  ...(why === undefined ? {} : { forgiven: why }),
})

type Toml = { [key: string]: unknown }
const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Toml)[key] : undefined

const fromToml = (given: Given): Expansion[] | undefined => {
  let root: unknown
  try {
    root = parse(given.text)
  } catch {
    return undefined
  }
  const tox = given.path.endsWith('pyproject.toml') ? inside(inside(root, 'tool'), 'tox') : root
  const legacy = inside(tox, 'legacy_tox_ini')
  if (typeof legacy === 'string')
    return fromIni(given, readIni(legacy), lineWhere(given.text, (line) => line.includes('legacy_tox_ini')) - 1)
  if (tox === undefined) return undefined
  const list = inside(tox, 'env_list')
  const names = given.asked ?? (Array.isArray(list) ? list.filter((name) => typeof name === 'string') : ['py'])
  return names.flatMap((name) => envFromToml(name, tox, given))
}

const envFromToml = (name: string, tox: unknown, given: Given): Expansion[] => {
  const own = inside(inside(tox, 'env'), name)
  const commands = inside(own, 'commands') ?? inside(inside(tox, 'env_run_base'), 'commands')
  const quiet = inside(own, 'ignore_outcome') === true
  if (!Array.isArray(commands)) return []
  return commands.filter(Array.isArray).map((command) => {
    const words = command.flatMap((word: unknown) =>
      typeof word === 'string'
        ? [word]
        : inside(word, 'replace') === 'posargs' && given.rest.length === 0
          ? ((inside(word, 'default') as string[] | undefined) ?? [])
          : given.rest,
    )
    const script = filled(quoteAll(words.map((word: string) => filled(word, given.rest, name))), given.rest, name)
    const minus = script.startsWith('- ')
    const line = lineWhere(given.text, (text) => typeof words[0] === 'string' && text.includes(`"${words[0]}"`))
    const why = quiet ? 'tox ignores its outcome' : minus ? 'the tox command begins with "-"' : undefined
    return expansion(given, { name, script: script.replace(/^- /, ''), line, cwd: given.call.cwd, why })
  })
}
