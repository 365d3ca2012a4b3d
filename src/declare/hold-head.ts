/** Holds what framework.yaml says of its sections: gates and conclusions name criteria, sections and facts that exist. */
import { type FrameworkHead, type Gate, Problem, type Section } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { type Holding, holdRule } from './hold-rule.ts'
import { quoted } from './quoted.ts'
import type { Path, YamlFile } from './read-yaml.ts'

const strangerIn = (word: string, known: readonly string[], what: string): string | undefined => {
  if (known.includes(word)) return undefined
  const near = nearest(word, known)
  const hint = near === undefined ? `there are ${known.slice(0, 30).join(', ')}.` : `did you mean \`${near}\`?`
  return `there is no ${what} ${quoted(word)} in this framework; ${hint}`
}

/** A requirement that names another framework is held where that framework is. */
const holdGates = (yaml: YamlFile, gates: readonly Gate[], criteria: readonly string[], scores: readonly string[]): void => {
  for (const [index, gate] of gates.entries())
    for (const [at, need] of gate.require.entries()) {
      if (need.framework !== undefined) continue
      const key = 'criterion' in need ? 'criterion' : 'score'
      const fault =
        'criterion' in need ? strangerIn(need.criterion, criteria, 'criterion') : strangerIn(need.score, scores, 'section or `total`')
      if (fault !== undefined) throw new Problem(fault, yaml.place(['gates', index, 'require', at, key], 'value'))
    }
}

const holdOrder = (yaml: YamlFile, edges: readonly (number | undefined)[], at: (index: number) => Path): void => {
  for (const [index, edge] of edges.entries()) {
    const before = edges[index - 1]
    if (index > 0 && (before === undefined || (edge !== undefined && edge <= before)))
      throw new Problem(
        'this band can never be reached; bands go upwards, and only the last has no `up_to`. Put them in order.',
        yaml.place(at(index)),
      )
  }
}

/** Throws Problem at the first fault. */
export const holdHead = (yaml: YamlFile, head: Omit<FrameworkHead, 'sections'>, sections: readonly Section[], holding: Holding): void => {
  const criteria = sections.flatMap((it) => it.criteria.map(({ id }) => id))
  holdGates(yaml, head.gates, criteria, ['total', ...sections.map((it) => it.id)])
  holdOrder(
    yaml,
    head.bands.map((it) => it.up_to),
    (index) => ['bands', index],
  )
  for (const [index, table] of head.conclusions.entries())
    for (const [at, { when }] of table.cases.entries())
      holdRule(yaml, when, ['conclusions', index, 'cases', at, 'when'], { ...holding, criteria })
}
