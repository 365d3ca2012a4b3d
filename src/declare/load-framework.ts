/** Framework folder → Framework: framework.yaml and one file per section, each rule held against the facts that exist. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Framework, FrameworkHead, type Place, Problem, Section } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { conform } from './conform.ts'
import type { FactIndex } from './fact-index.ts'
import { holdCriteria } from './hold-criteria.ts'
import { holdHead } from './hold-head.ts'
import { quoted } from './quoted.ts'
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

/** A framework with a slash in its name is a folder of one's own, and is not looked for among those that ship. */
export const isFolder = (id: string): boolean => id.includes('/')

export const refuseUnknownFramework = async (id: string, place: () => Place | undefined): Promise<void> => {
  const known = await frameworkIds()
  if (isFolder(id) || known.includes(id)) return
  const near = nearest(id, known)
  const hint =
    near === undefined
      ? `there are ${known.join(', ')}. One of your own is named by its folder, as \`./mine\`.`
      : `did you mean \`${near}\`?`
  throw new Problem(`there is no framework ${quoted(id)}; ${hint}`, place())
}

const holdFolder = async (folder: string): Promise<void> => {
  const kind = await stat(folder).catch(() => undefined)
  if (kind?.isDirectory() === true) return
  const what = kind === undefined ? 'does not exist' : 'is not a folder'
  throw new Problem(`${what}; a folder with a framework.yaml was expected. Name another.`, {
    file: relative(process.cwd(), folder) || folder,
  })
}

/** Loads one framework folder. Throws Problem at file:line:column; a rule that names an unknown fact or column does not load. */
export const loadFramework = async (folder: string, facts: FactIndex): Promise<Framework> => {
  await holdFolder(folder)
  const shown = (name: string) => relative(process.cwd(), join(folder, name)) || name
  const headFile = await readYaml(join(folder, 'framework.yaml'), shown('framework.yaml'))
  const { sections: names, ...head } = conform(FrameworkHead, headFile)
  const holding = { facts, topics: await topicSlugs(), frameworks: await frameworkIds() }
  const seen = new Map<string, string>()
  const sections: Section[] = []
  for (const [index, name] of names.entries()) {
    const refuse = (what: string) => new Problem(`section ${quoted(name)} ${what}`, headFile.place(['sections', index], 'value'))
    // The name becomes a path, and a framework may come from anybody.
    if (!/^[\w-]+$/.test(name)) throw refuse('is no plain name; letters, digits, - and _ were expected. Name the file without .yaml.')
    if (names.indexOf(name) !== index) throw refuse('is named twice. Keep one.')
    const file = join(folder, `${name}.yaml`)
    if (!(await stat(file).catch(() => undefined)))
      throw refuse(`has no file ${name}.yaml beside this one. Write it, or take the name out.`)
    const yaml = await readYaml(file, shown(`${name}.yaml`))
    const section = conform(Section, yaml)
    if (section.id !== name)
      throw new Problem(`the section is ${quoted(section.id)}, and its file ${name}.yaml. Give both one name.`, yaml.place(['id'], 'value'))
    holdCriteria(yaml, section, { ...holding, seen })
    sections.push(section)
  }
  holdHead(headFile, head, sections, holding)
  return { ...head, sections }
}

/** The frameworks named, or all that ship with Assay. A folder of one's own is meant from `from`, by default from where the reader stands. */
export const loadFrameworks = async (
  ids: readonly string[] | undefined,
  facts: FactIndex,
  from: string = process.cwd(),
): Promise<Framework[]> => {
  const wanted = ids ?? (await frameworkIds())
  for (const id of wanted) await refuseUnknownFramework(id, () => undefined)
  const loaded: Framework[] = []
  for (const id of new Set(wanted)) loaded.push(await loadFramework(isFolder(id) ? resolve(from, id) : join(frameworksFolder, id), facts))
  return loaded.sort((a, b) => a.rank - b.rank)
}
