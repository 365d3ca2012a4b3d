/** Judges what a document really says of a model: what it is for, what it was trained on, how good it is, where it must not be used. */
import { type Line, type Section, sectionsOf } from './prose.ts'
import {
  aim,
  cardName,
  dataHeading,
  dataIs,
  howTo,
  limitHeading,
  limitSentence,
  makesModels,
  modelHeading,
  namedData,
  noResult,
  product,
  purpose,
  quality,
  qualityHeading,
  tableMetric,
  taskHeading,
  trainedOn,
  unfilled,
} from './words.ts'

/** The line that says it; undefined when nothing does. */
export type Said = { model: number | undefined; data: number | undefined; quality: number | undefined; limits: number | undefined }

/** A page on a model says so before it goes into how things are run. */
const early = 40

/** `passing`: neither its name nor its place says that it is about a model. `software`: the repository presents itself as a library, a platform or a template; then only its cards and pages on a model count. */
export function saidIn(path: string, text: string, software: boolean, passing = false): Said {
  const card = cardName.test(path)
  const sections = sectionsOf(/\.(json|ya?ml)$/.test(path) ? asProse(text) : text).map((one) => ({
    ...one,
    sentences: one.sentences.filter(filled),
    rows: one.rows.filter(filled),
  }))
  const [data, quality] = [dataLine(sections), qualityLine(sections) ?? (card ? qualityInWords(sections) : undefined)]
  const model = passing ? (software ? undefined : trainedLine(sections, data, quality)) : modelLine(sections, card, software && !card)
  return { model, data, quality, limits: limitsLine(sections) }
}

/** A page that nothing but its words tells: it says of a model what it was trained on, and how good it is. */
const trainedLine = (sections: Section[], data: number | undefined, quality: number | undefined): number | undefined =>
  data === undefined || quality === undefined
    ? undefined
    : sections
        .flatMap(({ sentences }) => sentences)
        .find(({ text }) => !howTo.test(text) && namedData.test(text) && trainedOn.some((way) => way.test(text)))?.line

/** A card may say at length how good a model is without a figure; a word or two is no such thing. */
const qualityInWords = (sections: Section[]): number | undefined =>
  sections.find(
    ({ heading, sentences }, at) =>
      qualityHeading.test(heading) &&
      wordsUnder(sections, at) >= 60 &&
      sentences.some(({ text }) => /accura|error rate|precision|recall|perform/i.test(text)),
  )?.line

const filled = ({ text }: Line): boolean => !unfilled.test(text)

/** Settings as a card: `intended_use: …` becomes a section. */
const asProse = (text: string): string =>
  text.replaceAll(
    /^\s*["']?([A-Za-z][\w -]*)["']?\s*:[ \t]*(.*)$/gm,
    (_, key: string, value: string) => `# ${key.replaceAll('_', ' ')}\n${value}`,
  )

const isAPackage = /^\W*([\w-]+) is an? (?:[\w-]+ ){0,5}?(?:package|library|toolkit|toolbox|framework|sdk)\b/i
/** `We use the framework X, which is a framework for …`: what is used is no presentation of oneself. */
const tells = /^(for|in) [^.,]{0,60}\bwe use\b|^(we|it) uses?\b|^(this|the|our) \w+ uses\b/i

/** What the first lines of a README say the repository is. `packages`: names of its own packages, in small letters. */
export function presentsSoftware(text: string, packages: ReadonlySet<string> = new Set()): boolean {
  const sections = sectionsOf(text)
  const opening = sections.flatMap(({ sentences }) => sentences)
  if (sections.slice(0, 3).some(({ heading, level }) => level === 1 && /\b(book|bookcamp|cookbook)\W*$/i.test(heading))) return true
  const itself = opening.slice(0, 40).map((one) => isAPackage.exec(one.text)?.[1])
  if (itself.some((name) => name !== undefined && packages.has(name.toLowerCase().replaceAll('-', '_')))) return true
  return opening.slice(0, 4).some(({ text }) => product.test(text.slice(0, 400)) && !tells.test(text))
}

/** Words of a section and of those below it. */
function wordsUnder(sections: Section[], at: number): number {
  const level = sections[at]?.level ?? 0
  let sum = 0
  for (const [step, section] of sections.slice(at).entries()) {
    if (step > 0 && section.level <= level) break
    for (const { text } of [...section.sentences, ...section.rows]) sum += text.split(' ').length
  }
  return sum
}

function modelLine(sections: Section[], card: boolean, software: boolean): number | undefined {
  if (card) {
    const at = sections.findIndex(({ heading }, index) => modelHeading.test(heading) && wordsUnder(sections, index) >= 8)
    if (at >= 0) return sections[at]?.line
  }
  if (software) return undefined
  const lines = sections.flatMap((one) => [...one.sentences, ...(card ? one.rows : [])])
  const joined = withWhatItStandsFor(lines)
  const later = sections.filter(({ heading }) => taskHeading.test(heading)).flatMap(({ sentences }) => sentences)
  return [...joined.slice(0, card ? joined.length : early), ...later].find(
    ({ text }) => text.split(' ').length >= 6 && !howTo.test(text) && !makesModels.test(text) && purpose.some((one) => one.test(text)),
  )?.line
}

/** `We ask a model. It estimates how …`: a sentence that says what `it` does is read with the one before. */
const withWhatItStandsFor = (lines: Line[]): Line[] =>
  lines.map((one, at) => {
    const before = lines[at - 1]
    return before !== undefined && one.line - before.line <= 4 && /\bit (predicts|estimates|forecasts|classifies|detects)\b/i.test(one.text)
      ? { ...one, text: `${before.text.replaceAll('.', ',')} ${one.text}` }
      : one
  })

function dataLine(sections: Section[]): number | undefined {
  for (const [at, section] of sections.entries()) {
    const lines = [...section.sentences, ...section.rows]
    if (dataHeading.test(section.heading) && wordsUnder(sections, at) >= 8 && lines.some(({ text }) => namedData.test(text)))
      return section.line
    const one = lines.find(
      ({ text }) => !howTo.test(text) && namedData.test(text) && [...trainedOn, ...dataIs].some((way) => way.test(text)),
    )
    if (one !== undefined) return one.line
  }
  return undefined
}

function qualityLine(sections: Section[]): number | undefined {
  for (const { heading, sentences } of sections) {
    const none = qualityHeading.test(heading) ? aim : noResult
    const one = sentences.find(({ text }) => !none.test(text) && quality.some((way) => way.test(text)))
    if (one !== undefined) return one.line
  }
  for (const section of sections) {
    const line = tableLine(section)
    if (line !== undefined) return line
  }
  return undefined
}

/** A row of figures in a table whose head, rows or heading name a metric. */
function tableLine({ heading, rows }: Section): number | undefined {
  const figures = rows.filter(({ text }) => /\d+\.\d+|\d+\s?%/.test(text) && !/\bv?\d+\.\d+\.\d+/.test(text))
  const own = figures.find(({ text }) => tableMetric.test(text) && !/alert|retrain|threshold|coverage/i.test(text))
  const headed = tableMetric.test(rows[0]?.text ?? '') || (qualityHeading.test(heading) && rows.some(({ text }) => tableMetric.test(text)))
  // In tables of HTML each cell is a line of its own.
  const cells = qualityHeading.test(heading) && figures.length >= 2 && figures.every(({ text }) => /^[\d.%]+$/.test(text))
  return own?.line ?? (headed || cells ? figures[0]?.line : undefined)
}

function limitsLine(sections: Section[]): number | undefined {
  for (const [at, section] of sections.entries()) {
    if (limitHeading.test(section.heading) && wordsUnder(sections, at) >= 6) return section.line
    const one = section.sentences.find(({ text }) => limitSentence.test(text))
    if (one !== undefined) return one.line
  }
  return undefined
}
