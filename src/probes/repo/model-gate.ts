/** Looks for thresholds on the quality of a model, what they decide, and whether a release waits for them. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { reachableCommands } from './ci/reach.ts'
import { treeOf } from './ci/tree.ts'
import { gatesOfCode } from './gates/find-gates.ts'
import { gatesOfCommands } from './gates/in-commands.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'

const mostRows = 200

export default probe({
  id: 'repo.model-gate',
  version: 6,
  title: 'Thresholds on quality, and what waits for them',
  measures:
    'Where the quality of a model is held against a limit or another model, whether that decides anything, and whether a release depends on it.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    gates: z.array(
      z.object({ path: z.string(), line: z.number(), metric: z.string(), enforced: z.boolean(), release_depends: z.boolean() }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const reachable = await reachableCommands(repo)
    const tree = treeOf(repo)
    const gates = [...(await gatesOfCode(repo, files, { reachable, tree }, signal)), ...(await gatesOfCommands(reachable, tree))]
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...reachable.notUnderstood.slice(0, 5).map((sentence) => `not followed: ${sentence}`),
      ...(all.size > files.size ? [`${all.size - files.size} Python files of examples and documents were left out.`] : []),
    ]
    if (gates.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks for comparisons of a model’s quality that decide something, for figures that commands and conditions of CI hold, and for the gates of Airflow, TFX, SageMaker, Kubeflow and MLflow`,
        { limits },
      )
    limits.push(
      'A release depends on a gate when it runs only after it, in the same function, in the steps of a pipeline tool, or in a CI job that comes after or waits.',
    )
    const worth = ({ enforced, release_depends }: (typeof gates)[number]) => Number(release_depends) * 2 + Number(enforced)
    const shown = gates.sort((a, b) => worth(b) - worth(a)).slice(0, mostRows)
    return found(
      { gates: shown.map(({ path, line, metric, enforced, release_depends }) => ({ path, line, metric, enforced, release_depends })) },
      { items: shown.map(({ path, line, note }) => ({ path, line, note })), limits },
    )
  },
})
