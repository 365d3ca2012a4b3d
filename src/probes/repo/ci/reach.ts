/** Follows every CI step down to the commands it really runs, keeping the chain and what becomes of a failure. */
import { CannotLook, type RepoHandle } from '../../../model/handles.ts'
import type { Job, Link, Reached, ReachedAction, Step, Why } from './model.ts'
import { readProviders } from './providers/all.ts'
import { runners } from './runners/all.ts'
import type { Call, Expansion } from './runners/expansion.ts'
import { type Unwrapped, unwrap } from './runners/unwrap.ts'
import { walkShell } from './shell/walk.ts'
import { type Tree, treeOf } from './tree.ts'

/**
 * `commands`: every command that CI gets to, wrapped ones without their wrappers. `actions`: what steps use that is not followed. `notUnderstood`: what could not be followed,
 * one sentence each: commands may hide there. `limits`: what was taken for granted. `looked`: the CI files that were read.
 */
export type Reachable = { commands: Reached[]; actions: ReachedAction[]; notUnderstood: string[]; limits: string[]; looked: string[] }

const mostCommands = 20_000
const deepest = 12
const mostScripts = 400
const known = new WeakMap<RepoHandle, Promise<Reachable>>()

/** Worked out once per repository handle. Throws CannotLook when the files themselves cannot be read. */
export const reachableCommands = (repo: RepoHandle): Promise<Reachable> => {
  const before = known.get(repo) ?? follow(repo)
  known.set(repo, before)
  return before
}

const follow = async (repo: RepoHandle): Promise<Reachable> => {
  const tree = treeOf(repo)
  const { jobs, notUnderstood, limits, looked } = await readProviders(tree)
  const commands: Reached[] = []
  for (const job of jobs)
    for (const [at, step] of job.steps.entries())
      if (!(await followStep(job, placed(step, job.steps.slice(0, at), tree), tree, commands)))
        notUnderstood.push(`${step.path}:${step.line}: only the first ${mostScripts} scripts that it starts were followed`)
  if (commands.length >= mostCommands) notUnderstood.push(`only the first ${mostCommands} commands were followed`)
  return { commands, actions: jobs.flatMap(actionsOf), notUnderstood: [...new Set(notUnderstood)], limits: [...new Set(limits)], looked }
}

const actionsOf = (job: Job): ReachedAction[] =>
  job.steps.flatMap(({ action, name, path, line, off, chain }) =>
    action === undefined
      ? []
      : [
          {
            action,
            provider: job.provider,
            workflow: job.workflow,
            job: job.job,
            step: name,
            path: chain[0]?.path ?? path,
            line: chain[0]?.line ?? line,
            trigger: job.trigger,
            automatic: job.automatic,
            enabled: job.off.length + off.length === 0,
            because: [...job.off, ...off],
            chain: [...chain, { text: `uses: ${action.name}`, path, line }],
          },
        ],
  )

/** `left`: scripts that may still be followed from this step; what calls itself in a circle by many ways multiplies. */
type At = { job: Job; step: Step; tree: Tree; into: Reached[]; left: { scripts: number } }

type Carried = { chain: Link[]; propagates: boolean; enabled: boolean; because: Why[]; depth: number; seen: ReadonlySet<string> }

const making = /\b(mkdir|clone|cookiecutter|copier|cruft|unzip|tar|cp|mv|init|new|checkout)\b/

/** A working directory that is not in the tree is gone, unless an earlier step may have made it: then it is unknown. */
const placed = (step: Step, before: Step[], tree: Tree): Step => {
  if (step.cwd === null || tree.hasFolder(step.cwd)) return step
  const name = step.cwd.split('/')[0] as string
  const made = before.some(({ script }) => making.test(script) && (script.includes(name) || /\bclone\b.*\$/.test(script)))
  return { ...step, cwd: null, off: made ? step.off : [...step.off, `the working directory ${step.cwd} is not in the tree`] }
}

/** False when not all that it starts could be followed. */
const followStep = async (job: Job, step: Step, tree: Tree, into: Reached[]): Promise<boolean> => {
  const off = [...job.off, ...step.off]
  const forgiven = [...job.forgiven, ...step.forgiven]
  if (step.language === 'other') return true
  const from: Carried = {
    chain: step.chain,
    propagates: forgiven.length === 0,
    enabled: off.length === 0,
    because: [...off, ...forgiven],
    depth: 0,
    seen: new Set(),
  }
  const { script, scriptLine, path, errexit, pipefail, cwd, variables } = step
  const left = { scripts: mostScripts }
  await followScript(
    { job, step, tree, into, left },
    { label: '', path, line: step.line, script, scriptLine, errexit, pipefail, cwd, variables },
    from,
  )
  return left.scripts > 0
}

const followScript = async (at: At, script: Expansion, carried: Carried): Promise<void> => {
  const leaves = walkShell(script.script, {
    errexit: script.errexit,
    pipefail: script.pipefail,
    cwd: script.cwd,
    variables: { ...script.variables },
    line: script.scriptLine,
  })
  for (const leaf of leaves) {
    if (at.into.length >= mostCommands) return
    const place: Link = { text: leaf.words.join(' '), path: script.path, line: leaf.line }
    const next: Carried = {
      ...carried,
      propagates: carried.propagates && leaf.propagates,
      enabled: carried.enabled && leaf.reached,
      because: [
        ...carried.because,
        ...(leaf.reached ? [] : [`the script ends or turns away before line ${leaf.line} of ${script.path}`]),
        ...(leaf.propagates ? [] : [`its exit code is dropped at ${script.path}:${leaf.line}`]),
      ],
    }
    await followCommand(
      at,
      { words: leaf.words, cwd: leaf.cwd ?? '', variables: leaf.variables },
      { place, unknownFolder: leaf.cwd === null, carried: next },
    )
  }
}

type Of = { place: Link; unknownFolder: boolean; carried: Carried }

const followCommand = async (at: At, call: Call, { place, unknownFolder, carried }: Of): Promise<void> => {
  const { bare, expansions } = await unwrapped(call, place, at)
  const chain = [...carried.chain, { ...place, text: place.text.slice(0, 200) }]
  add(at, bare, { chain, carried, cwd: unknownFolder ? null : bare.cwd, place })
  if (carried.depth >= deepest) return
  for (const expansion of expansions) {
    const key = `${expansion.path}:${expansion.line}:${expansion.script}`
    if (carried.seen.has(key) || at.left.scripts <= 0) continue
    at.left.scripts--
    const here = expansion.path === '' ? { ...expansion, path: place.path, line: place.line, scriptLine: place.line } : expansion
    await followScript(
      at,
      { ...here, cwd: unknownFolder && here.cwd === '' ? null : here.cwd },
      {
        chain,
        propagates: carried.propagates && expansion.forgiven === undefined,
        enabled: carried.enabled,
        because:
          expansion.forgiven === undefined ? carried.because : [...carried.because, `${expansion.forgiven} (${here.path}:${here.line})`],
        depth: carried.depth + 1,
        seen: new Set([...carried.seen, key]),
      },
    )
  }
}

const expansionsOf = async (call: Call, { tree, job, into }: At): Promise<Expansion[]> => {
  const earlier = () => into.filter(({ workflow }) => workflow === job.workflow)
  for (const runner of runners) {
    const expansions = await runner(call, tree, earlier)
    if (expansions.length > 0) return expansions
  }
  return []
}

/** Wrappers come off one by one; `pdm run test` may be a task of that name, so runners are asked before each. */
const unwrapped = async (call: Call, place: Link, at: At): Promise<{ bare: Call; expansions: Expansion[] }> => {
  let bare: Unwrapped = call
  for (let turn = 0; turn < deepest; turn++) {
    const expansions = await expansionsOf(bare, at)
    const next = expansions.length > 0 ? undefined : unwrap(bare)
    if (!next) return { bare, expansions }
    bare = next
    if (!bare.script) continue
    const { text, errexit, pipefail } = bare.script
    return {
      bare,
      expansions: [
        {
          label: '',
          path: place.path,
          line: place.line,
          script: text,
          scriptLine: place.line,
          errexit,
          pipefail,
          cwd: bare.cwd,
          variables: bare.variables,
        },
      ],
    }
  }
  return { bare, expansions: [] }
}

const add = (
  { job, step, into }: At,
  call: Call,
  { chain, carried, cwd, place }: { chain: Link[]; carried: Carried; cwd: string | null; place: Link },
): void => {
  into.push({
    words: call.words,
    command: place.text.slice(0, 200),
    provider: job.provider,
    workflow: job.workflow,
    job: job.job,
    step: step.name,
    path: chain[0]?.path ?? step.path,
    line: chain[0]?.line ?? step.line,
    trigger: job.trigger,
    automatic: job.automatic,
    propagates: carried.propagates,
    enabled: carried.enabled,
    because: [...new Set(carried.because)],
    chain,
    cwd,
    variables: call.variables,
  })
}

/** Throws `not_supported` when something could not be followed: for a probe that found nothing elsewhere, absence cannot be told. */
export const throwWhenHidden = ({ notUnderstood }: Reachable): void => {
  if (notUnderstood.length === 0) return
  const more = notUnderstood.length > 3 ? `; and ${notUnderstood.length - 3} more` : ''
  throw new CannotLook('not_supported', `not everything that CI runs could be followed: ${notUnderstood.slice(0, 3).join('; ')}${more}`)
}
