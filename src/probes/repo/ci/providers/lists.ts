/** Reads providers whose files are plain lists of commands: Bitbucket, Drone, Woodpecker, Cloud Build, CodeBuild; and hands others on. */
import { isForeign } from '../../paths.ts'
import type { Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import { joined } from '../shell/joined.ts'
import type { Tree } from '../tree.ts'
import { isRefused, readYaml, type YamlValue } from '../yaml.ts'
import { appveyor } from './appveyor.ts'
import { cronTemplates, looksLikeArgo, readArgo } from './argo.ts'
import { buddy } from './buddy.ts'
import { looksLikeKubeflow, readKubeflow } from './kubeflow.ts'
import { actionStep, base, outside, type Reader } from './plain-jobs.ts'
import { prow } from './prow.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell, plainBash } from './shells.ts'
import { travis } from './travis.ts'

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
      const after = step.get('after-script')
      found.jobs.push({
        ...base('bitbucket', path, step.line),
        job: step.get('name')?.text ?? name,
        trigger: byHand ? 'manual' : name,
        automatic: !byHand,
        steps: [
          ...(lines.length > 0 ? [stepFrom(path, step.get('name')?.text ?? name, lines, { shell: plainBash })] : []),
          ...pipes,
          ...(after
            ? [stepFrom(path, 'after-script', [after], { shell: laxShell, forgiven: ['after-script does not fail the step'] })]
            : []),
        ],
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
      const image = step.get('image')?.text
      if (!commands)
        return image === undefined
          ? []
          : [actionStep(path, `${provider}:${image.replace(/:[^:/]*$/, '')}`, step, textsOf(step.get('settings')))]
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
    // An image of one's own that is given `-c` has a shell for its entry point.
    const shellText =
      /(^|\/)(ba)?sh$/.test(entry ?? '') || (entry === undefined && args?.items.length === 2) ? args?.items.at(-1) : undefined
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
  found.jobs.push({ ...base('cloudbuild', path, 1), job: 'build', trigger: outside, automatic: false, steps })
}

const codeBuild: Reader = (path, [root], found) => {
  const steps = codeBuildSteps(path, root)
  if (steps.length > 0) found.jobs.push({ ...base('codebuild', path, 1), job: 'build', trigger: outside, automatic: false, steps })
}

/** `finally` runs whatever the phase's commands do, and its own failure counts. */
export const codeBuildSteps = (path: string, root: YamlValue | undefined): Step[] =>
  (root?.get('phases')?.entries ?? []).flatMap(([name, phase]) => {
    const forgiven = phase.get('on-failure')?.text === 'CONTINUE' && name !== 'post_build' ? [`phase ${name} does not stop the build`] : []
    return [...(phase.get('commands')?.items ?? []), ...(phase.get('finally')?.items ?? [])].map((command) =>
      stepFrom(path, name, [command], { shell: laxShell, forgiven }),
    )
  })

const readers: [pattern: RegExp, read: Reader][] = [
  [/^\.travis\.yml$/, travis],
  [/^bitbucket-pipelines\.yml$/, bitbucket],
  [/^\.drone\.ya?ml$/, drone],
  [/^\.?appveyor\.ya?ml$/, appveyor],
  [/^(buddy\.ya?ml|\.buddy\/.*\.ya?ml)$/, buddy],
  [/^\.prow(\.ya?ml|\/.*\.ya?ml)$|^prow\/.*\.ya?ml$/, prow],
  [/^\.woodpecker(\.ya?ml|\/[^/]+\.ya?ml)$/, drone],
  [/(^|\/)cloud-?build[^/]*(\/[^/]+)?\.(ya?ml|json)$/, cloudBuild],
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
  const argo: { path: string; documents: YamlValue[] }[] = []
  for (const path of tree.paths.filter((one) => /\.ya?ml$|cloud-?build[^/]*\.json$/.test(one))) {
    const named = readers.find(([pattern]) => pattern.test(path))?.[1]
    if (!named && (opened++ >= mostYaml || path.startsWith('.github/'))) continue
    const text = await tree.read(path)
    const read = named ?? (text === undefined ? undefined : bySight(path, text))
    if (!read || text === undefined) continue
    const documents = readYaml(text)
    if (!documents?.[0] && isRefused(text)) found.limits.push(`${path} is not YAML: its provider refuses it, so nothing of it is run`)
    else if (!documents?.[0]) found.notUnderstood.push(`${path} could not be read as YAML`)
    else if (read === 'argo') argo.push({ path, documents })
    else read(path, documents, found)
  }
  const crons = new Set(argo.flatMap(({ documents }) => cronTemplates(documents)))
  for (const { path, documents } of argo) readArgo(path, documents, found, crons)
  return found
}

/** Files of any name, known by what they hold. */
const bySight = (path: string, text: string): Reader | 'argo' | undefined => {
  if (looksLikeCloudBuild(text)) return cloudBuild
  if (/^version:\s*['"]?0\.[12]\b/m.test(text) && /^phases:/m.test(text)) return codeBuild
  // A chart's templates and what a compiler wrote are not what this repository starts.
  if (isForeign(path)) return undefined
  return looksLikeArgo(text) ? 'argo' : looksLikeKubeflow(text) ? readKubeflow : undefined
}
