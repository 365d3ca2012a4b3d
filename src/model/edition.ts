/** An edition: one reader's telling of an assessment, as data: which sections, in which order, under which words and colours. */
import { z } from 'zod'

const EditionSection = z.strictObject({
  section: z.string().describe('Name of a section; `assay report --help` says where they are listed.'),
  heading: z.string().min(1).optional().describe('Instead of the heading that the section has.'),
  intro: z.string().min(1).optional().describe('A sentence under the heading.'),
  most: z.number().int().positive().optional().describe('At most so many lines.'),
  frameworks: z.array(z.string()).min(1).optional().describe('Only of these frameworks.'),
  parts: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Only these parts: ids of sections of a framework (`company`, or `company/products` for the criteria that begin so), of conclusions, or what an opinion is about.',
    ),
})
export type EditionSection = z.infer<typeof EditionSection>

/** As it stands in the file. */
export const EditionFile = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and - were expected')
    .describe('Also the name of the files that are written: investor.html, investor.md.'),
  title: z.string().min(1),
  for: z.string().min(1).describe('One line: who reads this.'),
  sections: z
    .array(z.union([z.string(), EditionSection]))
    .min(1)
    .describe('In the order in which they stand.'),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'a colour such as #1f5f8b was expected')
    .optional()
    .describe('The one colour beside black; it must be dark enough to be read on white.'),
  logo: z.string().min(1).optional().describe('A PNG, JPEG or SVG file beside this one.'),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language such as en, de or ar was expected')
    .optional()
    .describe('What the headings and words below are written in; it also sets the direction of the text.'),
  words: z.record(z.string(), z.string().min(1)).optional().describe('Words that Assay prints, each with what to print instead.'),
  catalogue: z.array(z.string()).optional().describe('Ids of frameworks/catalogue.yaml that this edition answers.'),
})
export type EditionFile = z.infer<typeof EditionFile>

/** As it was loaded: each section with its settings, the logo as a data URI. */
export type Edition = Omit<EditionFile, 'sections' | 'logo'> & { sections: EditionSection[]; logo?: string }
