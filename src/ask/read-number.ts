/** Numbers as people write them: decimal points and commas, thousands apart by comma, point, apostrophe or space. */

/** What reads as a number, in a text whose thousands may also be apart by a plain space. Never the 95 of p95. */
export const numberPattern = (spaced: boolean): string => {
  const between = spaced ? "[.,'’\\u00a0\\u202f ]" : "[.,'’\\u00a0\\u202f]"
  return `(?<![\\p{L}\\d.,])\\d{1,3}(?:${between}\\d{3})+(?:[.,]\\d+)?(?!\\d)|(?<![\\p{L}\\d.,])\\d+(?:[.,]\\d+)?(?!\\d)|(?<![\\p{L}\\d.,])\\.\\d+(?!\\d)`
}

const continental =
  /(?<!\p{L})(und|etwa|ungefähr|rund|höchstens|mindestens|weniger|mehr als|perzentil|pro vorhersage|bei|der|das|wir|sind|haben|prozent|sekunden?|millisekunden?|genauigkeit|environ|moins|plus de|au|par|pour|nous|sommes|avons|et|dont|centile|secondes?|coûte|notre)(?!\p{L})/iu

/** German or French words: there the comma is decimal and the point parts thousands. */
export const isContinental = (text: string): boolean => continental.test(text)

/** Two readings where the writing alone does not tell: `1.200` is 1200 here and 1.2 there. */
export type Reading = { value: number } | { either: [number, number] }

export const readNumber = (written: string, continentalText: boolean): Reading => {
  const text = written.replace(/['’\u00a0\u202f ]/g, '')
  const marks = [...text.matchAll(/[.,]/g)].map((it) => ({ mark: it[0], at: it.index }))
  const [first, ...others] = marks
  if (first === undefined) return { value: Number(text) }
  const last = marks.at(-1) as { mark: string; at: number }
  if (others.length > 0) {
    const decimal = last.mark !== first.mark ? last.at : text.length
    return { value: Number(`${text.slice(0, decimal).replace(/[.,]/g, '')}.${text.slice(decimal + 1)}`) }
  }
  const asDecimal = Number(text.replace(',', '.'))
  const asThousands = Number(text.replace(/[.,]/, ''))
  const looksGrouped = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)
  if (!looksGrouped) return { value: asDecimal }
  const partsThousands = continentalText ? '.' : ','
  return first.mark === partsThousands ? { value: asThousands } : { either: [asDecimal, asThousands] }
}
