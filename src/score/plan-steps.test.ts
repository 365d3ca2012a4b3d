/** The cheapest changes to the next band are found, and named with what they add. */
import { describe, expect, test } from 'vitest'
import { criterion, framework } from '../../test/judging/small-subject.ts'
import { addUp, type Framework, type Grade, type Verdict } from '../model/index.ts'
import { planSteps } from './plan-steps.ts'

const bands = [{ up_to: 0, says: 'none' }, { up_to: 1, says: 'some' }, { up_to: 2, says: 'more' }, { says: 'much' }]

const sections = (effort: { [id: string]: 'hours' | 'days' | 'weeks' }, names: string[][]): Framework => ({
  ...framework([], { section_score: 'sum', combine: 'minimum', bands, scale: { from: 0, to: 3 } }),
  sections: names.map((ids, at) => ({
    id: `s${at}`,
    title: `S${at}`,
    criteria: ids.map((id) => criterion({ id, remedy: { do: 'do', effort: effort[id] ?? 'days' } })),
  })),
})

const verdicts = (given: { [id: string]: Grade | [Grade, Grade] }): Verdict[] =>
  Object.entries(given).map(([id, grade]) => {
    const [from, to] = Array.isArray(grade) ? grade : [grade, grade]
    return {
      framework: 'f',
      criterion: id,
      topic: 't',
      reading: 'measured',
      outcome: from === to ? from : 'unknown',
      from,
      to,
      because: '',
      evidence: [],
    }
  })

const names = (it: ReturnType<typeof planSteps>) => it.map((step) => [step.from, step.to, step.changes.map((change) => change.criterion)])

describe('where sections combine by their minimum', () => {
  test('only the lowest sections are raised, by the cheapest that suffices', () => {
    const two = sections({ a: 'weeks', b: 'hours', c: 'days', x: 'hours' }, [
      ['a', 'b', 'c'],
      ['x', 'y', 'z'],
    ])
    const now = verdicts({ a: 'unmet', b: 'unmet', c: 'unmet', x: 'unmet', y: 'met', z: 'met' })
    expect(names(planSteps(two, now))).toEqual([
      [0, 0.5, ['b']],
      [0, 1.5, ['b', 'c']],
      [0, 2.5, ['b', 'x', 'c', 'a']],
    ])
  })

  test('carrying them out gives the score that was promised', () => {
    const two = sections({}, [
      ['a', 'b', 'c'],
      ['x', 'y', 'z'],
    ])
    const grades: { [id: string]: Grade } = { a: 'partial', b: 'unmet', c: 'met', x: 'met', y: 'partial', z: 'unmet' }
    for (const step of planSteps(two, verdicts(grades))) {
      const after = { ...grades, ...Object.fromEntries(step.changes.map((it) => [it.criterion, 'met' as const])) }
      expect(addUp(two, verdicts(after), 'measured').total.range?.low).toBeGreaterThanOrEqual(step.to)
    }
  })

  test('what cannot be reached is not promised, and nothing above the last band is', () => {
    expect(planSteps(sections({}, [['a'], ['x']]), verdicts({ a: 'unmet', x: 'unmet' })).map((it) => it.to)).toEqual([0.5])
    expect(planSteps(sections({}, [['a', 'b', 'c']]), verdicts({ a: 'met', b: 'met', c: 'met' }))).toEqual([])
  })

  test('what is open counts from its low end and is told as open', () => {
    const [step] = planSteps(sections({}, [['a']]), verdicts({ a: ['unmet', 'met'] }))
    expect(step?.changes).toEqual([{ criterion: 'a', from: 'unmet', to: 'met', gain: 1 }])
  })
})

test('where all weigh together, the best for the effort come first and add up', () => {
  const mean: Framework = {
    ...framework([
      criterion({ id: 'a', remedy: { do: 'do', effort: 'weeks' } }),
      criterion({ id: 'b', remedy: { do: 'do', effort: 'hours' } }),
      criterion({ id: 'c', weight: 2 }),
    ]),
  }
  const [step] = planSteps(mean, verdicts({ a: 'unmet', b: 'partial', c: 'unmet' }))
  expect(step?.changes.map((it) => it.criterion)).toEqual(['b', 'c', 'a'])
  expect([step?.from, step?.to]).toEqual([0.125, 1])
})

test('what does not apply is not proposed', () => {
  const one = sections({}, [['a', 'b']])
  const given = verdicts({ a: 'unmet', b: 'unmet' }).map((it) =>
    it.criterion === 'a' ? { ...it, outcome: 'not_applicable' as const } : it,
  )
  expect(planSteps(one, given).flatMap((it) => it.changes.map((change) => change.criterion))).not.toContain('a')
})
