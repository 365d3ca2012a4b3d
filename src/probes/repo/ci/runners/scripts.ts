/** Follows scripts of the repository that a command starts: shell files, and Python files that start test tools. */
import type { Tree } from '../tree.ts'
import { type Call, type Expansion, quoteAll, type Runner, under } from './expansion.ts'
import { isPythonProgram, programOf } from './unwrap.ts'

export const runShellFile: Runner = async (call, tree) => {
  const [first = '', ...rest] = call.words
  const shell = /^(bash|sh|dash|zsh|ash)$/.test(programOf(first))
  const sourced = first === 'source' || first === '.'
  const at = shell ? rest.findIndex((word) => !/^[-+]/.test(word) && word !== 'pipefail') : 0
  const name = shell || sourced ? rest[at] : first
  const path = name === undefined || at < 0 ? undefined : under(call.cwd, name)
  if (name === undefined || path === undefined || !tree.has(path) || (!shell && !sourced && !name.includes('/') && !name.endsWith('.sh')))
    return []
  const text = await tree.read(path)
  const hashbang = /^#!.*/.exec(text ?? '')?.[0] ?? ''
  if (text === undefined || (!shell && !sourced && !/\b(ba|z|da|a)?sh\b/.test(hashbang) && !/\.(sh|bash)$/.test(path))) return []
  const flags = [shell ? rest.slice(0, at).join(' ') : '', hashbang.replace(/^#!\S+( \S*sh\b)?/, '')].join(' ')
  const given = rest.slice(shell || sourced ? at + 1 : 0)
  const variables: { [name: string]: string } = { ...call.variables, '@': given.join(' '), '*': given.join(' ') }
  for (let number = 1; number <= 9; number++) variables[number] = given[number - 1] ?? ''
  return [
    {
      label: name,
      path,
      line: 1,
      script: text,
      scriptLine: 1,
      errexit: /(^|\s)-\w*e/.test(flags),
      pipefail: flags.includes('pipefail'),
      cwd: call.cwd,
      variables,
    },
  ]
}

const quotedList = /\[((?:\s*[rfb]?(?:"[^"\n]*"|'[^'\n]*'|sys\.executable)\s*,?)+)/
const starter =
  /(sys\.exit\(|raise SystemExit\(|(?<![\w.])exit\()?\s*(?:(\w+)\s*=\s*)?\b(pytest\.main|subprocess\.(?:run|call|check_call|check_output|Popen)|os\.system|unittest\.main|doctest\.testmod)\(/g

/** A Python file that is run directly: the test tools it starts, and whether their failure becomes its own. */
export const runPythonFile: Runner = async (call, tree) => {
  const module = isPythonProgram(call.words[0]) ? call.words[call.words.indexOf('-m') + 1] : undefined
  if (call.words.includes('-m') && module !== undefined) return runModule(module, call, tree)
  const direct = call.words[0]?.endsWith('.py')
  const name = direct
    ? call.words[0]
    : isPythonProgram(call.words[0])
      ? call.words.slice(1).find((word) => !word.startsWith('-'))
      : undefined
  const path = name === undefined || call.words.includes('-c') ? undefined : under(call.cwd, name)
  if (name === undefined || path === undefined || !path.endsWith('.py')) return []
  const text = await tree.read(path)
  return text === undefined ? [] : startedBy(text.replace(/^\s*#.*$/gm, ''), { call, path, label: `python ${name}`, tree })
}

/** `python -m a.b` starts a/b.py or a/b/__main__.py, here or below src. */
const runModule = async (module: string, call: Call, tree: Tree): Promise<Expansion[]> => {
  const way = module.replaceAll('.', '/')
  const path = ['', 'src/']
    .flatMap((top) => [`${top}${way}.py`, `${top}${way}/__main__.py`])
    .flatMap((one) => under(call.cwd, one) ?? [])
    .find(tree.has)
  const text = path === undefined ? undefined : await tree.read(path)
  if (path === undefined || text === undefined) return []
  return startedBy(text.replace(/^\s*#.*$/gm, ''), { call, path, label: `python -m ${module}`, tree })
}

/** A command that the project itself installs: `name = "package.module:function"`. */
export const runEntryPoint: Runner = async (call, tree) => {
  const name = call.words[0] ?? ''
  if (!/^[\w.-]+$/.test(name)) return []
  const text = await tree.read('pyproject.toml')
  const names = new RegExp(`^\\s*["']?${name.replaceAll('.', '\\.')}["']?\\s*=\\s*["']([\\w.]+):`, 'm')
  const scripts = /^\[(?:project|tool\.poetry)\.scripts\][^[]*/gm.exec(text ?? '')?.[0] ?? ''
  const module = names.exec(scripts)?.[1]
  return module === undefined ? [] : runModule(module, { ...call, cwd: '' }, tree)
}

type PythonFile = { call: Call; path: string; label: string; tree: Tree }

const startedBy = (text: string, { call, path, label }: PythonFile): Expansion[] =>
  [...text.matchAll(starter)].flatMap((found) => {
    const [whole, exits, name, what = ''] = found
    const rest = text.slice(found.index + whole.length, found.index + whole.length + 600)
    const script =
      what === 'unittest.main' ? `python -m unittest ${path.replace(/^.*\//, '')}` : what === 'doctest.testmod' ? '' : commandIn(what, rest)
    if (
      script === '' ||
      (what !== 'pytest.main' &&
        what !== 'unittest.main' &&
        !/^[\w./-]*(pytest|py\.test|tox|nox|make|coverage|unittest|python)/.test(script))
    )
      return []
    const line = text.slice(0, found.index).split('\n').length
    const kept =
      name !== undefined &&
      new RegExp(`(exit|SystemExit)\\(.*\\b${name}\\b|\\b${name}(\\.returncode)?\\s*(!=|>|==)|${name}\\.check_returncode`).test(text)
    const raises =
      what === 'unittest.main'
        ? !/\bexit\s*=\s*False/.test(rest.split(')')[0] ?? '')
        : what.includes('check_') || /^[^\n]*(\n[^\n]*){0,6}?check\s*=\s*True/.test(rest.split(/\n\S/)[0] ?? '')
    const script2 = {
      label,
      path,
      line,
      script,
      scriptLine: line,
      errexit: true,
      pipefail: false,
      cwd: call.cwd,
      variables: call.variables,
    }
    return [exits !== undefined || kept || raises ? script2 : { ...script2, forgiven: `${path} drops the exit code of ${what}` }]
  })

const commandIn = (what: string, rest: string): string => {
  const list = quotedList.exec(rest.slice(0, 400))
  if (list && /^\s*\[|^\s*args\s*=\s*\[/.test(rest)) {
    const words = [...(list[1] ?? '').matchAll(/"([^"\n]*)"|'([^'\n]*)'|(sys\.executable)/g)].map(([, double, single, python]) =>
      python ? 'python' : (double ?? single ?? ''),
    )
    return quoteAll(what === 'pytest.main' ? ['pytest', ...words] : words)
  }
  if (what === 'pytest.main') return 'pytest'
  return /^\s*f?["']([^"'\n]*)["']/.exec(rest)?.[1] ?? ''
}
