/** An edition of one's own: its order, headings in any language and direction, logo and colour; and every mistake in it named by its place. */
import { expect, test } from 'vitest'
import { shipped } from '../../src/declare/index.ts'
import type { Edition } from '../../src/model/index.ts'
import { drawEdition, editionTerms } from '../../src/report/index.ts'
import { smallFolder } from '../bad-input/small-folder.ts'
import { assessFolder } from '../departures/assess-folder.ts'
import { criterion, found, framework, judged, statement } from '../judging/small-subject.ts'
import { withAnswers } from './answers.ts'

const met = { fact: 'a.done', is: true }
const frameworks = [
  framework([criterion({ met, title: 'It is done' })], {
    conclusions: [{ id: 'path', title: 'The way on', cases: [{ when: met, say: 'go on' }, { say: 'stop' }] }],
  }),
]
const assessment = judged(frameworks, [
  found('a', { done: false }),
  statement({ topic: 'rollout.canary', level: 'yes', says: 'Done <b>long</b> ago', by: 'Ada' }),
])

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="url(#g)"/></svg>'

const german = `id: unser
title: Prüfung
for: unsere Partner
language: de
accent: '#7a1f5c'
logo: logo.svg
words: { they say: sie sagen, we measured: wir maßen, Findings: Befunde, 'Annex: the whole record': 'Anhang: alles', not met: nicht erfüllt, What should be: Was sein sollte }
sections:
  - cover
  - { section: findings, heading: Was wir fanden, intro: 'Nach Schwere.' }
  - { section: said, heading: Gesagt und gemessen, most: 2 }
  - { section: conclusions, heading: Was folgt }
  - questions
`

const load = async (yaml: string, files: { [name: string]: string | Uint8Array } = {}) => {
  const folder = await smallFolder({ 'ours.yaml': yaml, ...files })
  return shipped.loadEditions([`${folder}/ours.yaml`], editionTerms)
}

test('German: own order and headings, words, logo and colour, in each format', async () => {
  const [edition] = await load(german, { 'logo.svg': svg })
  if (edition === undefined) throw new Error('nothing was loaded')
  const drawn = drawEdition(edition, assessment, frameworks)
  const html = await drawn.html()
  expect(html).toContain('<html lang="de">')
  expect(html).toContain('--accent:#7a1f5c')
  expect(html).toContain(`src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"`)
  const headings = [...html.matchAll(/<h2[^>]*>([^<]*)/g)].map((it) => it[1])
  expect(headings).toEqual(['Was wir fanden', 'Gesagt und gemessen', 'Was folgt', 'F', 'Anhang: alles', 'Limits', 'Method'])
  for (const text of [html, drawn.markdown(), drawn.terminal({ width: 80, colour: false, folder: 'out' })])
    for (const word of ['Was wir fanden', 'Nach Schwere.', 'wir maßen', 'nicht erfüllt', 'Anhang: alles']) expect(text).toContain(word)
  expect(html).toContain('Was sein sollte')
  expect(html).toContain('Done &lt;b&gt;long')
})

test('Arabic: the page runs from the right, its headings are the edition’s', async () => {
  const arabic = `id: lana
title: تقرير
for: شركاؤنا
language: ar
logo: logo.png
words: { Limits: الحدود, they say: يقولون }
sections: [cover, { section: findings, heading: النتائج }, { section: scores, heading: المسافة }]
`
  const [edition] = await load(arabic, { 'logo.png': png })
  if (edition === undefined) throw new Error('nothing was loaded')
  const html = await drawEdition(edition, assessment, frameworks).html()
  expect(html).toContain('<html lang="ar" dir="rtl">')
  expect(html).toContain('src="data:image/png;base64,')
  for (const word of ['النتائج', 'المسافة', 'الحدود', 'يقولون']) expect(html).toContain(word)
})

test('every heading and every column that Assay prints can be had in another language', async () => {
  const { assessment: rich, frameworks: asked } = await assessFolder('examples/departures', withAnswers)
  const sections = editionTerms.sections.filter((it) => it !== 'part' && it !== 'new-page')
  const edition: Edition = {
    id: 'all',
    title: 'All',
    for: 'nobody',
    sections: sections.map((section) => ({ section })),
    words: Object.fromEntries(editionTerms.words.map((it) => [it, `‹${it}›`])),
  }
  const html = await drawEdition(edition, rich, asked).html()
  // What a framework, a file or a table of the paper is called stays what it is called.
  const titles = new Set(asked.flatMap((it) => [it.title, ...it.sections.map(({ title }) => title)]))
  const printed = [...html.matchAll(/<h[23] id="[^"]*">([^<]*)/g)].map((it) =>
    (it[1] ?? '').trim().replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  )
  expect(printed.length).toBeGreaterThan(30)
  expect([
    ...new Set(
      printed.filter(
        (it) => !it.startsWith('‹') && !titles.has(it) && !/^Table [IV]+: |^[\w./]+\.\w+( \+ [\w./]+)?$|^(repo|ci \+ repo)$/.test(it),
      ),
    ),
  ]).toEqual([])
  const before = html.slice(0, html.indexOf('<h2 id="evidence"')).replace(/<figure[\s\S]*?<\/figure>/g, '')
  const columns = [...before.matchAll(/<table(?: class="wide")?>(?:<colgroup>.*?<\/colgroup>)?<thead><tr>(.*?)<\/tr>/g)].flatMap(
    ([, head = '']) => [...head.matchAll(/<th scope="col">([^<]*)/g)].map((it) => it[1] ?? ''),
  )
  expect([...new Set(columns.filter((it) => it !== '' && !it.startsWith('‹')))]).toEqual([])
}, 120_000)

const small = (more: string): string => `id: ours\ntitle: Ours\nfor: us\n${more}`

test.each([
  [
    'a section that is none',
    small('sections: [cover, gravst]\n'),
    /ours\.yaml:4:19: there is no section `gravst`; did you mean `gravest`\?/,
  ],
  [
    'a section by its settings',
    small('sections:\n  - { section: clams }\n'),
    /ours\.yaml:5:16: there is no section `clams`; did you mean `claims`\?/,
  ],
  ['a key that is none', small('sections: [cover]\nacent: "#000000"\n'), /ours\.yaml:5:1: .*`acent`.*`accent`/],
  [
    'a word that is none',
    small('sections: [cover]\nwords: { they sey: x }\n'),
    /ours\.yaml:5:10: there is no fixed word `they sey`; did you mean `they say`\?/,
  ],
  [
    'a colour too light',
    small("sections: [cover]\naccent: '#ffcc00'\n"),
    /ours\.yaml:5:9: the accent `#ffcc00` has a contrast of 1\.\d to 1.*such as `#[0-9a-f]{6}`/,
  ],
  ['a colour that is none', small('sections: [cover]\naccent: blue\n'), /ours\.yaml:5:\d+: .*a colour such as #1f5f8b/],
  ['no section', small('sections: []\n'), /ours\.yaml:4:1: /],
  [
    'a name that Assay writes',
    'id: index\ntitle: T\nfor: us\nsections: [cover]\n',
    /ours\.yaml:1:5: `index` is the name of a file that Assay writes itself/,
  ],
  [
    'a logo elsewhere',
    small('sections: [cover]\nlogo: ../logo.png\n'),
    /ours\.yaml:5:7: the logo `\.\.\/logo\.png` is not a file beside this one/,
  ],
  ['a logo that is not there', small('sections: [cover]\nlogo: logo.png\n'), /ours\.yaml:5:7: the logo `logo\.png` does not exist/],
])('refused with its place: %s', async (_, yaml, says) => {
  const refused = await load(yaml).catch((error: { line(): string }) => error.line())
  expect(refused).toMatch(says)
})

test.each([
  ['a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /holds a script/],
  ['an event', '<svg xmlns="http://www.w3.org/2000/svg"><rect onload="alert(1)"/></svg>', /holds an event handler/],
  [
    'a reference',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>',
    /holds a reference to something elsewhere/,
  ],
  [
    'a style',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>a{fill:url(https://example.org/x)}</style></svg>',
    /holds a reference to something elsewhere/,
  ],
  ['foreign content', '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>', /holds foreign or moving content/],
  ['a document type', '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"/>', /holds a document type/],
  ['no image at all', 'GIF89a', /is no PNG, JPEG or SVG image/],
  ['a large one', `<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(200_000)}</svg>`, /at most 200000 were expected/],
])('a logo is refused that holds %s', async (_, logo, says) => {
  const refused = await load(small('sections: [cover]\nlogo: logo.svg\n'), { 'logo.svg': logo }).catch((error: { line(): string }) =>
    error.line(),
  )
  expect(refused).toMatch(says)
})

test('an unknown name is told with the nearest, two of one id are refused', async () => {
  await expect(shipped.loadEditions(['investr'], editionTerms)).rejects.toThrow(/there is no edition `investr`; did you mean `investor`\?/)
  await expect(shipped.loadEditions(['leader', 'leader'], editionTerms)).rejects.toThrow(/two editions are called `leader`/)
})
