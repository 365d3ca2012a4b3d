/** Recorded runs that moved a share of the traffic to a new version. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { recordedRuns, wordsOf } from './recorded-runs.ts'

/** Commands of the tools that shift traffic, and the words that people use for it in the names of steps and scripts. */
const shifts =
  /^kubectl argo rollouts (promote|set image|set weight)|--canary\b|canary|traffic[-_ ](split|weight|percentage|shift)|update-traffic|--traffic\b|blue[-_ ]?green|--no-traffic|deploymentconfig-name|deployment-config-name\s+\S*(canary|linear)|codedeploydefault\.\S*(canary|linear)/

/** Bringing everything at once, or taking it back, is no gradual release. */
const wholly = /roll[-_ ]?back|rollout undo|--to-latest|=100\b|\b100 ?%/

export default probe({
  id: 'rollout',
  version: 1,
  title: 'Releases that went to a share of the traffic first',
  measures: 'Recorded runs in which a step moved a share of the traffic to a new version, when, and whether they started by themselves.',
  method: 'measured',
  needs: { ci: { kinds: ['ci'] }, repo: { kinds: ['repo'], optional: true } },
  options: z.strictObject({}),
  facts: z.object({
    runs: z.array(
      z.object({
        at: z.string(),
        automatic: z.boolean(),
        recorded: z.boolean(),
        can_fail: z.boolean().nullable(),
        workflow: z.string(),
        job: z.string(),
        step: z.string(),
      }),
    ),
  }),
  async collect({ ci, repo }, { signal }) {
    const { runs, limits } = await recordedRuns(ci, repo, signal, (ran) => {
      const words = wordsOf(ran)
      return ran.conclusion === 'success' && shifts.test(words) && !wholly.test(words) ? {} : undefined
    })
    const all = [...ci.limits, ...limits]
    if (runs.length === 0)
      return absent(`searched ${ci.jobs.length} recorded jobs for steps that move a share of the traffic`, { limits: all })
    return found({ runs }, { limits: all, until: runs[0]?.at })
  },
})
