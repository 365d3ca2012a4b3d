/** The sections that an edition can name, each a function from an assessment to blocks. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { answers } from './answers.ts'
import { checklist } from './checklist.ts'
import { claims } from './claims.ts'
import { concerns } from './concerns.ts'
import { conclusions, conclusionsInShort, judgements } from './conclusions.ts'
import { conditions } from './conditions.ts'
import { cover } from './cover.ts'
import { disagreements } from './disagreements.ts'
import { findingsByPlace } from './findings-by-place.ts'
import { firstLookFor } from './first-look.ts'
import { allFindings, gravest, gravestInShort, gravestMeasured } from './gravest.ts'
import { history } from './history.ts'
import { holds } from './holds.ts'
import { interviewFor } from './interview.ts'
import { opinions, ownGates } from './opinions.ts'
import { pictures } from './pictures.ts'
import { quality } from './quality.ts'
import { questions } from './questions.ts'
import { records } from './records.ts'
import { repository } from './repository.ts'
import { askNext, requests } from './requests.ts'
import { allSaid, said } from './said.ts'
import { scores } from './scores.ts'
import type { SectionOptions } from './section-options.ts'
import { steps } from './steps.ts'
import { summary } from './summary.ts'
import { testTables } from './test-tables.ts'
import { unknown, unknownInShort } from './unknown.ts'
import { verification } from './verification.ts'

/** `frameworks` are those that the edition names, in its order, else by rank; `[]` leaves the section out. */
export type MakeSection = (assessment: Assessment, frameworks: readonly Framework[], options: SectionOptions) => Block[]

export const registry: { [name: string]: MakeSection } = {
  cover,
  said: (assessment, frameworks, { most }) => said(assessment, frameworks, most),
  /** `parts`: frameworks whose rulers lead. */
  scores: (assessment, frameworks, { most, parts }) => {
    const leads = frameworks.filter((it) => parts?.includes(it.id) === true)
    const others = frameworks.filter((it) => !leads.includes(it))
    return scores(assessment, [...leads, ...others], { ...(most === undefined ? {} : { most }), where: 'in the annex' })
  },
  gravest: (assessment, frameworks, { most }) => gravest(assessment, frameworks, most),
  'gravest-in-short': (assessment, frameworks, { most }) => gravestInShort(assessment, frameworks, most),
  'gravest-measured': (assessment, frameworks, { most }) => gravestMeasured(assessment, frameworks, most),
  findings: (assessment, frameworks) => allFindings(assessment, frameworks, 0),
  unknown,
  'unknown-in-short': unknownInShort,
  quality,
  pictures: (assessment, _frameworks, { most }) => pictures(assessment, most),
  holds,
  disagreements,
  'everything-said': allSaid,
  'own-gates': ownGates,
  history,
  opinions,
  questions,
  repository,
  records,
  claims,
  conclusions,
  'conclusions-in-short': conclusionsInShort,
  judgements,
  answers,
  summary,
  concerns,
  requests,
  'ask-next': askNext,
  verification,
  steps,
  'findings-by-place': findingsByPlace,
  checklist,
  'test-tables': testTables,
  conditions,
  'first-look-candidate': firstLookFor('candidate'),
  'first-look-interviewer': firstLookFor('interviewer'),
  'ask-a-team': interviewFor('candidate'),
  'ask-a-candidate': interviewFor('interviewer'),
  /** A heading of the edition's own over the sections that follow. */
  part: () => [],
  'new-page': () => [{ kind: 'break', page: true }],
}
