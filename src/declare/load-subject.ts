/** assay.yaml, a git repository or a folder → the subject: what is declared, and the folder its paths are relative to. */
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { Problem, Statement, Subject } from '../model/index.ts'
import { conform } from './conform.ts'
import type { FactIndex } from './fact-index.ts'
import { topicSlugs } from './load-framework.ts'
import { nearest } from '../model/nearest.ts'
import { type Path, readYaml, type YamlFile } from './read-yaml.ts'

/** `root`: paths are relative to it and may not leave it. `file` is null when nothing was declared and the repository speaks alone. */
export type LoadedSubject = { subject: Subject; root: string; file: string | null }

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const AnswersFile = z.strictObject({ answers: z.literal(1).optional(), statements: z.array(Statement) })

/** A path may not leave the folder of the file unless the caller allows it. */
const holdInside = async (yaml: YamlFile, root: string, path: Path, value: string, allowOutside: boolean): Promise<void> => {
  if (allowOutside) return
  const inside = (it: string) => !relative(root, it).startsWith('..')
  const fixed = value.split(/[*?[{]/)[0] ?? ''
  const target = resolve(root, fixed)
  const real = await realpath(target).catch(() => target)
  if (!inside(target) || !inside(real))
    throw new Problem(
      `\`${value}\` leaves the folder of this file. Move it inside, or run again with --allow-outside.`,
      yaml.place(path, 'value'),
    )
}

const pathsOf = (subject: Subject): { path: Path; value: string }[] => [
  ...(subject.repo === undefined ? [] : [{ path: ['repo', 'path'], value: subject.repo.path }]),
  ...Object.entries(subject.tables ?? {}).map(([name, it]) => ({ path: ['tables', name, 'path'], value: it.path })),
  ...Object.entries(subject.predictions ?? {}).flatMap(([name, it]) => [
    { path: ['predictions', name, 'path'], value: it.path },
    ...(it.labels === undefined ? [] : [{ path: ['predictions', name, 'labels', 'path'], value: it.labels.path }]),
  ]),
  ...(subject.ci === undefined ? [] : [{ path: ['ci', 'runs'], value: subject.ci.runs }]),
  ...(subject.documents === undefined ? [] : [{ path: ['documents', 'path'], value: subject.documents.path }]),
  ...(subject.statements ?? []).flatMap((it, index) =>
    it.document === undefined ? [] : [{ path: ['statements', index, 'document'], value: it.document }],
  ),
  ...(subject.answers ?? []).map((value, index) => ({ path: ['answers', index], value })),
]

/** Files that are missing are the writer's mistake; a file that is there but cannot be read is the world's, and ends as evidence. */
const holdPaths = async (yaml: YamlFile, root: string, subject: Subject, allowOutside: boolean): Promise<void> => {
  for (const { path, value } of pathsOf(subject)) {
    await holdInside(yaml, root, path, value, allowOutside)
    if (/[*?[{]/.test(value)) continue
    if (!(await exists(resolve(root, value))))
      throw new Problem(`\`${value}\` does not exist beside this file. Mend the path, or take the entry out.`, yaml.place(path, 'value'))
  }
}

const holdNames = async (yaml: YamlFile, subject: Subject, facts: FactIndex): Promise<void> => {
  const topics = await topicSlugs()
  const materials = materialNames(subject)
  const holdFact = (fact: string, of: string | undefined, path: Path) => {
    if (!facts.has(fact)) {
      const near = nearest(fact, [...facts.keys()])
      throw new Problem(
        `no probe gives the fact \`${fact}\`; ${near === undefined ? '`assay probes` lists the facts there are.' : `did you mean \`${near}\`?`}`,
        yaml.place([...path, 'fact'], 'value'),
      )
    }
    if (of !== undefined && !materials.includes(of)) {
      const near = nearest(of, materials)
      throw new Problem(
        `\`${of}\` is not declared in this file; ${near === undefined ? `declared are ${materials.join(', ') || 'no materials'}.` : `did you mean \`${near}\`?`}`,
        yaml.place([...path, 'of'], 'value'),
      )
    }
  }
  for (const [index, it] of (subject.targets ?? []).entries()) holdFact(it.fact, it.of, ['targets', index])
  for (const [index, it] of (subject.statements ?? []).entries()) {
    if (it.claim !== undefined) holdFact(it.claim.fact, it.claim.of, ['statements', index, 'claim'])
    if (it.topic !== undefined && !topics.has(it.topic)) {
      const near = nearest(it.topic, [...topics])
      throw new Problem(
        `there is no topic \`${it.topic}\`; ${near === undefined ? 'frameworks/topics.yaml lists them.' : `did you mean \`${near}\`?`}`,
        yaml.place(['statements', index, 'topic'], 'value'),
      )
    }
    if (it.topic === undefined && it.claim === undefined && it.says === undefined)
      throw new Problem('a statement needs `topic` with `level`, `claim`, or at least `says`.', yaml.place(['statements', index]))
  }
}

/** Names of all materials a subject declares, as evidence names them. */
export const materialNames = (subject: Subject): string[] => [
  ...(subject.repo === undefined ? [] : ['repo']),
  ...Object.keys(subject.tables ?? {}).map((it) => `tables.${it}`),
  ...Object.keys(subject.predictions ?? {}).map((it) => `predictions.${it}`),
  ...(['ci', 'mlflow', 'prometheus', 'endpoint', 'documents'] as const).filter((it) => subject[it] !== undefined),
]

const withAnswers = async (subject: Subject, root: string): Promise<Subject> => {
  const statements = [...(subject.statements ?? [])]
  for (const path of subject.answers ?? []) statements.push(...conform(AnswersFile, await readYaml(resolve(root, path), path)).statements)
  return statements.length === 0 ? subject : { ...subject, statements }
}

/** `${NAME}` in an address comes from the environment; the value is never kept in the subject. */
const holdSecrets = (yaml: YamlFile, subject: Subject): void => {
  for (const key of ['mlflow', 'prometheus', 'endpoint'] as const) {
    const address = (subject[key] as { uri?: string; url?: string } | undefined)?.uri ?? (subject[key] as { url?: string } | undefined)?.url
    if (address !== undefined && /\/\/[^/@]*:[^/@$]+@/.test(address))
      throw new Problem(`the address of \`${key}\` holds a password. Put it in the environment and write \${NAME} here.`, yaml.place([key]))
  }
}

const declared = async (file: string, facts: FactIndex, allowOutside: boolean): Promise<LoadedSubject> => {
  const root = await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file)))
  const shown = relative(process.cwd(), resolve(file)) || basename(file)
  const yaml = await readYaml(file, shown.startsWith('../../') ? resolve(file) : shown)
  if (yaml.data === null || yaml.data === undefined)
    throw new Problem('is empty; at least `assay: 1` and `subject: {name: …}` were expected.', { file: shown, line: 1, column: 1 })
  const subject = conform(Subject, yaml)
  holdSecrets(yaml, subject)
  await holdPaths(yaml, root, subject, allowOutside)
  await holdNames(yaml, subject, facts)
  return { subject: await withAnswers(subject, root), root, file: shown }
}

/** `at` is an assay.yaml, a folder with one, a git repository (working tree or bare), or a bundle of one. */
export const loadSubject = async (at: string, facts: FactIndex, options: { allowOutside?: boolean } = {}): Promise<LoadedSubject> => {
  const allowOutside = options.allowOutside ?? false
  const kind = await stat(at).catch(() => undefined)
  if (kind === undefined)
    throw new Problem('there is nothing there. Name a folder with an assay.yaml, a git repository, or an assay.yaml.', { file: at })
  if (kind.isFile() && !at.endsWith('.bundle')) return declared(at, facts, allowOutside)
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
