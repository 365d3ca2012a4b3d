/** Holds the documents that a filled-in list names: each lies beside the answers, or the answer is kept without it and says so. */
import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Statement } from '../model/index.ts'

const within = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Why a document cannot be kept as one; undefined when it can. A subject that names a file which is not there would not load. */
const faultOf = async (document: string, folder: string): Promise<string | undefined> => {
  if (document.includes('\0') || document.includes('${') || /^[a-z][a-z0-9+.-]*:\/\//i.test(document))
    return 'is no file beside the answers'
  const root = await realpath(folder).catch(() => resolve(folder))
  if (!within(root, resolve(root, document))) return 'leaves the folder of the answers'
  const real = await realpath(resolve(root, document)).catch(() => undefined)
  if (real === undefined) return 'is not there'
  return within(root, real) ? undefined : 'leads out of the folder of the answers'
}

/** The name that was given is kept in the note, so that nothing is lost. */
const asNote = ({ document, quote, note, ...rest }: Statement): Statement => {
  const named = `Document named: ${document}${quote === undefined ? '' : `; words to look for in it: ${quote}`}`
  return { ...rest, note: note === undefined ? named : `${note}\n${named}` }
}

/** `folder`: where the answers file lies. `fault`: why the document was not kept. */
export const holdDocument = async (statement: Statement, folder: string): Promise<{ statement: Statement; fault?: string }> => {
  const fault = statement.document === undefined ? undefined : await faultOf(statement.document, folder)
  return fault === undefined ? { statement } : { statement: asNote(statement), fault }
}
