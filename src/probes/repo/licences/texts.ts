/** Names the licence of a text by the numbers of the common licences' texts, by what near twins do not share, and by the titles of models' licences. */
import { free } from './kinds.ts'
import { knownNumbers } from './known-numbers.ts'
import { licenceTitled } from './model-licences.ts'
import { licenceNoticed } from './notices.ts'
import { digits, likeness, type Numbers, placeOf, shinglesOf, wordsOf } from './shingles.ts'
import { limited, marked } from './twins.ts'

/** `more`: the text holds the licence and much beside it. */
export type Named = { licence: string; more: boolean }

/** A text is the licence when they are as alike as this; holds it when as much of it is there. */
const alike = 0.88
const whole = 0.94
const mostCharacters = 400_000

let read: [string, Numbers][] | undefined

const readNumbers = (): [string, Numbers][] =>
  knownNumbers
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', below = '', hashes = ''] = line.split(' ')
      return [
        id,
        { below: Number(below), hashes: hashes.match(new RegExp(`.{${digits}}`, 'g'))?.map((it) => Number.parseInt(it, 36)) ?? [] },
      ]
    })

type Like = { licence: string; like: number; share: number; at: number }

function likenesses(text: string): Like[] {
  read ??= readNumbers()
  const words = wordsOf(text.slice(0, mostCharacters))
  const [own, plain] = [shinglesOf(words), words.join(' ')]
  return read.flatMap(([licence, known]) => {
    const { like, share } = likeness(own, known)
    return (like >= alike || share >= whole) && marked(licence, plain) ? [{ licence, like, share, at: placeOf(own, known) }] : []
  })
}

/** Undefined when it is none of the common licences. */
export function licenceOfText(text: string): Named | undefined {
  const known = likenesses(text)
  const best = known.reduce<Like | undefined>((a, b) => (a !== undefined && a.like >= b.like ? a : b), undefined)
  if (best !== undefined && best.like >= alike) return { licence: withLimits(best.licence, text), more: false }
  const titled = licenceTitled(text)
  if (titled !== undefined) return { licence: titled, more: false }
  // Several licences in one file, or a licence with notices behind it: the first that is there whole.
  const [held] = known.sort((a, b) => a.at - b.at)
  if (held !== undefined) return { licence: held.licence, more: true }
  const noticed = licenceNoticed(text)
  return noticed === undefined ? undefined : { licence: noticed, more: false }
}

const withLimits = (licence: string, text: string): string =>
  free(licence) && limited(wordsOf(text).join(' ')) ? `${licence}, with limits of its own` : licence

/** Every common licence whose whole text stands in a file of notices. */
export const licencesWithin = (text: string): string[] => likenesses(text).map(({ licence }) => licence)
