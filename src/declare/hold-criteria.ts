/** Holds the criteria of a section: ids of their own, topics and facts that exist, bounds that can be met. */
import { Problem, type Section } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { type Holding, holdRule } from './hold-rule.ts'
import { quoted } from './quoted.ts'
import type { YamlFile } from './read-yaml.ts'

/** `seen`: criterion ids met before, in other sections too, and where. */
export type Known = Omit<Holding, 'criteria'> & { seen: Map<string, string> }

const ruled = ['applies', 'met', 'partial', 'condition'] as const

/** Throws Problem at the first fault. */
export const holdCriteria = (yaml: YamlFile, section: Section, { seen, ...holding }: Known): void => {
  for (const [index, criterion] of section.criteria.entries()) {
    const { id, topic } = criterion
    const before = seen.get(id)
    const place = yaml.place(['criteria', index, 'id'], 'value')
    if (before !== undefined)
      throw new Problem(`criterion ${quoted(id)} stands here a second time; the first is at ${before}. Give each its own id.`, place)
    seen.set(id, `${place.file}:${place.line}`)
    if (!holding.topics.has(topic)) {
      const near = nearest(topic, [...holding.topics])
      const hint = near === undefined ? 'add it there, or use one that is.' : `did you mean \`${near}\`?`
      throw new Problem(
        `topic ${quoted(topic)} is not in frameworks/topics.yaml; ${hint}`,
        yaml.place(['criteria', index, 'topic'], 'value'),
      )
    }
    for (const key of ruled) holdRule(yaml, criterion[key], ['criteria', index, key], holding)
  }
}
