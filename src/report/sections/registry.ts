/** The sections that an edition can name, each a function from an assessment to blocks. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { cover } from './cover.ts'
import { allFindings, gravest } from './gravest.ts'
import { history } from './history.ts'
import { holds } from './holds.ts'
import { opinions, ownGates } from './opinions.ts'
import { pictures } from './pictures.ts'
import { quality } from './quality.ts'
import { questions } from './questions.ts'
import { records } from './records.ts'
import { repository } from './repository.ts'
import { allSaid, said } from './said.ts'
import { scores } from './scores.ts'
import { unknown } from './unknown.ts'

/** `most` lines, and `parts` of the frameworks (EditionSection in model/edition.ts). */
export type SectionOptions = { most?: number; parts?: readonly string[] }

/** `frameworks` are those that the edition names, in the order of their rank; `[]` leaves the section out. */
export type MakeSection = (assessment: Assessment, frameworks: readonly Framework[], options: SectionOptions) => Block[]

export const registry: { [name: string]: MakeSection } = {
  cover,
  said: (assessment, frameworks, { most }) => said(assessment, frameworks, most),
  scores,
  gravest: (assessment, frameworks, { most }) => gravest(assessment, frameworks, most),
  findings: (assessment, frameworks) => allFindings(assessment, frameworks, 0),
  unknown,
  quality,
  pictures,
  holds,
  'everything-said': allSaid,
  'own-gates': ownGates,
  history,
  opinions,
  questions,
  repository,
  records,
  /** A heading of the edition's own over the sections that follow. */
  part: () => [],
  'new-page': () => [{ kind: 'break', page: true }],
}
