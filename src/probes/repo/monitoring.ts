/** What a service tells about itself and its model, and whether something takes it in: series, agents, alarms, dashboards, drift. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { agentsIn, agentsInSettings, mayHaveAgent } from './monitoring/agents.ts'
import { cloudAlerts } from './monitoring/cloud-alerts.ts'
import { mayWatch, watchesIn, watchesInSettings } from './monitoring/model-watch.ts'
import { ownBoards } from './monitoring/own-boards.ts'
import { looksOf } from './monitoring/rules-and-boards.ts'
import { type Scrapes, scrapesOf } from './monitoring/scrapes.ts'
import { isExposed, maySend, type Series, seriesIn } from './monitoring/series.ts'
import { mustBeWhole, settingTexts } from './monitoring/settings.ts'
import type { Signal } from './monitoring/signal.ts'
import { Starts } from './monitoring/starts.ts'
import { djangoRequests, mayStore, storedIn } from './monitoring/stores.ts'
import { timesInLogs } from './monitoring/time-logs.ts'
import { exporterSignals, lookSignals, seriesSignals } from './monitoring/wired.ts'
import { pathKind } from './paths.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'

const row = z.object({
  path: z.string(),
  line: z.number(),
  about: z.string(),
  kind: z.string(),
  collected: z.boolean(),
  alerts: z.boolean(),
})
const mostRows = 200

export default probe({
  id: 'repo.monitoring',
  version: 4,
  title: 'What the service tells about itself',
  measures: 'Which latencies, loads, errors, predictions and drifts are sent out, by what, and whether something takes them in.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ what: z.array(row) }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const { texts, limits: cut, unread: unreadTexts } = await settingTexts(repo, signal)
    const scrapes = scrapesOf(texts)
    const starts = new Starts(files, texts)
    const { series, signals } = await inCode([...files.values()], starts, signal)
    const looks = looksOf(texts)
    const every = [
      ...seriesSignals(series, scrapes, looks, isExposed(files.values())),
      ...lookSignals(looks, series, scrapes, texts, isExposed(files.values())),
      ...exporterSignals(scrapes),
      ...signals,
      ...ownBoards([...files.values()], texts, signals),
      ...agentsInSettings(texts),
      ...watchesInSettings(texts),
      ...cloudAlerts(texts),
    ]
    const kept = strongest(every)
    const limits = [...repo.limits, ...unreadLimit(unread), ...cut, ...missed(scrapes), inTree]
    if (kept.length === 0) mustBeWhole(repo, [...unread, ...unreadTexts])
    if (kept.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks and ${texts.length} configuration files for metrics, agents, alarms, dashboards, scrape jobs, drift reports and logs of predictions`,
        { limits },
      )
    return found(
      { what: kept.map(({ path, line, about, kind, collected, alerts }) => ({ path, line, about, kind, collected, alerts })) },
      { items: kept.slice(0, 60).map(itemOf), limits },
    )
  },
})

const inTree = 'Monitoring that is set up in a console, or in another repository, cannot be seen here.'

const missed = ({ missed }: Scrapes): string[] => missed.slice(0, 5).map((sentence) => `not counted: ${sentence}`)

async function inCode(files: PythonSource[], starts: Starts, signal: AbortSignal): Promise<{ series: Series[]; signals: Signal[] }> {
  const series: Series[] = []
  const signals: Signal[] = []
  for (const source of files) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test') continue
    const { text } = source
    signals.push(...timesInLogs(source))
    const [sends, agents, watches, stores] = [maySend.test(text), mayHaveAgent.test(text), mayWatch(text), mayStore.test(text)]
    if (!sends && !agents && !watches && !stores) continue
    const module = await parsedModule(source)
    if (sends) series.push(...(await seriesIn(source, module, starts, signal)))
    if (stores) series.push(...djangoRequests(source), ...(await storedIn(source, module, starts, signal)))
    if (agents) signals.push(...(await agentsIn(source, module, starts, files, signal)))
    if (watches) signals.push(...(await watchesIn(source, module, starts, signal)))
  }
  return { series, signals }
}

/** What is about something else is left out; one row for each place and subject, the collected first. */
function strongest(signals: Signal[]): Signal[] {
  const best = new Map<string, Signal>()
  for (const one of signals) {
    if (one.about === 'other') continue
    const key = `${one.path}:${one.line}:${one.about}`
    const before = best.get(key)
    if (before === undefined || (one.collected && !before.collected)) best.set(key, one)
  }
  return [...best.values()].sort((a, b) => Number(b.collected) - Number(a.collected)).slice(0, mostRows)
}

const itemOf = ({ path, line, about, collected, note }: Signal): Item => ({
  path,
  line,
  note: `${about.replace('_', ' and ')}, ${collected ? 'collected' : 'not collected'}: ${note}`,
})
