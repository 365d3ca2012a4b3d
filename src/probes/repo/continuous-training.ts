/** Looks for what starts training without a person: schedules, events, and changes whose model is kept. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { isNamedFor } from './ci/elsewhere.ts'
import { throwWhenHidden } from './ci/reach.ts'
import { unreadLimit } from './python/sources.ts'
import { triggersInCi } from './retraining/in-ci.ts'
import { triggersInFunctions } from './retraining/in-functions.ts'
import { triggersInLoops } from './retraining/in-loops.ts'
import { triggersInPython } from './retraining/in-python.ts'
import { triggersOfSchedulers } from './retraining/in-schedulers.ts'
import { triggersInSettings } from './retraining/in-settings.ts'
import { saysTraining, type Trigger } from './retraining/kinds.ts'
import { triggersOnCondition } from './retraining/on-condition.ts'
import { readTraining } from './retraining/read-training.ts'

const mostRows = 60

export default probe({
  id: 'repo.continuous-training',
  version: 6,
  title: 'What starts training without a person',
  measures:
    'Which schedules, events and changes start something, whether they are on, and whether what they start fits a model that is kept.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    triggers: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        kind: z.string(),
        enabled: z.boolean(),
        trains: z.boolean(),
        renews: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { tree, files, unread, reachable, trains } = await readTraining(repo, signal)
    const triggers = bestOf([
      ...(await triggersInCi(reachable, trains, tree, signal)),
      ...(await triggersInFunctions(tree, trains, signal)),
      ...(await triggersInPython(trains, signal)),
      ...(await triggersInLoops(trains, signal)),
      ...(await triggersInSettings(tree, trains, signal)),
      ...(await triggersOfSchedulers(tree, trains, signal)),
      ...triggersOnCondition(trains.files),
    ])
    const limits = [
      ...reachable.limits,
      ...reachable.notUnderstood.slice(0, 10).map((one) => `not followed: ${one}`),
      ...unreadLimit(unread),
      'Renews: time, data or drift is what starts it, or every change does and its workflow registers, publishes or deploys.',
    ]
    if (!triggers.some((one) => one.trains))
      throwWhenHidden({
        ...reachable,
        notUnderstood: reachable.notUnderstood.filter((one) => !isNamedFor(one, 'any', saysTraining)),
      })
    if (triggers.length === 0)
      return absent(
        `followed ${reachable.commands.length} commands of ${reachable.looked.length} CI files; searched ${files.size} Python files and notebooks, manifests, templates, timers, Terraform and crontabs for schedules and events: nothing starts training`,
        { limits },
      )
    const rows = triggers.slice(0, mostRows)
    return found(
      { triggers: rows.map(({ note: _, ...row }) => row) },
      { items: rows.map(({ path, line, note }) => ({ path, line, note })), limits },
    )
  },
})

/** One row for a place, the one that counts most; those that count first, and of those that train nothing one for a file. */
const bestOf = (all: Trigger[]): Trigger[] => {
  const worth = ({ enabled, trains, renews }: Trigger) => (trains ? 8 : 0) + (enabled ? 4 : 0) + (renews ? 2 : 0)
  const best = new Map<string, Trigger>()
  for (const one of all.sort((a, b) => worth(b) - worth(a))) {
    const key = one.trains ? `${one.path}:${one.line}` : one.path
    if (!best.has(key)) best.set(key, one)
  }
  return [...best.values()]
}
