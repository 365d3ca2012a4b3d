/** What people say where only people can tell, and the rules that ask answers, scores and verdicts. */
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/index.ts'
import type { Evidence, Framework, Level } from '../../src/model/index.ts'
import { score } from '../../src/score/index.ts'
import { collected, criterion, found, framework, judged, readings, record, statement } from './small-subject.ts'

const person = criterion({ topic: 'owner' })
const say = (level: Level, more: object = {}): Evidence => statement({ topic: 'owner', level, ...more })
const paper = (level: Level): Evidence => record({ probe: 'document.quote', method: 'documented', facts: { topic: 'owner', level } })

describe('a criterion without a rule', () => {
  test.each<[string, Evidence[], string[]]>([
    ['nobody said anything', [], ['unmet..met', 'unmet..met', 'unmet..met']],
    ['somebody says yes', [say('yes')], ['met', 'unmet..met', 'unmet..met']],
    ['somebody says partly', [say('partly')], ['partial', 'unmet..partial', 'unmet..partial']],
    ['somebody says no', [say('no')], ['unmet', 'unmet', 'unmet']],
    ['yes, and a document says so', [say('yes'), paper('yes')], ['met', 'met', 'unmet..met']],
    ['yes, and a document says partly', [say('yes'), paper('partly')], ['met', 'partial', 'unmet..partial']],
    ['only a document', [paper('yes')], ['met', 'met', 'unmet..met']],
    ['two voices: the best counts', [say('no', { by: 'A' }), say('yes', { by: 'B' })], ['met', 'unmet..met', 'unmet..met']],
    [
      'the same person again: the later counts',
      [say('yes', { by: 'A', on: '2026-01-01' }), say('no', { by: 'A', on: '2026-03-01' })],
      ['unmet', 'unmet', 'unmet'],
    ],
  ])('%s', (_, evidence, expected) => {
    expect(readings(judged([framework([person])], evidence), 'c')).toEqual(expected)
  })

  test('says that nobody has answered, and that only people can', () => {
    expect(judged([framework([person])], []).verdicts[2]).toMatchObject({ outcome: 'unknown', reason: 'person' })
  })

  test('what a tool can show lifts it to partial and no further', () => {
    const shown = criterion({ topic: 'owner', partial: { fact: 'a.there', is: true } })
    expect(readings(judged([framework([shown])], [found('a', { there: true })]), 'c')).toEqual(Array(3).fill('partial..met'))
    expect(readings(judged([framework([shown])], [found('a', { there: true }), say('yes')]), 'c')[0]).toBe('met')
    expect(readings(judged([framework([shown])], [found('a', { there: false })]), 'c')).toEqual(Array(3).fill('unmet..met'))
  })

  test('paper earns nothing where a rule asks facts', () => {
    const asked = criterion({ topic: 'owner', met: { fact: 'a.there', is: true } })
    expect(readings(judged([framework([asked])], [say('yes'), paper('yes')]), 'c')).toEqual(['met', 'unmet..met', 'unmet..met'])
  })
})

describe('what an answer takes off', () => {
  const labels = criterion({ topic: 'labels_origin.effort', applies: { said: 'owner', at_least: 'partial' } })
  test('an answer alone takes nothing off the score; what is found in a document does', () => {
    expect(judged([framework([labels])], [say('no')]).verdicts[0]?.outcome).toBe('unknown')
    expect(judged([framework([labels])], [paper('no')]).verdicts[0]?.outcome).toBe('not_applicable')
  })

  test('a declared size does, because nobody declares less than they have', () => {
    const early = criterion({ applies: { fact: 'company.people', below: 25 } })
    const company = (people: number) => record({ probe: 'company', method: 'claimed', facts: { people } })
    expect(judged([framework([early])], [company(140)]).verdicts[2]?.outcome).toBe('not_applicable')
    expect(judged([framework([early])], [company(12)]).verdicts[2]?.outcome).toBe('unknown')
    expect(judged([framework([early])], []).verdicts[2]?.outcome).toBe('unknown')
  })
})

describe('a rule that asks the score of another framework', () => {
  const other: Framework = {
    ...framework([criterion({ id: 'a', topic: 'ta' }), criterion({ id: 'b', topic: 'tb' }), criterion({ id: 'd', topic: 'td' })], {
      id: 'other',
      section_score: 'sum',
    }),
  }
  const refers = framework([criterion({ met: { score: 'other', section: 's', above: 1.5 } })], { id: 'refers' })
  const says = (topic: string, level: Level) => statement({ topic, level })
  test.each<[string, Evidence[], string[]]>([
    ['enough', [says('ta', 'yes'), says('tb', 'yes')], ['met', 'unmet..met', 'unmet..met']],
    ['at the edge, and above was asked', [says('ta', 'yes'), says('tb', 'partly'), says('td', 'no')], ['unmet', 'unmet', 'unmet']],
    ['open', [says('td', 'no')], ['unmet..met', 'unmet..met', 'unmet..met']],
  ])('%s', (_, evidence, expected) => {
    // The order of the frameworks does not matter.
    expect(readings(judged([refers, other], evidence), 'c')).toEqual(expected)
    expect(readings(judged([other, refers], evidence), 'c')).toEqual(expected)
  })

  test('is unknown when that framework was not asked', () => {
    expect(judged([refers], []).verdicts[2]).toMatchObject({ outcome: 'unknown', reason: 'not_given' })
  })
})

describe('a conclusion', () => {
  const table = framework(
    [criterion({ id: 'need', title: 'Need', topic: 'need' }), criterion({ id: 'data', title: 'Data', topic: 'data' })],
    {
      conclusions: [
        {
          id: 'path',
          reading: 'claimed',
          cases: [
            { when: { criterion: 'need', at_most: 'unmet' }, say: 'stop' },
            {
              when: {
                all: [
                  { criterion: 'need', at_least: 'met' },
                  { criterion: 'data', at_least: 'partial' },
                ],
              },
              say: 'go',
            },
            { say: 'wait' },
          ],
        },
      ],
    },
  )
  const concluded = (evidence: Evidence[]) => {
    const all = collected(evidence)
    const { verdicts, claims } = judge([table], all)
    return score([table], all, verdicts, claims).conclusions
  }
  const answers = (need?: Level, data?: Level): Evidence[] => [
    ...(need === undefined ? [] : [statement({ topic: 'need', level: need })]),
    ...(data === undefined ? [] : [statement({ topic: 'data', level: data })]),
  ]

  test.each<[Level | undefined, Level | undefined, string[]]>([
    ['no', undefined, ['stop']],
    ['no', 'yes', ['stop']],
    ['yes', 'yes', ['go']],
    ['yes', 'no', ['wait']],
    ['partly', 'yes', ['wait']],
    ['yes', undefined, ['go', 'wait']],
    [undefined, 'yes', ['stop', 'go', 'wait']],
    [undefined, 'no', ['stop', 'wait']],
    [undefined, undefined, ['stop', 'go', 'wait']],
  ])('need %s, data %s: %j', (need, data, possible) => {
    expect(concluded(answers(need, data)).find((it) => it.reading === 'claimed')?.possible).toEqual(possible)
  })

  test('is worked out in all three readings, and names what would decide', () => {
    const each = concluded(answers('yes', 'yes'))
    expect(each.map((it) => [it.reading, it.possible])).toEqual([
      ['claimed', ['go']],
      ['documented', ['stop', 'go', 'wait']],
      ['measured', ['stop', 'go', 'wait']],
    ])
    expect(concluded([])[2]?.decided_by).toEqual(['data', 'need'])
  })
})
