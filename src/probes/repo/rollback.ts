/** Ways back to the version before, and what would start each. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { reachableCommands, throwWhenHidden } from './ci/reach.ts'
import { returnsIn } from './operation/returns.ts'
import { operationTexts } from './operation/texts.ts'

const most = 100
const startedBy = {
  measurement: 'a measurement turns it back',
  failure: 'a deployment that fails turns it back',
  job: 'a job that can be started turns it back',
  nothing: 'nothing in the repository starts it',
}

export default probe({
  id: 'repo.rollback',
  version: 1,
  title: 'Ways back to the version before',
  measures:
    'Settings, jobs and scripts that bring the version before back, and what starts each: a measurement, a failed deployment, a job, or nothing.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    ways: z.array(
      z.object({ path: z.string(), line: z.number(), kind: z.string(), starts: z.enum(['measurement', 'failure', 'job', 'nothing']) }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { texts, limits, whole } = await operationTexts(repo, signal)
    const reachable = await reachableCommands(repo)
    const ways = returnsIn(texts, reachable.commands).slice(0, most)
    const all = [...limits, ...reachable.limits, 'A way back that is there may never have been gone: that a run record would show.']
    if (ways.length === 0) {
      whole()
      throwWhenHidden(reachable)
      return absent(`searched ${texts.length} configuration and Python files and the commands of CI for ways back`, { limits: all })
    }
    return found(
      { ways },
      { limits: all, items: ways.map(({ path, line, kind, starts }) => ({ path, line, note: `${kind}: ${startedBy[starts]}` })) },
    )
  },
})
