/** `assay ask --import <list.xlsx>`: a filled-in request list into answers.yaml, and every cell that could not be taken. */
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type Merged, makePack, numbersIn, readRequestList } from '../../ask/index.ts'
import { answers, factIndex, loadFrameworks } from '../../declare/index.ts'
import { levelWords, Problem, printable, type Question, type Statement } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import { addAnswers, readAnswersFile } from '../answers-file.ts'
import type { Asked } from '../arguments.ts'
import { holdDocument } from '../ask-documents.ts'
import { momentOf } from './assess.ts'

/** `frameworks`: of one's own, with which the list was made; those that ship with Assay are always known. `today`: YYYY-MM-DD. */
type Import = { list: string; into: string; frameworks: string[] | undefined; today: string; json: boolean }

type Taken = { statement: Statement; undated: boolean; at: { on: string; says: string } }
type Complaint = { cell: string; what: string }

/** The whole of what can be asked, whatever is open. */
const everyQuestion = async (ids: string[] | undefined): Promise<Question[]> => {
  const facts = factIndex([...built, ...planned])
  const all = await loadFrameworks(undefined, facts)
  for (const it of ids === undefined ? [] : await loadFrameworks(ids, facts)) if (!all.some(({ id }) => id === it.id)) all.push(it)
  const pack = makePack({ frameworks: all, named: all.map((it) => it.id), asker: undefined, assessment: undefined, minutes: undefined })
  return [...pack.asked, ...pack.left_out, ...pack.answered, ...pack.settled, ...pack.not_applicable, ...pack.not_expected]
}

const readList = async ({ list, into, frameworks, today }: Import) => {
  const sheets = await answers.readXlsx(resolve(list), list)
  const read = readRequestList(sheets, await everyQuestion(frameworks), today)
  if (read === undefined)
    throw new Problem(
      'has no sheet with the titles of a request list (Key, Question, Answer, Answered by). Name the list that was filled in.',
      { file: list },
    )
  const complaints: Complaint[] = [...read.complaints]
  const taken: Taken[] = []
  for (const { statement: said, row, undated } of read.taken) {
    const { statement, fault } = await holdDocument(said, dirname(resolve(into)))
    taken.push({ statement, undated, at: { on: row.at('on'), says: row.at('says') } })
    if (fault !== undefined)
      complaints.push({
        cell: row.at('document'),
        what: `“${said.document}” ${fault}. The answer was taken, and the name kept in its note. Put the file there, write its path from the folder of ${into}, and import again.`,
      })
  }
  return { taken, complaints, open: read.open }
}

/** An answer that stands in the file with a claim that somebody confirmed since, or, without a day, with whatever day, is not said anew. */
const asItStands = ({ statement, undated }: Taken, existing: readonly Statement[]): Statement => {
  const bare = ({ on, claim: _, ...rest }: Statement) =>
    JSON.stringify(Object.entries({ ...rest, on: undated ? undefined : on }).sort(([a], [b]) => (a < b ? -1 : 1)))
  return existing.find((old) => bare(old) === bare(statement)) ?? statement
}

const short = (text: string): string => {
  const line = printable(text)
  return line.length > 90 ? `${[...line].slice(0, 89).join('')}…` : line
}

const sayVoice = (it: Statement): string => {
  const words = it.says === undefined ? '' : `: “${short(it.says)}”`
  return `${short(it.by ?? 'somebody')} answers “${it.level === undefined ? '' : levelWords[it.level]}”${it.on === undefined ? '' : ` (${it.on.slice(0, 10)})`}${words}`
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** Numbers in what was added that could be held against a measurement, each kept only when the person confirms it. */
const offersIn = (added: readonly Statement[]) =>
  added.flatMap((it) =>
    it.says === undefined || it.topic === undefined || it.claim !== undefined
      ? []
      : numbersIn(it.says, it.topic).map((offer) => ({ topic: it.topic, by: it.by, offer })),
  )

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((it) => `  ${it}`)]

const tell = (merged: Merged, read: Awaited<ReturnType<typeof readList>>, { into }: Import): string => {
  const { added, repeated, conflicts } = merged
  const undated = read.taken.filter((it) => it.undated && added.includes(it.statement))
  const there = repeated.length === 0 ? '' : `; ${repeated.length} stood there already`
  const open =
    read.open === 0 ? '' : ` ${count(read.open, 'question', 'questions')} of the list ${read.open === 1 ? 'is' : 'are'} still open.`
  const offers = offersIn(added)
  const lines = [
    `${count(added.length, 'answer', 'answers')} added to ${into}${there}.${open}`,
    ...section(
      'Without a day; the day of this import was taken:',
      undated.map(({ at, statement }) => `${printable(at.on)}: ${statement.on}`),
    ),
    ...section(
      `To look at, ${read.complaints.length}:`,
      read.complaints.map((it) => printable(`${it.cell}: ${it.what}`)),
    ),
    ...section(
      `Answered differently by different people, ${conflicts.length}; all voices are kept:`,
      conflicts.map((it) => `${it.topic}: ${it.voices.map(sayVoice).join('; ')}`),
    ),
    ...section(
      'Numbers that can be held against a measurement once somebody confirms them:',
      offers.map(({ topic, offer }) => printable(`${topic}: ${sayOffer(offer)}`)),
    ),
    ...(offers.length === 0 ? [] : ['', `Whoever said it confirms by a line \`claim: {…}\` at the answer in ${into}.`]),
  ]
  return `${lines.join('\n')}\n`
}

/** As it would stand in the answers file. */
const sayOffer = (offer: ReturnType<typeof numbersIn>[number]): string =>
  offer.is === 'claim'
    ? `“${short(offer.words)}” as ${offer.sentence}: claim: ${JSON.stringify(offer.claim).replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ')}`
    : `“${short(offer.words)}”: ${offer.question}`

/** Beside the subject that is named, else where the reader stands. */
const answersBeside = async (subject: string | undefined): Promise<string> => {
  if (subject === undefined) return 'answers.yaml'
  const there = await stat(subject).catch(() => undefined)
  if (there === undefined)
    throw new Problem('there is nothing there. Name the folder of the subject, or a file with --answers.', { file: subject })
  return join(there.isDirectory() ? subject : dirname(subject), 'answers.yaml')
}

/** What to write into the subject file so that an assessment reads the answers; nothing when it names them, or when there is none. */
const toInclude = async (into: string): Promise<string> => {
  const name = basename(into)
  const subject = await readFile(join(dirname(resolve(into)), 'assay.yaml'), 'utf8').catch(() => undefined)
  return subject === undefined || subject.includes(name)
    ? ''
    : `\nSo that assessments read them, write into assay.yaml: answers: [${name}]\n`
}

/** Somebody who sits at a terminal confirms the numbers at once; elsewhere they are named. */
const confirmed = async (statements: Statement[], into: string, json: boolean): Promise<Statement[]> => {
  if (json || process.stdin.isTTY !== true || process.stdout.isTTY !== true) return statements
  const { openScreen } = await import('../ask/screen.ts')
  const { confirmNumbers } = await import('../ask/confirm-numbers.ts')
  const width = Math.min(100, process.stdout.columns ?? 80)
  const screen = openScreen({
    input: process.stdin,
    output: process.stdout,
    width,
    colour: (process.env.NO_COLOR ?? '') === '',
    terminal: true,
  })
  try {
    return await confirmNumbers(screen, statements, into)
  } finally {
    screen.close()
  }
}

/** Exits 0 when the list was read, also with cells that could not be taken: each is named. Throws Problem for a file that is no list. */
export const importAnswers = async (asked: Asked): Promise<number> => {
  const list = asked.import ?? ''
  const into = asked.answers ?? (await answersBeside(asked.words[0]))
  const it: Import = { list, into, frameworks: asked.frameworks, today: momentOf(asked.asOf).slice(0, 10), json: asked.json }
  const read = await readList(it)
  const existing = await readAnswersFile(into)
  const statements = await confirmed(
    read.taken.map((taken) => asItStands(taken, existing)),
    into,
    asked.json,
  )
  const merged = await addAnswers(into, statements)
  const { added, repeated, conflicts } = merged
  const { complaints, open } = read
  process.stdout.write(
    asked.json
      ? `${JSON.stringify({ added, repeated, conflicts, complaints, open, offers: offersIn(added) }, null, 2)}\n`
      : tell(merged, read, { ...it, into: relative(process.cwd(), resolve(into)) || into }) + (await toInclude(into)),
  )
  return 0
}
