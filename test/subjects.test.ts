/** Four made-up companies, given only as answers: path, structure, gates and pitfalls come out as they were written by hand beforehand. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { shipped } from '../src/declare/index.ts'
import { type Assessment, type Framework, stages } from '../src/model/index.ts'
import { drawEdition, editionTerms } from '../src/report/index.ts'
import { assessFolder } from './departures/assess-folder.ts'

const [leader] = await shipped.loadEditions(['leader'], editionTerms)

type Expected = {
  conclusions: { [id: string]: string }
  gates: { [id: string]: string }
  not_expected?: string[]
  not_applicable?: string[]
}

const people = ['ml-due-diligence', 'ml-leadership', 'experiment-process', 'ml-readiness', 'ml-project-checklist']

/** `ml-leadership.structure.early_central` → framework and the rest. */
const split = (id: string): [string, string] => {
  const framework = people.find((it) => id.startsWith(`${it}.`))
  if (framework === undefined) throw new Error(`${id} names no framework`)
  return [framework, id.slice(framework.length + 1)]
}

const topicsOf = (frameworks: readonly Framework[]): Set<string> =>
  new Set(frameworks.flatMap((it) => it.sections.flatMap((section) => section.criteria.map((criterion) => criterion.topic))))

const claimed = (assessment: Assessment, id: string) => {
  const [framework, criterion] = split(id)
  const verdict = assessment.verdicts.find((it) => it.framework === framework && it.criterion === criterion && it.reading === 'claimed')
  if (verdict === undefined) throw new Error(`${id} was not judged`)
  return verdict
}

describe.each(['kelpie', 'brightline', 'northgrid', 'ledgerly'])('%s', async (name) => {
  const folder = join(import.meta.dirname, 'subjects', name)
  const expected = parse(await readFile(join(folder, 'expected.yaml'), 'utf8')) as Expected
  const { assessment, frameworks } = await assessFolder(folder)

  test('the frameworks that people answer are asked', () => {
    expect(assessment.frameworks.map((it) => it.id)).toEqual(expect.arrayContaining(people))
  })

  test('is complete: nothing that is expected at its stage was left without an answer', () => {
    const asked = frameworks.filter((it) => people.includes(it.id))
    const silent = assessment.verdicts.filter(
      (it) => people.includes(it.framework) && it.reading === 'claimed' && it.outcome === 'unknown' && !it.topic.startsWith('report.'),
    )
    expect([...new Set(silent.map((it) => it.topic))]).toEqual([])
    const said = new Set(assessment.evidence.filter((it) => it.probe === 'statement').map((it) => String(it.facts.topic)))
    expect([...said].filter((it) => !topicsOf(asked).has(it))).toEqual([])
  })

  test.each(Object.entries(expected.conclusions))('concludes %s: %s', (id, words) => {
    const [framework, conclusion] = split(id)
    const said = assessment.conclusions.find((it) => it.framework === framework && it.id === conclusion && it.reading === 'claimed')
    expect(said?.possible).toEqual([expect.stringMatching(new RegExp(words, 'i'))])
  })

  test.each(Object.entries(expected.gates))('gate %s is %s', (id, outcome) => {
    const [framework, gate] = split(id)
    expect(assessment.gates.find((it) => it.framework === framework && it.id === gate)?.outcome).toBe(outcome)
  })

  test('what is not expected yet is neither missing nor met, and the verdict says from when on it is', () => {
    for (const id of expected.not_expected ?? []) {
      const verdict = claimed(assessment, id)
      expect.soft([id, verdict.outcome]).toEqual([id, 'not_expected'])
      expect.soft(stages.some((stage) => verdict.because.includes(stage.replace('_', ' ')))).toBe(true)
    }
    for (const id of expected.not_applicable ?? []) expect.soft([id, claimed(assessment, id).outcome]).toEqual([id, 'not_applicable'])
  })

  test('the leader is told of nothing that was measured, for nothing was', () => {
    if (leader === undefined) throw new Error('no edition leader')
    const page = drawEdition(leader, assessment, frameworks).markdown()
    // Northgrid answers yes throughout; each of the others admits something.
    expect(assessment.findings.length > 0).toBe(name !== 'northgrid')
    expect(page).not.toContain('What was measured and does not hold')
  })

  test('answers alone measure nothing', () => {
    for (const score of assessment.scores.filter((it) => it.reading === 'measured' && people.includes(it.framework)))
      expect(score.low ?? 0).toBe(0)
  })
})
