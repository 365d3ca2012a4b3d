/** Where live requests are copied to a version nobody answers with, and whether its answers are held against the others. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { mustBeWhole, settingTexts } from './monitoring/settings.ts'
import { Starts } from './monitoring/starts.ts'
import { pathKind } from './paths.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { isCompared } from './shadows/compared.ts'
import { mayShadow, shadowsIn } from './shadows/in-code.ts'
import { inSettings } from './shadows/in-settings.ts'
import type { Mirror } from './shadows/mirror.ts'

const row = z.object({ path: z.string(), line: z.number(), kind: z.string(), enabled: z.boolean(), compared: z.boolean() })

export default probe({
  id: 'repo.shadow',
  version: 2,
  title: 'Requests that are copied to a version nobody answers with',
  measures: 'Where requests are mirrored or sent to a shadow as well, whether that is switched on, and whether both answers are compared.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ mirrors: z.array(row) }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const sources = [...files.values()].filter(({ path }) => pathKind(path) !== 'test' && !path.endsWith('.ipynb'))
    const { texts, limits: cut, unread: unreadTexts } = await settingTexts(repo, signal)
    const code = sources.map(({ path, text }) => ({ path, text: text.replaceAll(/^[ \t]*#.*$/gm, '') }))
    const every = [...texts, ...code]
    const starts = new Starts(files, texts)
    const mirrors: Mirror[] = inSettings(every).map((one) =>
      one.compared ? one : { ...one, compared: one.enabled && isCompared(every, [one.path]) },
    )
    for (const source of sources) {
      signal.throwIfAborted()
      if (mayShadow.test(source.text)) mirrors.push(...(await shadowsIn(source, await parsedModule(source), starts, every, signal)))
    }
    const limits = [...repo.limits, ...unreadLimit(unread), ...cut]
    if (mirrors.length === 0) mustBeWhole(repo, [...unread, ...unreadTexts])
    if (mirrors.length === 0)
      return absent(
        `searched ${texts.length} configuration files and ${code.length} Python files for mirrors of traffic of 9 tools and for code that asks a shadow model`,
        { limits },
      )
    return found(
      { mirrors: mirrors.map(({ path, line, kind, enabled, compared }) => ({ path, line, kind, enabled, compared })) },
      {
        items: mirrors.map(({ path, line, note, compared }) => ({
          path,
          line,
          note: `${note}; ${compared ? 'its answers are compared' : 'nothing compares its answers'}`,
        })),
        limits,
      },
    )
  },
})
