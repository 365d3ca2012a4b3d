/** What starts a deployment: a branch or a tag that moves, a person, or something defined elsewhere in the tree. */
import type { Reached } from '../ci/model.ts'
import type { Tree } from '../ci/tree.ts'
import { readYaml } from '../ci/yaml.ts'
import { isForeign } from '../paths.ts'

export type Start = { automatic: boolean; versioned: boolean; why: string[] }
export type Starts = (at: Pick<Reached, 'provider' | 'path' | 'trigger' | 'automatic'>) => Start

/** Reads once what the answers need: tag filters of workflows, and triggers that Terraform or CloudFormation define. */
export const startsIn = async (tree: Tree, ciFiles: readonly string[]): Promise<Starts> => {
  const tagged = new Set<string>()
  for (const path of ciFiles) {
    const text = path.startsWith('.github/') ? await tree.read(path) : undefined
    const [root] = (text === undefined || !/\btags:/.test(text) ? undefined : readYaml(text)) ?? []
    const push = (root?.get('on') ?? root?.get('true'))?.get('push')
    if (push?.get('tags') && !push.get('branches')) tagged.add(path)
  }
  const outside = await startedFromOutside(tree)
  return (at) => {
    // The release of a version is the moving of a tag, said in another place.
    const events = at.trigger.split(', ')
    const released = at.provider === 'github' && events.some((event) => event === 'release' || event === 'create')
    const onlyPulls =
      at.automatic && events.every((event) => /^(pull[_-]?requests?(_target)?|merge_group|merge_request_event|pr)$/.test(event))
    const defined = outside(at)
    const automatic = (at.automatic && !onlyPulls) || released || defined
    const why = automatic
      ? []
      : onlyPulls
        ? ['only pull requests start it']
        : [at.trigger === 'not in the repository' ? 'what starts it is not in the repository' : `it starts by hand only (${at.trigger})`]
    return { automatic, versioned: released || tagged.has(at.path), why }
  }
}

/** Cloud Build and CodeBuild files that a trigger or a pipeline defined in the tree starts. */
const startedFromOutside = async (tree: Tree): Promise<(at: { provider: string; path: string }) => boolean> => {
  const builds: string[] = []
  let pipeline = false
  for (const path of tree.paths) {
    if (isForeign(path) || !/\.(tf|ya?ml|json)$/.test(path) || !/\.tf$|pipeline|trigger|template|stack|infra|cloudformation/i.test(path))
      continue
    const text = (await tree.read(path)) ?? ''
    if (/aws_codepipeline"|AWS::CodePipeline::Pipeline/.test(text)) pipeline = true
    for (const block of text.matchAll(/resource\s+"google_cloudbuild_trigger"[\s\S]*?\n\}/g)) {
      const file = /filename\s*=\s*"([^"]+)"/.exec(block[0])?.[1]
      const moves = /\b(push|trigger_template|repository_event_config|github)\b/.test(block[0]) && !/disabled\s*=\s*true/.test(block[0])
      if (file !== undefined && moves) builds.push(file.replace(/^\.?\//, ''))
    }
  }
  return ({ provider, path }) =>
    (provider === 'cloudbuild' && builds.some((file) => file === path || path.endsWith(`/${file}`))) ||
    (provider === 'codebuild' && pipeline)
}
