/** Small repositories with thresholds on quality, and what the probe tells of them in a word. */
import { context, memoryRepo } from '../memory-repo.ts'
import probe from '../model-gate.ts'

export type Files = { [path: string]: string }
type Row = { metric: string; enforced: boolean; release_depends: boolean }

/** `present`, `partial: nothing waits`, `partial: not enforced` or `absent`. */
export async function told(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const [best] = finding.facts.gates as Row[]
  return best?.release_depends && best.enforced ? 'present' : best?.enforced ? 'partial: nothing waits' : 'partial: not enforced'
}
