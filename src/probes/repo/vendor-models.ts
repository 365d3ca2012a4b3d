/** Finds calls to models of vendors and weights of hubs, whether their names are fixed, and what is left without them. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { mustBeWhole, settingTexts } from './monitoring/settings.ts'
import { isPython, pathKind } from './paths.ts'
import { type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { traceThrough } from './values/kept-traces.ts'
import { type Asked, findCalls } from './vendors/find-calls.ts'
import { ownTraining, type Training } from './vendors/own-training.ts'
import { modelNames } from './vendors/settings-values.ts'

const call = z.object({ path: z.string(), line: z.number(), vendor: z.string(), pinned: z.boolean(), model: z.string().nullable() })
const mostRows = 200

export default probe({
  id: 'repo.vendor-models',
  version: 1,
  title: 'Models of others, and models of their own',
  measures:
    'Where code asks models of vendors or takes weights from hubs, whether one version is named, and where it fits models of its own.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    calls: z.array(call),
    hub_models: z.array(call),
    floating: z.number(),
    own_models: z.number(),
    remains: z.enum(['own_models', 'fine_tuned', 'rules', 'nothing']),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const { texts, limits: cut } = await settingTexts(repo, signal)
    const asked = await findCalls(files, traceThrough(files), modelNames(texts), signal)
    const calls = asked.filter(({ kind }) => kind === 'vendor')
    const hubs = asked.filter(({ kind }) => kind === 'hub')
    const own = await ownTraining(files, new Set(hubs.map(({ path }) => path)), signal)
    const limits = [...repo.limits, ...unreadLimit(unread), ...cut, howTold]
    if (asked.length === 0 && own.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${files.size} Python files and notebooks for calls to models of 20 vendors and brokers, for weights of 4 hubs, and for code that fits a model`,
        { limits },
      )
    }
    return found(
      {
        calls: calls.slice(0, mostRows).map(rowOf),
        hub_models: hubs.slice(0, mostRows).map(rowOf),
        floating: calls.filter(({ pinned }) => !pinned).length,
        own_models: own.length,
        remains: remaining(own, calls, files),
      },
      { items: itemsOf(calls, hubs, own), limits },
    )
  },
})

const howTold =
  'A name counts as fixed when it is dated, numbered or a digest, or belongs to a series that its vendor does not move; of a name that could not be followed nothing is known, and it counts as moving. Models that the repository serves itself (localhost, vLLM, Ollama) are no vendor’s. Code in languages other than Python was not read.'

const rowOf = ({ path, line, vendor, pinned, models }: Asked) => ({
  path,
  line,
  vendor,
  pinned,
  model: models.length === 0 ? null : models.join(', ').slice(0, 200),
})

/** What is left when every model of others is taken away. */
function remaining(own: Training[], calls: Asked[], files: Map<string, PythonSource>): 'own_models' | 'fine_tuned' | 'rules' | 'nothing' {
  if (own.some(({ on_hub_weights }) => !on_hub_weights)) return 'own_models'
  if (own.length > 0) return 'fine_tuned'
  const asking = new Set(calls.map(({ path }) => path))
  const rest = [...files.values()].filter(
    ({ path, text }) => isPython(path) && pathKind(path) === 'own' && !asking.has(path) && /^\s*(async )?def \w/m.test(text),
  )
  return rest.length > 0 ? 'rules' : 'nothing'
}

function itemsOf(calls: Asked[], hubs: Asked[], own: Training[]): Item[] {
  const tell = ({ path, line, vendor, models, pinned }: Asked, what: string): Item => ({
    path,
    line,
    note: `${what} ${vendor}: ${models.length === 0 ? 'a name that could not be followed' : models.join(', ').slice(0, 100)}${pinned ? ', one version' : ', which may change without a release'}`,
  })
  return [
    ...[...calls]
      .sort((a, b) => Number(a.pinned) - Number(b.pinned))
      .slice(0, 40)
      .map((one) => tell(one, 'asks')),
    ...own.slice(0, 20).map(({ path, line, call, on_hub_weights }) => ({
      path,
      line,
      note: `fits a model of its own${on_hub_weights ? ', from ready-made weights' : ''}: ${call}`,
    })),
    ...hubs.slice(0, 30).map((one) => tell(one, 'takes weights from')),
  ]
}
