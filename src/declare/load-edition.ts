/** editions/<id>.yaml or a file of one's own → Edition, held against the sections and the words that there are. */
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Edition, EditionFile, Problem } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { conform } from './conform.ts'
import { holdAccent } from './hold-accent.ts'
import { quoted } from './quoted.ts'
import { readLogo } from './read-logo.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'

/** Where the editions that ship with Assay lie. */
export const editionsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'editions')

export const editionIds = async (folder = editionsFolder): Promise<string[]> =>
  (await readdir(folder))
    .filter((it) => it.endsWith('.yaml'))
    .map((it) => it.slice(0, -5))
    .sort()

/** What the report room can tell: names of sections, and the words that an edition may replace. */
export type EditionTerms = { sections: readonly string[]; words: readonly string[] }

/** Names of files that Assay writes itself. */
const taken = ['index', 'report', 'assessment', 'evidence', 'request']

const strangerTo = (word: string, known: readonly string[], what: string): string => {
  const near = nearest(word, known)
  return `there is no ${what} ${quoted(word)}; ${near === undefined ? `there are ${known.join(', ')}.` : `did you mean \`${near}\`?`}`
}

const hold = (yaml: YamlFile, edition: EditionFile, terms: EditionTerms): void => {
  if (taken.includes(edition.id))
    throw new Problem(`\`${edition.id}\` is the name of a file that Assay writes itself. Choose another.`, yaml.place(['id'], 'value'))
  for (const [index, it] of edition.sections.entries()) {
    const name = typeof it === 'string' ? it : it.section
    const path = typeof it === 'string' ? ['sections', index] : ['sections', index, 'section']
    if (!terms.sections.includes(name)) throw new Problem(strangerTo(name, terms.sections, 'section'), yaml.place(path, 'value'))
  }
  for (const word of Object.keys(edition.words ?? {}))
    if (!terms.words.includes(word)) throw new Problem(strangerTo(word, terms.words, 'fixed word'), yaml.place(['words', word]))
  if (edition.accent !== undefined) holdAccent(edition.accent, yaml.place(['accent'], 'value'))
}

/** A word with a slash or an ending is a file of one's own, meant from where the reader stands. */
const fileOf = async (word: string): Promise<string> => {
  if (word.includes('/') || /\.ya?ml$/.test(word)) return resolve(word)
  const ids = await editionIds()
  if (!ids.includes(word))
    throw new Problem(`${strangerTo(word, ids, 'edition')} One of your own is named by its file, as \`./ours.yaml\`.`)
  return join(editionsFolder, `${word}.yaml`)
}

/** Throws Problem at file:line:column; a section or word that does not exist is told with the nearest one that does. */
export const loadEdition = async (word: string, terms: EditionTerms): Promise<Edition> => {
  const file = await fileOf(word)
  const yaml = await readYaml(file, relative(process.cwd(), file) || file)
  const edition = conform(EditionFile, yaml)
  hold(yaml, edition, terms)
  const { logo, sections, ...rest } = edition
  return {
    ...rest,
    sections: sections.map((it) => (typeof it === 'string' ? { section: it } : it)),
    ...(logo === undefined ? {} : { logo: await readLogo(file, logo, yaml.place(['logo'], 'value')) }),
  }
}

/** In the order in which they were named. */
export const loadEditions = async (words: readonly string[], terms: EditionTerms): Promise<Edition[]> => {
  const loaded: Edition[] = []
  for (const word of words) {
    const edition = await loadEdition(word, terms)
    if (loaded.some((it) => it.id === edition.id))
      throw new Problem(`two editions are called \`${edition.id}\`, and would be written into one file. Give one another id.`)
    loaded.push(edition)
  }
  return loaded
}
