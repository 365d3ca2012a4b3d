/** Looks for what puts a release into service: jobs that a branch or a tag starts, and the commands that a person types. */
import { z } from 'zod'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isNamedFor } from './ci/elsewhere.ts'
import { type Reachable, reachableCommands, throwWhenHidden } from './ci/reach.ts'
import { type Tree, treeOf } from './ci/tree.ts'
import { afterTestsIn } from './deploy/after-tests.ts'
import { deploymentsByHand } from './deploy/by-hand.ts'
import { followedBranches } from './deploy/followed.ts'
import { deploymentsInCi } from './deploy/in-ci.ts'
import type { Deployment } from './deploy/kinds.ts'
import { ownMachinesIn } from './deploy/own-machines.ts'
import { type DeployingProgram, deployingPrograms } from './deploy/python-calls.ts'
import { startsIn } from './deploy/starts.ts'
import { takenByService } from './deploy/taken-from-registry.ts'
import { isForeign } from './paths.ts'
import { ModuleIndex } from './python/modules.ts'
import { Callers } from './python/reach.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'

const mostRows = 100

export default probe({
  id: 'repo.deploy',
  version: 5,
  title: 'Jobs that put a release into service',
  measures: 'Which jobs, scripts and programs deploy or publish, what starts them, whether they are on, and whether tests come first.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    deployments: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        target: z.string(),
        automatic: z.boolean(),
        enabled: z.boolean(),
        after_tests: z.boolean(),
        in_service: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const tree = treeOf(repo)
    const reachable = await reachableCommands(repo)
    const definesService = await terraformServes(tree)
    const { programs, python, limits, takenBy } = await programsOf(repo, signal)
    const inCi = deploymentsInCi({
      reachable,
      starts: await startsIn(tree, reachable.looked),
      afterTests: await afterTestsIn(tree, reachable.commands),
      programs,
      definesService,
      takenBy,
      ownMachines: await ownMachinesIn(tree, reachable.looked),
    })
    const all = [...inCi, ...(await followedBranches(tree)), ...(await deploymentsByHand(tree, definesService, signal)), ...typed(programs)]
    const rows = bestOf(all).slice(0, mostRows)
    const notes = [...reachable.limits, ...reachable.notUnderstood.slice(0, 10).map((one) => `not followed: ${one}`), ...limits, whatCounts]
    if (rows.length === 0) {
      throwWhenHidden(withoutTests(reachable))
      return absent(searched(reachable, python), { limits: notes })
    }
    return found(
      {
        deployments: rows.map(({ path, line, target, automatic, enabled, after_tests, ends }) => ({
          path,
          line,
          target,
          automatic,
          enabled,
          after_tests,
          in_service: inService(ends),
        })),
      },
      { items: rows.map(({ path, line, note }) => ({ path, line, note })), limits: notes },
    )
  },
})

const whatCounts =
  'In service: something that runs is changed, or a package or the image of a version is published. An image of every push, a page of downloads and a trial index are not; documentation is not counted at all.'

const inService = (ends: Deployment['ends']): boolean => ends === 'service' || ends === 'package'

const searched = ({ commands, actions, looked }: Reachable, python: number): string =>
  `${looked.length === 0 ? 'there is no CI file of a provider that is read here' : `followed ${commands.length} commands and ${actions.length} actions of ${looked.length} CI files`}; searched scripts, recipes, ${python} Python files and notebooks, and manifests of Argo CD, Flux and Render: nothing deploys or publishes`

const saysDeploying = /deploy|publish|release|push|docker|image/i

/** Whether tests are hidden does not matter here. */
const withoutTests = (reachable: Reachable): Reachable => ({
  ...reachable,
  notUnderstood: reachable.notUnderstood.filter((sentence) => !isNamedFor(sentence, 'tests or housekeeping', saysDeploying)),
})

const service =
  /resource\s+"(google_(cloud_run|app_engine|cloudfunctions|container_cluster|vertex_ai_endpoint|compute_instance|compute_region_instance)\w*|aws_(ecs_service|ecs_task_definition|lambda_function|instance|eks|sagemaker|apprunner|elastic_beanstalk|batch|launch_template)\w*|kubernetes_\w+|kubectl_manifest|helm_release|azurerm_(\w*web_app|\w*function_app|container|kubernetes|app_service|linux_virtual_machine)\w*|azapi_resource|digitalocean_(app|droplet|kubernetes)\w*|databricks_(model_serving|job)\w*|heroku_app|docker_container)"/

/** Does the tree's Terraform define something that runs? Buckets and accounts alone do not put a release into service. */
const terraformServes = async (tree: Tree): Promise<boolean> => {
  for (const path of tree.paths) if (path.endsWith('.tf') && !isForeign(path) && service.test((await tree.read(path)) ?? '')) return true
  return false
}

const programsOf = async (
  repo: RepoHandle,
  signal: AbortSignal,
): Promise<{ programs: DeployingProgram[]; python: number; limits: string[]; takenBy: string | undefined }> => {
  const { files: all, unread } = await pythonSources(repo, signal)
  const files = withoutExamples(all)
  const index = new ModuleIndex(files.keys())
  const programs = await deployingPrograms(files, new Callers(files, index, ''), signal)
  return { programs, python: files.size, limits: unreadLimit(unread), takenBy: await takenByService(files, index, signal) }
}

/** Programs that deploy and that a person starts. */
const typed = (programs: DeployingProgram[]): Deployment[] =>
  programs
    .filter(({ reached }) => reached)
    .map(({ target, file, line, call }) => ({
      target,
      ends: 'service',
      path: file,
      line,
      automatic: false,
      enabled: true,
      after_tests: false,
      note: `${call} (${target}): nothing in the tree starts it by itself`,
    }))

/** One row for a place and a target, the one that counts most; those that count first. */
const bestOf = (all: Deployment[]): Deployment[] => {
  const worth = ({ automatic, enabled, ends, after_tests }: Deployment) =>
    [automatic, enabled, inService(ends), after_tests].reduce((sum, yes, at) => sum + (yes ? 8 >> at : 0), 0)
  const best = new Map<string, Deployment>()
  for (const one of all.sort((a, b) => worth(b) - worth(a))) {
    const key = `${one.path}:${one.line}:${one.target}`
    if (!best.has(key)) best.set(key, one)
  }
  return [...best.values()]
}
