/** Finds simple and richer models that settings list for a command which compares or tunes them: in one file, or one beside the other. */
import { folderOf, isPython, nameOf } from '../paths.ts'
import type { Text } from '../versions/mentions.ts'
import { type Predictor, predictorOf } from './predictors.ts'

export type Listed = { path: string; line: number; name: string; kind: string; compared: boolean }
type Named = Predictor & { path: string; line: number }

const comparing = /\b(tune|compare|benchmark|evaluat\w*|search|select|cross_val\w*|automl|leaderboard)\b/i
/** All of a grid is run, and each is scored. */
const grid = /^[ \t]*["']?\w{0,60}grid\w{0,60}["']?[ \t]*:/m
const setting = /\.(ya?ml|json|toml)$/
const className = /\b[a-z]\w*(?:\.\w+)*\.([A-Z]\w+)/g

export function listedInSettings(texts: Text[]): Listed[] {
  const settings = texts.filter(({ path }) => !isPython(path) && setting.test(path))
  const named = new Map(settings.map((one) => [one.path, namedIn(one)]))
  const inOne = settings.flatMap((one): Listed[] => {
    const simple = beaten(named.get(one.path) ?? [])
    if (simple === undefined) return []
    const before = one.text.split('\n').slice(0, simple.line).join('\n')
    return [{ ...only(simple), compared: grid.test(before) || isCompared(one.path, texts) }]
  })
  return [...inOne, ...besideEachOther(named, texts)]
}

const namedIn = ({ path, text }: Text): Named[] =>
  [...text.matchAll(className)].flatMap((match) => {
    const known = predictorOf(match[0])
    return known === undefined ? [] : [{ ...known, path, line: text.slice(0, match.index).split('\n').length }]
  })

/** A simple one with a richer one among the same. */
const beaten = (all: Named[]): Named | undefined => {
  const dull = all.find(({ grade }) => grade === 'dull')
  if (dull !== undefined && all.some(({ grade }) => grade !== 'dull')) return dull
  return all.some(({ grade }) => grade === 'rich') ? all.find(({ grade }) => grade === 'simple') : undefined
}

const takingSeveral = /model=\w+,\w/

/** `conf/model/dummy.yaml` beside `conf/model/forest.yaml`: one is taken at a time, unless a command takes several. */
function besideEachOther(named: Map<string, Named[]>, texts: Text[]): Listed[] {
  const folders = new Map<string, Named[]>()
  for (const [path, all] of named) {
    const first = all[0]
    if (first !== undefined && /model|algorithm|estimator|regressor|classifier|learner/i.test(folderOf(path)))
      folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), first])
  }
  const lines = texts.flatMap(({ text }) => (text.includes('model=') ? text.split('\n').filter((line) => takingSeveral.test(line)) : []))
  return [...folders.values()].flatMap((all) => {
    const simple = beaten(all)
    if (simple === undefined) return []
    const name = nameOf(simple.path).replace(/\.\w+$/, '')
    const several = new RegExp(`\\bmodel=[\\w,]*\\b${name.replaceAll(/\W/g, '\\$&')}\\b`)
    return [{ ...only(simple), compared: lines.some((line) => several.test(line)) }]
  })
}

const only = ({ path, line, name, kind }: Named): Omit<Listed, 'compared'> => ({ path, line, name, kind })

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
