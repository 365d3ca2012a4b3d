/** Follows `nox` and `invoke`: Python functions whose bodies run commands. */
import { type Expansion, optionOf, positionals, quoteAll, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

type Unit = { name: string; line: number; decorators: string; body: string; bodyLine: number }

/** Top-level functions with their decorators, by indentation. */
const functionsOf = (text: string): Unit[] => {
  const lines = text.split('\n')
  const units: Unit[] = []
  let decorators: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const name = /^(?:async\s+)?def\s+(\w+)\s*\(/.exec(line)?.[1]
    if (line.startsWith('@') || (decorators.length > 0 && name === undefined && /^[\s)\]]/.test(line) && !/^\s*$/.test(line)))
      decorators.push(line)
    else if (name !== undefined) {
      let end = at + 1
      while (end < lines.length && (/^\s/.test(lines[end] as string) || lines[end] === '' || /^[)#]/.test(lines[end] as string))) end++
      units.push({
        name,
        line: at + 1,
        decorators: decorators.join('\n'),
        body: lines
          .slice(at + 1, end)
          .map((one) => one.replace(/^\s*#.*$/, ''))
          .join('\n'),
        bodyLine: at + 2,
      })
      decorators = []
      at = end - 1
    } else if (line.trim() !== '') decorators = []
  }
  return units
}

/** The literal text arguments of a call that opens at `open`, and the raw text of all of them. */
const argumentsAt = (body: string, open: number): { words: string[]; raw: string } => {
  let depth = 0
  let end = open
  for (; end < body.length; end++) {
    const char = body[end]
    if (char === '"' || char === "'") {
      const close = body.indexOf(char, end + 1)
      end = close < 0 ? body.length : close
    } else if (char === '(' || char === '[') depth++
    else if ((char === ')' || char === ']') && --depth === 0) break
  }
  const raw = body.slice(open + 1, end)
  const positional = raw.replace(/,?\s*\b\w+\s*=(?!=)[\s\S]*$/, '')
  return { words: [...positional.matchAll(/[fr]?"([^"\n]*)"|[fr]?'([^'\n]*)'/g)].map(([, double, single]) => double ?? single ?? ''), raw }
}

const callsIn = (unit: Unit, pattern: RegExp) =>
  [...unit.body.matchAll(pattern)].map((found) => ({
    ...argumentsAt(unit.body, found.index + found[0].length - 1),
    line: unit.bodyLine + unit.body.slice(0, found.index).split('\n').length - 1,
  }))

export const runNox: Runner = async (call, tree) => {
  const [program, ...all] = call.words
  if (
    programOf(program) !== 'nox' ||
    all.some((word) => ['-l', '--list', '--list-sessions', '-h', '--help', '--version', '--install-only'].includes(word))
  )
    return []
  const cut = all.indexOf('--')
  const words = cut < 0 ? all : all.slice(0, cut)
  const path = under(call.cwd, optionOf(words, '-f', '--noxfile') ?? 'noxfile.py')
  const text = path === undefined ? undefined : await tree.read(path)
  if (path === undefined || text === undefined) return []
  const sessions = functionsOf(text)
    .filter(({ decorators }) => /@(nox\.)?session\b|@\w*session\w*\b/.test(decorators))
    .map((unit) => ({ ...unit, name: /\bname\s*=\s*["']([^"']+)/.exec(unit.decorators)?.[1] ?? unit.name }))
  const at = words.findIndex((word) => ['-s', '-e', '--session', '--sessions', '-t', '--tags'].includes(word))
  const asked =
    at < 0
      ? (optionOf(words, '--session', '--sessions') ?? call.variables.NOXSESSION)?.split(',')
      : positionals(words.slice(at + 1), ['-p', '-f', '--python'])
  const defaults = /nox\.options\.sessions\s*=\s*[[(]([^\])]*)/.exec(text)?.[1]
  const byDefault = defaults === undefined ? undefined : [...defaults.matchAll(/["']([^"']+)/g)].map(([, name]) => name)
  const chosen = asked ?? byDefault
  const wanted = sessions.filter(({ name, decorators }) =>
    chosen
      ? chosen.some((one) => one === name || one?.startsWith(`${name}-`) || one?.startsWith(`${name}(`) || one?.includes('${{'))
      : !/default\s*=\s*False/.test(decorators),
  )
  return wanted.flatMap((unit) =>
    callsIn(unit, /\bsession\.(?:run|run_always)\s*\(/g).map(({ words: run, raw, line }): Expansion => {
      const lenient = /success_codes\s*=\s*\[[^\]]*\b1\b/.test(raw)
      const rest = /\*\s*session\.posargs/.test(raw) && cut >= 0 ? all.slice(cut + 1) : []
      const script = quoteAll([...run, ...rest])
      return {
        label: `nox -s ${unit.name}`,
        path,
        line,
        script,
        scriptLine: line,
        errexit: true,
        pipefail: false,
        cwd: call.cwd,
        variables: call.variables,
        ...(lenient ? { forgiven: 'nox takes exit code 1 as success' } : {}),
      }
    }),
  )
}

export const runInvoke: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (!['invoke', 'inv'].includes(programOf(program)) || words.some((word) => ['-l', '--list', '-h', '--help'].includes(word))) return []
  const asked = positionals(words, ['-c', '--collection', '-r', '--search-root'])
  const runs: Expansion[] = []
  const paths = tree.paths.filter((path) => path === under(call.cwd, 'tasks.py') || path.startsWith(`${under(call.cwd, 'tasks')}/`))
  for (const path of paths.filter((one) => one.endsWith('.py'))) {
    const tasks = functionsOf((await tree.read(path)) ?? '').filter(({ decorators }) => /@(\w+\.)?task\b/.test(decorators))
    const fits = ({ name }: Unit) => asked.some((one) => (one.split('.').at(-1) ?? one).replaceAll('-', '_') === name)
    const needed = new Set<Unit>(tasks.filter(fits))
    for (const unit of needed)
      for (const task of tasks) if (new RegExp(`\\b${task.name}\\b`).test(unit.decorators.replace(/^@\w+/, ''))) needed.add(task)
    for (const unit of needed)
      for (const { words: run, raw, line } of callsIn(unit, /\b(?:c|ctx|context|conn)\.run\s*\(/g)) {
        const lenient = /\bwarn\s*=\s*True/.test(raw)
        runs.push({
          label: `invoke ${unit.name}`,
          path,
          line,
          script: run[0] ?? '',
          scriptLine: line,
          errexit: true,
          pipefail: false,
          cwd: call.cwd,
          variables: call.variables,
          ...(lenient ? { forgiven: 'invoke is told to warn only' } : {}),
        })
      }
  }
  return runs
}
