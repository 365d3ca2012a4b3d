/** Looks for simpler predictors that are measured by the same metric as the model, not for the word. */
import { z } from 'zod'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { baselinesIn } from './baselines/contests.ts'
import { listedInSettings } from './baselines/in-settings.ts'
import { ModuleIndex } from './python/modules.ts'
import { fileLine, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { runningTexts } from './versions/mentions.ts'

const otherCode = /\.(jl|[rR]|java|kt|scala|cs|cc|cpp|go|rs|swift|m|jsx?|tsx?)$/
const mostRows = 100

type Row = { path: string; line: number; kind: string; measured: boolean; same_metric: boolean; note: string }

export default probe({
  id: 'repo.baseline',
  version: 2,
  title: 'Simpler predictors that are measured by the same metric',
  measures:
    'Which simpler predictors (a constant, the last value, a rule, a linear model, a single tree) the code measures, and whether by the metric of the model.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    baselines: z.array(z.object({ path: z.string(), line: z.number(), kind: z.string(), measured: z.boolean(), same_metric: z.boolean() })),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    if (all.size + unread.length === 0 && repo.files.some(({ path }) => otherCode.test(path)))
      throw new CannotLook('not_supported', 'No Python in this repository; baselines in other languages cannot be judged yet.')
    const files = withoutExamples(all)
    const inCode = await baselinesIn(files, new ModuleIndex(files.keys()), signal)
    const listed = listedInSettings(await runningTexts(repo, files, signal))
    const rows: Row[] = [
      ...inCode.map(({ source, line, kind, measured, same_metric, name, beside }) => ({
        path: source.path,
        line: fileLine(source, line),
        kind,
        measured,
        same_metric,
        note: `${name} (${kind}): ${told(measured, same_metric)}${beside === '' ? '' : `, beside ${beside}`}`,
      })),
      ...listed.map(({ path, line, kind, name, compared }) => ({
        path,
        line,
        kind,
        measured: compared,
        same_metric: compared,
        note: `${name} (${kind}): in one list with richer models${compared ? ', which a command compares' : '; nothing that compares them was found'}`,
      })),
    ].slice(0, mostRows)
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...(all.size === files.size ? [] : [`${all.size - files.size} Python files of examples and documents were left out.`]),
      howJudged,
    ]
    if (rows.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks for constant, last-value, named and linear predictors beside a richer model, and settings that list both`,
        { limits },
      )
    return found(
      { baselines: rows.map(({ path, line, kind, measured, same_metric }) => ({ path, line, kind, measured, same_metric })) },
      { items: rows.map(({ path, line, note }) => ({ path, line, note })), limits },
    )
  },
})

const told = (measured: boolean, same: boolean): string =>
  !measured ? 'no metric of it was found' : same ? 'measured by the same metric' : 'measured, by a metric that the model is not measured by'

const howJudged =
  'A linear model or a single tree counts where a richer model stands beside it; an earlier version of the model, a value in settings and data to compare other data with do not count. That both are measured on the same rows was not followed.'
