/** Holds one rule of a framework against what there is: facts, topics, criteria, sections, and what a criterion may ask at all. */
import { Problem, type Rule } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { type FactIndex, faultOfRule } from './fact-index.ts'
import { quoted } from './quoted.ts'
import type { Path, YamlFile } from './read-yaml.ts'

/** `criteria` and `sections` are those of this framework, and undefined for the rule of a criterion, which may not ask for verdicts. */
export type Holding = {
  facts: FactIndex
  topics: ReadonlySet<string>
  frameworks: readonly string[]
  criteria?: readonly string[]
}

type Fault = { what: string; key: string }

const stranger = (word: string, known: readonly string[], what: string): string | undefined => {
  if (known.includes(word)) return undefined
  const near = nearest(word, known)
  return `there is no ${what} ${quoted(word)}; ${near === undefined ? `there are ${known.slice(0, 12).join(', ')}.` : `did you mean \`${near}\`?`}`
}

const fault = (what: string | undefined, key: string): Fault | undefined => (what === undefined ? undefined : { what, key })

const unbounded = (rule: { [key: string]: unknown }, bounds: readonly string[], key: string): Fault | undefined =>
  bounds.some((it) => rule[it] !== undefined)
    ? undefined
    : { what: `this rule compares with nothing; add ${bounds.map((it) => `\`${it}\``).join(' or ')}.`, key }

const faultOfLeaf = (rule: Rule, { topics, frameworks, criteria }: Holding): Fault | undefined => {
  if ('said' in rule) return fault(stranger(rule.said, [...topics], 'topic'), 'said') ?? unbounded(rule, ['at_least', 'at_most'], 'said')
  if ('score' in rule)
    return fault(stranger(rule.score, frameworks, 'framework'), 'score') ?? unbounded(rule, ['at_least', 'above'], 'score')
  const asksVerdicts =
    'criterion' in rule ? 'criterion' : 'findings' in rule ? 'findings' : 'claims' in rule ? 'claims' : 'gate' in rule ? 'gate' : undefined
  if (asksVerdicts === undefined) return undefined
  if (criteria === undefined)
    return fault(`a criterion asks facts, answers and scores; \`${asksVerdicts}\` can only be asked in a conclusion.`, asksVerdicts)
  if ('gate' in rule) return fault(stranger(rule.framework, frameworks, 'framework'), 'framework')
  if (!('criterion' in rule)) return undefined
  if (rule.framework !== undefined) return fault(stranger(rule.framework, frameworks, 'framework'), 'framework')
  return fault(stranger(rule.criterion, criteria, 'criterion'), 'criterion') ?? unbounded(rule, ['at_least', 'at_most'], 'criterion')
}

const partsOf = (rule: Rule): [string, Rule[]] | undefined =>
  'all' in rule ? ['all', rule.all] : 'any' in rule ? ['any', rule.any] : 'none' in rule ? ['none', rule.none] : undefined

const holdLeaves = (yaml: YamlFile, rule: Rule, path: Path, holding: Holding): void => {
  const parts = partsOf(rule)
  for (const [index, part] of parts?.[1].entries() ?? []) holdLeaves(yaml, part, [...path, parts?.[0] ?? '', index], holding)
  const found = parts === undefined ? faultOfLeaf(rule, holding) : undefined
  if (found !== undefined) throw new Problem(found.what, yaml.place([...path, found.key], 'value'))
}

/** Throws Problem at the name that is not there, or at the key that asks wrongly. */
export const holdRule = (yaml: YamlFile, rule: Rule | undefined, path: Path, holding: Holding): void => {
  if (rule === undefined) return
  const found = faultOfRule(rule, holding.facts)
  if (found !== undefined)
    throw new Problem(found.what, yaml.place([...path, ...found.path], found.path.at(-1) === 'fact' ? 'value' : 'key'))
  holdLeaves(yaml, rule, path, holding)
}
