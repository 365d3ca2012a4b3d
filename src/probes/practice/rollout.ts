/** Recorded runs that moved a share of the traffic to a new version. */
import { z } from 'zod'
import { probe } from '../../model/probe.ts'
import { recordedRun, recordedRuns } from './recorded-runs.ts'

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
  needs: { ci: { kinds: ['ci'] }, repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ runs: z.array(recordedRun), described: z.boolean() }),
  collect: (given, { signal }) =>
    recordedRuns(given, signal, 'move a share of the traffic', (words, conclusion) =>
      conclusion === 'success' && shifts.test(words) && !wholly.test(words) ? {} : undefined,
    ),
})
