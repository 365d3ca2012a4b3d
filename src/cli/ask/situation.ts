/** What is known before and between the questions: a saved assessment or a subject file, judged again with the answers so far. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mergeAnswers } from '../../ask/index.ts'
import { assessCollected } from '../../assess.ts'
import { collect } from '../../collect/index.ts'
import { type factIndex, loadSubject } from '../../declare/index.ts'
import { type Assessment, type Collected, type Framework, isSaid, type Statement, type Subject } from '../../model/index.ts'
import { readAssessment } from '../assessment-folder.ts'
import { catalogue } from '../commands/assess.ts'
import { version } from '../version.ts'

/** `folder`: where a subject file lies, and its answers beside it; undefined without one. `includes`: paths of its answers files. */
export type Situation = {
  subject: Subject | undefined
  saved: Assessment | undefined
  folder: string | undefined
  includes: readonly string[]
}

const nobody: Subject = { assay: 1, subject: { name: 'nobody in particular' } }

export const situationAt = async (path: string | undefined, facts: ReturnType<typeof factIndex>): Promise<Situation> => {
  if (path === undefined) return { subject: undefined, saved: undefined, folder: undefined, includes: [] }
  const has = (name: string) =>
    stat(join(path, name)).then(
      () => true,
      () => false,
    )
  if (path.endsWith('assessment.json') || (await has('assessment.json'))) {
    const saved = await readAssessment(path)
    return { subject: saved.subject, saved, folder: undefined, includes: [] }
  }
  const { subject, root, file } = await loadSubject(path, facts)
  return { subject, saved: undefined, folder: file === null ? undefined : root, includes: subject.answers ?? [] }
}

/** Only words: nothing of the subject's is looked at to put questions. */
const saidOf = async (subject: Subject, frameworks: readonly Framework[]): Promise<Collected> => {
  const { assay, subject: whose, stage, company, statements } = subject
  const bare: Subject = {
    assay,
    subject: whose,
    ...(stage === undefined ? {} : { stage }),
    ...(company === undefined ? {} : { company }),
    ...(statements === undefined ? {} : { statements }),
  }
  const now = new Date().toISOString()
  const { collected } = await collect({
    subject: bare,
    root: process.cwd(),
    frameworks,
    chosen: true,
    catalogue,
    assayVersion: version,
    asOf: now,
    now: () => now,
  })
  return collected
}

/** Evidence of a saved assessment stays as it is; what was said since stands beside it. */
export const judgedWith = async (
  { subject = nobody, saved }: Situation,
  answers: readonly Statement[],
  frameworks: readonly Framework[],
): Promise<Assessment> => {
  const { statements, added } = mergeAnswers(subject.statements ?? [], answers)
  const whole: Subject = { ...subject, statements }
  const lines = frameworks.map(({ id, version, title, source }) => ({ id, version, title, source }))
  if (saved === undefined) return assessCollected(frameworks, { ...(await saidOf(whole, frameworks)), subject: whole, frameworks: lines })
  const since = await saidOf({ ...whole, statements: added }, frameworks)
  const heads = since.evidence.some((it) => it.probe === 'company' && it.state === 'found')
  const evidence = [
    ...saved.evidence.filter((it) => !(heads && it.probe === 'company')),
    ...since.evidence.filter((it) => isSaid(it) && (heads || it.probe !== 'company')),
  ]
  return assessCollected(frameworks, { ...saved, subject: whole, frameworks: lines, evidence })
}
