/** Adds answers to answers.yaml: what a person wrote there stays as it is, and of two that add at once neither loses anything. */
import { realpath, stat } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { type Merged, mergeAnswers } from '../ask/index.ts'
import { answers, factIndex } from '../declare/index.ts'
import { Problem, type Statement } from '../model/index.ts'
import { built, planned } from '../probes/index.ts'
import { whileAlone } from './one-writer.ts'
import { orProblem, writeWhole } from './write-files.ts'

const elsewhere = 'name another file with --answers'

/** How a file is named to the reader: from where they stand when it lies near, else in full. */
export const shownAs = (file: string): string => {
  const way = relative(process.cwd(), file)
  return way === '' || way.startsWith('../../') ? file : way
}

export const readOld = async (file: string): Promise<{ text: string | undefined; statements: Statement[] }> => {
  const there = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') orProblem(error, shownAs(file), elsewhere)
    return undefined
  })
  if (there === undefined) return { text: undefined, statements: [] }
  return answers.readAnswers(file, shownAs(file), factIndex([...built, ...planned]))
}

/** What stands in an answers file; nothing when there is none yet. Throws Problem at file:line:column. */
export const readAnswersFile = async (path: string): Promise<Statement[]> => (await readOld(resolve(path))).statements

export const holdSize = (text: string, shown: string): void => {
  const size = Buffer.byteLength(text)
  if (size > answers.largest)
    throw new Problem(
      `would grow to ${size} bytes with these answers; at most ${answers.largest} are read. Nothing was added: ${elsewhere}, and list both in assay.yaml.`,
      { file: shown },
    )
}

/**
 * `incoming` may depend on what stands there. A link is followed; what is written is a whole file or nothing.
 * Throws Problem when the file does not read, when it would outgrow what is read, or when the place cannot be written.
 */
export const addAnswers = async (
  path: string,
  incoming: readonly Statement[] | ((existing: readonly Statement[]) => readonly Statement[]),
): Promise<Merged> => {
  const file = await realpath(path).catch(() => resolve(path))
  const shown = shownAs(file)
  const add = async (): Promise<Merged> => {
    const old = await readOld(file)
    const merged = mergeAnswers(old.statements, typeof incoming === 'function' ? incoming(old.statements) : incoming)
    if (merged.added.length === 0) return merged
    const text = answers.appendAnswers(old.text, merged.added, shown)
    holdSize(text, shown)
    await writeWhole(file, text, elsewhere)
    return merged
  }
  return whileAlone(dirname(file), add).catch((error: unknown) => orProblem(error, shown, elsewhere))
}
