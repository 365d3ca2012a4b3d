/** Runs over every framework that ships: it loads, its facts exist, its samples get their verdicts, each criterion can reach each outcome. */
import { describe, expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import { frameworkIds } from '../../src/declare/load-framework.ts'
import {
  atomsOf,
  type Criterion,
  type Evidence,
  type Fact,
  type Framework,
  type Method,
  type Sample,
  type Subject,
  splitFact,
} from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { scoreFramework } from '../../src/score/index.ts'
import { judged, readings, record, statement } from '../judging/small-subject.ts'

const facts = factIndex([...built, ...planned])
const frameworks = await loadFrameworks(undefined, facts)

const probes = new Map([...built, ...planned].map((it) => [it.id, it]))

const materialOf = (probe: string): string => {
  const needs = probes.get(probe)?.needs
  const kinds: readonly string[] =
    needs === undefined ? [] : Array.isArray(needs) ? needs : Object.values(needs).flatMap((it) => [...it.kinds])
  return kinds.includes('table') ? 'tables.train' : kinds.includes('predictions') ? 'predictions.current' : (kinds[0] ?? 'repo')
}

const grouped = (byPath: { [path: string]: unknown }, method: Method): Evidence[] => {
  const byProbe = new Map<string, { [fact: string]: Fact }>()
  for (const [path, value] of Object.entries(byPath)) {
    const { probe, fact } = splitFact(path)
    byProbe.set(probe, { ...byProbe.get(probe), [fact]: value as Fact })
  }
  return [...byProbe].map(([probe, given]) =>
    record({ probe, method, facts: given, inputs: [{ material: materialOf(probe), version: 'v1' }] }),
  )
}

const evidenceOf = (criterion: Criterion, sample: Sample): Evidence[] => {
  const given = [
    ...grouped(sample.facts, 'measured'),
    ...grouped(sample.documented, 'documented'),
    ...sample.absent.map((probe) => record({ probe, state: 'absent', inputs: [{ material: materialOf(probe), version: 'v1' }] })),
  ]
  const named = new Set(given.map((it) => it.probe))
  const rest = [criterion.met, criterion.partial, criterion.condition]
    .flatMap((it) => (it === undefined ? [] : atomsOf(it)))
    .map((it) => splitFact(it.fact).probe)
  return [
    ...given,
    ...[...new Set(rest)].filter((it) => !named.has(it)).map((probe) => record({ probe, state: 'not_given' })),
    ...(sample.level === undefined ? [] : [statement({ topic: criterion.topic, level: sample.level })]),
  ]
}

const subjectOf = (sample: Sample): Partial<Subject> => ({
  ...(sample.complete ? { repo: { path: '.', complete: true } } : {}),
  targets: Object.entries(sample.targets).map(
    ([fact, limit]) =>
      Object.fromEntries(Object.entries({ fact, ...limit }).filter(([, value]) => value !== undefined)) as { fact: string },
  ),
})

const judgedSample = (framework: Framework, criterion: Criterion, sample: Sample): string[] =>
  readings(
    judged(
      [{ ...framework, gates: [], conclusions: [], sections: [{ id: 's', title: 'S', criteria: [criterion] }] }],
      evidenceOf(criterion, sample),
      subjectOf(sample),
    ),
    criterion.id,
  )

const rangeText = (text: string): string => text.replace(/\s/g, '')

test('every framework folder is loaded', async () => {
  expect(frameworks.map((it) => it.id).sort()).toEqual(await frameworkIds())
})

describe.each(frameworks)('$id', (framework) => {
  const criteria = framework.sections.flatMap((it) => it.criteria)

  test.each(criteria)('$id gives each of its samples the verdict that is written', (criterion) => {
    // What only people can tell has no rule to try.
    if (criterion.met !== undefined || criterion.partial !== undefined) expect(criterion.samples.length).toBeGreaterThan(0)
    for (const sample of criterion.samples) {
      const [claimed, documented, measured] = judgedSample(framework, criterion, sample)
      expect.soft({ sample: sample.name, measured }).toEqual({ sample: sample.name, measured: rangeText(sample.measured) })
      if (sample.documented_reading !== undefined)
        expect.soft({ sample: sample.name, documented }).toEqual({ sample: sample.name, documented: rangeText(sample.documented_reading) })
      if (sample.claimed !== undefined)
        expect.soft({ sample: sample.name, claimed }).toEqual({ sample: sample.name, claimed: rangeText(sample.claimed) })
    }
  })

  test.each(criteria)('$id can be met, unmet and open', (criterion) => {
    const reached = new Set(criterion.samples.flatMap((sample) => judgedSample(framework, criterion, sample)))
    const nothing = judgedSample(framework, criterion, {
      name: 'nothing',
      facts: {},
      documented: {},
      absent: [],
      complete: false,
      targets: {},
      measured: '',
    })
    for (const level of ['no', 'yes', 'automatic', 'partly', 'recorded'] as const) {
      for (const it of judgedSample(framework, criterion, {
        name: 'nothing',
        facts: {},
        documented: {},
        absent: [],
        complete: false,
        targets: {},
        level,
        measured: '',
      }))
        reached.add(it)
    }
    expect(nothing[2]).toMatch(/^unmet\.\./)
    expect([...reached]).toEqual(expect.arrayContaining(['met', 'unmet', ...(criterion.partial === undefined ? [] : ['partial'])]))
  })
})

describe('ml-test-score', () => {
  const score = frameworks.find((it) => it.id === 'ml-test-score')
  if (score === undefined) throw new Error('ml-test-score is not there')

  test('four sections of seven, by the ids of the paper', () => {
    expect(score.sections.map((it) => it.criteria.map((criterion) => criterion.id))).toEqual(
      ['data', 'model', 'infra', 'monitor'].map((section) => [1, 2, 3, 4, 5, 6, 7].map((n) => `${section}-${n}`)),
    )
  })

  test.each(score.sections.flatMap((it) => it.criteria))('$id has the four subjects: nothing, paper, by hand, automatic', (criterion) => {
    const expected = Object.fromEntries(criterion.samples.map((it) => [it.name, it.measured]))
    expect(expected.nothing).toMatch(/^unmet/)
    expect(expected.paper).toMatch(/^unmet/)
    expect(expected.by_hand).toMatch(/^partial/)
    expect(expected.automatic).toMatch(/met$/)
  })

  /** Section sums as the paper counts them: 1 is met, 0.5 partial. */
  const withSums = (sums: number[]) =>
    scoreFramework(
      score,
      score.sections.flatMap((section, index) =>
        section.criteria.map((criterion, at) => {
          const left = (sums[index] ?? 0) - at
          const grade = left >= 1 ? ('met' as const) : left >= 0.5 ? ('partial' as const) : ('unmet' as const)
          return {
            framework: score.id,
            criterion: criterion.id,
            topic: '',
            reading: 'measured' as const,
            outcome: grade,
            from: grade,
            to: grade,
            because: '',
            evidence: [],
          }
        }),
      ),
    ).find((it) => it.section === null && it.reading === 'measured')

  // Breck et al. 2017, Table V: bands by their exact edges.
  test.each([
    [[7, 7, 7, 0], 0, 0],
    [[0.5, 7, 7, 7], 0.5, 1],
    [[1, 1, 1, 1], 1, 1],
    [[1.5, 3, 5, 4], 1.5, 2],
    [[5, 4.5, 2, 4], 2, 2],
    [[5, 4.5, 3, 4], 3, 3],
    [[5, 2.5, 4, 3], 2.5, 3],
    [[3, 3, 3, 3], 3, 3],
    [[3.5, 5, 5, 5], 3.5, 4],
    [[5, 5, 5, 5], 5, 4],
    [[5.5, 7, 7, 7], 5.5, 5],
    [[7, 7, 7, 7], 7, 5],
  ])('sections %j give %d in band %d', (sums, value, band) => {
    expect(withSums(sums)).toMatchObject({ value, band: { low: score.bands[band]?.says, high: score.bands[band]?.says } })
  })

  test('three automated, two by hand and two absent give 4', () => {
    const grades = ['met', 'met', 'met', 'partial', 'partial', 'unmet', 'unmet'] as const
    const section = score.sections[0]
    const lines = (section?.criteria ?? []).map((criterion, at) => {
      const grade = grades[at] ?? 'unmet'
      return {
        framework: score.id,
        criterion: criterion.id,
        topic: '',
        reading: 'measured' as const,
        outcome: grade,
        from: grade,
        to: grade,
        because: '',
        evidence: [],
      }
    })
    expect(scoreFramework(score, lines).find((it) => it.section === section?.id && it.reading === 'measured')?.value).toBe(4)
  })
})
