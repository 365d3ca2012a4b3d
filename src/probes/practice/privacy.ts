/** Recorded runs that tried access limits, looked for personal data, or followed a deletion. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { recordedRuns, wordsOf } from './recorded-runs.ts'

type About = 'access' | 'personal_data' | 'deletion'
const kinds: [words: RegExp, about: About][] = [
  [
    /(delet|eras|forget)\w*[-_ ](user|subject|customer|person|request|trace|propagation)|right[-_ ]to[-_ ](erasure|be[-_ ]forgotten)|gdpr[-_ ](delet|eras)|(user|subject)[-_ ](delet|eras)/,
    'deletion',
  ],
  [
    /presidio|\bpii\b|pii[-_ ]|[-_]pii|personal[-_ ]?(data|information)|scrubadub|piicatcher|data[-_ ]?loss[-_ ]prevention|\bdlp\b/,
    'personal_data',
  ],
  [
    /(access|permission|acl|iam|rbac)[-_ ](control[-_ ])?(test|check|review|audit|policy)|(test|check|verify|audit)[-_ ]?(data[-_ ])?(access|permissions|acl|rbac)/,
    'access',
  ],
]

const aboutOf = (words: string): About | undefined => kinds.find(([pattern]) => pattern.test(words))?.[1]

export default probe({
  id: 'practice.privacy',
  version: 1,
  title: 'Runs that tried access limits, looked for personal data, or followed a deletion',
  measures: 'Recorded runs with a step that tries who may read data, looks for personal data, or follows a deletion through its copies.',
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
        about: z.enum(['access', 'personal_data', 'deletion']),
      }),
    ),
    described: z.boolean(),
  }),
  async collect({ ci, repo }, { signal }) {
    const { runs, described, limits } = await recordedRuns(ci, repo, signal, (ran) => {
      const about = aboutOf(wordsOf(ran))
      return about === undefined ? undefined : { about }
    })
    const all = [...ci.limits, ...limits, 'A step is known by the words of its command; what it looks through is not looked at.']
    if (runs.length === 0 && !described)
      return absent(`searched ${ci.jobs.length} recorded jobs for steps about access, personal data and deletion`, { limits: all })
    return found({ runs, described }, { limits: all, ...(runs[0] === undefined ? {} : { until: runs[0].at }) })
  },
})
