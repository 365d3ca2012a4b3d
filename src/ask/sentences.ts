/** An answer's sentences and their parts, without what is wished, was once, is somebody else's, or is denied. */
import { isContinental } from './read-number.ts'

/** `before` is the sentence up to and with this part; a wish there is a wish here. */
export type Part = { text: string; before: string; sentence: string; continental: boolean }

/** What was not said of today and of themselves: never offered as their claim. */
const otherwise =
  /(?<!\p{L})(want(s|ed)?|goals?|targets?|aim(s|ing)?|plan(s|ned|ning)?|hop(e|es|ing)|wish|should|would|could|will|expect(s|ed)?|needs?|looking for|hir(e|es|ing)|open positions?|last year|previously|formerly|used to|competitors?|rivals?|theirs?|not|never|no longer|unknown|if|ziel|wollen|sollten?|planen|geplant|werden|nicht|früher|wettbewerber|objectif|voulons|visons|prévu|pas|avant|concurrents?)(?!\p{L})|n['’]t(?!\p{L})/iu

/** "Not more than" denies nothing. */
const bounds = /(not|no) more than|nicht mehr als|pas plus de|not (above|over)/giu

export const isOtherwise = (text: string): boolean => otherwise.test(text.replace(bounds, 'at most'))

const asRange = (text: string): string =>
  text.replace(/(?<!\p{L})(between|zwischen|entre)\s+([\d.,]+)\s*(\p{L}*|%)\s+(and|und|et)\s+(?=\d)/giu, '$2 $3–').replace(/\s–/g, '–')

export const partsOf = (text: string): Part[] =>
  asRange(text)
    // Longer texts are pasted documents, not answers in which somebody looks for a number.
    .slice(0, 4000)
    .split(/(?<=[^\d\s][.!?])\s+|\n+|;\s*/u)
    .flatMap((sentence) => {
      const continental = isContinental(sentence)
      let from = 0
      return sentence.split(/(,\s+|\s+(?:and|und|et|but|aber|mais|while|whereas)\s+)/iu).flatMap((text, index): Part[] => {
        from += text.length
        return index % 2 === 1 ? [] : [{ text, before: sentence.slice(0, from), sentence, continental }]
      })
    })
    .filter((it) => it.text.trim() !== '' && !isOtherwise(it.before))

/** Whether the words just before a number bound it from above or from below. */
export const boundBefore = (text: string, at: number): 'above' | 'below' | undefined => {
  const before = text.slice(Math.max(0, at - 28), at)
  const upper =
    /(under|below|less than|fewer than|at most|up to|within|max(imum)?|(not|no) more than|<|≤|unter|höchstens|maximal|bis zu|weniger als|moins de|au plus|au maximum)\W{0,3}$/iu
  const lower = /(over|above|more than|at least|min(imum)?|>|≥|über|mehr als|mindestens|wenigstens|plus de|au moins)\W{0,3}$/iu
  if (upper.test(before)) return 'above'
  return lower.test(before) ? 'below' : undefined
}
