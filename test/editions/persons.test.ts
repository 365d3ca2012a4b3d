/** The pages of a candidate and of an interviewer: what the thing tells already, and the questions that nothing has settled, in the words of a pack. */
import { beforeAll, describe, expect, test } from 'vitest'
import { makePack } from '../../src/ask/index.ts'
import { shipped } from '../../src/declare/index.ts'
import { type Assessment, type Edition, type Framework, isSaid, type Subject } from '../../src/model/index.ts'
import { drawEdition, drawPack, editionTerms } from '../../src/report/index.ts'
import { assessFolder } from '../departures/assess-folder.ts'

const plain = (text: string): string => text.replace(/\\([\\`*_{}[\]<>#|~.])/g, '$1')
const beforeAnnex = (text: string): string => text.slice(0, text.indexOf('## Annex'))

/** The same repository and logs, and nobody said a word. */
const unsaid = ({ statements: _, answers: __, ...rest }: Subject): Subject => rest

const readers = ['candidate', 'interviewer'] as const
let silent: { assessment: Assessment; frameworks: Framework[] }
let spoken: { assessment: Assessment; frameworks: Framework[] }
const editions = new Map<string, Edition>()

beforeAll(async () => {
  silent = await assessFolder('examples/departures', unsaid, ['ml-due-diligence'])
  spoken = await assessFolder('examples/departures')
  for (const it of await shipped.loadEditions([...readers], editionTerms)) editions.set(it.id, it)
})

const pageOf = (reader: string, { assessment, frameworks }: typeof silent): string => {
  const edition = editions.get(reader)
  if (edition === undefined) throw new Error(`no edition ${reader}`)
  return beforeAnnex(plain(drawEdition(edition, assessment, frameworks).markdown()))
}

const criteriaOf = (frameworks: readonly Framework[]) => frameworks.flatMap((it) => it.sections.flatMap((section) => section.criteria))

/** The criteria whose questions stand on the page, in its order. */
const askedOn = (page: string, reader: (typeof readers)[number], frameworks: readonly Framework[]) => {
  const wordings = [...page.matchAll(/^\*\*\d+\. (.+?)\*\*/gm)].map((it) => it[1])
  const all = criteriaOf(frameworks)
  return wordings.map((it) => all.find((at) => at[reader] === it))
}

test('an edition that names a framework has it asked, though nobody has answered', () => {
  expect(silent.frameworks.map((it) => it.id)).toContain('ml-due-diligence')
})

describe.each(readers)('for a %s', (reader) => {
  test('each question stands in this reader’s words, with its strong and weak answer and red flag', () => {
    const page = pageOf(reader, silent)
    const asked = askedOn(page, reader, silent.frameworks)
    expect(asked.length).toBeGreaterThan(1)
    for (const it of asked) {
      expect(it).toBeDefined()
      for (const text of [it?.strong, it?.weak, it?.red_flag]) expect(page).toContain((text ?? 'nothing').trim().replace(/\s+/g, ' '))
    }
  })

  test('nothing is asked that a measurement has settled, unless somebody said otherwise', () => {
    for (const { assessment, frameworks } of [silent, spoken]) {
      const said = new Set(assessment.evidence.filter(isSaid).map((it) => it.id))
      const of = (topic: string | undefined, reading: string) =>
        assessment.verdicts.filter((it) => it.topic === topic && it.reading === reading)
      for (const it of askedOn(pageOf(reader, { assessment, frameworks }), reader, frameworks)) {
        const settled = of(it?.topic, 'measured').filter(
          (v) => /^(met|partial|unmet)$/.test(v.outcome) && v.evidence.length > 0 && !v.evidence.some((id) => said.has(id)),
        )
        const otherwise = of(it?.topic, 'claimed').some((v) => settled.some((m) => m.criterion === v.criterion && m.outcome !== v.outcome))
        expect(settled.length === 0 || otherwise, it?.id).toBe(true)
      }
    }
  })

  test('what was said and is not so is asked first, with both', () => {
    const page = pageOf(reader, spoken)
    const [first] = askedOn(page, reader, spoken.frameworks)
    expect(first?.topic).toBe('latency')
    expect(page).toMatch(/They say: “95 % of answers within 50 ms” Ines Carvalho, CTO\. We measured: 95 of 100 answers come within \d+ ms/)
  })

  test('a question and its answers read as they do in a pack', () => {
    const { assessment, frameworks } = silent
    const pack = plain(
      drawPack(makePack({ frameworks, named: undefined, asker: reader, assessment: undefined, minutes: undefined })).markdown(),
    )
    for (const it of askedOn(pageOf(reader, { assessment, frameworks }), reader, frameworks))
      for (const text of [it?.[reader], it?.strong, it?.weak, it?.red_flag])
        expect(pack).toContain((text ?? 'nothing').trim().replace(/\s+/g, ' '))
  })

  test('facts carry the numbers of the evidence, and each its evidence', () => {
    const page = pageOf(reader, silent)
    const facts = silent.assessment.evidence.find((it) => it.probe === 'repo.activity')?.facts
    expect(page).toContain(`${facts?.authors} people wrote it (${facts?.commits} commits`)
    expect(page).toContain('.github/workflows/ci.yml:25')
    const lines = page.split('\n').filter((it) => /^- [✗✓~?] \*\*/.test(it))
    expect(lines.length).toBeGreaterThan(6)
    const ids = new Set(silent.assessment.evidence.map((it) => it.id))
    for (const it of lines) expect(ids, it).toContain(/\(#([0-9a-f]+)\)/.exec(it)?.[1])
  })
})

test('the two readers are told the same facts, with what each means to them', () => {
  const [candidate, interviewer] = readers.map((it) =>
    pageOf(it, silent)
      .split('\n')
      .filter((line) => /^- [✗✓~?] \*\*/.test(line)),
  )
  const facts = (lines: string[] | undefined) =>
    lines
      ?.map(
        (it) =>
          it
            .slice(2)
            .replace(/^[✗✓~?] /, '')
            .split(' → ')[0],
      )
      .sort()
  expect(facts(candidate)).toEqual(facts(interviewer))
  expect(candidate?.[0]).toMatch(/^- ✗ \*\*People\./)
  expect(interviewer?.[0]).toMatch(/^- \? \*\*People\./)
  expect(candidate).not.toEqual(interviewer)
})

test('without a repository the page is its questions', () => {
  const bare = { ...silent, assessment: { ...silent.assessment, materials: [], evidence: [], claims: [], verdicts: [] } }
  for (const it of readers) {
    expect(pageOf(it, bare)).not.toMatch(/What it already/)
    expect(askedOn(pageOf(it, bare), it, bare.frameworks).length).toBeGreaterThan(3)
  }
})

test('a speech of a million letters does not push anything off the page', async () => {
  // On every question that these readers put, so that what is said on some of them stands on the page.
  const topics = [...new Set(criteriaOf(silent.frameworks).flatMap((it) => (it.candidate === undefined ? [] : it.topic)))]
  const long = (subject: Subject): Subject => ({
    ...subject,
    statements: topics.map((topic) => ({
      topic,
      level: 'yes' as const,
      says: `<b>${'word '.repeat(200_000)}</b>`,
      by: `Somebody ${'long '.repeat(2_000)}`,
      on: '2026-06-30',
    })),
  })
  const told = await assessFolder('examples/departures', long, ['ml-due-diligence'])
  for (const it of readers) {
    const page = pageOf(it, told)
    expect(page).toMatch(/“<b>word word [^”]{0,400}…” Somebody long/)
    expect(page.length).toBeLessThan(9_000)
    expect(askedOn(page, it, told.frameworks).length).toBeGreaterThan(1)
  }
})
