/** `assay report <assessment>`: the reports of a saved assessment, written again. */
import { resolve } from 'node:path'
import { factIndex, loadFrameworks } from '../../declare/index.ts'
import { Problem } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { readAssessment, writeAssessment } from '../assessment-folder.ts'
import { editionsOf, toldAssessment, writeReports } from '../tell-assessment.ts'

export const reportCommand = async (asked: Asked): Promise<number> => {
  const [folder] = asked.words
  if (folder === undefined || asked.words.length > 1) throw new Problem('`assay report` takes one folder: the one that `assay` wrote.')
  const editions = await editionsOf(asked)
  const assessment = await readAssessment(folder)
  if (assessment.verdicts.length === 0 && assessment.frameworks.length > 0)
    throw new Problem('holds evidence that was not judged yet; run `assay judge` on it first.', { file: folder })
  const frameworks = await loadFrameworks(asked.frameworks ?? assessment.frameworks.map((it) => it.id), factIndex([...built, ...planned]))
  const out = asked.out ?? folder
  await writeAssessment(resolve(out), assessment, await writeReports(assessment, frameworks, editions))
  process.stdout.write(await toldAssessment(assessment, frameworks, editions, asked, out))
  return 0
}
