/** Reads pipelines of PipelineLib (`.pipeline/config.yaml`) with the Blubber files whose images their stages build, run and publish. */
import type { Pipelines, Step } from '../model.ts'
import { quoteAll, under } from '../runners/expansion.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { actionStep, base, outside } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { plainBash } from './shells.ts'

const config = '.pipeline/config.yaml'

export const readPipelinelib = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const text = await tree.read(config)
  if (text === undefined) return found
  const [root] = readYaml(text) ?? []
  if (!root) found.notUnderstood.push(`${config} could not be read as YAML`)
  for (const [name, pipeline] of root?.get('pipelines')?.entries ?? []) {
    const path = `.pipeline/${pipeline.get('blubberfile')?.text ?? `${name}/blubber.yaml`}`
    const [image] = readYaml((await tree.read(path)) ?? '') ?? []
    if (!image) found.notUnderstood.push(`${path}, which ${config} builds, could not be read`)
    const folder = under('', pipeline.get('directory')?.text ?? '') ?? ''
    const steps = (pipeline.get('stages')?.items ?? []).flatMap((stage) => stepsOf({ stage, image, path, folder, tree }))
    // What starts a pipeline is set where Jenkins runs.
    found.jobs.push({ ...base('pipelinelib', config, pipeline.line), job: name, trigger: outside, automatic: false, steps })
  }
  return found
}

type Asked = { stage: YamlValue; image: YamlValue | undefined; path: string; folder: string; tree: Tree }

/** A stage that names no work builds and runs the variant of its own name. */
const stepsOf = ({ stage, image, path, folder, tree }: Asked): Step[] => {
  const name = stage.get('name')?.text ?? 'stage'
  const bare = !['build', 'run', 'publish', 'deploy', 'promote', 'copy'].some((key) => stage.get(key))
  const built = bare ? name : (stage.get('build')?.text ?? stage.get('build')?.get('variant')?.text)
  const run = stage.get('run')
  const runs = bare || (run !== undefined && !run.isFalse)
  const parts = built === undefined ? [] : partsOf(built, image)
  const more = { cwd: folder, shell: plainBash, chain: [{ text: `stage ${name}`, path: config, line: stage.line }] }
  const commands = parts
    .flatMap(builders)
    .map((one) => ({ ...stepFrom(path, name, [one], more), line: one.line, script: quoteAll(one.texts), scriptLine: one.line }))
  const entry = runs ? parts.map((part) => part.get('entrypoint')).findLast((one) => one !== undefined) : undefined
  const words = entry === undefined ? [] : [...local(entry.texts, parts, tree), ...(run?.get('arguments')?.texts ?? [])]
  const started =
    entry === undefined
      ? []
      : [
          {
            ...stepFrom(path, name, [entry], more),
            line: entry.line,
            script: quoteAll(words),
            scriptLine: entry.line,
            variables: environment(image, parts),
          },
        ]
  const handed = ['publish', 'deploy', 'promote'].flatMap((key) => {
    const value = stage.get(key)
    return value === undefined ? [] : [actionStep(config, `pipelinelib:${key}`, value, textsOf(value))]
  })
  return [...commands, ...started, ...handed]
}

/** A variant after those that it includes, outermost first; of one key the last says. */
const partsOf = (name: string, image: YamlValue | undefined, seen = new Set<string>()): YamlValue[] => {
  const variant = image?.get('variants')?.get(name)
  if (variant === undefined || image === undefined || seen.has(name)) return []
  seen.add(name)
  const outer = seen.size === 1 ? [image] : []
  return [...outer, ...(variant.get('includes')?.texts ?? []).flatMap((one) => partsOf(one, image, seen)), variant]
}

const builders = (part: YamlValue): YamlValue[] =>
  [part.get('builder'), ...(part.get('builders')?.items ?? []).map((one) => one.get('custom'))].flatMap((one) => one?.get('command') ?? [])

/** The image knows files by other names: `./entrypoint.sh` may be a copy of `ci_entrypoint.sh`. */
const local = (words: string[], parts: YamlValue[], tree: Tree): string[] => {
  const [first = '', ...rest] = words
  const plain = first.replace(/^\.\//, '')
  const copy = parts
    .flatMap((part) => part.get('copies')?.items ?? [])
    .find((one) => one.get('from')?.text === 'local' && one.get('destination')?.text?.replace(/^\.\//, '') === plain)
  const source = copy?.get('source')?.text
  return source !== undefined && tree.has(source) ? [`./${source}`, ...rest] : words
}

const environment = (image: YamlValue | undefined, parts: YamlValue[]): { [name: string]: string } =>
  Object.assign({}, ...[image, ...parts].map((one) => textsOf(one?.get('runs')?.get('environment'))))
