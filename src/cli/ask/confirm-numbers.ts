/** On a terminal, the numbers in answers that a list brought are offered as claims, one person's words at a time. */
import { mergeAnswers, numbersIn } from '../../ask/index.ts'
import type { Statement } from '../../model/index.ts'
import { readAnswersFile } from '../answers-file.ts'
import { offerNumbers } from './offer-numbers.ts'
import type { Screen } from './screen.ts'

/** The statements as they came, with a claim where one was confirmed; what stands in the file already is not asked again. */
export const confirmNumbers = async (screen: Screen, statements: readonly Statement[], into: string): Promise<Statement[]> => {
  const fresh = new Set(mergeAnswers(await readAnswersFile(into), statements).added)
  const confirmed: Statement[] = []
  let ended = false
  for (const it of statements) {
    const { topic, says, claim } = it
    if (
      ended ||
      !fresh.has(it) ||
      topic === undefined ||
      says === undefined ||
      claim !== undefined ||
      numbersIn(says, topic).length === 0
    ) {
      confirmed.push(it)
      continue
    }
    screen.say(`${it.by ?? 'somebody'}: “${says}”`)
    const offered = await offerNumbers(screen, it, topic)
    // Their words stay as they are in the list, so that the list can come again.
    confirmed.push(...offered.statements.map((each) => (each.says === says.replace(/\n/g, '; ') ? { ...each, says } : each)))
    ended = offered.ended
  }
  return confirmed
}
