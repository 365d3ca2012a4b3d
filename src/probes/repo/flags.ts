/** Finds switches that turn a model off without a release, and what answers in its place when it fails. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { mustBeWhole, settingTexts } from './monitoring/settings.ts'
import { Starts } from './monitoring/starts.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { namesThatAsk } from './switches/asking-functions.ts'
import { type Fallback, findFallbacks } from './switches/fallbacks.ts'
import { findSwitches, type Switch } from './switches/find-switches.ts'
import { ModelCalls } from './switches/model-calls.ts'
import { traceThrough } from './values/kept-traces.ts'

type Wired<T> = T & { wired: boolean }

export default probe({
  id: 'repo.flags',
  version: 1,
  title: 'Switches and fallbacks of models',
  measures: 'Which conditions that a flag service or a setting decides stand before a model call, and what answers when the model fails.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    flags: z.array(z.object({ path: z.string(), line: z.number(), guards_model: z.boolean(), kind: z.string(), at_request: z.boolean() })),
    fallbacks: z.array(z.object({ path: z.string(), line: z.number(), kind: z.enum(['handler', 'setting']), wired: z.boolean() })),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const trace = traceThrough(files)
    const names = namesThatAsk(files.values())
    const models = new ModelCalls(trace, names)
    const switches = await findSwitches(files, trace, models, names, signal)
    const instead = await findFallbacks(files, trace, models, names, signal)
    const limits = [...repo.limits, ...unreadLimit(unread), howTold]
    if (switches.length === 0 && instead.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${files.size} Python files for conditions on flags of 10 services, on the environment and on settings before a model call, and for handlers that answer in its place`,
        { limits },
      )
    }
    // Only now is it worth reading what starts the code.
    const { texts, limits: cut } = await settingTexts(repo, signal)
    const starts = new Starts(files, texts)
    const flags = await withWiring(switches, files, starts, signal)
    const fallbacks = await withWiring(instead, files, starts, signal)
    return found(
      {
        flags: flags.map(({ path, line, kind, at_request, wired }) => ({
          path,
          line,
          guards_model: at_request && wired,
          kind,
          at_request,
        })),
        fallbacks: fallbacks.map(({ path, line, kind, wired }) => ({ path, line, kind, wired })),
      },
      {
        items: [
          ...flags.map(({ path, line, kind, at_request, wired }) => ({
            path,
            line,
            note: `${kind}: a model is asked on one side only${at_request ? '' : '; read at the start, so turning it needs a restart'}${wired ? '' : '; nothing starts this code'}`,
          })),
          ...fallbacks.map(({ path, line, kind, wired }) => ({
            path,
            line,
            note: `${kind === 'handler' ? 'answers when the model fails' : 'names another model for when the first fails'}${wired ? '' : '; nothing starts this code'}`,
          })),
        ],
        limits: [...limits, ...cut],
      },
    )
  },
})

const howTold =
  'A switch guards a model when the model is asked on one side of it only, it is read each time, and something starts the code. A fallback gives an answer of its own; an error that is passed on is none. Switches of gateways and meshes, and code in languages other than Python, were not read.'

async function withWiring<T extends Switch | Fallback>(
  rows: T[],
  files: Map<string, PythonSource>,
  starts: Starts,
  signal: AbortSignal,
): Promise<Wired<T>[]> {
  const out: Wired<T>[] = []
  for (const row of rows.slice(0, 100)) {
    const source = files.get(row.path)
    const wired = source !== undefined && (await starts.isStarted({ module: await parsedModule(source), scope: row.scope }, signal))
    out.push({ ...row, wired })
  }
  return out
}
