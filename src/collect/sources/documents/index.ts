/** Opens a folder of documents, or one document, in which statements' words can be looked for. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { CannotLook, type DocumentsHandle } from '../../../model/handles.ts'
import { findWords } from './find-words.ts'

export type AskedDocuments = { path: string; material: string; root: string; allowOutside?: boolean | undefined }

const readable = /\.(md|markdown|mdx|txt|text|rst|adoc|org)$/i
const skipped = new Set(['node_modules', '__pycache__', 'venv', 'site-packages'])
const mostFiles = 5_000
const mostBytes = 4 * 1024 * 1024

/**
 * `paths` and those given to `find` are relative to the subject's folder. `version` is the digest of all documents.
 * Throws CannotLook; `find` does so too: not_found, not_supported (neither Markdown nor text), too_large, outside_folder.
 */
export const openDocuments = async (
  asked: AskedDocuments,
): Promise<{ handle: DocumentsHandle; version: string; stillSame: () => Promise<boolean> }> => {
  const home = realpathSync(asked.root)
  const { paths, cut } = listed(asked, home)
  const version = digestOf(home, paths)
  const limits = cut ? [`only the first ${mostFiles} documents were listed`] : []
  const find = async (path: string, words: string) => {
    const place = findWords(textAt(asked, home, path), words)
    return place && { path, ...place }
  }
  const handle: DocumentsHandle = { kind: 'documents', material: asked.material, limits, paths, find }
  return { handle, version, stillSame: async () => digestOf(home, listed(asked, home).paths) === version }
}

/** The path with links followed. Throws when it is not there or leads out of the subject's folder. */
const placeOf = ({ allowOutside }: AskedDocuments, home: string, path: string, name: string): string => {
  let real: string
  try {
    real = realpathSync(resolve(home, path))
  } catch {
    throw new CannotLook('not_found', `there is no ${name}`)
  }
  const way = relative(home, real)
  if (!allowOutside && (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)))
    throw new CannotLook('outside_folder', `${name} lies outside the subject's folder: pass --allow-outside if that is meant`)
  return real
}

const listed = (asked: AskedDocuments, home: string): { paths: string[]; cut: boolean } => {
  const top = placeOf(asked, home, asked.path, 'such folder of documents')
  if (statSync(top).isFile()) return { paths: [relative(home, top)], cut: false }
  const paths: string[] = []
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined && paths.length <= mostFiles; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue
      if (entry.isDirectory()) folders.push(join(folder, entry.name))
      else if (entry.isFile() && readable.test(entry.name)) paths.push(relative(home, join(folder, entry.name)).split(sep).join('/'))
    }
  }
  return { paths: paths.sort().slice(0, mostFiles), cut: paths.length > mostFiles }
}

const digestOf = (home: string, paths: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const path of paths) {
    const { size } = statSync(join(home, path))
    hash.update(`${path}\0${size}\0`)
    if (size <= mostBytes) hash.update(readFileSync(join(home, path)))
  }
  return `sha256:${hash.digest('hex')}`
}

const textAt = (asked: AskedDocuments, home: string, path: string): string => {
  const real = placeOf(asked, home, path, path)
  if (!statSync(real).isFile()) throw new CannotLook('not_readable', `${path} is not a file`)
  if (statSync(real).size > mostBytes) throw new CannotLook('too_large', `${path} is larger than ${mostBytes / 1024 / 1024} MB`)
  const bytes = readFileSync(real)
  if (bytes.subarray(0, 8000).includes(0) || /\.(pdf|docx?|odt|rtf|pptx?|xlsx?)$/i.test(path))
    throw new CannotLook('not_supported', `${path} is neither Markdown nor plain text: give its text`)
  return new TextDecoder('utf-8').decode(bytes)
}
