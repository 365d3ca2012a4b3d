/** The edition that a report opens with today: first the distance, then why, then everything that can be pressed. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { isBareRepository } from '../practices.ts'
import { cover } from '../sections/cover.ts'
import { disagreements } from '../sections/disagreements.ts'
import { allFindings, gravest } from '../sections/gravest.ts'
import { history, historyLine } from '../sections/history.ts'
import { holds } from '../sections/holds.ts'
import { limits, method } from '../sections/limits.ts'
import { opinions, ownGates } from '../sections/opinions.ts'
import { pictures } from '../sections/pictures.ts'
import { quality } from '../sections/quality.ts'
import { questions } from '../sections/questions.ts'
import { records } from '../sections/records.ts'
import { notSeen, repository, repositoryInShort } from '../sections/repository.ts'
import { allSaid, said } from '../sections/said.ts'
import { scores } from '../sections/scores.ts'
import { unknown } from '../sections/unknown.ts'

/** A repository given alone leads with what is wired and what only looks wired; the score comes second. */
export const full = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const bare = isBareRepository(assessment)
  return [
    ...cover(assessment),
    ...(bare ? historyLine(assessment) : []),
    ...(bare ? repository(assessment, frameworks) : said(assessment, frameworks)),
    ...(bare ? notSeen(assessment, frameworks) : []),
    ...scores(assessment, frameworks, { alone: bare }),
    ...(bare ? [] : gravest(assessment, frameworks)),
    ...quality(assessment),
    ...(bare ? [] : unknown(assessment, frameworks)),
    ...pictures(assessment),
    ...(bare ? [] : [...holds(assessment, frameworks), ...allSaid(assessment, frameworks), ...disagreements(assessment, frameworks)]),
    ...(bare ? gravest(assessment, frameworks, 100) : allFindings(assessment, frameworks)),
    ...ownGates(assessment),
    ...history(assessment),
    ...opinions(assessment),
    ...questions(assessment, frameworks),
    ...records(assessment),
    ...limits(assessment),
    ...method(assessment, frameworks),
  ]
}

/** The first screen: what fits a terminal. */
export const screen = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const bare = isBareRepository(assessment)
  return [
    ...cover(assessment),
    ...(bare ? historyLine(assessment) : []),
    ...(bare ? repositoryInShort(assessment, frameworks) : said(assessment, frameworks)),
    ...(bare ? notSeen(assessment, frameworks) : []),
    ...scores(assessment, frameworks, { where: 'in the report', alone: bare }),
    ...(bare ? [] : [...gravest(assessment, frameworks), ...unknown(assessment, frameworks)]),
  ]
}
