/** Answers of several people are put together without loss. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levels, type Statement } from '../model/index.ts'
import { conflictsIn, mergeAnswers, sameText } from './merge-answers.ts'

const said = (topic: string, level: Statement['level'], by?: string, on?: string): Statement => ({
  topic,
  ...(level === undefined ? {} : { level }),
  ...(by === undefined ? {} : { by }),
  ...(on === undefined ? {} : { on }),
})

const statement: fc.Arbitrary<Statement> = fc.record(
  {
    topic: fc.constantFrom('latency', 'rollout.canary', 'metrics'),
    level: fc.constantFrom(...levels),
    says: fc.string({ unit: 'binary', maxLength: 8 }),
    by: fc.constantFrom('Ana', 'Ben'),
    on: fc.constantFrom('2026-05-04', '2026-06-01'),
    claim: fc.record({ fact: fc.constant('serving.latency.p95_ms'), at_most: fc.constantFrom(50, 60) }),
  },
  { requiredKeys: [] },
)
const some = fc.array(statement, { maxLength: 12 })
const texts = (list: readonly Statement[]): string[] => list.map(sameText)
const asSet = (list: readonly Statement[]): string[] => [...new Set(texts(list))].sort()

describe('whatever is merged', () => {
  test('all of both is there, and what was there keeps its place', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const { statements } = mergeAnswers(a, b)
        expect(statements.slice(0, a.length)).toEqual(a)
        expect(asSet(statements)).toEqual(asSet([...a, ...b]))
      }),
    )
  })

  test('each that comes in is either added or repeated, and none is added twice', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const { added, repeated } = mergeAnswers(a, b)
        expect(texts([...added, ...repeated]).sort()).toEqual(texts(b).sort())
        expect(new Set(texts(added)).size).toBe(added.length)
        expect(texts(added).filter((it) => texts(a).includes(it))).toEqual([])
      }),
    )
  })

  test('merging the same again adds nothing', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const once = mergeAnswers(a, b)
        const twice = mergeAnswers(once.statements, b)
        expect(twice.statements).toEqual(once.statements)
        expect(twice.added).toEqual([])
      }),
    )
  })

  test('the order of merging changes only the order', () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const one = mergeAnswers(mergeAnswers(a, b).statements, c)
        const other = mergeAnswers(mergeAnswers(c, a).statements, b)
        expect(asSet(one.statements)).toEqual(asSet(other.statements))
        expect(one.conflicts.map((it) => [it.topic, ...asSet(it.voices)]).sort()).toEqual(
          other.conflicts.map((it) => [it.topic, ...asSet(it.voices)]).sort(),
        )
      }),
    )
  })
})

describe('a conflict', () => {
  test('is two people at different levels, told with both voices', () => {
    const [ana, ben] = [said('latency', 'yes', 'Ana', '2026-05-04'), said('latency', 'no', 'Ben', '2026-05-01')]
    expect(mergeAnswers([ana], [ben]).conflicts).toEqual([{ topic: 'latency', voices: [ana, ben] }])
  })

  test('is none when one person changed their mind; both answers stay', () => {
    const [older, newer] = [said('latency', 'yes', 'Ana', '2026-05-04'), said('latency', 'no', 'Ana', '2026-06-01')]
    const { statements, conflicts } = mergeAnswers([older], [newer])
    expect(statements).toEqual([older, newer])
    expect(conflicts).toEqual([])
  })

  test('is told with the last answer of each', () => {
    const [older, newer] = [said('latency', 'no', 'Ana', '2026-05-04'), said('latency', 'yes', 'Ana', '2026-06-01')]
    const ben = said('latency', 'no', 'Ben', '2026-05-01')
    expect(conflictsIn([older, newer, ben])).toEqual([{ topic: 'latency', voices: [newer, ben] }])
    expect(conflictsIn([older, said('latency', 'no', 'Ben')])).toEqual([])
  })

  test('is also between two who gave no name', () => {
    expect(conflictsIn([said('latency', 'no'), said('latency', 'yes')])).toHaveLength(1)
  })

  test('is not between prose and a level', () => {
    expect(conflictsIn([said('latency', undefined, 'Ana'), said('latency', 'yes', 'Ben')])).toEqual([])
  })
})
