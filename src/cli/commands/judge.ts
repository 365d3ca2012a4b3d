/** `assay judge <assessment>`: verdicts from saved evidence, without the subject. */
import { resolve } from 'node:path'
import { assessCollected } from '../../assess.ts'
import { factIndex, loadFrameworks } from '../../declare/index.ts'
import { Problem } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { readAssessment, writeAssessment } from '../assessment-folder.ts'
import { gateExit } from '../gate-exit.ts'
import { editionsOf, toldAssessment, writeReports } from '../tell-assessment.ts'
import { momentOf } from './assess.ts'

export const judgeCommand = async (asked: Asked): Promise<number> => {
  const [folder] = asked.words
  if (folder === undefined || asked.words.length > 1)
    throw new Problem('`assay judge` takes one folder: the one that `assay` or `assay collect` wrote.')
  const editions = await editionsOf(asked)
  const saved = await readAssessment(folder)
  const ids = asked.frameworks ?? saved.frameworks.map((it) => it.id)
  const frameworks = await loadFrameworks(ids, factIndex([...built, ...planned]))
  const collected = {
    ...saved,
    as_of: asked.asOf === undefined ? saved.as_of : momentOf(asked.asOf),
    frameworks: frameworks.map(({ id, version, title, source }) => ({ id, version, title, source })),
  }
  const assessment = assessCollected(frameworks, collected)
  const out = asked.out ?? folder
  await writeAssessment(resolve(out), assessment, await writeReports(assessment, frameworks, editions))
  process.stdout.write(await toldAssessment(assessment, frameworks, editions, asked, out))
  return asked.gate ? gateExit(assessment) : 0
}
