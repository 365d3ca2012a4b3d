/** `assay [subject]` and `assay collect [subject]`: the whole job, or only the looking. */
import { resolve } from 'node:path'
import { assessCollected } from '../../assess.ts'
import { atCommit, type Catalogue, type CollectOptions, collect } from '../../collect/index.ts'
import { factIndex, loadFrameworks, loadSubject } from '../../declare/index.ts'
import { type Assessment, type Collected, Problem, type Subject } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { assessmentText, filesOf, writeAssessment } from '../assessment-folder.ts'
import { gateExit } from '../gate-exit.ts'
import { holdOwnGates } from '../hold-gates.ts'
import { stopOnSignals } from '../interrupt.ts'
import { type KeepRun, keptFolder } from '../kept-run.ts'
import { parseInThread } from '../parser-thread.ts'
import { progressOn } from '../progress.ts'
import { editionsOf, toldAssessment, writeReports } from '../tell-assessment.ts'
import { toldSince } from '../tell-since.ts'
import { version } from '../version.ts'
import { holdWritable, writeFolder } from '../write-files.ts'

export const catalogue: Catalogue = { built, planned }

/** Midnight UTC for a date, UTC for a time without a zone; now when nothing was asked. */
export const momentOf = (text: string | undefined): string => {
  if (text === undefined) return new Date().toISOString()
  const [, date, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? []
  const moment = new Date(`${date}T${time}${zone}`)
  // A day that the month does not have would slip into the next one.
  const day = new Date(`${date}T00:00Z`)
  if (Number.isNaN(moment.getTime()) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(String(date)))
    throw new Problem(`\`--as-of ${text}\`: a time was expected, such as 2026-07-01 or 2026-07-01T12:00:00Z.`)
  return moment.toISOString()
}

const only = (words: string[]): string => {
  if (words.length > 1) throw new Problem(`one subject was expected, and ${words.length} were given: ${words.join(' ')}.`)
  return words[0] ?? '.'
}

/** What only `assay judge` adds. */
const unjudged: Omit<Assessment, keyof Collected> = {
  verdicts: [],
  claims: [],
  scores: [],
  gates: [],
  conclusions: [],
  opinions: [],
  findings: [],
  steps: [],
}

/** Said before anything is measured, when that commit cannot be compared with. */
const sinceOf = async (subject: Subject, root: string, asked: Asked, revision: string) => ({
  revision,
  ...(await atCommit.revisionSince(subject, { root, allowOutside: asked.allowOutside, revision })),
})

/** `keep`: takes down the whole run, where the same may be asked of the same again. */
export const assessCommand = async (asked: Asked, keep?: KeepRun): Promise<number> => {
  const stop = stopOnSignals()
  const asOf = momentOf(asked.asOf)
  const facts = factIndex([...built, ...planned])
  const { subject, root, file } = await loadSubject(only(asked.words), facts, { allowOutside: asked.allowOutside })
  const named = asked.frameworks ?? subject.frameworks
  const frameworks = await loadFrameworks(named, facts, asked.frameworks === undefined ? root : undefined)
  if (asked.frameworks === undefined) holdOwnGates(subject.gates ?? [], frameworks, file ?? 'assay.yaml')
  const editions = await editionsOf(asked)
  const since = asked.since === undefined ? undefined : await sinceOf(subject, root, asked, asked.since)
  const out = resolve(asked.out ?? 'assay-report')
  await holdWritable(out)
  const bugs: unknown[] = []
  const progress = progressOn(process.stderr, asked.quiet || asked.json)
  const options: CollectOptions = {
    subject,
    root,
    frameworks,
    chosen: named !== undefined,
    also: editions.flatMap((it) => it.sections.flatMap((section) => section.frameworks ?? [])),
    catalogue,
    assayVersion: version,
    asOf,
    now: () => new Date().toISOString(),
    allowOutside: asked.allowOutside,
    keepIn: asked.noCache ? undefined : keptFolder('evidence'),
    ...(asked.minutes === undefined ? {} : { budget: { run: asked.minutes * 60_000, probe: asked.minutes * 60_000 } }),
    signal: stop.signal,
    onProgress: progress.step,
    onBug: (error) => bugs.push(error),
  }
  parseInThread()
  const { collected, frameworks: used } = await collect(options)
  const older = since === undefined ? undefined : await atCommit.collectAt({ ...options, frameworks: used }, since.commit, collected)
  progress.end()
  const stopped = (): number => {
    process.stderr.write('assay: stopped; nothing was written.\n')
    return stop.exitCode()
  }
  if (stop.signal.aborted) return stopped()
  for (const bug of bugs)
    process.stderr.write(`assay: this is a bug of Assay. Please report it.\n${bug instanceof Error ? bug.stack : String(bug)}\n`)
  const assessment: Assessment = asked.command === 'collect' ? { ...collected, ...unjudged } : assessCollected(used, collected)
  if (asked.command === 'collect') {
    await writeAssessment(out, assessment, {})
    process.stdout.write(
      asked.json
        ? assessmentText(assessment)
        : `${assessment.evidence.length} evidence records in ${asked.out ?? 'assay-report'}; \`assay judge ${asked.out ?? 'assay-report'}\` judges them.\n`,
    )
  } else {
    const reports = await writeReports(assessment, used, editions)
    const told =
      since === undefined || older === undefined ? undefined : await toldSince(since, [assessCollected(used, older), assessment], used)
    if (stop.signal.aborted) return stopped()
    const files = filesOf(assessment, { ...reports, ...told?.files })
    await writeFolder(out, files)
    if (told !== undefined) {
      told.print(asked, asked.out ?? 'assay-report')
      return bugs.length > 0 ? 70 : asked.gate ? told.exit : 0
    }
    const text = await toldAssessment(assessment, used, editions, asked, asked.out ?? 'assay-report')
    process.stdout.write(text)
    if (bugs.length === 0) await keep?.({ assessment, files, text, exit: asked.gate ? gateExit(assessment) : 0 })
  }
  return bugs.length > 0 ? 70 : asked.gate ? gateExit(assessment) : 0
}
