/** What people answered, as files: answers.yaml as it stands, its text with more answers, and the sheets of a filled-in list. */
import { AnswersFile, type Statement } from '../model/index.ts'
import { conform } from './conform.ts'
import type { FactIndex } from './fact-index.ts'
import { holdStatements } from './hold-statements.ts'
import { topicSlugs } from './load-framework.ts'
import { readText } from './read-text.ts'
import { yamlOf } from './read-yaml.ts'

export { appendAnswers } from './append-answers.ts'
export { largest } from './read-text.ts'
export { readXlsx } from './read-xlsx.ts'

/** Throws Problem at the place of the first mistake. Which materials and documents there are only a subject knows; they are held when it is read. */
export const readAnswers = async (file: string, shown: string, facts: FactIndex): Promise<{ text: string; statements: Statement[] }> => {
  const text = await readText(file, shown)
  // Nothing but comments is a file that was begun.
  if (text.split('\n').every((line) => /^\s*(#|$)/.test(line))) return { text, statements: [] }
  const yaml = yamlOf(text, shown)
  const { statements } = conform(AnswersFile, yaml)
  holdStatements(yaml, statements, { facts, topics: await topicSlugs(), materials: undefined })
  return { text, statements }
}
