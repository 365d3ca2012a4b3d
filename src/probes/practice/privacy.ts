/** Recorded runs that tried access limits, looked for personal data, or followed a deletion. */
import { z } from 'zod'
import { probe } from '../../model/probe.ts'
import { recordedRun, recordedRuns } from './recorded-runs.ts'

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
  needs: { ci: { kinds: ['ci'] }, repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    runs: z.array(recordedRun.extend({ about: z.enum(['access', 'personal_data', 'deletion']) })),
    described: z.boolean(),
  }),
  collect: (given, { signal }) =>
    recordedRuns(given, signal, 'try who may read data, look for personal data or follow a deletion', (words) => {
      const about = aboutOf(words)
      return about === undefined ? undefined : { about }
    }),
})
