/** `assay [subject]` and `assay collect [subject]`: the whole job, or only the looking. */
import { resolve } from 'node:path'
import { assessCollected } from '../../assess.ts'
import { type Catalogue, collect } from '../../collect/index.ts'
import { factIndex, loadFrameworks, loadSubject } from '../../declare/index.ts'
import { type Assessment, Problem } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { assessmentText, writeAssessment } from '../assessment-folder.ts'
import { gateExit } from '../gate-exit.ts'
import { progressOn } from '../progress.ts'
import { tellAssessment, writeReports } from '../tell-assessment.ts'
import { version } from '../version.ts'

export const catalogue: Catalogue = { built, planned }

/** Midnight UTC for a date; now when nothing was asked. */
export const momentOf = (text: string | undefined): string => {
  if (text === undefined) return new Date().toISOString()
  const moment = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(moment.getTime()))
    throw new Problem(`\`--as-of ${text}\`: a time was expected, such as 2026-07-01 or 2026-07-01T12:00:00Z.`)
  return moment.toISOString()
}

const interruptible = (): AbortController => {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort('cancelled'))
  return stop
}

const only = (words: string[]): string => {
  if (words.length > 1) throw new Problem(`one subject was expected, and ${words.length} were given: ${words.join(' ')}.`)
  return words[0] ?? '.'
}

export const assessCommand = async (asked: Asked): Promise<number> => {
  const asOf = momentOf(asked.asOf)
  const facts = factIndex([...built, ...planned])
  const { subject, root } = await loadSubject(only(asked.words), facts, { allowOutside: asked.allowOutside })
  const named = asked.frameworks ?? subject.frameworks
  const frameworks = await loadFrameworks(named, facts, asked.frameworks === undefined ? root : undefined)
  const out = resolve(asked.out ?? 'assay-report')
  const stop = interruptible()
  const bugs: unknown[] = []
  const progress = progressOn(process.stderr, asked.quiet || asked.json)
  const { collected, frameworks: used } = await collect({
    subject,
    root,
    frameworks,
    chosen: named !== undefined,
    catalogue,
    assayVersion: version,
    asOf,
    now: () => new Date().toISOString(),
    allowOutside: asked.allowOutside,
    ...(asked.minutes === undefined ? {} : { budget: { run: asked.minutes * 60_000, probe: asked.minutes * 60_000 } }),
    signal: stop.signal,
    onProgress: progress.step,
    onBug: (error) => bugs.push(error),
  })
  progress.end()
  if (stop.signal.aborted) {
    process.stderr.write('assay: stopped; nothing was written.\n')
    return 130
  }
  for (const bug of bugs)
    process.stderr.write(`assay: this is a bug of Assay. Please report it.\n${bug instanceof Error ? bug.stack : String(bug)}\n`)
  const bare: Assessment = { ...collected, verdicts: [], claims: [], scores: [], gates: [], conclusions: [], opinions: [], findings: [] }
  const assessment = asked.command === 'collect' ? bare : assessCollected(used, collected)
  if (asked.command === 'collect') {
    await writeAssessment(out, assessment, {})
    process.stdout.write(
      asked.json
        ? assessmentText(assessment)
        : `${assessment.evidence.length} evidence records in ${asked.out ?? 'assay-report'}; \`assay judge ${asked.out ?? 'assay-report'}\` judges them.\n`,
    )
  } else {
    await writeAssessment(out, assessment, await writeReports(assessment, used))
    await tellAssessment(assessment, used, asked, asked.out ?? 'assay-report')
  }
  return bugs.length > 0 ? 70 : asked.gate ? gateExit(assessment) : 0
}
