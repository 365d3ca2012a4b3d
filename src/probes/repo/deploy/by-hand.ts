/** Deployments that nothing starts: commands in scripts, recipes and tasks that a person types. */
import type { Call } from '../ci/runners/expansion.ts'
import { unwrap } from '../ci/runners/unwrap.ts'
import { walkShell } from '../ci/shell/walk.ts'
import type { Tree } from '../ci/tree.ts'
import { isForeign, nameOf, pathKind } from '../paths.ts'
import { deployByName, deployOf } from './commands.ts'
import { type Deployment, type Deploys, showsOnly } from './kinds.ts'

const scripts = /\.(sh|bash|zsh)$/
const recipes =
  /(^|\/)(GNU)?[Mm]akefile$|\.mk$|(^|\/)[Jj]ustfile$|(^|\/)Taskfile[^/]*\.ya?ml$|(^|\/)package\.json$|(^|\/)(tasks|fabfile|noxfile|dodo)\.py$|(^|\/)tasks\/[^/]+\.py$|(^|\/)pyproject\.toml$/
const mayDeploy =
  /kubectl|helm|terraform|tofu|pulumi|\bcdk\b|\bsam\b|serverless|gcloud|\baws\b|\baz\b|heroku|railway|fly(ctl)? deploy|vercel|twine|publish|bentoml|anyscale|databricks|docker|podman|ssh|scp|rsync|ansible|modal|prefect|argocd|deploy/
const largest = 200_000

/** `definesService`: the tree's Terraform defines something that runs. */
export const deploymentsByHand = async (tree: Tree, definesService: boolean, signal: AbortSignal): Promise<Deployment[]> => {
  const out: Deployment[] = []
  for (const path of tree.paths) {
    if (!scripts.test(path) && !recipes.test(path)) continue
    if (isForeign(path) || showsOnly.test(path) || ['test', 'docs', 'example'].includes(pathKind(path))) continue
    signal.throwIfAborted()
    const text = await tree.read(path)
    if (text === undefined || text.length > largest || !mayDeploy.test(text)) continue
    for (const { line, words, near } of commandsIn(path, text)) {
      const deploys = deployIn(words, `${nameOf(path)} ${near}`)
      if (!deploys || (deploys.infrastructure && !definesService)) continue
      const note = `${words.slice(0, 3).join(' ').slice(0, 60)} (${deploys.target}): nothing in the tree starts it by itself`
      out.push({ ...deploys, path, line, automatic: false, enabled: true, after_tests: false, note })
    }
  }
  return out
}

/** A function of the script may stand before the command (`run_in_env twine upload`). */
const deployIn = (words: string[], names: string): Deploys | undefined => {
  const plain = bare(words)
  if (
    /^(echo|printf|cat|log\w*|info|warn|error|print\w*|#|alias|function|pip3?|apt|apt-get|brew|conda|which|test|\[\[?)$/.test(
      plain[0] ?? '',
    )
  )
    return undefined
  const direct = deployOf(plain) ?? deployByName(plain, names, true)
  if (direct || plain.length < 3) return direct
  const start = plain.findIndex((word, at) => at > 0 && at < 4 && /^(twine|kubectl|helm|terraform|gcloud|aws|az|docker)$/.test(word))
  return start < 0 || plain.some((word) => word === 'install') ? undefined : deployOf(plain.slice(start))
}

const bare = (words: string[]): string[] => {
  let call: Call = { words, cwd: '', variables: {} }
  for (let turn = 0; turn < 6; turn++) {
    const next = unwrap(call)
    if (!next || next.script || next.words.length === 0) break
    call = next
  }
  return call.words
}

/** `near`: the name of the recipe around it. */
type Line = { line: number; words: string[]; near: string }

const commandsIn = (path: string, text: string): Line[] => {
  if (scripts.test(path)) return [...shellLines(text, 1, ''), ...throughFunctions(text)]
  if (path.endsWith('.py')) return pythonLines(text)
  const out: Line[] = []
  let near = ''
  for (const { line, raw } of joinedLines(text)) {
    const head = /^\s{0,4}["']?([\w.-]+)["']?(?:\s+[^:=]*)?:(?!=)/.exec(raw)
    if (head && !raw.startsWith('\t')) near = head[1] ?? ''
    if (!mayDeploy.test(raw) || /^\s*(#|\/\/)/.test(raw)) continue
    const command = /package\.json$|\.toml$/.test(path)
      ? (/[:=]\s*"((?:\\.|[^"\\])*)"/.exec(raw)?.[1] ?? '')
      : raw
          .replace(/^[\w.%/ -]+:{1,2}[^;=]*;/, '')
          .replace(/^\s*(-\s+)?(cmd:\s*)?[@+-]*/, '')
          .replaceAll('$$', '$')
    out.push(...shellLines(command.replaceAll(/\$\(([A-Za-z_]\w*)\)/g, '$$$1'), line, near))
  }
  return out
}

/** Lines with the ones that a backslash hangs on; `line` is where each begins. */
const joinedLines = (text: string): { line: number; raw: string }[] => {
  const out: { line: number; raw: string }[] = []
  let hanging = false
  for (const [at, raw] of text.split('\n').entries()) {
    const last = out.at(-1)
    if (hanging && last) last.raw += ` ${raw.trim().replace(/\\$/, '')}`
    else out.push({ line: at + 1, raw: raw.replace(/\\$/, '') })
    hanging = raw.endsWith('\\')
  }
  return out
}

const shellLines = (text: string, line: number, near: string): Line[] =>
  walkShell(text, { errexit: false, pipefail: false, cwd: '', variables: {}, line }).map((leaf) => ({
    line: leaf.line,
    words: leaf.words,
    near,
  }))

/** `run_in_env twine upload …`: a function of the script runs what it is given. */
const throughFunctions = (text: string): Line[] => {
  const functions = [...text.matchAll(/^\s*(?:function\s+)?(\w+)\s*\(\)\s*\{?/gm)].map(([, name]) => name as string)
  if (functions.length === 0) return []
  return joinedLines(text).flatMap(({ line, raw }) => {
    const words = raw.trim().split(/\s+/)
    return functions.includes(words[0] ?? '') && words.length > 2 ? [{ line, words: words.slice(1), near: '' }] : []
  })
}

const started =
  /\b(?:run|system|call|check_call|check_output|Popen|sudo|local|shell)\(\s*[rf]{0,2}("""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

const pythonLines = (text: string): Line[] =>
  [...text.matchAll(started)].flatMap((found) => {
    const quoted = found[1] ?? ''
    const size = quoted.startsWith('"""') ? 3 : 1
    const before = text.slice(0, found.index)
    const near = [...before.matchAll(/^def\s+(\w+)/gm)].at(-1)?.[1] ?? ''
    return shellLines(quoted.slice(size, -size), before.split('\n').length, near)
  })
