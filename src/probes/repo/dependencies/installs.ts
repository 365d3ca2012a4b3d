/** Finds the commands that install dependencies: in CI, images, make files and scripts, and in what the README tells people to run. */
import { folderOf, joinPath, nameOf } from '../paths.ts'
import { namedPackages } from './named-packages.ts'

/** Strongest first: what a machine installs · what people's tools install · what a document says. */
export type Tier = 'machine' | 'tool' | 'document'

/**
 * `files`: dependency files the command names (paths as found in the tree). `lockOf`: the tool whose lock it installs
 * (`poetry`, `uv`…). `relocks`: the tool whose lock it throws away or brings up to date first. `project`: installs the project itself, with what its own file asks for. `folder`: where it runs.
 */
export type Install = {
  path: string
  line: number
  tier: Tier
  folder: string
  files: string[]
  lockOf: string | undefined
  project: boolean
  relocks: string | undefined
  /** Packages that the command names beside, without an exact version. */
  beside: string[]
}

const machine =
  /(^|\/)\.github\/(workflows|actions)\/|(^|\/)(action\.ya?ml|\.gitlab-ci[\w.-]*\.ya?ml|azure-pipelines[\w.-]*\.ya?ml|cloudbuild[\w.-]*\.ya?ml|buildspec[\w.-]*\.ya?ml|\.travis\.yml|Jenkinsfile[\w.-]*|bitbucket-pipelines\.yml|\.drone\.yml|appveyor\.yml|\.readthedocs\.ya?ml|MLproject)$|^\.circleci\/|^\.?taskcluster\/.*\.ya?ml$|(^|\/)([\w.-]*Dockerfile[\w.-]*|Containerfile|[\w.-]+\.dockerfile|docker-compose[\w.-]*\.ya?ml)$|^\.pipelines\/|^\.pipeline\/.*\.ya?ml$|(^|\/)blubber[\w.-]*\.ya?ml$/i
const tool =
  /(^|\/)(Makefile|makefile|GNUmakefile|[\w.-]+\.mk|justfile|Taskfile\.ya?ml|tox\.ini|noxfile\.py|tasks\.py|Procfile|dodo\.py|devcontainer\.json|environment\.sh|[\w.-]+\.(sh|bash|just))$|^tasks\/[\w.-]+\.(py|just|toml)$|(^|\/)\.?mise\.toml$/i
const document =
  /(^|\/)(README[\w.-]*|CONTRIBUTING[\w.-]*|INSTALL[\w.-]*|DEVELOP\w*[\w.-]*|(?:docs?\/)?(installation|install|setup|getting[-_]?started|development)[\w.-]*\.(md|rst|txt))$/i

export const tierOf = (path: string): Tier | undefined =>
  machine.test(path) ? 'machine' : tool.test(path) ? 'tool' : document.test(path) ? 'document' : undefined

const mentions =
  /\b(pip3?|uv|poetry|pdm|pipenv|rye|conda|mamba|micromamba|pixi|pip-sync|conda-lock|renv|hatch|pipx|tox|deps|conda_env|pip-requirements|requirements)\b|setup\.py/

/** `exists`: whether a path is in the tree. `promoted`: this file is run by CI, so what it installs a machine installs. */
export function installsIn(path: string, text: string, tier: Tier, paths: Set<string>): Install[] {
  const copies = copiesOf(path, text)
  const out: Install[] = []
  let folder = startFolder(path, tier)
  let holds = false
  let over = false
  for (const { line, text: command } of commandLines(text, tier)) {
    folder = workingFolder(command, folder) ?? folder
    for (const part of command.split(/&&|\|\||;|\bthen\b/)) {
      // `if [ -f a ]; … else …` with a in the tree: what follows the else never runs.
      const asked = /^\s*(?:RUN\s+)?if\s+\[\[?\s+-[fe]\s+["']?([^\s"']+)/.exec(part)?.[1]
      if (asked !== undefined) holds = paths.has(joinPath(folder, asked) ?? '')
      else if (/^\s*fi\b/.test(part)) holds = over = false
      else if (holds && /^\s*(elif|else)\b/.test(part)) over = true
      if (over || !mentions.test(part)) continue
      const install = exported(part, text) ?? parse(part, folder, paths, copies)
      if (install !== undefined) out.push({ path, line, tier, folder, ...install, beside: bareNames(part) })
    }
  }
  return out
}

const bareNames = (command: string): string[] => namedPackages(command).flatMap(({ name, exact }) => (exact ? [] : [name]))

const startFolder = (path: string, tier: Tier): string =>
  tier === 'machine' && !/Dockerfile|Containerfile|dockerfile$/i.test(path)
    ? ''
    : tier === 'document' && /^docs?\//.test(path)
      ? ''
      : folderOf(path)

/** Live lines with continued ones joined; comments, echoes and fenced prose left out. Each keeps its first line's number. */
export function commandLines(text: string, tier: Tier): { line: number; text: string }[] {
  const out: { line: number; text: string }[] = []
  let held = ''
  let first = 0
  text.split('\n').forEach((raw, at) => {
    const line = raw.replace(/\r$/, '')
    if (held === '') first = at + 1
    if (/\\\s*$/.test(line)) {
      held += `${line.replace(/\\\s*$/, ' ')}`
      return
    }
    const whole = (held + line).trim()
    held = ''
    if (/^(#|\/\/|rem\b)/i.test(whole) && tier !== 'document') return
    if (/^(-\s+)?(run:\s*)?[@-]*\s*(echo|printf)\b/.test(whole)) return
    out.push({ line: first, text: whole.replace(/\s#\s.*$/, '') })
  })
  return out
}

function workingFolder(command: string, before: string): string | undefined {
  const at = /^(?:-\s+)?working-directory:\s*['"]?([\w./-]+)/.exec(command)?.[1] ?? /(?:^|run:\s*|&&\s*)cd\s+([\w./-]+)/.exec(command)?.[1]
  return at === undefined ? undefined : joinPath(/^\.\./.test(at) ? before : '', at)
}

/** Image files copy under other names: `COPY requirements/prod.txt requirements.txt`. */
function copiesOf(path: string, text: string): Map<string, string> {
  const out = filteredCopies(text)
  if (!/dockerfile|containerfile/i.test(nameOf(path))) return out
  for (const [, words] of text.replaceAll(/\\\r?\n/g, ' ').matchAll(/^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(.+)$/gim)) {
    const parts = (words ?? '')
      .replaceAll(/[[\]",']/g, ' ')
      .split(/\s+/)
      .filter((word) => word !== '')
    const target = parts.pop() ?? ''
    for (const source of parts)
      if (/req|\.txt|\.ya?ml|\.lock|\.toml/i.test(source))
        out.set(/\.\w+$/.test(target) ? nameOf(target) : nameOf(source), source.replace(/^\.?\//, ''))
  }
  return out
}

/**
 * `grep -v hash requirements.txt > clean.txt`: what stays is pinned as before. A script that touches version signs may
 * loosen them, and a target written from two files is either of them: neither is a copy.
 */
function filteredCopies(text: string): Map<string, string> {
  const sources = new Map<string, Set<string>>()
  for (const [, words, target] of text
    .replaceAll(/\\\r?\n/g, ' ')
    .matchAll(/\b(?:e?grep|sed|cat|awk)\b([^\n;&]{0,500}?)>\s*["']?([\w./-]+\.(?:txt|in))\b/g)) {
    const from = [...(words ?? '').matchAll(/(?:^|\s)["']?([\w./-]+\.(?:txt|in))\b/g)].map((match) => match[1] as string)
    const known = sources.get(nameOf(target as string)) ?? new Set()
    for (const one of from.length === 1 && !/[=<>~]=|\bs([/|#,]).*=.*\1/.test(words ?? '') ? from : ['', '?']) known.add(one)
    sources.set(nameOf(target as string), known)
  }
  return new Map([...sources].flatMap(([target, from]) => (from.size === 1 ? [[target, [...from][0] as string] as const] : [])))
}

type Parsed = Pick<Install, 'files' | 'lockOf' | 'project' | 'relocks'>

function parse(command: string, folder: string, paths: Set<string>, copies: Map<string, string>): Parsed | undefined {
  const named = [
    ...command.matchAll(
      /(?:-r|--requirements?|-c|--constraints?|--file|-f|--with-requirements|--from-lock)[=\s]*["']?([^\s"']+\.(?:txt|in|lock|ya?ml|toml|pip))/g,
    ),
  ].flatMap((match) => locate(match[1] as string, folder, paths, copies) ?? [])
  const files = [...new Set(named)]
  const none = { files, lockOf: undefined, project: false, relocks: undefined }
  const relocks = relocked(command)
  if (relocks !== undefined) return { ...none, files: [], relocks, project: !/\brm\b/.test(command) && /\b(sync|update)\b/.test(command) }
  if (/\buv\s+pip\s+(install|sync)\b|\bpip3?\s+install\b|\bpip-sync\b|\$\{?PIP\}?\s+install\b/.test(command)) {
    if (/\bpip-sync\b|uv\s+pip\s+sync/.test(command) && files.length === 0)
      return {
        ...none,
        files: [...command.matchAll(/\s([\w./-]+\.(?:txt|lock|toml))/g)].flatMap(
          (match) => locate(match[1] as string, folder, paths, copies) ?? locate('requirements.txt', folder, paths, copies) ?? [],
        ),
      }
    const project = /install\s+(?:-\S+\s+)*["']?\.(?:\/)?(?:\[[^\]]*\])?["']?(?:\s|$)|\s(-e|--editable)[\s=]*["']?\.(?![\w/])/.test(command)
    return files.length > 0 || project ? { ...none, project } : undefined
  }
  if (/\bpython3?(\.\d+)?\s+\S*setup\.py\s+(.*\s)?(install|develop)\b/.test(command)) return { ...none, project: true }
  if (/\bpoetry\s+(install|sync)\b/.test(command)) return { ...none, lockOf: 'poetry' }
  if (/\brye\s+sync\b/.test(command)) {
    const lock = locate('requirements.lock', folder, paths, copies)
    return lock === undefined ? { ...none, project: true } : { ...none, files: [lock] }
  }
  if (/\buv\s+(sync|run)\b/.test(command)) return { ...none, lockOf: 'uv' }
  if (/\bpdm\s+(install|sync)\b/.test(command)) return { ...none, lockOf: 'pdm' }
  if (/\bpipenv\s+(sync|install\b.*(--deploy|--ignore-pipfile))/.test(command)) return { ...none, lockOf: 'pipenv' }
  if (/\bpipenv\s+install\b/.test(command))
    return { ...none, lockOf: /--skip-lock/.test(command) ? undefined : 'pipenv', project: /--skip-lock/.test(command) }
  if (/\bpixi\s+(install|run)\b|setup-pixi/.test(command)) return { ...none, lockOf: 'pixi' }
  if (/\bconda-lock\s+install\b/.test(command)) return { ...none, lockOf: 'conda-lock' }
  if (/\brenv::restore/.test(command)) return { ...none, lockOf: 'renv' }
  if (
    /\b(conda|mamba|micromamba)\s+(env\s+)?(create|update|install)\b|environment-file:|conda_env:|pip-requirements:|^\s*requirements:/.test(
      command,
    )
  ) {
    const given =
      files.length > 0
        ? files
        : [...command.matchAll(/(?:[:,[]\s*)["']?([\w./-]+\.(?:ya?ml|txt|lock))/g)].flatMap(
            (match) => locate(match[1] as string, folder, paths, copies) ?? [],
          )
    const standard =
      given.length > 0 || !/\benv\s+(create|update)\b/.test(command)
        ? given
        : [locate('environment.yml', folder, paths, copies) ?? locate('environment.yaml', folder, paths, copies)].flatMap(
            (one) => one ?? [],
          )
    return standard.length > 0 ? { ...none, files: standard } : undefined
  }
  // tox: `deps = -rrequirements.txt`
  return files.length > 0 && /^(deps\s*=|-r)/.test(command.trim()) ? none : undefined
}

const exporting =
  /\b(poetry|uv|pdm|pipenv)\s+(?:export|requirements)\b.*?(?:(?:-o|--output(?:-file)?)[ =]|>)\s*["']?([\w./-]+)|\b(poetry|uv|pdm|pipenv)\s+(?:export|requirements)\b.*\|[^|]*\binstall\b/
/** `poetry export -o r.txt`, which `pip install -r r.txt` then takes, installs the lock. */
function exported(command: string, text: string): Parsed | undefined {
  const found = exporting.exec(command)
  const tool = found?.[1] ?? found?.[3]
  if (found === null || tool === undefined) return undefined
  const file = nameOf(found[2] ?? '')
  const taken = found[3] !== undefined || new RegExp(`(install|sync)\\b[^\\n]*${file.replaceAll('.', '\\.')}`).test(text)
  return taken ? { files: [], lockOf: tool, project: false, relocks: undefined } : undefined
}

/** `poetry update`, `uv sync --upgrade`, `rm poetry.lock`: what is installed afterwards is not what was committed. */
function relocked(command: string): string | undefined {
  const removed = /\brm\s+(?:-\w+\s+)*\S*(poetry|uv|pdm|Pipfile|pixi)\.lock/.exec(command)?.[1]
  if (removed !== undefined) return removed === 'Pipfile' ? 'pipenv' : removed
  if (/\bpoetry\s+(update\b|lock\b(?!.*(--check|--no-update)))/.test(command)) return 'poetry'
  if (/\buv\s+(lock|sync)\b.*\s(--upgrade|-U)(\s|$)/.test(command)) return 'uv'
  if (/\bpdm\s+update\b/.test(command)) return 'pdm'
  return /\bpipenv\s+(update|lock)\b/.test(command) ? 'pipenv' : undefined
}

/** The file meant: from the folder, from the root, by a copy's new name, else the one file of that name. */
function locate(word: string, folder: string, paths: Set<string>, copies: Map<string, string>): string | undefined {
  const clean = word
    .replace(/^\$\{?\w+\}?\//, '')
    .replace(/\$\{\{[^}]*\}\}\/?/, '')
    .replace(/^\.\//, '')
  const copied = copies.get(nameOf(clean))
  for (const [base, name] of [
    [folder, copied ?? clean],
    ['', copied ?? clean],
    [folder, clean],
    ['', clean],
    [folder, nameOf(clean)],
  ] as const) {
    const path = joinPath(base, name)
    if (path !== undefined && paths.has(path)) return path
  }
  const same = [...paths].filter((path) => nameOf(path) === nameOf(clean))
  return same.length === 1 ? same[0] : undefined
}
