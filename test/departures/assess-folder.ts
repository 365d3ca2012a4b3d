/** The whole job in process, as the command line does it, for tests. */
import { assess } from '../../src/assess.ts'
import { factIndex, loadFrameworks, loadSubject } from '../../src/declare/index.ts'
import type { Assessment, Framework, Subject } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'

export const assessFolder = async (
  folder: string,
  change: (subject: Subject) => Subject = (it) => it,
  also: readonly string[] = [],
): Promise<{ assessment: Assessment; frameworks: Framework[] }> => {
  const facts = factIndex([...built, ...planned])
  const { subject, root } = await loadSubject(folder, facts)
  return assess({
    subject: change(subject),
    root,
    frameworks: await loadFrameworks(subject.frameworks, facts),
    chosen: subject.frameworks !== undefined,
    also,
    catalogue: { built, planned },
    assayVersion: '0',
    asOf: '2026-07-01T00:00:00.000Z',
    now: () => '2026-07-01T00:00:00.000Z',
    onBug: (error) => {
      throw error
    },
  })
}
