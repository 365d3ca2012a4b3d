/** Follows `docker build`, `docker run` and `docker compose` into Dockerfiles and services of the repository. */
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { type Before, type Call, type Expansion, optionOf, quoteAll, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

type Instruction = { name: string; text: string; line: number }
type Stage = { name: string; from: string; instructions: Instruction[] }

const valued = [
  '-f',
  '--file',
  '-t',
  '--tag',
  '--target',
  '--build-arg',
  '--platform',
  '--cache-from',
  '--cache-to',
  '--secret',
  '--ssh',
  '--label',
  '--progress',
  '--network',
  '-o',
  '--output',
  '--builder',
  '-v',
  '--volume',
  '-e',
  '--env',
  '--env-file',
  '-p',
  '--publish',
  '--name',
  '-w',
  '--workdir',
  '-u',
  '--user',
  '--entrypoint',
  '--mount',
  '--gpus',
  '--shm-size',
  '--memory',
  '-m',
  '--cpus',
  '--add-host',
  '-l',
  '--ipc',
  '--pull',
  '--profile',
  '--project-directory',
  '--exit-code-from',
  '--scale',
  '--timeout',
  '--wait-timeout',
  '-c',
  '--index',
]
const afterOptions = (words: readonly string[]): string[] => {
  let at = 0
  while (at < words.length && (words[at] as string).startsWith('-')) at += valued.includes(words[at] as string) ? 2 : 1
  return words.slice(at)
}
const positionals = (words: readonly string[]): string[] =>
  words.filter((word, at) => !word.startsWith('-') && !valued.includes(words[at - 1] ?? ''))

export const runDocker: Runner = async (call, tree, earlier) => {
  const program = programOf(call.words[0])
  if (program === 'docker-compose') return runCompose(call, call.words.slice(1), tree)
  if (program !== 'docker' && program !== 'podman' && program !== 'nerdctl') return []
  const words = call.words.slice(1)
  if (words[0] === 'compose') return runCompose(call, words.slice(1), tree)
  const rest = words[0] === 'buildx' || words[0] === 'image' || words[0] === 'container' ? words.slice(1) : words
  if (rest[0] === 'build') return build(call, rest.slice(1), tree)
  if (rest[0] === 'run') {
    const [image = '', ...given] = afterOptions(rest.slice(1))
    return runImage({ call, image, given, entrypoint: optionOf(rest, '--entrypoint') }, tree, earlier())
  }
  if (rest[0] === 'exec') return run(call, afterOptions(rest.slice(1)).slice(1), undefined)
  return []
}

const script = (call: Call, more: Pick<Expansion, 'label' | 'path' | 'line' | 'script'>): Expansion => ({
  scriptLine: more.line,
  errexit: false,
  pipefail: false,
  variables: {},
  cwd: call.cwd,
  ...more,
})

/** What follows the image's name is run inside; nothing there is the image's own command, which the image decides. */
const run = (call: Call, words: string[], entrypoint: string | undefined): Expansion[] => {
  const all = entrypoint === undefined || entrypoint === '' ? words : [entrypoint, ...words]
  return all.length === 0 ? [] : [script(call, { label: 'docker run', path: '', line: 0, script: quoteAll(all) })]
}

type Started = { call: Call; image: string; given: string[]; entrypoint: string | undefined }

/** An image that an earlier command built here runs what its Dockerfile says, with what is given in place of its CMD. */
const runImage = async ({ call, image, given, entrypoint }: Started, tree: Tree, earlier: readonly Before[]): Promise<Expansion[]> => {
  const built = earlier.findLast(
    ({ words }) => /^(docker|podman|nerdctl)$/.test(programOf(words[0])) && words.includes('build') && tagsOf(words).includes(image),
  )
  const file = built && fileOf({ ...call, cwd: built.cwd ?? '' }, built.words.slice(built.words.indexOf('build') + 1))
  const stages = stagesOf((file && (await tree.read(file.path))) ?? '')
  const target = built && optionOf(built.words, '--target')
  const stage = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target)
  if (!file || !stage) return run(call, given, entrypoint)
  const last = (name: string) => stage.instructions.findLast((one) => one.name === name)
  const first = entrypoint === undefined ? last('ENTRYPOINT') : undefined
  const own = given.length > 0 || entrypoint !== undefined ? undefined : last('CMD')
  const parts = [entrypoint, first && shellForm(first.text), given.length > 0 ? quoteAll(given) : own && shellForm(own.text)]
  const text = parts.filter((part) => part !== undefined && part !== '').join(' ')
  const line = (own ?? first)?.line
  if (text === '') return []
  return [script(call, { label: `docker run ${image}`, path: line === undefined ? '' : file.path, line: line ?? 0, script: text })]
}

const tagsOf = (words: readonly string[]): string[] =>
  words.flatMap((word, at) =>
    word === '-t' || word === '--tag' ? [words[at + 1] ?? ''] : word.startsWith('--tag=') ? [word.slice(6)] : [],
  )

const fileOf = (call: Call, words: string[]): { path: string; folder: string } | undefined => {
  const folder = under(call.cwd, positionals(words).at(-1) ?? '.')
  const file = optionOf(words, '-f', '--file')
  const path = file === undefined ? (folder === undefined ? undefined : under(folder, 'Dockerfile')) : under(call.cwd, file)
  return folder === undefined || path === undefined ? undefined : { path, folder }
}

const build = async (call: Call, words: string[], tree: Tree): Promise<Expansion[]> => {
  const file = fileOf(call, words)
  return file === undefined ? [] : stagesRun({ ...file, target: optionOf(words, '--target'), call, tree, label: 'docker build' })
}

type Asked = { path: string; target: string | undefined; folder: string; call: Call; tree: Tree; label: string }

/** RUN lines of the stages that the target needs; other stages are not built. */
const stagesRun = async ({ path, target, folder, call, tree, label }: Asked): Promise<Expansion[]> => {
  const stages = stagesOf((await tree.read(path)) ?? '')
  const wanted = new Set<Stage>()
  const want = (name: string | undefined) => {
    const stage = name === undefined ? stages.at(-1) : stages.find((one, at) => one.name === name || String(at) === name)
    if (!stage || wanted.has(stage)) return
    wanted.add(stage)
    want(stage.from)
    for (const { text } of stage.instructions) for (const [, from] of text.matchAll(/--from=(\S+)/g)) want(from)
  }
  want(target)
  return [...wanted].flatMap(({ instructions }) =>
    instructions
      .filter(({ name }) => name === 'RUN')
      .map(({ text, line }) => script({ ...call, cwd: folder }, { label: `${label} ${path}`, path, line, script: shellForm(text) })),
  )
}

/** `["pytest", "-q"]` and `pytest -q` both become shell text; flags such as `--mount=…` are left out. */
const shellForm = (text: string): string => {
  const plain = text.replace(/^(--\w+(=\S+)?\s+)+/, '')
  if (!plain.startsWith('[')) return plain
  try {
    return quoteAll((JSON.parse(plain) as unknown[]).map(String))
  } catch {
    return plain
  }
}

const stagesOf = (text: string): Stage[] => {
  const stages: Stage[] = []
  for (const { name, text: rest, line } of instructionsOf(text)) {
    const [, from = '', as] = name === 'FROM' ? (/^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? []) : []
    if (name === 'FROM') stages.push({ name: as ?? '', from, instructions: [] })
    else stages.at(-1)?.instructions.push({ name, text: rest, line })
  }
  return stages
}

const instructionsOf = (text: string): Instruction[] => {
  const found: Instruction[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const first = at + 1
    let joined = lines[at] as string
    if (/^\s*(#|$)/.test(joined)) continue
    while (/\\\s*$/.test(joined) && at + 1 < lines.length) {
      const next = lines[++at] as string
      joined = /^\s*#/.test(next) ? joined : `${joined.replace(/\\\s*$/, '')} ${next}`
    }
    const here = /<<-?["']?(\w+)["']?/.exec(joined)?.[1]
    const [, name = '', rest = ''] = /^\s*(\w+)\s+([\s\S]*)$/.exec(joined) ?? []
    if (here === undefined) found.push({ name: name.toUpperCase(), text: rest.trim(), line: first })
    else {
      const body: string[] = []
      while (at + 1 < lines.length && (lines[at + 1] as string).trim() !== here) body.push(lines[++at] as string)
      at++
      found.push({ name: name.toUpperCase(), text: /^<</.test(rest.trim()) ? body.join('\n') : rest.trim(), line: first + 1 })
    }
  }
  return found
}

const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

const runCompose = async (call: Call, words: string[], tree: Tree): Promise<Expansion[]> => {
  const files = words.flatMap((word, at) =>
    word === '-f' || word === '--file' ? [words[at + 1] ?? ''] : word.startsWith('--file=') ? [word.slice(7)] : [],
  )
  const [action, ...rest] = afterOptions(words)
  const services = new Map<string, { service: YamlValue; path: string }>()
  for (const name of files.length > 0 ? files : composeFiles) {
    const path = under(call.cwd, name)
    const text = path === undefined ? undefined : await tree.read(path)
    if (path === undefined || text === undefined) continue
    for (const [key, service] of readYaml(text)?.[0]?.get('services')?.entries ?? []) services.set(key, { service, path })
    if (files.length === 0) break
  }
  const named = action === 'run' || action === 'exec' ? afterOptions(rest).slice(0, 1) : positionals(rest)
  const chosen = named.length > 0 ? named : [...services.keys()].filter((key) => !services.get(key)?.service.get('profiles'))
  const runs: Expansion[] = []
  for (const key of chosen) {
    const found = services.get(key)
    if (!found) continue
    const inside = action === 'run' || action === 'exec' ? afterOptions(rest).slice(1) : []
    const built = found.service.get('build')
    if (built && (action === 'build' || (action === 'up' && rest.includes('--build'))))
      runs.push(...(await serviceBuild(call, found.path, built, tree)))
    const kept =
      action === 'run' || action === 'exec' || rest.some((word) => /^--(exit-code-from|abort-on-container-(exit|failure))/.test(word))
    if (action === 'run' || action === 'exec' || action === 'up') {
      const command = inside.length > 0 ? quoteAll(inside) : action === 'exec' ? undefined : await serviceCommand(call, found, tree)
      const at = { path: found.path, line: found.service.line }
      if (command !== undefined)
        runs.push({
          ...script(call, { label: `docker compose ${action} ${key}`, ...at, script: command }),
          ...(kept ? {} : { forgiven: 'docker compose up does not pass on exit codes' }),
        })
    }
  }
  return runs
}

const placeOf = (call: Call, path: string, built: YamlValue): { folder: string; file: string } | undefined => {
  const home = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : call.cwd
  const folder = under(home, built.text ?? built.get('context')?.text ?? '.')
  const file = folder === undefined ? undefined : under(folder, built.get('dockerfile')?.text ?? 'Dockerfile')
  return folder === undefined || file === undefined ? undefined : { folder, file }
}

const serviceBuild = async (call: Call, path: string, built: YamlValue, tree: Tree): Promise<Expansion[]> => {
  const place = placeOf(call, path, built)
  return place
    ? stagesRun({ path: place.file, target: built.get('target')?.text, folder: place.folder, call, tree, label: 'docker compose build' })
    : []
}

const serviceCommand = async (
  call: Call,
  { service, path }: { service: YamlValue; path: string },
  tree: Tree,
): Promise<string | undefined> => {
  const form = (value: YamlValue | undefined) => (value?.isList ? quoteAll(value.texts) : value?.text)
  const own = [form(service.get('entrypoint')), form(service.get('command'))].filter((text) => text !== undefined).join(' ')
  if (own !== '') return own
  const built = service.get('build')
  const place = built ? placeOf(call, path, built) : undefined
  if (!place) return undefined
  const target = built?.get('target')?.text
  const stages = stagesOf((await tree.read(place.file)) ?? '')
  const stage = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target)
  const last = (name: string) => stage?.instructions.findLast((one) => one.name === name)?.text
  const parts = [last('ENTRYPOINT'), last('CMD')].filter((text) => text !== undefined).map(shellForm)
  return parts.length > 0 ? parts.join(' ') : undefined
}
