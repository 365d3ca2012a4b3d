/** The deployments that CI gets to, by command, by action, or by a Python program that it runs. */
import type { Reached, ReachedAction } from '../ci/model.ts'
import type { Reachable } from '../ci/reach.ts'
import { actionMakesCluster, deployOfAction } from './actions.ts'
import type { AfterTests } from './after-tests.ts'
import { deployByName, deployOf, makesLocalCluster } from './commands.ts'
import type { Deployment, Deploys } from './kinds.ts'
import { type DeployingProgram, programRun } from './python-calls.ts'
import type { Starts } from './starts.ts'
import { registersModel } from './taken-from-registry.ts'
import { followedPushes } from './written-down.ts'

/** `ownMachines`: jobs on machines of the project's own. `takenBy`: the file through which a service of the repository takes models from a registry. */
type Asked = {
  reachable: Reachable
  starts: Starts
  afterTests: AfterTests
  programs: DeployingProgram[]
  definesService: boolean
  takenBy: string | undefined
  ownMachines: ReadonlySet<string>
}
type Where = Pick<
  Reached,
  'provider' | 'workflow' | 'job' | 'step' | 'path' | 'line' | 'trigger' | 'automatic' | 'enabled' | 'because' | 'chain'
>

export const deploymentsInCi = ({ reachable, starts, afterTests, programs, definesService, takenBy, ownMachines }: Asked): Deployment[] => {
  const trials = localJobs(reachable)
  const out: Deployment[] = []
  const releasing = new Set(releases(reachable))
  // Infrastructure code releases where its workflow also makes what runs on it, or names the version.
  const brings = (at: Where) => releasing.has(`${at.path}\n${at.workflow}`)
  const add = (at: Where, deploys: Deploys | undefined, label: string): void => {
    if (!deploys || trials.has(jobKey(at)) || (deploys.target === 'terraform' && deploys.infrastructure && !definesService)) return
    const { automatic, versioned, why } = starts(at)
    // An image of a tag or a release is what users take; one of every push waits for somebody to use it.
    const ground = deploys.infrastructure === true || deploys.ends === 'ground'
    const ends = deploys.ends === 'image' && versioned ? 'package' : !ground ? deploys.ends : brings(at) ? 'service' : 'ground'
    const because = [...why, ...(at.enabled ? [] : at.because)]
    out.push({
      target: deploys.target,
      ends,
      path: at.path,
      line: at.line,
      automatic,
      enabled: at.enabled,
      after_tests: afterTests(at),
      note: `${label}${because.length === 0 ? `, started by ${at.trigger}` : `; ${because.join('; ')}`}`,
    })
  }
  const followed = followedPushes(reachable.commands)
  for (const reached of reachable.commands) {
    const names = [reached.workflow, reached.job, reached.step].join(' ')
    const direct =
      deployOf(reached.words, reached.variables) ??
      deployByName(reached.words, names, ownMachine.has(reached.provider) || ownMachines.has(`${reached.path}\n${reached.job}`))
    if (followed.has(reached)) add(reached, { target: 'manifests in git', ends: 'service' }, 'pushes manifests in which it set the version')
    if (direct) add(reached, direct, `${reached.words.slice(0, 3).join(' ').slice(0, 60)} (${direct.target})`)
    const program = direct ? undefined : programRun(reached, programs)
    if (program) add(reached, { target: program.target, ends: 'service' }, `runs ${program.file}, which deploys (${program.call})`)
    else if (!direct && takenBy !== undefined && registersModel(reached))
      add(reached, { target: 'model registry', ends: 'service' }, `registers a model, which the service takes through ${takenBy}`)
  }
  for (const reached of reachable.actions) {
    const deploys = deployOfAction(reached.action)
    add(reached, deploys, `uses ${reached.action.name}`)
  }
  return out
}

/** Providers whose jobs commonly run on the machine that also serves. */
const ownMachine = new Set(['jenkins', 'gitlab', 'drone', 'woodpecker'])

/** Workflows that push an image or a package, pack an archive, or hand a version to the infrastructure code. */
const releases = ({ commands, actions }: Reachable): string[] => [
  ...commands.flatMap(({ words, path, workflow }) => {
    const ends = deployOf(words)?.ends
    const version = words.some((word) => /^(-var=?)?['"]?\w*(image|tag|version|sha|digest)\w*=/i.test(word))
    return ends === 'image' || ends === 'package' || words[0] === 'zip' || (version && words.includes('apply'))
      ? [`${path}\n${workflow}`]
      : []
  }),
  ...actions.flatMap(({ action, path, workflow }) => (deployOfAction(action)?.ends === 'image' ? [`${path}\n${workflow}`] : [])),
]

export const jobKey = ({ path, workflow, job }: Pick<Reached, 'path' | 'workflow' | 'job'>): string => `${path}\n${workflow}\n${job}`

/** Jobs that make a cluster of their own. */
const localJobs = ({ commands, actions }: { commands: Reached[]; actions: ReachedAction[] }): Set<string> =>
  new Set([
    ...commands.filter(({ words }) => makesLocalCluster(words)).map(jobKey),
    ...actions.filter(({ action }) => actionMakesCluster(action)).map(jobKey),
  ])
