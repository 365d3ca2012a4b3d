/** assay.yaml, a git repository or a folder → the subject: what is declared, and the folder its paths are relative to. */
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { AnswersFile, materialNames, Problem, Subject } from '../model/index.ts'
import { conform } from './conform.ts'
import type { FactIndex } from './fact-index.ts'
import { holdAddresses } from './hold-addresses.ts'
import { type Bounds, exists, holdPaths, pathsOf, pathsOfStatements } from './hold-paths.ts'
import { holdStatements, holdTargets, type Known } from './hold-statements.ts'
import { refuseUnknownFramework, topicSlugs } from './load-framework.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'

/** `root`: paths are relative to it and may not leave it. `file` is null when nothing was declared and the repository speaks alone. */
export type LoadedSubject = { subject: Subject; root: string; file: string | null }

/** How a file is named to the reader: from where he stands when it lies near, else in full. */
const shownAs = (file: string): string => {
  const way = relative(process.cwd(), resolve(file)) || basename(file)
  return way.startsWith('../../') ? resolve(file) : way
}

const refuseOtherVersions = (yaml: YamlFile): void => {
  const { data } = yaml
  if (data === null || data === undefined)
    throw new Problem(
      'is empty; at least `assay: 1` and `subject: {name: …}` were expected. Write them, or run `assay init` in a new folder.',
      {
        file: yaml.file,
        line: 1,
        column: 1,
      },
    )
  const version = typeof data === 'object' && 'assay' in data ? data.assay : undefined
  if (typeof version === 'number' && version !== 1)
    throw new Problem(
      `\`assay\` is ${version}; this version of Assay reads 1. Write \`assay: 1\`, or use a newer Assay.`,
      yaml.place(['assay'], 'value'),
    )
}

/** Statements of the answers files, each held in its own file, after those of the subject file. */
const withAnswers = async (subject: Subject, shown: string, bounds: Bounds, known: Known): Promise<Subject> => {
  const statements = [...(subject.statements ?? [])]
  for (const path of subject.answers ?? []) {
    const yaml = await readYaml(resolve(bounds.root, path), join(dirname(shown), path))
    const more = conform(AnswersFile, yaml).statements
    holdStatements(yaml, more, known)
    await holdPaths(yaml, pathsOfStatements(more), bounds)
    statements.push(...more)
  }
  return statements.length === 0 ? subject : { ...subject, statements }
}

const declared = async (file: string, facts: FactIndex, allowOutside: boolean): Promise<LoadedSubject> => {
  const shown = shownAs(file)
  const yaml = await readYaml(file, shown)
  refuseOtherVersions(yaml)
  const subject = conform(Subject, yaml)
  const root = await realpath(dirname(resolve(file)))
  const bounds = { root, allowOutside }
  const known = { facts, topics: await topicSlugs(), materials: materialNames(subject) }
  holdAddresses(yaml, subject)
  await holdPaths(yaml, pathsOf(subject), bounds)
  holdTargets(yaml, subject.targets ?? [], known)
  holdStatements(yaml, subject.statements ?? [], known)
  for (const [index, id] of (subject.frameworks ?? []).entries())
    await refuseUnknownFramework(id, () => yaml.place(['frameworks', index], 'value'))
  return { subject: await withAnswers(subject, shown, bounds, known), root, file: shown }
}

/** `at` is an assay.yaml, a folder with one, a git repository (working tree or bare), or a bundle of one. */
export const loadSubject = async (at: string, facts: FactIndex, options: { allowOutside?: boolean } = {}): Promise<LoadedSubject> => {
  const allowOutside = options.allowOutside ?? false
  const kind = await stat(at).catch(() => undefined)
  if (kind === undefined)
    throw new Problem('there is nothing there. Name a folder with an assay.yaml, a git repository, or an assay.yaml.', { file: at })
  if (!kind.isDirectory() && !at.endsWith('.bundle')) return declared(at, facts, allowOutside)
  if (kind.isDirectory() && (await exists(join(at, 'assay.yaml')))) return declared(join(at, 'assay.yaml'), facts, allowOutside)
  const root = await realpath(resolve(at))
  const bare = (await exists(join(root, 'HEAD'))) && (await exists(join(root, 'objects')))
  if (kind.isDirectory() && !bare && !(await exists(join(root, '.git'))))
    throw new Problem(
      'is neither a git repository nor a folder with an assay.yaml. Write one there with `assay init`, or name another folder.',
      { file: at },
    )
  const name = basename(root).replace(/\.(git|bundle)$/, '') || 'repository'
  return { subject: { assay: 1, subject: { name, kind: 'system' }, repo: { path: '.', complete: false } }, root, file: null }
}
