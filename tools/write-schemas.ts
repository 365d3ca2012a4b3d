/** Writes the JSON Schemas, for editors and outside readers, from the schemas that the program itself reads by: `npm run schemas`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AssessmentFile } from '../src/model/assessment-schema.ts'
import { AnswersFile, EditionFile, FrameworkHead, Section, Subject } from '../src/model/index.ts'

export const schemasFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'schemas')

type Source = { schema: z.ZodType; title: string; about: string; io: 'input' | 'output' }

const sources: { [name: string]: Source } = {
  assay: { schema: Subject, title: 'assay.yaml', about: 'A subject: what may be looked at, and what was said.', io: 'input' },
  answers: {
    schema: AnswersFile,
    title: 'answers file',
    about: 'Statements, kept beside an assay.yaml that names this file.',
    io: 'input',
  },
  framework: {
    schema: FrameworkHead,
    title: 'framework.yaml',
    about: 'A framework without its sections, which lie one file each beside it.',
    io: 'input',
  },
  section: { schema: Section, title: 'section of a framework', about: 'Criteria with their rules as data.', io: 'input' },
  edition: {
    schema: EditionFile,
    title: 'edition',
    about: 'What one reader is told of an assessment: sections in order, headings, words, logo and colour.',
    io: 'input',
  },
  assessment: {
    schema: AssessmentFile,
    title: 'assessment.json',
    about: 'One assessment: what was looked at, what was seen, and what follows from it.',
    io: 'output',
  },
}

/** Draft 7, which every editor knows. The same bytes for the same schema. */
const schemaText = ({ schema, title, about, io }: Source): string => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io })
  return `${JSON.stringify({ $schema, title, description: about, ...rest }, null, 2)}\n`
}

/** Texts by file name. */
export const schemaTexts = (): { [file: string]: string } =>
  Object.fromEntries(Object.entries(sources).map(([name, source]) => [`${name}.schema.json`, schemaText(source)]))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(schemasFolder, { recursive: true })
  for (const [file, text] of Object.entries(schemaTexts())) await writeFile(join(schemasFolder, file), text)
}
