/** Recorded runs that held the features used against the rules for them. */
import { z } from 'zod'
import { probe } from '../../model/probe.ts'
import { recordedRun, recordedRuns } from './recorded-runs.ts'

const holds =
  /feature[-_ ]?(policy|policies|allow[-_ ]?list|deny[-_ ]?list|block[-_ ]?list|black[-_ ]?list|white[-_ ]?list|rules)|(forbidden|banned|allowed|permitted|prohibited)[-_ ](features|columns|fields)|(meta[-_ ]?level|feature)[-_ ]requirements/

export default probe({
  id: 'practice.feature-policy',
  version: 1,
  title: 'Runs that held the features used against the rules for them',
  measures: 'Recorded runs with a step that compares the features in use with a written list of what may be used.',
  method: 'measured',
  needs: { ci: { kinds: ['ci'] }, repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    runs: z.array(recordedRun),
    described: z.boolean(),
  }),
  collect: (given, { signal }) =>
    recordedRuns(given, signal, 'hold features against rules', (words) => (holds.test(words) ? {} : undefined)),
})
