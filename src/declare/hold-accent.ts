/** An accent colour of one's own must be readable: at least 4.5 to 1 on the page (WCAG 2.2, 1.4.3). */
import { type Place, Problem } from '../model/index.ts'

export const leastContrast = 4.5
const page = '#fffefb'

type Rgb = [number, number, number]

const rgbOf = (colour: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as Rgb
const hexOf = (rgb: Rgb): string => `#${rgb.map((it) => Math.round(it).toString(16).padStart(2, '0')).join('')}`

const luminance = (rgb: Rgb): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((it) => (it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Of two colours such as #1f5f8b, between 1 and 21. */
export const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(rgbOf(a)), luminance(rgbOf(b))].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** The same hue, as much darker as is needed. */
export const darkened = (colour: string): string => {
  for (let share = 1; share > 0; share -= 0.02) {
    const darker = hexOf(rgbOf(colour).map((it) => it * share) as Rgb)
    if (contrast(darker, page) >= leastContrast) return darker
  }
  return '#000000'
}

export const holdAccent = (accent: string, place: Place): void => {
  const has = contrast(accent, page)
  if (has >= leastContrast) return
  throw new Problem(
    `the accent \`${accent}\` has a contrast of ${has.toFixed(1)} to 1 on the page; ${leastContrast} to 1 was expected, so that it can be read. Take a darker one, such as \`${darkened(accent)}\`.`,
    place,
  )
}
