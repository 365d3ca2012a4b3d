/** Finds simple and richer models that one settings file lists for a command which compares or tunes them. */
import { isPython, nameOf } from '../paths.ts'
import type { Text } from '../versions/mentions.ts'
import { predictorOf } from './predictors.ts'

export type Listed = { path: string; line: number; name: string; kind: string; compared: boolean }

const comparing = /\b(tune|compare|benchmark|evaluat\w*|search|select|cross_val\w*|automl|leaderboard)\b/i

export function listedInSettings(texts: Text[]): Listed[] {
  return texts.flatMap((one) => {
    if (isPython(one.path) || !/\.(ya?ml|json|toml)$/.test(one.path)) return []
    const found = [...one.text.matchAll(/\b[a-z]\w*(?:\.\w+)*\.([A-Z]\w+)/g)].flatMap((match) => {
      const known = predictorOf(match[0])
      return known === undefined ? [] : [{ ...known, line: one.text.slice(0, match.index).split('\n').length }]
    })
    const simple = found.find(({ grade }) => grade !== 'rich')
    if (simple === undefined || !found.some(({ grade }) => grade === 'rich')) return []
    return [{ path: one.path, line: simple.line, name: simple.name, kind: simple.kind, compared: isCompared(one.path, texts) }]
  })
}

/** Some text names the file within a few lines of a word for comparing. */
function isCompared(path: string, texts: Text[]): boolean {
  const name = nameOf(path)
  return texts.some(({ path: other, text }) => {
    if (other === path) return false
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
      if (comparing.test(text.slice(Math.max(0, at - 200), at + 200))) return true
    return false
  })
}
