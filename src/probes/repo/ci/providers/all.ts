/** Every CI provider that is read, and the marks of those that are not. */
import type { Pipelines } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readAzure } from './azure.ts'
import { readCircle } from './circle.ts'
import { readGithub } from './github.ts'
import { readGitlab } from './gitlab.ts'
import { readGroovy } from './jenkins.ts'
import { readLists } from './lists.ts'

/** Files by which a provider is known that this version does not follow. */
const unread: [pattern: RegExp, provider: string][] = [
  [/^\.taskcluster\.yml$/, 'Taskcluster'],
  [/^\.?appveyor\.ya?ml$/, 'AppVeyor'],
  [/^\.buildkite\/.*\.ya?ml$/, 'Buildkite'],
  [/^\.cirrus\.(ya?ml|star)$/, 'Cirrus CI'],
  [/^\.semaphore\/.*\.ya?ml$/, 'Semaphore'],
  [/^wercker\.yml$/, 'Wercker'],
  [/^\.teamcity\//, 'TeamCity'],
  [/^bamboo-specs\//, 'Bamboo'],
  [/^\.?zuul\.(ya?ml|d\/)/, 'Zuul'],
  [/^\.tekton\/.*\.ya?ml$/, 'Tekton'],
  [/^\.prow(\.ya?ml|\/)/, 'Prow'],
  [/^codefresh\.yml$/, 'Codefresh'],
  [/^\.evergreen\.ya?ml$/, 'Evergreen'],
  [/^screwdriver\.yaml$/, 'Screwdriver'],
  [/^\.builds?\/.*\.yml$|^\.build\.yml$/, 'builds.sr.ht'],
]

export const readProviders = async (tree: Tree): Promise<Pipelines & { looked: string[] }> => {
  const all: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  for (const read of [readGithub, readGitlab, readCircle, readAzure, readGroovy, readLists]) {
    const { jobs, notUnderstood, limits } = await read(tree)
    all.jobs.push(...jobs)
    all.notUnderstood.push(...notUnderstood)
    all.limits.push(...limits)
  }
  for (const [pattern, provider] of unread) {
    const path = tree.paths.find((one) => pattern.test(one))
    if (path !== undefined) all.notUnderstood.push(`${provider} (${path}) is not followed by this version`)
  }
  return { ...all, looked: [...new Set(all.jobs.map(({ path }) => path))].sort() }
}
