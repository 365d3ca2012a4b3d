/** The answers of one run in answers.yaml: each stands there as soon as it is given, and one taken back within the run goes again. */
import { mkdir, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { mergeAnswers } from '../../ask/index.ts'
import { answers } from '../../declare/index.ts'
import type { Statement } from '../../model/index.ts'
import { holdSize, readOld, shownAs } from '../answers-file.ts'
import { whileAlone } from '../one-writer.ts'
import { holdWritable, orProblem, writeWhole } from '../write-files.ts'

export type KeptAnswers = {
  /** Throws Problem when nothing can be kept there: said before the first question, not after the first answer. */
  holdWritable(): Promise<void>
  /** All that stands in the file. */
  statements(): readonly Statement[]
  /** In place of what this run kept on the topic before. */
  keep(topic: string, statements: Statement[]): Promise<void>
  add(statement: Statement): Promise<void>
}

const elsewhere = 'name another file with --answers'

/**
 * Behind what stood in the file, byte for byte; when somebody else wrote into it meanwhile, behind that too.
 * `onChanged` is called then: what this run had kept before stays in it, even what is taken back later.
 */
export const openAnswers = async (path: string, onChanged: () => void): Promise<KeptAnswers> => {
  const file = await realpath(path).catch(() => resolve(path))
  const shown = shownAs(file)
  let base = await readOld(file)
  let written = base.text
  const kept = new Map<string, Statement[]>()
  const beside: Statement[] = []
  const mine = () => mergeAnswers(base.statements, [...beside, ...[...kept.values()].flat()]).added
  const write = async () => {
    await mkdir(dirname(file), { recursive: true }).catch((error: unknown) => orProblem(error, shown, elsewhere))
    await whileAlone(dirname(file), async () => {
      const now = await readOld(file)
      if (now.text !== written) {
        base = now
        onChanged()
      }
      const added = mine()
      const text = added.length === 0 ? base.text : answers.appendAnswers(base.text, added, shown)
      if (text === undefined || text === now.text) return
      holdSize(text, shown)
      await writeWhole(file, text, elsewhere)
      written = text
    }).catch((error: unknown) => orProblem(error, shown, elsewhere))
  }
  return {
    holdWritable: () => holdWritable(dirname(file), elsewhere),
    statements: () => [...base.statements, ...mine()],
    keep: (topic, statements) => {
      // The latest answer stands last.
      kept.delete(topic)
      kept.set(topic, statements)
      return write()
    },
    add: (statement) => {
      beside.push(statement)
      return write()
    },
  }
}
