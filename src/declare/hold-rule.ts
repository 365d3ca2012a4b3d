/** Holds one rule of a framework against the facts that exist. */
import { Problem, type Rule } from '../model/index.ts'
import { type FactIndex, faultOfRule } from './fact-index.ts'
import type { Path, YamlFile } from './read-yaml.ts'

/** Throws Problem at the name of the fact, or at the key that asks wrongly of it. */
export const holdRule = (yaml: YamlFile, rule: Rule | undefined, path: Path, facts: FactIndex): void => {
  const fault = rule === undefined ? undefined : faultOfRule(rule, facts)
  if (fault === undefined) return
  throw new Problem(fault.what, yaml.place([...path, ...fault.path], fault.path.at(-1) === 'fact' ? 'value' : 'key'))
}
