/** Configuration and code that may say how a service is operated, as texts with their paths; comments of Python blanked. */
import type { RepoHandle } from '../../../model/handles.ts'
import { mustBeWhole, settingTexts } from '../monitoring/settings.ts'
import type { Text } from '../monitoring/signal.ts'
import { pathKind } from '../paths.ts'
import { pythonSources, unreadLimit, withoutExamples } from '../python/sources.ts'

/** `whole`: throws `missing_object` where nothing can be said to be absent. */
export type Searched = { texts: Text[]; limits: string[]; whole: () => void }

export async function operationTexts(repo: RepoHandle, signal: AbortSignal): Promise<Searched> {
  const { files, unread } = await pythonSources(repo, signal)
  const { texts, limits, unread: unreadTexts } = await settingTexts(repo, signal)
  const python = [...withoutExamples(files).values()].filter(({ path }) => pathKind(path) !== 'test' && !path.endsWith('.ipynb'))
  const code = python.map(({ path, text }) => ({ path, text: text.replaceAll(/^[ \t]*#.*$/gm, '') }))
  return {
    texts: [...texts, ...code],
    limits: [...repo.limits, ...unreadLimit(unread), ...limits],
    whole: () => mustBeWhole(repo, [...unread, ...unreadTexts]),
  }
}

/** A block of text and where it begins; to the next line that is indented no deeper. */
export function blockAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1
  const lines = text.slice(start).split('\n')
  const indent = (lines[0] ?? '').search(/\S/)
  const end = lines.findIndex((line, at) => at > 0 && line.trim() !== '' && line.search(/\S/) <= indent && !/^\s*[)}\]]/.test(line))
  return lines.slice(0, end < 0 ? lines.length : end).join('\n')
}

/** The YAML document, or for other files the whole text, in which a place stands. */
export function documentAt(path: string, text: string, index: number): { text: string; at: number } {
  if (!/\.(ya?ml|tpl)$/.test(path)) return { text, at: 0 }
  const before = text.lastIndexOf('\n---', index)
  const after = text.indexOf('\n---', index)
  const at = before < 0 ? 0 : before + 4
  return { text: text.slice(at, after < 0 ? undefined : after), at }
}
