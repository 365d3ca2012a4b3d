/** Every edition that ships tells the same findings, scores, claims and evidence, in every format; and nothing private, whatever was said. */
import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { shipped } from '../src/declare/index.ts'
import { type Assessment, type Edition, type Framework, sayNumber, sayPercent } from '../src/model/index.ts'
import { drawEdition, editionTerms } from '../src/report/index.ts'
import { assessFolder } from './departures/assess-folder.ts'
import { withAnswers } from './editions/answers.ts'

const ids = readdirSync('editions').map((it) => it.replace(/\.yaml$/, ''))
const width = 80

type Drawn = { html: string; markdown: string; terminal: string }

let assessment: Assessment
let frameworks: Framework[]
let editions: Edition[]
const drawn = new Map<string, Drawn>()

const drawAll = async (edition: Edition): Promise<Drawn> => {
  const it = drawEdition(edition, assessment, frameworks)
  return { html: await it.html(), markdown: it.markdown(), terminal: it.terminal({ width, colour: false, folder: 'out' }) }
}

/** What a reader sees of each format, with every run of white space as one space. */
const seen = ({ html, markdown, terminal }: Drawn): { [format: string]: string } => ({
  html: html
    .replace(/<(style|script|title)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&'),
  markdown: markdown.replace(/<a id="[^"]*"><\/a>/g, '').replace(/\\([\\`*_{}[\]<>#|~])/g, '$1'),
  terminal,
})

const plain = (text: string): string =>
  text
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .replace(/ ([,;.:)])/g, '$1')
    .replace(/\( /g, '(')
/** Lines of a terminal break inside of long words, so letters are compared without any space. */
const letters = (text: string): string => text.replace(/[\s`]/g, '')

const annexOf = (text: string): string => text.slice(text.lastIndexOf('Annex: the whole record'))

beforeAll(async () => {
  ;({ assessment, frameworks } = await assessFolder('examples/departures', withAnswers))
  editions = await shipped.loadEditions(ids, editionTerms)
  for (const it of editions) drawn.set(it.id, await drawAll(it))
}, 120_000)

test('the assessment is rich enough to tell', () => {
  expect(ids).toEqual(expect.arrayContaining(['investor', 'leader']))
  expect(frameworks.length).toBeGreaterThan(5)
  expect(assessment.findings.length).toBeGreaterThan(15)
  expect(assessment.claims.length).toBeGreaterThan(3)
  expect(assessment.conclusions.length).toBeGreaterThan(30)
})

describe.each(['html', 'markdown', 'terminal'])('in %s', (format) => {
  const textOf = (id: string): string => seen(drawn.get(id) as Drawn)[format] ?? ''

  test('every edition ends with the same record', () => {
    const [first = '', ...others] = ids.map((id) => plain(annexOf(textOf(id))).replaceAll(`/${id}.html`, ''))
    expect(first.length).toBeGreaterThan(5000)
    for (const it of others) expect(it).toBe(first)
  })

  test('and in it stand every finding, claim, score, gate, conclusion and evidence id', () => {
    const annex = letters(annexOf(textOf('investor')))
    const has = (text: string) => expect(annex).toContain(letters(text))
    for (const [at, it] of assessment.findings.entries()) for (const text of [`F${at + 1}`, it.is]) has(text)
    for (const it of assessment.claims) for (const text of [it.says, it.because]) has(text)
    for (const it of assessment.gates) has(`${it.id}`)
    for (const it of assessment.conclusions) for (const text of it.possible) has(text)
    for (const it of assessment.scores) {
      const of = frameworks.find(({ id }) => id === it.framework)
      const say = of?.scale.to === 1 ? sayPercent : sayNumber
      if (it.low !== null && it.high !== null) has(it.low === it.high ? say(it.low) : `${say(it.low)} to ${say(it.high)}`)
    }
    const looked = assessment.evidence.filter((it) => it.state !== 'not_given' && it.error?.code !== 'not_built')
    for (const it of looked) has(it.id)
  })
})

test('what is named in an edition by number is what the annex calls so', () => {
  for (const id of ids)
    for (const [, name = ''] of (drawn.get(id) as Drawn).markdown.matchAll(/\*\*(F\d+), /g))
      expect(assessment.findings[Number(name.slice(1)) - 1], `${id} ${name}`).toBeDefined()
})

test('every link inside a page resolves, and nothing is fetched', () => {
  for (const id of ids) {
    const { html } = drawn.get(id) as Drawn
    const anchors = [...html.matchAll(/ id="([^"]+)"/g)].map((it) => it[1])
    expect(new Set(anchors).size, id).toBe(anchors.length)
    const links = [...html.matchAll(/ href="([^"]+)"/g)].map((it) => it[1] ?? '')
    expect(
      links.filter((it) => (it.startsWith('#') ? !anchors.includes(it.slice(1)) : !it.startsWith('index.html#e-'))),
      id,
    ).toEqual([])
    expect(html).not.toMatch(/(src|url)\s*[=(]\s*["']?https?:/)
  }
})

test('a terminal of 80 columns is kept to', () => {
  for (const id of ids) {
    const lines = (drawn.get(id) as Drawn).terminal.split('\n')
    expect(
      lines.filter((it) => [...it].length > width && !it.startsWith('    ')),
      id,
    ).toEqual([])
  }
})

test('a framework that was not asked is named once, with how to ask it; the rest is told', async () => {
  const [investor] = editions.filter((it) => it.id === 'investor')
  const asked = frameworks.filter((it) => it.id !== 'ml-due-diligence')
  const text = drawEdition(investor as Edition, assessment, asked).markdown()
  expect(text.match(/Not asked of this subject: ml-due-diligence/g)).toHaveLength(1)
  expect(text).toMatch(/assay … --framework [\w,-]*,ml-due-diligence/)
  expect(text).not.toContain('The products')
  expect(text).toContain('# The five gravest findings')
})
