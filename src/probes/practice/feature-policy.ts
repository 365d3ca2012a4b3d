/** Recorded runs that held the features used against the rules for them. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { recordedRuns, wordsOf } from './recorded-runs.ts'

const holds =
  /feature[-_ ]?(policy|policies|allow[-_ ]?list|deny[-_ ]?list|block[-_ ]?list|black[-_ ]?list|white[-_ ]?list|rules)|(forbidden|banned|allowed|permitted|prohibited)[-_ ](features|columns|fields)|(meta[-_ ]?level|feature)[-_ ]requirements/

export default probe({
  id: 'practice.feature-policy',
  version: 1,
  title: 'Runs that held the features used against the rules for them',
  measures: 'Recorded runs with a step that compares the features in use with a written list of what may be used.',
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
    described: z.boolean(),
  }),
  async collect({ ci, repo }, { signal }) {
    const { runs, described, limits } = await recordedRuns(ci, repo, signal, (ran) => (holds.test(wordsOf(ran)) ? {} : undefined))
    const all = [...ci.limits, ...limits, 'A step is known by the words of its command; what it compares is not looked at.']
    if (runs.length === 0 && !described)
      return absent(`searched ${ci.jobs.length} recorded jobs for steps that hold features against rules`, { limits: all })
    return found({ runs, described }, { limits: all, ...(runs[0] === undefined ? {} : { until: runs[0].at }) })
  },
})
