/** Framework folder → Framework: framework.yaml and one file per section, each rule held against the facts that exist. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Framework, FrameworkHead, Problem, Section } from '../model/index.ts'
import { conform } from './conform.ts'
import { type FactIndex, faultOfRule } from './fact-index.ts'
import { nearest } from '../model/nearest.ts'
import { readYaml } from './read-yaml.ts'

/** Where the frameworks that ship with Assay lie. */
export const frameworksFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'frameworks')

export const frameworkIds = async (folder = frameworksFolder): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((it) => it.isDirectory())
    .map((it) => it.name)
    .sort()

/** Slugs of all topics and sub-topics. */
export const topicSlugs = async (): Promise<Set<string>> => {
  const text = await readFile(join(frameworksFolder, 'topics.yaml'), 'utf8')
  return new Set([...text.matchAll(/slug:\s*([\w.-]+)/g)].map((it) => it[1] ?? ''))
}

const rulesOf = (section: Section) =>
  section.criteria.flatMap((criterion, index) =>
    (['applies', 'met', 'partial', 'condition'] as const).flatMap((key) => {
      const rule = criterion[key]
      return rule === undefined ? [] : [{ rule, path: ['criteria', index, key] as const }]
    }),
  )

/** Loads one framework folder. Throws Problem at file:line:column; a rule that names an unknown fact or column does not load. */
export const loadFramework = async (folder: string, facts: FactIndex): Promise<Framework> => {
  const shown = (name: string) => relative(process.cwd(), join(folder, name)) || name
  const headFile = await readYaml(join(folder, 'framework.yaml'), shown('framework.yaml'))
  const { sections: names, ...head } = conform(FrameworkHead, headFile)
  const topics = await topicSlugs()
  const seen = new Set<string>()
  const sections: Section[] = []
  for (const name of names) {
    const yaml = await readYaml(join(folder, `${name}.yaml`), shown(`${name}.yaml`))
    const section = conform(Section, yaml)
    for (const { rule, path } of rulesOf(section)) {
      const fault = faultOfRule(rule, facts)
      if (fault !== undefined) throw new Problem(fault.what, yaml.place([...path, ...fault.path]))
    }
    section.criteria.forEach((criterion, index) => {
      if (seen.has(criterion.id))
        throw new Problem(`criterion \`${criterion.id}\` stands here twice; give each its own id.`, yaml.place(['criteria', index, 'id']))
      seen.add(criterion.id)
      if (!topics.has(criterion.topic))
        throw new Problem(
          `topic \`${criterion.topic}\` is not in frameworks/topics.yaml; ${nearest(criterion.topic, [...topics]) ?? 'add it there'}.`,
          yaml.place(['criteria', index, 'topic']),
        )
    })
    sections.push(section)
  }
  return { ...head, sections }
}

/** The frameworks named, or all that ship with Assay. An id with a slash is a folder of one's own. */
export const loadFrameworks = async (ids: readonly string[] | undefined, facts: FactIndex): Promise<Framework[]> => {
  const known = await frameworkIds()
  const wanted = ids ?? known
  const unknown = wanted.find((id) => !id.includes('/') && !known.includes(id))
  if (unknown !== undefined) {
    const near = nearest(unknown, known)
    throw new Problem(
      `there is no framework \`${unknown}\`; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean \`${near}\``}${near === undefined ? '.' : '?'}`,
    )
  }
  const loaded: Framework[] = []
  for (const id of wanted) loaded.push(await loadFramework(id.includes('/') ? id : join(frameworksFolder, id), facts))
  return loaded.sort((a, b) => a.rank - b.rank)
}
