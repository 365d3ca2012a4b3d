/** The assessment folder on disk: assessment.json, evidence/ and the reports, each written whole or not at all. */
import { access, chmod, constants, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '../collect/index.ts'
import { type Assessment, Problem, schemaVersion } from '../model/index.ts'
import { whileAlone } from './one-writer.ts'

let count = 0

/** What to do is the same for all but those that say it themselves. */
const worldly: { [code: string]: string | [why: string, instead: string] } = {
  ENOSPC: ['the disk is full', 'free some room and run again'],
  EACCES: 'this user may not write there',
  EROFS: 'that disk is read-only',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EDQUOT: ['the disk quota is used up', 'free some room and run again'],
  ENAMETOOLONG: 'the name is longer than this system allows',
  ENOENT: 'the folder vanished, or is a link that leads nowhere',
  ELOOP: 'it is a link that leads to itself',
  EFBIG: ['the file would pass the size this system allows', 'free some room and run again'],
}

const elsewhere = 'name another folder with --out'

/** `instead`: what to do when that place will not do. */
export const orProblem = (error: unknown, file: string, instead: string = elsewhere): never => {
  const { code, syscall } = error as NodeJS.ErrnoException
  const known = worldly[code ?? '']
  const why =
    typeof known === 'string'
      ? `${known}; ${instead}`
      : (known?.join('; ') ?? (syscall === undefined ? undefined : `the system says ${code}`))
  if (error instanceof Problem || why === undefined) throw error
  throw new Problem(`could not be written: ${why}. What stood there before is unharmed.`, { file })
}

/** Into a neighbour first, then renamed over: a reader or a kill at any moment finds the old file or the new one. */
export const writeWhole = async (file: string, text: string | Uint8Array, instead?: string): Promise<void> => {
  const beside = `${file}.${process.pid}-${count++}.part`
  try {
    await writeFile(beside, text, { flush: true })
    // Who may read a file stays as it was.
    const old = await stat(file).catch(() => undefined)
    if (old?.isFile() === true) await chmod(beside, old.mode)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    orProblem(error, file, instead)
  }
}

/** Said before anything is measured, not after: the folder, or the nearest one above it that exists, can be written to. */
export const holdWritable = async (folder: string, instead?: string): Promise<void> => {
  for (let at = folder; ; at = dirname(at)) {
    const there = await stat(at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' || dirname(at) === at) orProblem(error, folder, instead)
      return undefined
    })
    if (there === undefined) continue
    if (!there.isDirectory()) orProblem({ code: 'ENOTDIR' }, folder, instead)
    return access(at, constants.W_OK).catch((error: unknown) => orProblem(error, folder, instead))
  }
}

/** Keys sorted, two spaces, one newline at the end. */
export const assessmentText = (assessment: Assessment): string => `${canonicalJson(assessment, 2)}\n`

const evidenceName = (probe: string, id: string): string => `${probe}-${id}.json`

/** Reports by file name. assessment.json comes last, so that a folder that has it is whole. */
export const writeAssessment = async (folder: string, assessment: Assessment, reports: { [name: string]: string }): Promise<void> => {
  const evidence = join(folder, 'evidence')
  await mkdir(evidence, { recursive: true }).catch((error: unknown) => orProblem(error, folder))
  await whileAlone(folder, () => writeInto(folder, evidence, assessment, reports)).catch((error: unknown) => orProblem(error, folder))
}

/** Side by side, since each waits for the disk; a failure is thrown when none is being written any more. */
const allWhole = async (files: [file: string, text: string][]): Promise<void> => {
  const failed = (await Promise.allSettled(files.map(([file, text]) => writeWhole(file, text)))).find((it) => it.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

const writeInto = async (folder: string, evidence: string, assessment: Assessment, reports: { [name: string]: string }): Promise<void> => {
  const names = new Set(assessment.evidence.map((it) => evidenceName(it.probe, it.id)))
  await allWhole([
    ...assessment.evidence.map((it): [string, string] => [join(evidence, evidenceName(it.probe, it.id)), `${canonicalJson(it, 2)}\n`]),
    ...Object.entries(reports).map(([name, text]): [string, string] => [join(folder, name), text]),
  ])
  await writeWhole(join(folder, 'assessment.json'), assessmentText(assessment))
  for (const old of await readdir(evidence))
    if (/-[0-9a-f]{16}\.json$/.test(old) && !names.has(old)) await rm(join(evidence, old), { force: true })
  // What a run that was killed in mid-write left: nobody else writes now.
  for (const place of [folder, evidence])
    for (const left of await readdir(place)) if (/\.\d+-\d+\.part$/.test(left)) await rm(join(place, left), { force: true })
}

/** Where in the JSON a thing stands: `evidence[3].state`. */
const dotted = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text === '' ? '' : '.'}${String(step)}`),
    '',
  )

/** A pipe or a device would be waited for without end. */
const readRegular = async (file: string): Promise<string> => {
  if (!(await stat(file)).isFile()) throw new Error('not a file')
  return readFile(file, 'utf8')
}

/** Reads a saved assessment (or only collected evidence); throws Problem with the place when it is not one. */
export const readAssessment = async (folder: string): Promise<Assessment> => {
  const at = await stat(folder).catch(() => undefined)
  if (at === undefined)
    throw new Problem('there is nothing there. Name the folder that `assay` or `assay collect` wrote.', { file: folder })
  const file = at.isDirectory() ? join(folder, 'assessment.json') : folder
  const text = await readRegular(file).catch(() => {
    throw new Problem('has no assessment.json that can be read. Name the folder that `assay` or `assay collect` wrote.', { file: folder })
  })
  let saved: Partial<Assessment>
  try {
    saved = JSON.parse(text)
  } catch (error) {
    const where = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '')
    throw new Problem('is not whole JSON. Collect it again.', {
      file,
      ...(where === null ? {} : { line: Number(where[1]), column: Number(where[2]) }),
    })
  }
  if (saved?.schema_version !== schemaVersion)
    throw new Problem(
      `has schema_version ${saved?.schema_version ?? 'none'}; ${schemaVersion} was expected. Collect it again with this version of Assay.`,
      { file },
    )
  const whole = { verdicts: [], claims: [], scores: [], gates: [], conclusions: [], opinions: [], findings: [], ...saved }
  const { AssessmentFile } = await import('../model/assessment-schema.ts')
  const fault = AssessmentFile.safeParse(whole).error?.issues[0]
  if (fault !== undefined)
    throw new Problem(`is not an assessment: \`${dotted(fault.path).slice(0, 200)}\` does not fit. Collect it again.`, { file })
  return whole as Assessment
}
