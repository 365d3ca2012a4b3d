/** Reads Azure Pipelines: stages, jobs and steps with local templates, conditions and continueOnError. */
import { isForeign } from '../../paths.ts'
import type { Job, Link, Pipelines, Step, Why } from '../model.ts'
import { joined } from '../shell/joined.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell, powershell } from './shells.ts'

const likely =
  /^(azure-pipelines?[^/]*\.ya?ml|\.?azure[-_]?(pipelines|devops|ci)?\/.*\.ya?ml|\.?pipelines\/.*\.ya?ml|(.*\/)?azure-pipelines?[^/]*\.ya?ml|\.ado\/.*\.ya?ml|(devops|ci)\/.*pipelines?\/.*\.ya?ml|devops\/.*\.ya?ml)$/i

/** A pipeline may lie in any file that the service is pointed to; one elsewhere must look like nothing else. */
const possible = /(azdo|azure|devops|\bado\b|pipeline|build|deploy|release|train|\b(ci|cd)\b)[^/]*(\/[^/]+)?\.ya?ml$/i
const ofOthers = /^\.(github|gitlab|circleci)|(^|\/)(docker-compose|compose|cloudbuild|buildspec)[^/]*$/i
const marks = /^\s*(-\s*)?task:\s*['"]?\w+@\d|^\s*(-\s*)?vmImage:/m

export const readAzure = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  for (const path of tree.paths.filter((one) => likely.test(one) || (possible.test(one) && !ofOthers.test(one) && !isForeign(one)))) {
    const text = await tree.read(path)
    if (!likely.test(path) && !marks.test(text ?? '')) continue
    const root = text === undefined ? undefined : readYaml(text)?.[0]
    if (!root?.isMap || root.get('parameters')?.isMap) continue
    const starts = ['trigger', 'pr', 'schedules', 'pool', 'resources'].some((key) => root.get(key))
    const runs = ['steps', 'jobs', 'stages', 'extends'].some((key) => root.get(key))
    if (starts && runs) await new Pipeline(path, root, tree, found).read()
  }
  return found
}

/** Lives while one pipeline file and its templates are read. */
class Pipeline {
  #path: string
  #root: YamlValue
  #tree: Tree
  #found: Pipelines
  constructor(path: string, root: YamlValue, tree: Tree, found: Pipelines) {
    this.#path = path
    this.#root = root
    this.#tree = tree
    this.#found = found
  }

  async read(): Promise<void> {
    const none = (key: string) => this.#root.get(key)?.texts.includes('none') ?? false
    // Without `trigger:` every push starts it; pull requests of GitHub too.
    // Another pipeline's completion starts it too.
    const after = this.#root
      .get('resources')
      ?.get('pipelines')
      ?.items.some((one) => {
        const trigger = one.get('trigger')
        return trigger !== undefined && !trigger.isFalse && trigger.text !== 'none' && trigger.get('enabled')?.isFalse !== true
      })
    const automatic =
      after === true || !none('trigger') || (this.#root.get('pr') !== undefined && !none('pr')) || this.#root.get('schedules') !== undefined
    const starts = [
      none('trigger') ? [] : ['push'],
      this.#root.get('pr') && !none('pr') ? ['pull_request'] : [],
      this.#root.get('schedules') ? ['schedule'] : [],
      after ? ['pipeline'] : [],
    ].flat()
    const trigger = starts.length === 0 ? 'manual' : starts.join(', ')
    if (this.#root.get('extends')) this.#found.notUnderstood.push(`${this.#path} extends a template`)
    await this.#section(this.#root, {
      automatic,
      trigger,
      path: this.#path,
      chain: [],
      off: [],
      forgiven: [],
      job: 'job',
      depth: 0,
      variables: variablesOf(this.#root),
      parameters: {},
    })
  }

  async #section(value: YamlValue, at: Around): Promise<void> {
    for (const stage of value.get('stages')?.items ?? []) await this.#each(stage, 'stages', at)
    for (const job of value.get('jobs')?.items ?? []) await this.#each(job, 'jobs', at)
    const steps =
      value.get('steps')?.items ?? value.get('strategy')?.entries.flatMap(([, kind]) => kind.get('deploy')?.get('steps')?.items ?? []) ?? []
    if (steps.length === 0) return
    const job: Job = {
      provider: 'azure',
      workflow: this.#path,
      path: at.path,
      line: value.line,
      job: at.job,
      trigger: at.trigger,
      automatic: at.automatic,
      off: at.off,
      forgiven: at.forgiven,
      steps: await this.#steps(steps, at),
    }
    this.#found.jobs.push(job)
  }

  async #each(value: YamlValue, kind: string, at: Around): Promise<void> {
    // `${{ if … }}:` holds stages or jobs that a parameter switches on.
    const [key = '', inner] = value.entries[0] ?? []
    if (key.startsWith('${{') && inner?.isList) {
      for (const one of inner.items) await this.#each(one, kind, at)
      return
    }
    const template = value.get('template')?.text
    if (template !== undefined) {
      const read = await this.#template(template, at, value.line)
      if (read) {
        const parameters = parametersOf(read.root, value, at)
        await this.#section(read.root, { ...at, path: read.path, chain: read.chain, depth: at.depth + 1, parameters })
      }
      return
    }
    const name = fillText(value.get(kind === 'jobs' ? 'job' : 'stage')?.text ?? value.get('deployment')?.text ?? at.job, at)
    const condition = value.get('condition')
    const off = condition?.isFalse ? [`${name} has condition: false`] : []
    const lenient = value.get('continueOnError')?.isTrue ? [`${name} has continueOnError`] : []
    await this.#section(value, {
      ...at,
      job: name,
      off: [...at.off, ...off],
      forgiven: [...at.forgiven, ...lenient],
      variables: { ...at.variables, ...variablesOf(value) },
    })
  }

  async #steps(items: YamlValue[], at: Around): Promise<Step[]> {
    const steps: Step[] = []
    for (const item of items) {
      const template = item.get('template')?.text
      if (template !== undefined) {
        const read = await this.#template(template, at, item.line)
        if (read)
          steps.push(
            ...(await this.#steps(read.root.get('steps')?.items ?? [], {
              ...at,
              path: read.path,
              chain: read.chain,
              depth: at.depth + 1,
              parameters: parametersOf(read.root, item, at),
            })),
          )
        continue
      }
      // `${{ if … }}:` holds steps that a parameter switches on.
      const [key = '', inner] = item.entries[0] ?? []
      if (key.startsWith('${{') && inner?.isList) steps.push(...(await this.#steps(inner.items, at)))
      else steps.push(...stepOf(item, at))
    }
    return steps
  }

  async #template(name: string, at: Around, line: number): Promise<{ root: YamlValue; path: string; chain: Link[] } | undefined> {
    const folder = at.path.includes('/') ? at.path.slice(0, at.path.lastIndexOf('/')) : ''
    const path = [joined(folder, name), joined('', name.replace(/^\//, ''))].find(
      (one): one is string => one !== null && this.#tree.has(one),
    )
    const [root] = readYaml((path === undefined ? undefined : await this.#tree.read(path)) ?? '') ?? []
    if (path === undefined || !root || at.depth > 8) {
      this.#found.notUnderstood.push(`${at.path}:${line}: template ${name} could not be read`)
      return undefined
    }
    return { root, path, chain: [...at.chain, { text: `template: ${name}`, path: at.path, line }] }
  }
}

type Around = {
  automatic: boolean
  trigger: string
  path: string
  chain: Link[]
  off: Why[]
  forgiven: Why[]
  job: string
  depth: number
  variables: { [name: string]: string }
  parameters: { [name: string]: string }
}

const variablesOf = (value: YamlValue): { [name: string]: string } => {
  const variables = value.get('variables')
  return variables?.isMap
    ? textsOf(variables)
    : Object.fromEntries(
        (variables?.items ?? []).flatMap((one) =>
          one.get('name')?.text === undefined ? [] : [[one.get('name')?.text ?? '', one.get('value')?.text ?? '']],
        ),
      )
}

/** Inline scripts run without errexit: the last command decides. */
const stepOf = (item: YamlValue, at: Around): Step[] => {
  const inputs = item.get('inputs')
  const task = item.get('task')?.text ?? ''
  const inline = /^(Bash|CmdLine|PowerShell|AzureCLI|AzurePowerShell)@/i.test(task)
    ? (inputs?.get('script') ?? inputs?.get('inlineScript'))
    : undefined
  const script = item.get('script') ?? item.get('bash') ?? item.get('pwsh') ?? item.get('powershell') ?? inline
  const action = task === '' ? {} : { action: { name: task, given: filled(textsOf(inputs), at) } }
  const name = fillText(item.get('displayName')?.text ?? script?.text?.split('\n')[0] ?? task, at)
  const shell = item.get('pwsh') || item.get('powershell') || /PowerShell/.test(task) ? powershell : laxShell
  const folder = (item.get('workingDirectory') ?? inputs?.get('workingDirectory'))?.text ?? ''
  const off =
    item.get('condition')?.isFalse || item.get('enabled')?.isFalse
      ? [`step "${name}" is switched off`]
      : /^failed\(\)$/.test(item.get('condition')?.text ?? '')
        ? ['it runs only after a failure']
        : []
  const forgiven = item.get('continueOnError')?.isTrue ? [`step "${name}" has continueOnError`] : []
  const cwd = joined(
    '',
    folder.replace(/^\$\((System\.DefaultWorkingDirectory|Build\.SourcesDirectory|Build\.Repository\.LocalPath)\)\/?/, ''),
  )
  const more = { cwd, variables: { ...at.variables, ...textsOf(item.get('env')) }, off, forgiven, chain: at.chain, shell }
  if (script?.text === undefined)
    return task === '' ? [] : [{ ...stepFrom(at.path, name, [item], more), ...fileOf(task, inputs, at), ...action }]
  const step = stepFrom(at.path, name, [script], more)
  return [{ ...step, script: fillText(step.script, at), ...action }]
}

/** A task that is given a file runs it; others are no command. */
const fileOf = (task: string, inputs: YamlValue | undefined, at: Around): Pick<Step, 'script' | 'language'> => {
  const file = inputs?.get('scriptPath') ?? inputs?.get('filePath')
  const program = /^PythonScript@/i.test(task) ? 'python' : /^(Bash|AzureCLI|ShellScript)@/i.test(task) ? 'bash' : undefined
  if (file?.text === undefined || program === undefined) return { script: '', language: 'other' }
  const way = fillText(file.text, at).replace(/^\$\((System\.DefaultWorkingDirectory|Build\.SourcesDirectory)\)\//, '')
  return { script: `${program} '${way}' ${fillText(inputs?.get('arguments')?.text ?? '', at)}`, language: 'shell' }
}

/** Puts a template's parameters into a text; what is not known stays as written. */
const fillText = (text: string, { parameters }: Around): string =>
  text.replace(/\$\{\{\s*parameters\.(\w+)\s*\}\}/g, (whole, name) => parameters[name] ?? whole)

const filled = (texts: { [name: string]: string }, at: Around): { [name: string]: string } =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillText(text, at)]))

/** What a template is given, over the defaults it declares. */
const parametersOf = (root: YamlValue, asked: YamlValue, at: Around): { [name: string]: string } => {
  const declared = root.get('parameters')
  const defaults = declared?.isMap
    ? textsOf(declared)
    : Object.fromEntries(
        (declared?.items ?? []).flatMap((one) =>
          one.get('default')?.text === undefined ? [] : [[one.get('name')?.text ?? '', one.get('default')?.text ?? '']],
        ),
      )
  return { ...defaults, ...filled(textsOf(asked.get('parameters')), at) }
}
