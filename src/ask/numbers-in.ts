/** Numbers in an answer → claims to offer, each kept only when the person confirms; where unit or meaning is missing, a question. */
import { costIn } from './cost-in.ts'
import { headsIn } from './heads-in.ts'
import { latencyIn } from './latency-in.ts'
import type { Offer } from './offer.ts'
import { qualityIn } from './quality-in.ts'
import { partsOf } from './sentences.ts'

/** Only what the topic is about: 50 ms in an answer on training is no claim on serving. */
export const numbersIn = (text: string, topic: string): Offer[] => {
  const parts = partsOf(text)
  return [...latencyIn(parts, topic), ...qualityIn(parts, topic), ...costIn(parts, topic), ...headsIn(parts, topic)]
}
