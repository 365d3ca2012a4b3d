/** Every provider that is read, and the marks of those that are not. */
import type { Job, Pipelines } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml } from '../yaml.ts'
import { readAzure } from './azure.ts'
import { readBuildkite } from './buildkite.ts'
import { readCircle } from './circle.ts'
import { type BuildStart, readCloudStarts } from './cloud-starts.ts'
import { readGithub } from './github.ts'
import { readGitlab } from './gitlab.ts'
import { readGroovy } from './jenkins.ts'
import { codeBuildSteps, readLists } from './lists.ts'
import { readPipelinelib } from './pipelinelib.ts'
import { base, outside } from './plain-jobs.ts'
import { readPrefectFiles } from './prefect.ts'
import { readPythonPipelines } from './python-pipelines.ts'
import { readSemaphore } from './semaphore.ts'
import { readTaskcluster } from './taskcluster.ts'
import { readTekton } from './tekton.ts'

/** Files by which a provider is known that this version does not follow. */
const unread: [pattern: RegExp, provider: string][] = [
  [/^\.drone\.(jsonnet|star)$/, 'Drone in another language'],
  [/^\.cirrus\.(ya?ml|star)$/, 'Cirrus CI'],
  [/^wercker\.yml$/, 'Wercker'],
  [/^\.teamcity\//, 'TeamCity'],
  [/^bamboo-specs\//, 'Bamboo'],
  [/^\.?zuul\.(ya?ml|d\/)/, 'Zuul'],
  [/^codefresh\.yml$/, 'Codefresh'],
  [/^\.evergreen\.ya?ml$/, 'Evergreen'],
  [/^screwdriver\.yaml$/, 'Screwdriver'],
  [/^\.builds?\/.*\.yml$|^\.build\.yml$/, 'builds.sr.ht'],
]

export const readProviders = async (tree: Tree): Promise<Pipelines & { looked: string[] }> => {
  const all: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const add = ({ jobs, notUnderstood, limits }: Pipelines): void => {
    all.jobs.push(...jobs)
    all.notUnderstood.push(...notUnderstood)
    all.limits.push(...limits)
  }
  for (const read of [
    readGithub,
    readGitlab,
    readCircle,
    readAzure,
    readGroovy,
    readTaskcluster,
    readBuildkite,
    readSemaphore,
    readTekton,
    readPipelinelib,
    readLists,
  ])
    add(await read(tree))
  await addCloudStarts(tree, all)
  add(await readPythonPipelines(tree, await readPrefectFiles(tree, all)))
  for (const [pattern, provider] of unread) {
    const path = tree.paths.find((one) => pattern.test(one))
    if (path !== undefined) all.notUnderstood.push(`${provider} (${path}) is not followed by this version`)
  }
  return { ...all, looked: [...new Set(all.jobs.map(({ path }) => path))].sort() }
}

const titles: { [provider: string]: string } = { cloudbuild: 'Cloud Build', codebuild: 'CodeBuild', pipelinelib: 'PipelineLib' }

/** Gives builds the start that another file of the tree defines, and adds those that stand in such a file themselves. */
const addCloudStarts = async (tree: Tree, all: Pipelines): Promise<void> => {
  const { starts, inline, jobs } = await readCloudStarts(tree, all)
  all.jobs = all.jobs.map((job) => startedBy(job, starts))
  for (const { path, line, text, start } of inline) {
    const steps = codeBuildSteps(path, readYaml(text)?.[0]).map((step) => ({
      ...step,
      line: step.line + line - 1,
      scriptLine: step.scriptLine + line - 1,
    }))
    if (steps.length === 0) all.notUnderstood.push(`${path}:${line} holds a build specification that could not be read`)
    else all.jobs.push({ ...base('codebuild', path, line), job: 'build', trigger: start.trigger, automatic: start.automatic, steps })
  }
  all.jobs.push(...jobs)
  for (const [provider, title] of Object.entries(titles))
    if (all.jobs.some((job) => job.provider === provider && job.trigger === outside))
      all.limits.push(`${title}: what starts it stands outside the repository, so its commands are counted as started by hand`)
}

const startedBy = (job: Job, starts: readonly BuildStart[]): Job => {
  if (job.trigger !== outside) return job
  const mine = starts.filter(
    ({ provider, file }) =>
      provider === job.provider && (job.path === (file ?? 'buildspec.yml') || (file !== undefined && job.path.endsWith(`/${file}`))),
  )
  const start = mine.find(({ automatic }) => automatic) ?? mine[0]
  return start === undefined ? job : { ...job, trigger: start.trigger, automatic: start.automatic }
}
