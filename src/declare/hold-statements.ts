/** Holds what statements and targets name against what there is: topics, facts, materials, and one limit to a claim. */
import { type ClaimOnFact, Problem, type Statement, type Target } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import type { FactIndex } from './fact-index.ts'
import { quoted } from './quoted.ts'
import type { Path, YamlFile } from './read-yaml.ts'

/** What may be named: `materials` as evidence names them (`tables.train`); undefined while no subject says which there are. */
export type Known = { facts: FactIndex; topics: ReadonlySet<string>; materials: readonly string[] | undefined }

const limits = ['at_most', 'at_least', 'above', 'below', 'is'] as const

const meant = (near: string | undefined, otherwise: string): string => (near === undefined ? otherwise : `did you mean \`${near}\`?`)

/** `train` is near `tables.train`. */
const nearestMaterial = (of: string, materials: readonly string[]): string | undefined =>
  materials.find((it) => it.endsWith(`.${of}`)) ?? nearest(of, materials)

const holdFact = (yaml: YamlFile, it: ClaimOnFact | Target, path: Path, { facts, materials }: Known): void => {
  if (!facts.has(it.fact)) {
    const hint = meant(nearest(it.fact, [...facts.keys()]), '`assay probes` lists the facts there are.')
    throw new Problem(`no probe gives the fact ${quoted(it.fact)}; ${hint}`, yaml.place([...path, 'fact'], 'value'))
  }
  if (it.of !== undefined && materials !== undefined && !materials.includes(it.of)) {
    const listed =
      materials.length === 0 ? 'no material is. Declare it, or take `of` out.' : `there are ${materials.slice(0, 12).join(', ')}.`
    const hint = meant(nearestMaterial(it.of, materials), listed)
    throw new Problem(`${quoted(it.of)} is not declared in this subject; ${hint}`, yaml.place([...path, 'of'], 'value'))
  }
}

const holdClaim = (yaml: YamlFile, claim: ClaimOnFact, path: Path): void => {
  const given = limits.filter((it) => claim[it] !== undefined)
  if (given.length === 0)
    throw new Problem(
      `the claim on ${quoted(claim.fact)} has no limit; one of ${limits.join(', ')} was expected. Add it.`,
      yaml.place(path),
    )
  const places = given.map((it) => yaml.place([...path, it]))
  const second = places.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))[1]
  if (second !== undefined)
    throw new Problem(
      `the claim has ${given.length} limits, ${given.join(' and ')}; one was expected. Make each a statement of its own.`,
      second,
    )
}

const holdTopic = (yaml: YamlFile, it: Statement, path: Path, topics: ReadonlySet<string>): void => {
  if (it.topic === undefined && it.level !== undefined)
    throw new Problem(
      `\`level\` stands without a topic; say of what. Add \`topic\`, or take \`level\` out.`,
      yaml.place([...path, 'level']),
    )
  if (it.topic === undefined || topics.has(it.topic)) return
  const hint = meant(nearest(it.topic, [...topics]), 'frameworks/topics.yaml lists them.')
  throw new Problem(`there is no topic ${quoted(it.topic)}; ${hint}`, yaml.place([...path, 'topic'], 'value'))
}

/** A topic without a level is prose and stands. Throws Problem at the place in `yaml`, which holds the statements under `statements`. */
export const holdStatements = (yaml: YamlFile, statements: readonly Statement[], known: Known): void => {
  for (const [index, it] of statements.entries()) {
    const path: Path = ['statements', index]
    if (it.topic === undefined && it.level === undefined && it.claim === undefined && it.says === undefined)
      throw new Problem('this statement says nothing. Add `says`, `claim`, or `topic` with `level`.', yaml.place(path))
    holdTopic(yaml, it, path, known.topics)
    if (it.claim === undefined) continue
    holdFact(yaml, it.claim, [...path, 'claim'], known)
    holdClaim(yaml, it.claim, [...path, 'claim'])
  }
}

/** A target needs a limit; two make a range. */
export const holdTargets = (yaml: YamlFile, targets: readonly Target[], known: Known): void => {
  for (const [index, it] of targets.entries()) {
    const path: Path = ['targets', index]
    holdFact(yaml, it, path, known)
    if (limits.every((limit) => it[limit] === undefined))
      throw new Problem(
        `the target on ${quoted(it.fact)} has no limit; one of ${limits.join(', ')} was expected. Add it.`,
        yaml.place(path),
      )
  }
}
