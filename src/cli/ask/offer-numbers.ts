/** Numbers in an answer, offered as claims: each is kept only when the person confirms. */
import { numbersIn } from '../../ask/index.ts'
import type { Statement } from '../../model/index.ts'
import type { Screen } from './screen.ts'

/** `ended`: the input ended; what was confirmed until then is kept. */
export type Offered = { statements: Statement[]; ended: boolean }

/** Asked once more where a unit or a meaning is missing; what is added to the words is looked at again. */
const withMore = async (screen: Screen, says: string, topic: string): Promise<string | undefined> => {
  const open = numbersIn(says, topic).find((it) => it.is === 'question')
  if (open?.is !== 'question') return says
  screen.say(`“${open.words}”: ${open.question}`, 2)
  const more = await screen.ask('  More exactly (Enter: leave it)  ')
  if (more === undefined) return undefined
  return more.trim() === '' ? says : `${says}\n${more.trim()}`
}

/** One statement holds one claim: the first stands with the answer, each further one beside it. */
export const offerNumbers = async (screen: Screen, statement: Statement, topic: string): Promise<Offered> => {
  if (statement.says === undefined) return { statements: [statement], ended: false }
  const says = await withMore(screen, statement.says, topic)
  if (says === undefined) return { statements: [statement], ended: true }
  const told: Statement = { ...statement, says: says.replace(/\n/g, '; ') }
  const kept: Statement['claim'][] = []
  let ended = false
  for (const it of numbersIn(says, topic)) {
    if (it.is !== 'claim') continue
    const answer = await screen.ask(`  Keep as a claim: ${it.sentence}? (y, Enter: no)  `)
    if (answer === undefined) {
      ended = true
      break
    }
    if (/^y(es)?$/i.test(answer.trim())) kept.push(it.claim)
  }
  const [first, ...others] = kept
  const { level: _, document: __, note: ___, ...bare } = told
  return {
    statements: [
      first === undefined ? told : { ...told, claim: first },
      ...others.map((claim) => ({ ...bare, ...(claim === undefined ? {} : { claim }) })),
    ],
    ended,
  }
}
