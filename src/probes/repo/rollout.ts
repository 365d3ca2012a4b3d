/** How traffic is moved to a new version: canaries and blue and green sides, whether both are there, and what decides. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { mustBeWhole, settingTexts } from './monitoring/settings.ts'
import { pathKind } from './paths.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { inClouds, looksAtMeasurement } from './rollouts/clouds.ts'
import { inManifests } from './rollouts/manifests.ts'
import { inProxies } from './rollouts/proxies.ts'
import type { Strategy, Text } from './rollouts/strategy.ts'
import { routers, switches } from './rollouts/switches.ts'

const row = z.object({
  path: z.string(),
  line: z.number(),
  kind: z.string(),
  versions: z.number().int().nonnegative(),
  analysis: z.boolean(),
})
const most = 100

export default probe({
  id: 'repo.rollout',
  version: 2,
  title: 'How traffic is moved to a new version',
  measures: 'Which canaries and blue and green sides are defined, how many versions stand behind each, and whether a measurement decides.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ strategies: z.array(row) }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const python = [...withoutExamples(all).values()].filter(({ path }) => pathKind(path) !== 'test' && !path.endsWith('.ipynb'))
    const { texts, limits: cut, unread: unreadTexts } = await settingTexts(repo, signal)
    const code = python.map(({ path, text }) => ({ path, text: text.replaceAll(/^[ \t]*#.*$/gm, '') }))
    signal.throwIfAborted()
    const every = [...inManifests(texts), ...inClouds([...texts, ...code]), ...inProxies(texts), ...routers(code), ...switches(texts)]
    const judge = [...code, ...texts].find(isJudge)
    const strategies = oneEach(every.map((one) => judgedBy(one, judge)))
    const limits = [...repo.limits, ...unreadLimit(unread), ...cut, ...rolling]
    if (strategies.length === 0) mustBeWhole(repo, [...unread, ...unreadTexts])
    if (strategies.length === 0)
      return absent(
        `searched ${texts.length} configuration files and ${code.length} Python files for canaries, splits of traffic and blue and green sides of 20 tools`,
        { limits },
      )
    return found(
      { strategies: strategies.map(({ path, line, kind, versions, analysis }) => ({ path, line, kind, versions, analysis })) },
      {
        items: strategies.map(({ path, line, kind, note }) => ({
          path,
          line,
          note: `${kind === 'canary' ? 'canary' : 'blue and green'}: ${note}`,
        })),
        limits,
      },
    )
  },
})

const rolling = [
  'A rolling update alone, which replaces one copy after the other, is not counted: every answer comes from whichever copy is up.',
]

/** Own code that asks a monitoring system about the new version and turns back. */
const isJudge = ({ path, text }: Text): boolean =>
  /\.(py|sh)$/.test(path) && /canary|candidate|rollout|traffic_(weight|split)/i.test(text) && looksAtMeasurement(text)

const judgedBy = (one: Strategy, judge: Text | undefined): Strategy =>
  one.analysis || one.versions < 2 || judge === undefined
    ? one
    : { ...one, analysis: true, note: `${one.note}; ${judge.path} looks at a measurement` }

/** One line for each place, the one that says most. */
function oneEach(strategies: Strategy[]): Strategy[] {
  const best = new Map<string, Strategy>()
  const worth = ({ versions, analysis }: Strategy) => Math.min(versions, 2) + (analysis ? 2 : 0)
  for (const one of strategies) {
    const key = `${one.path}:${one.line}`
    const before = best.get(key)
    if (before === undefined || worth(one) > worth(before)) best.set(key, one)
  }
  return [...best.values()].sort((a, b) => worth(b) - worth(a)).slice(0, most)
}
