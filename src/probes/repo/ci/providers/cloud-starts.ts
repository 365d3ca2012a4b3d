/** Finds what starts builds of AWS and Google that stand in other files: pipelines, webhooks and triggers written as CloudFormation or Terraform. */
import { isForeign } from '../../paths.ts'
import type { Job, Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { cloudFunctions, flatName, functionNamed } from './cloud-functions.ts'
import { objectChange } from './plain-jobs.ts'
import { plainBash } from './shells.ts'
import { type Block, blocksOf, blocksWithin, settingOf } from './terraform.ts'

/** `file` is the build file as it is named there; undefined for the one that is taken when none is named. */
export type BuildStart = { provider: 'codebuild' | 'cloudbuild'; file: string | undefined; trigger: string; automatic: boolean; by: string }
/** `inline`: build specifications that stand in the template itself. */
export type CloudStarts = { starts: BuildStart[]; inline: { path: string; line: number; text: string; start: BuildStart }[]; jobs: Job[] }

type Project = { name: string; path: string; line: number; spec: string | undefined; specLine: number; webhook: boolean }
type Action = {
  name: string
  stage: string
  line: number
  category: string
  provider: string
  project: string
  given: { [name: string]: string }
}
type Pipeline = { name: string; path: string; line: number; actions: Action[] }

const mark = /AWS::Code(Pipeline|Build)|"aws_code(pipeline|build_project|build_webhook)"|"google_cloudbuild_trigger"/
/** JSON is read where its name says what it is: most of it is data. */
const mayDefine = /\.(ya?ml|template|tf)$|[^/]*(pipeline|stack|template|cfn|cloudformation|code-?build)[^/]*\.json$/i
const mostText = 1_000_000

export const readCloudStarts = async (tree: Tree, found: Pipelines): Promise<CloudStarts> => {
  const out: CloudStarts = { starts: [], inline: [], jobs: [] }
  const projects: Project[] = []
  const pipelines: Pipeline[] = []
  for (const path of tree.paths.filter((one) => mayDefine.test(one) && !isForeign(one))) {
    const text = await tree.read(path)
    if (text === undefined || text.length > mostText || !mark.test(text)) continue
    if (path.endsWith('.tf')) {
      const blocks = blocksOf(text)
      projects.push(...terraformProjects(path, blocks))
      pipelines.push(...terraformPipelines(path, blocks))
      out.starts.push(...cloudBuildTriggers(path, blocks))
      continue
    }
    const [root] = readYaml(text) ?? []
    if (!root) found.notUnderstood.push(`${path} defines a pipeline of AWS and could not be read as YAML`)
    for (const [name, resource] of root?.get('Resources')?.entries ?? []) {
      const type = resource.get('Type')?.text
      if (type === 'AWS::CodeBuild::Project') projects.push(projectOf(path, name, resource))
      if (type === 'AWS::CodePipeline::Pipeline') pipelines.push(pipelineOf(path, name, resource))
    }
  }
  out.starts.push(...(await namedByCdk(tree)))
  for (const project of projects) addProject(project, pipelines, out)
  const functions = pipelines.length > 0 ? await cloudFunctions(tree) : []
  for (const pipeline of pipelines)
    out.jobs.push(
      ...jobsOf(pipeline, ({ provider, given }) =>
        provider === 'Lambda' ? functionNamed(given.FunctionName ?? '', pipeline.path, functions)?.file : undefined,
      ),
    )
  return out
}

/** Build files that the CDK gives to projects, in code below a cdk.json: `BuildSpec.fromSourceFilename('x.yml')`. A pipeline with a source starts them. */
const namedByCdk = async (tree: Tree): Promise<BuildStart[]> => {
  const files: { path: string; text: string }[] = []
  const homes = tree.paths.filter((one) => /(^|\/)cdk\.json$/.test(one)).map((one) => one.slice(0, -'cdk.json'.length))
  const near = (one: string): boolean => homes.some((home) => one.startsWith(home)) && /\.(ts|js|py)$/.test(one) && !/\.d\.ts$/.test(one)
  for (const path of tree.paths.filter((one) => near(one) && !isForeign(one))) {
    const text = await tree.read(path)
    if (text !== undefined && text.length < mostText && /code-?(build|pipeline)/i.test(text)) files.push({ path, text })
  }
  const sources = files.some(({ text }) =>
    /\b(CodeStarConnections|GitHub|CodeCommit|S3|Bitbucket|Ecr)SourceAction\b|CodePipelineSource\b/.test(text),
  )
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:fromSourceFilename|from_source_filename)\(\s*["'`](?:\.\/)?([^"'`]+)["'`]/g)].map(
      (found): BuildStart => ({
        provider: 'codebuild',
        file: found[1],
        trigger: sources ? 'push' : 'manual',
        automatic: sources,
        by: `${path}:${text.slice(0, found.index).split('\n').length}`,
      }),
    ),
  )
}

const refOf = (value: YamlValue | undefined): string =>
  (value?.text ?? value?.get('Ref')?.text ?? value?.get('Fn::Sub')?.text ?? value?.get('Fn::GetAtt')?.texts[0] ?? '').replace(/[${}]/g, '')

const projectOf = (path: string, name: string, resource: YamlValue): Project => {
  const source = resource.get('Properties')?.get('Source')
  const spec = source?.get('BuildSpec')
  const text = spec?.text ?? spec?.get('Fn::Sub')?.text
  const webhook = resource.get('Properties')?.get('Triggers')?.get('Webhook')?.isTrue === true
  return { name, path, line: resource.line, spec: text, specLine: spec?.textLine ?? resource.line, webhook }
}

const pipelineOf = (path: string, name: string, resource: YamlValue): Pipeline => ({
  name,
  path,
  line: resource.line,
  actions: (resource.get('Properties')?.get('Stages')?.items ?? []).flatMap((stage) =>
    (stage.get('Actions')?.items ?? []).map((action) => ({
      name: action.get('Name')?.text ?? 'action',
      stage: stage.get('Name')?.text ?? 'stage',
      line: action.line,
      category: action.get('ActionTypeId')?.get('Category')?.text ?? '',
      provider: action.get('ActionTypeId')?.get('Provider')?.text ?? '',
      project: refOf(action.get('Configuration')?.get('ProjectName')),
      given: Object.fromEntries((action.get('Configuration')?.entries ?? []).map(([key, value]) => [key, flatName(value)])),
    })),
  ),
})

const terraformProjects = (path: string, blocks: Block[]): Project[] =>
  blocks
    .filter(({ type }) => type === 'aws_codebuild_project')
    .map((block) => {
      const source = blocksWithin(block, 'source')[0]
      const spec = source === undefined ? undefined : settingOf(source, 'buildspec')
      const file = /^file\(\s*"(?:\$\{path\.(?:module|root)\}\/)?([^"]+)"/.exec(spec?.text ?? '')?.[1]
      const webhook = blocks.some(
        (one) => one.type === 'aws_codebuild_webhook' && one.body.includes(`aws_codebuild_project.${block.name}.`),
      )
      return { name: block.name, path, line: block.line, spec: file ?? spec?.text, specLine: spec?.line ?? block.line, webhook }
    })

const terraformPipelines = (path: string, blocks: Block[]): Pipeline[] =>
  blocks
    .filter(({ type }) => type === 'aws_codepipeline')
    .map((block) => ({
      name: block.name,
      path,
      line: block.line,
      actions: blocksWithin(block, 'stage').flatMap((stage) =>
        blocksWithin(stage, 'action').map((action) => ({
          name: settingOf(action, 'name')?.text ?? 'action',
          stage: settingOf(stage, 'name')?.text ?? 'stage',
          line: action.line,
          category: settingOf(action, 'category')?.text ?? '',
          provider: settingOf(action, 'provider')?.text ?? '',
          project: settingOf(action, 'ProjectName')?.text.replace(/^aws_codebuild_project\.([\w-]+)\..*$/, '$1') ?? '',
          given: Object.fromEntries(
            ['S3ObjectKey', 'FunctionName'].flatMap((key) => {
              const named = settingOf(action, key)?.text.replace(/\.(function_name|arn|id)$/, '')
              return named === undefined ? [] : [[key, named]]
            }),
          ),
        })),
      ),
    }))

const cloudBuildTriggers = (path: string, blocks: Block[]): BuildStart[] =>
  blocks
    .filter(({ type }) => type === 'google_cloudbuild_trigger')
    .map((block) => {
      const pulls = /\bpull_request\s*\{/.test(block.body)
      const moves = /\b(push|trigger_template|repository_event_config|github|pubsub_config|webhook_config)\s*\{/.test(block.body)
      const off = settingOf(block, 'disabled')?.text === 'true' || /\bapproval_required\s*=\s*true/.test(block.body)
      return {
        provider: 'cloudbuild',
        file: settingOf(block, 'filename')?.text ?? settingOf(block, 'path')?.text,
        trigger: pulls ? 'pull_request' : 'push',
        automatic: moves && !off,
        by: `${path}:${block.line}`,
      }
    })

/** A project is started by its own webhook, or by a pipeline that takes a source; behind an approval a person starts it. */
const addProject = (project: Project, pipelines: Pipeline[], out: CloudStarts): void => {
  const by = `${project.path}:${project.line}`
  const uses = pipelines.flatMap((pipeline) => {
    const at = pipeline.actions.findIndex(
      (one) => one.provider === 'CodeBuild' && (one.project === project.name || one.project.endsWith(project.name)),
    )
    return at < 0 ? [] : [{ pipeline, waits: pipeline.actions.slice(0, at).some(({ category }) => category === 'Approval') }]
  })
  const free = project.webhook || uses.some(({ waits }) => !waits)
  const start: BuildStart = {
    provider: 'codebuild',
    file: project.spec?.includes('\n') ? undefined : project.spec,
    trigger: free ? 'push' : uses.length > 0 ? 'manual' : 'not in the repository',
    automatic: free,
    by: uses[0] === undefined ? by : `${uses[0].pipeline.path}:${uses[0].pipeline.line}`,
  }
  if (project.spec?.includes('\n')) out.inline.push({ path: project.path, line: project.specLine, text: project.spec, start })
  else out.starts.push(start)
}

/** A source that is an object, other than an archive of code, is data: its change is no change of the repository. */
const startOf = (actions: Action[]): string => {
  const sources = actions.filter(({ category }) => category === 'Source')
  const data = sources.some(({ provider, given }) => provider === 'S3' && !/\.(zip|tgz|tar|tar\.gz)$|^$/i.test(given.S3ObjectKey ?? ''))
  const code = sources.some(({ provider }) => provider !== 'S3') || sources.length === 0 || !data
  return [...(code ? ['push'] : []), ...(data ? [objectChange] : [])].join(', ')
}

/** What a pipeline does itself, beside starting builds: deployments, invocations. Those behind an approval wait for a person. */
const jobsOf = ({ name, path, line, actions }: Pipeline, fileOf: (action: Action) => string | undefined): Job[] => {
  const approval = actions.findIndex(({ category }) => category === 'Approval')
  const parts: [Action[], boolean][] =
    approval < 0
      ? [[actions, true]]
      : [
          [actions.slice(0, approval), true],
          [actions.slice(approval), false],
        ]
  return parts.flatMap(([some, automatic]) => {
    const steps = some
      .filter(({ category, provider }) => !['Source', 'Approval'].includes(category) && provider !== 'CodeBuild')
      .map((one) => {
        const file = fileOf(one)
        return file === undefined ? actionStep(path, one) : { ...actionStep(path, one), ...plainBash, script: quoteAll(['python', file]) }
      })
    return steps.length === 0
      ? []
      : [
          {
            provider: 'codepipeline',
            workflow: name,
            path,
            line,
            job: automatic ? name : `${name}, after an approval`,
            trigger: automatic ? startOf(actions) : 'manual',
            automatic,
            off: [],
            forgiven: [],
            steps,
          },
        ]
  })
}

const actionStep = (path: string, { name, stage, line, provider, given }: Action): Step => ({
  name: `${stage}: ${name}`,
  path,
  line,
  script: '',
  scriptLine: line,
  errexit: false,
  pipefail: false,
  cwd: '',
  variables: {},
  language: 'other',
  off: [],
  forgiven: [],
  chain: [],
  action: { name: `codepipeline:${provider}`, given },
})
