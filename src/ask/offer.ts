/** What a number in an answer may be kept as: a claim to confirm, or a question where its unit or meaning is missing. */
import type { ClaimOnFact } from '../model/index.ts'

/** `words`: the part of the answer in which it stands. `sentence`: what would be kept, with unit and definition. */
export type Offer =
  | { is: 'claim'; words: string; claim: ClaimOnFact; sentence: string }
  | { is: 'question'; words: string; question: string }

export const askBack = (words: string, question: string): Offer => ({ is: 'question', words: words.trim(), question })

export const either = (words: string, written: string, [a, b]: [number, number]): Offer =>
  askBack(words, `Is ${written.trim()} meant as ${a} or as ${b}? Write it without a separator for thousands.`)

/** Without the noise of binary fractions: 0.3 cents are 0.003 dollars. */
export const tidy = (value: number): number => Number(value.toPrecision(12))
