/** Holds every path that a subject declares: it stays in the folder of the file, and what it names is there. */
import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { Problem, type Statement, type Subject } from '../model/index.ts'
import { quoted } from './quoted.ts'
import type { Path, YamlFile } from './read-yaml.ts'

/** `pattern`: `*`, `?`, `[…]` and `{…}` may stand for names. */
export type DeclaredPath = { path: Path; value: string; pattern?: boolean }

/** `root` is a real path, without links. */
export type Bounds = { root: string; allowOutside: boolean }

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** A folder or file that an address of MLflow names; undefined for one on the network. */
const localPart = (uri: string): string | undefined => {
  const file = /^(?:file:(?:\/\/)?|sqlite:\/\/\/)(.+)$/.exec(uri)?.[1] ?? uri
  return /^[a-z][a-z0-9+.-]*:/i.test(file) || file.includes('${') ? undefined : file
}

export const pathsOfStatements = (statements: readonly Statement[]): DeclaredPath[] =>
  statements.flatMap((it, index) => (it.document === undefined ? [] : [{ path: ['statements', index, 'document'], value: it.document }]))

export const pathsOf = (subject: Subject): DeclaredPath[] => {
  const { repo, tables = {}, predictions = {}, ci, mlflow, endpoint, documents, answers = [], frameworks = [] } = subject
  const store = mlflow === undefined ? undefined : localPart(mlflow.uri)
  return [
    ...(repo === undefined ? [] : [{ path: ['repo', 'path'], value: repo.path }]),
    ...Object.entries(tables).map(([name, it]) => ({ path: ['tables', name, 'path'], value: it.path, pattern: true })),
    ...Object.entries(predictions).flatMap(([name, it]) => [
      { path: ['predictions', name, 'path'], value: it.path, pattern: true },
      ...(it.labels === undefined ? [] : [{ path: ['predictions', name, 'labels', 'path'], value: it.labels.path, pattern: true }]),
    ]),
    ...(ci === undefined ? [] : [{ path: ['ci', 'runs'], value: ci.runs }]),
    ...(store === undefined ? [] : [{ path: ['mlflow', 'uri'], value: store }]),
    ...(endpoint?.body === undefined ? [] : [{ path: ['endpoint', 'body'], value: endpoint.body }]),
    ...(documents === undefined ? [] : [{ path: ['documents', 'path'], value: documents.path }]),
    ...pathsOfStatements(subject.statements ?? []),
    ...answers.map((value, index) => ({ path: ['answers', index], value })),
    ...frameworks.flatMap((value, index) => (value.includes('/') ? [{ path: ['frameworks', index], value }] : [])),
  ]
}

const within = (root: string, path: string): boolean => {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The real place of a path; of what is not there, that of the nearest folder which is. */
const realPlace = async (path: string): Promise<string> => {
  const real = await realpath(path).catch(() => undefined)
  if (real !== undefined || dirname(path) === path) return real ?? path
  return resolve(await realPlace(dirname(path)), relative(dirname(path), path))
}

/** Files that are missing are the writer's mistake; a file that is there but cannot be read is the world's, and ends as evidence. */
export const holdPaths = async (yaml: YamlFile, declared: readonly DeclaredPath[], { root, allowOutside }: Bounds): Promise<void> => {
  for (const { path, value, pattern } of declared) {
    const refuse = (what: string) => new Problem(`${quoted(value)} ${what}`, yaml.place(path, 'value'))
    if (value.includes('\0')) throw refuse('holds a NUL character; a path was expected. Take it out.')
    if (value.includes('${')) throw refuse('is a path, and paths are not filled from the environment. Write it out.')
    // A name with a bracket in it that is there stands for itself.
    const plain = pattern !== true || !/[*?[{]/.test(value) || (await exists(resolve(root, value)))
    const fixed = plain ? value : value.slice(0, value.search(/[*?[{]/)).replace(/[^/]*$/, '')
    const target = resolve(root, fixed)
    const climbs = !plain && /(^|[/{,])\.\.($|[/},])/.test(value.slice(fixed.length))
    if (!allowOutside && (climbs || !within(root, target) || !within(root, await realPlace(target))))
      throw refuse('leaves the folder of this file. Move it inside, or run again with --allow-outside.')
    if (!(await exists(target))) throw refuse('does not exist beside this file. Mend the path, or take the entry out.')
  }
}
