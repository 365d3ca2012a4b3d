/** The engineers' edition: the changes it tells are those that were worked out, its tables add up to the scores, and its checklist has every line. */
import { beforeAll, describe, expect, test } from 'vitest'
import { shipped } from '../../src/declare/index.ts'
import type { Assessment, Framework, Outcome, Step } from '../../src/model/index.ts'
import { sayNumber, sayPercent } from '../../src/model/index.ts'
import { drawEdition, editionTerms } from '../../src/report/index.ts'
import { assessFolder } from '../departures/assess-folder.ts'

let assessment: Assessment
let frameworks: Framework[]
let markdown = ''

const plain = (text: string): string => text.replace(/\\([\\`*_{}[\]<>#|~.])/g, '$1')

/** What stands under a heading, up to the next of its level or a higher one. */
const under = (heading: string): string => {
  const lines = markdown.split('\n')
  const start = lines.findIndex((it) => /^#+ /.test(it) && it.replace(/^#+ /, '') === heading)
  expect(start, heading).toBeGreaterThan(-1)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0
  const end = lines.findIndex((it, at) => at > start && (/^#+(?= )/.exec(it)?.[0].length ?? 9) <= level)
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n')
}

const frameworkOf = (id: string): Framework => {
  const found = frameworks.find((it) => it.id === id)
  if (found === undefined) throw new Error(`${id} was not asked`)
  return found
}

beforeAll(async () => {
  ;({ assessment, frameworks } = await assessFolder('examples/departures'))
  const [edition] = await shipped.loadEditions(['engineering'], editionTerms)
  if (edition === undefined) throw new Error('no such edition')
  markdown = plain(drawEdition(edition, assessment, frameworks).markdown())
})

describe('changes', () => {
  const leads = ['ml-test-score', 'ml-measurement', 'ml-repository', 'ml-project-checklist']
  const first = (id: string): Step | undefined => assessment.steps.find((it) => it.framework === id)

  test.each(leads)('of %s are the ones that were worked out', (id) => {
    const step = first(id)
    const framework = frameworkOf(id)
    if (step === undefined) throw new Error('no step')
    const text = under('What raises the score most for the effort')
    const own = under(framework.title)
    const say = framework.scale.to === 1 ? sayPercent : sayNumber
    expect(own).toContain(`from ${say(step.from)} to ${say(step.to)}`)
    expect(own).toContain(`about ${Math.round(step.effort_hours / 8)} days of work`)
    for (const change of step.changes) {
      const criterion = framework.sections.flatMap((it) => it.criteria).find((it) => it.id === change.criterion)
      // A topic that another framework's change told before is not told again, but stands above.
      const alike = frameworks.flatMap((it) => it.sections.flatMap((at) => at.criteria)).filter((it) => it.topic === criterion?.topic)
      const told = alike.filter((it) => text.includes(`. ${it.title}**`) && text.includes(it.fix.replaceAll('`', '')))
      expect(told.length, change.criterion).toBeGreaterThan(0)
      if (!told.some((it) => it === criterion)) expect(own).toContain('above already')
    }
    if (step.band !== undefined) expect(own).toContain(step.band)
  })

  test('every band above stands with its score, its effort and what it adds', () => {
    const own = under('ML Test Score')
    for (const it of assessment.steps.filter((at) => at.framework === 'ml-test-score').slice(1))
      expect(own).toContain(`| ${sayNumber(it.to)} | ${it.band} | ${Math.round(it.effort_hours / 8)} days |`)
  })

  test('what may be there already asks to be shown, and nothing else does', () => {
    const text = under('What raises the score most for the effort')
    const lines = text.split('\n').filter((it) => /^- [?✗~] \*\*\d+\. /.test(it))
    expect(lines.length).toBeGreaterThan(10)
    for (const it of lines) expect(it.includes('may be in place already')).toBe(it.startsWith('- ?'))
    expect(lines.map((it) => Number(/\*\*(\d+)\./.exec(it)?.[1]))).toEqual(lines.map((_, at) => at + 1))
  })
})

test('a finding refers to a change by the number that the change has', () => {
  const changes = under('What raises the score most for the effort')
  const places = under('Findings by place').split('\n- ')
  const referring = places.filter((it) => /change \d+ above/.test(it))
  expect(referring.length).toBeGreaterThan(3)
  for (const it of referring) {
    const title = /\*\*(.+?)\*\*/.exec(it)?.[1]
    expect(changes).toContain(`**${/change (\d+) above/.exec(it)?.[1]}. ${title}**`)
  }
})

test('every finding is told once, or named beside the one that tells the same', () => {
  const names = [...under('Findings by place').matchAll(/\((F\d+), /g)].map((it) => it[1])
  expect(new Set(names).size).toBe(names.length)
  const alike = (it: { framework: string | null; criterion: string | null }) =>
    frameworks
      .find((at) => at.id === it.framework)
      ?.sections.flatMap((at) => at.criteria)
      .find((at) => at.id === it.criterion)?.topic
  for (const [at, finding] of assessment.findings.entries()) {
    const same = assessment.findings.flatMap((it, other) =>
      it === finding || it.is === finding.is || (alike(it) !== undefined && alike(it) === alike(finding)) ? [`F${other + 1}`] : [],
    )
    expect(
      names.some((it) => same.includes(it ?? '')),
      `F${at + 1}`,
    ).toBe(true)
  }
})

test('a file of the repository stands before tables, logs and what has no place', () => {
  const heads = [...under('Findings by place').matchAll(/^### (.+)$/gm)].map((it) => it[1])
  const isFile = (it: string | undefined): boolean => !/^(In the |Not at one place)/.test(it ?? '')
  const files = heads.filter(isFile)
  expect(files).toContain('.github/workflows/ci.yml')
  expect(heads.slice(0, files.length)).toEqual(files)
  expect(heads.length).toBeGreaterThan(files.length)
})

describe('tables I to IV', () => {
  const ends = (cell: string): [number, number] => {
    const [low = '', high = low] = cell.replaceAll('*', '').split('–')
    return [Number(low), Number(high)]
  }

  test('add up to the scores of their sections, in each reading', () => {
    const framework = frameworkOf('ml-test-score')
    for (const [at, section] of framework.sections.entries()) {
      const rows = under(`Table ${['I', 'II', 'III', 'IV'][at]}: ${section.title}`)
        .split('\n')
        .filter((it) => it.startsWith('| ') && !it.startsWith('| test') && !it.startsWith('| ---'))
        .map((it) => it.split('|').map((cell) => cell.trim()))
      const tests = rows.filter((it) => /^\d\./.test(it[1] ?? ''))
      expect(tests).toHaveLength(7)
      for (const [column, reading] of (['claimed', 'documented', 'measured'] as const).entries()) {
        const cells = tests.map((it) => ends(it[column + 2] ?? ''))
        const sum = (side: 0 | 1) => cells.reduce((all, it) => all + it[side], 0)
        const score = assessment.scores.find((it) => it.framework === framework.id && it.section === section.id && it.reading === reading)
        expect([sum(0), sum(1)]).toEqual([score?.low, score?.high])
        expect(ends(rows.at(-1)?.[column + 2] ?? '')).toEqual([score?.low, score?.high])
      }
    }
  })

  test('end with the least of the sums as the final score', () => {
    const score = assessment.scores.find((it) => it.framework === 'ml-test-score' && it.section === null && it.reading === 'measured')
    const sums = assessment.scores.filter((it) => it.framework === 'ml-test-score' && it.section !== null && it.reading === 'measured')
    expect(score?.low).toBe(Math.min(...sums.map((it) => it.low ?? 0)))
    expect(under('ML Test Score, test by test')).toContain(`Final score: ${score?.low}–${score?.high}`)
    expect(
      under('Table V: what the score means')
        .split('\n')
        .filter((it) => it.includes('may be')).length,
    ).toBeGreaterThan(1)
  })
})

test('the checklist has 43 lines, each with the box of its measured outcome', () => {
  const boxes: { [outcome in Outcome]: string } = {
    met: '☑',
    partial: '◪',
    unmet: '☐',
    unknown: '?',
    not_applicable: '–',
    not_expected: '–',
  }
  const framework = frameworkOf('ml-project-checklist')
  const lines = framework.sections.flatMap((it) =>
    under(it.title)
      .split('\n')
      .filter((line) => /^- [☑◪☐?–] /u.test(line)),
  )
  const criteria = framework.sections.flatMap((it) => it.criteria)
  expect(lines).toHaveLength(43)
  for (const [at, it] of criteria.entries()) {
    const verdict = assessment.verdicts.find((v) => v.framework === framework.id && v.criterion === it.id && v.reading === 'measured')
    expect(lines[at]).toContain(`- ${boxes[verdict?.outcome ?? 'unknown']} **${it.title}**`)
  }
})

test('a practice whose condition fails is named, whatever its verdict', () => {
  const text = under('Having is not passing')
  const failing = assessment.verdicts.filter((it) => it.reading === 'measured' && it.condition === 'failing')
  expect(failing.length).toBeGreaterThan(3)
  for (const it of failing) {
    const criterion = frameworkOf(it.framework)
      .sections.flatMap((at) => at.criteria)
      .find((at) => at.id === it.criterion)
    expect(text).toContain(`**${criterion?.title}**`)
  }
})
