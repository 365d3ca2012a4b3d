/** `assay compare <assessment> <assessment>`: what changed between two. */
import { type Difference, Problem } from '../../model/index.ts'
import { compare } from '../../score/index.ts'
import type { Asked } from '../arguments.ts'
import { readAssessment } from '../assessment-folder.ts'

const words: { [direction in Difference['direction']]: string } = { better: ', better', worse: ', worse', unclear: '' }

export const compareCommand = async (asked: Asked): Promise<number> => {
  const [old, now] = asked.words
  if (old === undefined || now === undefined || asked.words.length > 2)
    throw new Problem('`assay compare` takes two folders that `assay` wrote: the older and the newer.')
  const { differences } = compare(await readAssessment(old), await readAssessment(now), [])
  if (asked.json) process.stdout.write(`${JSON.stringify(differences, null, 2)}\n`)
  else if (differences.length === 0) process.stdout.write('Nothing changed: the same verdicts, claims, scores and gates.\n')
  else for (const it of differences) process.stdout.write(`${it.kind}  ${it.what}: ${it.before} → ${it.after}${words[it.direction]}\n`)
  return 0
}
