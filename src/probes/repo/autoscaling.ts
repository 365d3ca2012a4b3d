/** What changes the number of copies of a service by itself. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { scalersIn } from './operation/scalers.ts'
import { operationTexts } from './operation/texts.ts'

const most = 100

export default probe({
  id: 'repo.autoscaling',
  version: 1,
  title: 'What changes the number of copies of a service by itself',
  measures: 'Autoscalers of Kubernetes, KServe, Knative, Ray and the clouds: between which numbers of copies each goes, and by what.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    scalers: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        kind: z.string(),
        least: z.number().nullable(),
        most: z.number().nullable(),
        signal: z.string().nullable(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { texts, limits, whole } = await operationTexts(repo, signal)
    const scalers = scalersIn(texts).slice(0, most)
    const all = [
      ...limits,
      'A text defines it; whether it is applied to a service that runs, and ever moved, the repository does not show.',
    ]
    if (scalers.length === 0) {
      whole()
      return absent(`searched ${texts.length} configuration and Python files for autoscalers of twelve tools`, { limits: all })
    }
    return found(
      { scalers },
      {
        limits: all,
        items: scalers.map(({ path, line, kind, least, most: upTo, signal: by }) => ({
          path,
          line,
          note: `${kind}: ${least ?? '?'} to ${upTo ?? '?'} copies${by === null ? '' : ` by ${by}`}`,
        })),
      },
    )
  },
})
