/** Reads providers whose files are plain lists of commands: Travis, Bitbucket, Drone, Woodpecker, Cloud Build, CodeBuild. */
import type { Job, Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import { joined } from '../shell/joined.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell, plainBash } from './shells.ts'

type Reader = (path: string, documents: YamlValue[], found: Pipelines) => void

const base = (provider: string, path: string, line: number): Omit<Job, 'job' | 'steps'> => ({
  provider,
  workflow: path,
  path,
  line,
  trigger: 'push',
  automatic: true,
  off: [],
  forgiven: [],
})
const listOf = (value: YamlValue | undefined): YamlValue[] => (value?.isList ? value.items.flatMap(listOf) : value ? [value] : [])

/** A step that is no command: a deployment of the provider's own, a pipe. */
const actionStep = (path: string, name: string, value: YamlValue, given: { [name: string]: string } = textsOf(value)): Step => ({
  ...stepFrom(path, name, [value]),
  script: '',
  language: 'other',
  action: { name, given },
})

/** Every script line runs even when one before failed, and each failure counts. */
const travis: Reader = (path, [root], found) => {
  if (!root) return
  const deploys = (from: YamlValue | undefined): Step[] =>
    listOf(from?.get('deploy') ?? root.get('deploy')).flatMap((value) => {
      const provider = value.get('provider')?.text ?? value.text ?? 'deploy'
      const script = value.get('script')
      return provider === 'script' && script
        ? [stepFrom(path, 'deploy', [script], { shell: laxShell })]
        : [actionStep(path, `travis:${provider}`, value)]
    })
  const phases = (from: YamlValue | undefined): Step[] =>
    ['before_install', 'install', 'before_script', 'script'].flatMap((phase) =>
      listOf(from?.get(phase) ?? root.get(phase)).map((value) =>
        stepFrom(path, phase, [value], { shell: laxShell, variables: textsOf(from?.get('env')) }),
      ),
    )
  const more = [...((root.get('jobs') ?? root.get('matrix'))?.get('include')?.items ?? [])]
  for (const one of more.length > 0 ? more : [undefined])
    found.jobs.push({
      ...base('travis', path, one?.line ?? root.line),
      job: one?.get('name')?.text ?? one?.get('stage')?.text ?? 'script',
      steps: [...phases(one), ...deploys(one)],
    })
}

const bitbucket: Reader = (path, [root], found) => {
  const add = (name: string, items: YamlValue[], manual: boolean) => {
    for (const item of items) {
      const inner = item.get('parallel')
      const stage = item.get('stage')
      if (inner || stage)
        add(name, (stage ?? inner)?.get('steps')?.items ?? inner?.items ?? [], manual || stage?.get('trigger')?.text === 'manual')
      const step = item.get('step')
      if (!step) continue
      const byHand = manual || step.get('trigger')?.text === 'manual'
      const lines = (step.get('script')?.items ?? []).filter(({ text }) => text !== undefined)
      const pipes = (step.get('script')?.items ?? []).flatMap((one) => {
        const pipe = one.get('pipe')
        return pipe?.text === undefined ? [] : [actionStep(path, pipe.text.replace(/:[^:]*$/, ''), one, textsOf(one.get('variables')))]
      })
      found.jobs.push({
        ...base('bitbucket', path, step.line),
        job: step.get('name')?.text ?? name,
        trigger: byHand ? 'manual' : name,
        automatic: !byHand,
        steps: [...(lines.length > 0 ? [stepFrom(path, step.get('name')?.text ?? name, lines, { shell: plainBash })] : []), ...pipes],
      })
    }
  }
  for (const [name, value] of root?.get('pipelines')?.entries ?? [])
    if (value.isList) add(name, value.items, false)
    else for (const [, items] of value.entries) add(name, items.items, name === 'custom')
}

/** Drone and Woodpecker: steps as a list or a map, each with `commands` (`sh -e`). */
const drone: Reader = (path, documents, found) => {
  const provider = path.includes('woodpecker') ? 'woodpecker' : 'drone'
  for (const root of documents) {
    const listed = root.get('steps') ?? root.get('pipeline')
    const steps: [string, YamlValue][] = listed?.isMap
      ? listed.entries
      : (listed?.items ?? []).map((step) => [step.get('name')?.text ?? 'step', step])
    const events = (root.get('trigger')?.get('event') ?? root.get('when')?.get('event'))?.texts ?? []
    const manual = events.length > 0 && events.every((event) => ['custom', 'promote', 'rollback', 'manual', 'deployment'].includes(event))
    const made = steps.flatMap(([name, step]) => {
      const commands = step.get('commands')
      return commands
        ? [
            stepFrom(path, name, commands.items.length > 0 ? commands.items : [commands], {
              shell: plainBash,
              variables: textsOf(step.get('environment')),
              forgiven: step.get('failure')?.text === 'ignore' ? [`step ${name} has failure: ignore`] : [],
            }),
          ]
        : []
    })
    if (made.length > 0)
      found.jobs.push({
        ...base(provider, path, root.line),
        job: root.get('name')?.text ?? 'default',
        trigger: events.join(', ') || 'push',
        automatic: !manual,
        steps: made,
      })
  }
}

/** Images of Cloud Build whose entrypoint is the tool they are named for. */
const builders = ['docker', 'gcloud', 'git', 'gsutil', 'npm', 'yarn', 'mvn', 'gradle', 'go', 'kubectl', 'bazel']

const outside = 'what starts it stands outside the repository, so its commands are counted as started by hand'

const cloudBuild: Reader = (path, [root], found) => {
  const steps = (root?.get('steps')?.items ?? []).map((step, at) => {
    const name = step.get('id')?.text ?? step.get('name')?.text ?? `step ${at + 1}`
    const image = (step.get('name')?.text ?? '').split('/').at(-1)?.split(/[:@]/)[0] ?? ''
    const entry = step.get('entrypoint')?.text ?? (builders.includes(image) ? image : undefined)
    const more = {
      cwd: joined('', step.get('dir')?.text ?? ''),
      forgiven: step.get('allowFailure')?.isTrue ? [`step ${name} has allowFailure`] : [],
    }
    const script = step.get('script')
    if (script) return stepFrom(path, name, [script], { ...more, shell: laxShell })
    const args = step.get('args')
    const shellText = /(^|\/)(ba)?sh$/.test(entry ?? '') ? args?.items.at(-1) : undefined
    if (shellText && args?.items.some(({ text }) => /^-\w*c$/.test(text ?? '')))
      return stepFrom(path, name, [shellText], {
        ...more,
        shell: { ...laxShell, errexit: args.items.some(({ text }) => /^-\w*e\w*c?$/.test(text ?? '')) },
      })
    const line = (args ?? step).line
    return {
      ...stepFrom(path, name, [step], { ...more, shell: laxShell }),
      line,
      script: quoteAll([...(entry === undefined ? [] : [entry]), ...(args?.texts ?? [])]),
      scriptLine: line,
    }
  })
  if (steps.length === 0) return
  found.jobs.push({ ...base('cloudbuild', path, 1), job: 'build', trigger: 'not in the repository', automatic: false, steps })
  found.limits.push(`Cloud Build: ${outside}`)
}

const codeBuild: Reader = (path, [root], found) => {
  const steps = (root?.get('phases')?.entries ?? []).flatMap(([name, phase]) => {
    const lenient = phase.get('on-failure')?.text === 'CONTINUE' || name === 'post_build' ? [`phase ${name} does not stop the build`] : []
    return (phase.get('commands')?.items ?? []).map((command) =>
      stepFrom(path, name, [command], { shell: laxShell, forgiven: name === 'post_build' ? [] : lenient }),
    )
  })
  if (steps.length === 0) return
  found.jobs.push({ ...base('codebuild', path, 1), job: 'build', trigger: 'not in the repository', automatic: false, steps })
  found.limits.push(`CodeBuild: ${outside}`)
}

const readers: [pattern: RegExp, read: Reader][] = [
  [/^\.travis\.yml$/, travis],
  [/^bitbucket-pipelines\.yml$/, bitbucket],
  [/^\.drone\.ya?ml$/, drone],
  [/^\.woodpecker(\.ya?ml|\/[^/]+\.ya?ml)$/, drone],
  [/(^|\/)cloud-?build[^/]*(\/[^/]+)?\.ya?ml$/, cloudBuild],
  [/(^|\/)buildspec[^/]*\.ya?ml$/, codeBuild],
]

const mostYaml = 2_000

/** Cloud Build files may have any name; they are known by top-level steps whose names are images. */
const looksLikeCloudBuild = (text: string): boolean =>
  /^steps:/m.test(text) &&
  !/^(trigger|pool|jobs|stages|on):/m.test(text) &&
  /^\s*(- )?name:\s*['"]?[\w.$-]+[/:]\S+/m.test(text) &&
  /^\s*(- )?(args|entrypoint|script):/m.test(text)

export const readLists = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  let opened = 0
  for (const path of tree.paths.filter((one) => /\.ya?ml$/.test(one))) {
    const named = readers.find(([pattern]) => pattern.test(path))?.[1]
    if (!named && (opened++ >= mostYaml || path.startsWith('.github/'))) continue
    const text = await tree.read(path)
    const read = named ?? (text !== undefined && looksLikeCloudBuild(text) ? cloudBuild : undefined)
    if (!read || text === undefined) continue
    const documents = readYaml(text)
    if (documents?.[0]) read(path, documents, found)
    else found.notUnderstood.push(`${path} could not be read as YAML`)
  }
  return found
}
