/** `assay ask`: which questions to put, on a terminal one at a time, or as a file; needs no subject. */
import { dirname, join, relative, resolve } from 'node:path'
import { makePack } from '../../ask/index.ts'
import { factIndex, loadFrameworks } from '../../declare/index.ts'
import { type Asker, askers, type Framework, minutesOf, Problem, type Statement, sayMinutes } from '../../model/index.ts'
import { nearest } from '../../model/nearest.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { type KeptAnswers, openAnswers } from '../ask/kept-answers.ts'
import { openScreen, type Screen } from '../ask/screen.ts'
import { type Known, runSession } from '../ask/session.ts'
import { judgedWith, type Situation, situationAt } from '../ask/situation.ts'
import { endingOf, printPack, writePack } from '../ask/tell-pack.ts'
import { holdDocument } from '../ask-documents.ts'

const askerOf = (word: string | undefined): Asker | undefined => {
  const asker = askers.find((it) => it === word)
  if (word === undefined || asker !== undefined) return asker
  const near = nearest(word, askers)
  throw new Problem(`\`--as ${word}\`: ${near === undefined ? `there are ${askers.join(', ')}.` : `did you mean \`${near}\`?`}`)
}

/** All that ship, for what one framework asks of another's score, and those of one's own that were named. */
const load = async (ids: readonly string[] | undefined): Promise<{ all: Framework[]; named: string[] | undefined }> => {
  const facts = factIndex([...built, ...planned])
  const shipped = await loadFrameworks(undefined, facts)
  if (ids === undefined) return { all: shipped, named: undefined }
  const named = await loadFrameworks(ids, facts)
  const own = named.filter((it) => !shipped.some((other) => other.id === it.id))
  return { all: [...shipped, ...own], named: named.map((it) => it.id) }
}

type Asking = { asked: Asked; asker: Asker | undefined; situation: Situation; frameworks: Framework[]; named: string[] | undefined }

const knownWith = async ({ asked, asker, situation, frameworks, named }: Asking, answers: KeptAnswers): Promise<Known> => {
  const assessment = await judgedWith(situation, answers.statements(), frameworks)
  const pack = makePack({ frameworks, named, asker, assessment, minutes: asked.minutes })
  return { assessment, pack: situation.subject === undefined ? { ...pack, subject: undefined } : pack }
}

const nameOf = async (screen: Screen, by: string | undefined): Promise<string | undefined> => {
  const typed = by ?? (await screen.ask('Who answers? A name or a role (Enter: not named)  '))?.trim()
  return typed === '' ? undefined : typed
}

const today = (): string => new Date().toISOString().slice(0, 10)

const are = (many: number): string => `${many} ${many === 1 ? 'is' : 'are'}`

const answerAll = async (asking: Asking, file: string, screen: Screen): Promise<number> => {
  const answers = await openAnswers(file, () => screen.quiet(`  ${file} was changed by somebody else meanwhile; nothing of it is lost.`))
  await answers.holdWritable()
  const first = await knownWith(asking, answers)
  const { asked, left_out, settled, answered } = first.pack
  const many = `${asked.length} question${asked.length === 1 ? '' : 's'}, ${sayMinutes(minutesOf(asked))}.`
  screen.loud(asked.length === 0 ? 'Nothing to ask.' : `${many} Answers go into ${file} one by one; stop whenever you like.`)
  const aside = [
    ...(answered.length === 0 ? [] : [`${are(answered.length)} answered already`]),
    ...(settled.length === 0 ? [] : [`${are(settled.length)} settled by evidence`]),
    ...(left_out.length === 0 ? [] : [`${are(left_out.length)} left out for want of time (${sayMinutes(minutesOf(left_out))})`]),
  ]
  if (aside.length > 0) screen.quiet(`${aside.join(', ')}.`)
  const by = asked.length + settled.length === 0 ? asking.asked.by : await nameOf(screen, asking.asked.by)
  const on = today()
  const answering = {
    screen,
    by,
    on,
    keep: answers.keep,
    add: answers.add,
    holdDocument: (it: Statement) => holdDocument(it, dirname(resolve(file))),
  }
  const ended = await runSession({ answering, known: () => knownWith(asking, answers) })
  screen.say('')
  screen.say(`${ended.answered} answered, ${ended.left} left${ended.left === 0 ? '' : '; the same command goes on with them'}. ${file}`)
  const { folder, includes } = asking.situation
  if (folder !== undefined && ended.answered > 0 && !includes.some((it) => resolve(folder, it) === resolve(file)))
    screen.say(`So that assessments read them, write into assay.yaml: answers: [${relative(folder, resolve(file))}]`)
  return screen.interrupted ? 130 : 0
}

export const askCommand = async (asked: Asked): Promise<number> => {
  const asker = askerOf(asked.as)
  if (asked.words.length > 1) throw new Problem(`one subject or assessment was expected, and ${asked.words.length} were given.`)
  if (asked.import !== undefined) return (await import('./import-answers.ts')).importAnswers(asked)
  if (asked.out !== undefined) endingOf(asked.out)
  const { all, named } = await load(asked.frameworks)
  const situation = await situationAt(asked.words[0], factIndex([...built, ...planned]))
  const asking: Asking = { asked, asker, situation, frameworks: all, named }
  const beside = situation.folder === undefined ? 'answers.yaml' : relative(process.cwd(), join(situation.folder, 'answers.yaml'))
  const file = asked.answers ?? beside
  const atTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  if (atTerminal && asked.out === undefined && !asked.json) {
    // A terminal that does not say how wide it is says 0.
    const width = Math.max(40, Math.min(process.stdout.columns || 80, 100))
    const colour = (process.env.NO_COLOR ?? '') === ''
    const screen = openScreen({ input: process.stdin, output: process.stdout, width, colour, terminal: true })
    return answerAll(asking, file, screen).finally(() => screen.close())
  }
  const { pack } = await knownWith(asking, await openAnswers(file, () => {}))
  if (asked.out === undefined) await printPack(pack, asked.json)
  else await writePack(pack, asked.out, today())
  return 0
}
