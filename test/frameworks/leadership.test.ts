/** What a leader is told: every case of every conclusion of ml-leadership, by size, share, role and pitfall. */
import { describe, expect, test } from 'vitest'
import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import type { Assessment, Evidence, Facts, Level } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { judged, record, statement } from '../judging/small-subject.ts'

const [leadership] = await loadFrameworks(['ml-leadership'], factIndex([...built, ...planned]))
if (leadership === undefined) throw new Error('ml-leadership is not there')

type Said = { [topic: string]: Level }

const company = (facts: Facts): Evidence => record({ probe: 'company', method: 'claimed', facts, inputs: [] })
const answers = (said: Said): Evidence[] => Object.entries(said).map(([topic, level]) => statement({ topic, level }))
const assessed = (heads: Facts | undefined, said: Said): Assessment =>
  judged(
    [leadership],
    [heads === undefined ? record({ probe: 'company', state: 'not_given', method: 'claimed' }) : company(heads), ...answers(said)],
  )

/** The cases still possible, as they say. */
const possible = (id: string, assessment: Assessment): string[] | undefined =>
  assessment.conclusions.find((it) => it.id === id && it.reading === 'claimed')?.possible

const outcome = (criterion: string, assessment: Assessment): string | undefined =>
  assessment.verdicts.find((it) => it.criterion === criterion && it.reading === 'claimed')?.outcome

const says = (id: string): string[] => leadership.conclusions.find((it) => it.id === id)?.cases.map((it) => it.say) ?? []

const oneTeam = { keep: 'Keep one shared central team', form: 'Form one shared central team' }
const vertical = {
  keep: 'Keep vertical teams, each with one problem end to end',
  form: 'Form vertical teams, each with one problem end to end',
}
const mature = {
  both: 'Keep teams by business unit and the separate platform team',
  platform: 'Keep the platform team, and cut the others by business unit',
  units: 'Keep teams by business unit, and add one platform team',
  form: 'Form teams by business unit and one separate platform team',
}
const noSize = "Not known until the company's size is given"

const structures: [Facts | undefined, Said, string[]][] = [
  [{ people: 1 }, { 'team_shape.central': 'yes' }, [oneTeam.keep]],
  [{ people: 1 }, { 'team_shape.central': 'no' }, [oneTeam.form]],
  [{ people: 24 }, { 'team_shape.central': 'yes' }, [oneTeam.keep]],
  [{ people: 24 }, { 'team_shape.central': 'partly' }, [oneTeam.form]],
  [{ people: 24 }, {}, [oneTeam.keep, oneTeam.form]],
  [{ people: 25 }, { 'team_shape.vertical': 'yes', 'team_shape.central': 'yes' }, [vertical.keep]],
  [{ people: 25 }, { 'team_shape.vertical': 'no', 'team_shape.central': 'yes' }, [vertical.form]],
  [{ people: 25 }, {}, [vertical.keep, vertical.form]],
  [{ people: 500 }, { 'team_shape.vertical': 'yes' }, [vertical.keep]],
  [{ people: 500 }, { 'team_shape.vertical': 'partly', 'team_shape.platform_team': 'yes' }, [vertical.form]],
  [{ people: 501 }, { 'team_shape.platform_team': 'yes', 'team_shape.business_units': 'yes' }, [mature.both]],
  [{ people: 501 }, { 'team_shape.platform_team': 'yes', 'team_shape.business_units': 'no' }, [mature.platform]],
  [{ people: 501 }, { 'team_shape.platform_team': 'partly', 'team_shape.business_units': 'yes' }, [mature.units]],
  [{ people: 501 }, { 'team_shape.platform_team': 'no', 'team_shape.business_units': 'no' }, [mature.form]],
  [{ people: 501 }, { 'team_shape.platform_team': 'no' }, [mature.units, mature.form]],
  [{ people: 501 }, {}, Object.values(mature)],
  [{ engineers: 5 }, { 'team_shape.central': 'yes' }, [noSize]],
]

const shares: [Facts | undefined, string[]][] = [
  [{ people: 24, ml_share: 0.04 }, ['Below 10 % of all engineers']],
  [{ people: 24, ml_share: 0.1 }, ['Within 10 to 20 % of all engineers']],
  [{ people: 12, engineers: 5, ml_engineers: 1, ml_share: 0.2 }, ['Within 10 to 20 % of all engineers']],
  [{ people: 1, ml_share: 0.21 }, ['Above 20 % of all engineers']],
  [{ people: 25, ml_share: 0.15 }, ['Not the measure at this size']],
  [{ people: 501 }, ['Not the measure at this size']],
  [{ engineers: 10, ml_engineers: 1, ml_share: 0.1 }, ['Not known until people, engineers and model builders are counted']],
]

/** Conclusions that hang on one answer: yes, partly and no give the cases in this order. */
const byAnswer: [string, string, [string, string, string]][] = [
  [
    'hiring.product',
    'roles.product',
    ['Product is covered', 'Product is half covered: train or take advice', 'Product is a gap: hire or train now'],
  ],
  ['hiring.data', 'roles.data', ['Data is covered', 'Data is half covered: train or take advice', 'Data is a gap: hire or train now']],
  [
    'hiring.platform',
    'roles.platform',
    ['Platform is covered', 'Platform is half covered: train or take advice', 'Platform is a gap: hire or train now'],
  ],
  [
    'pitfall.plain_steps',
    'need_for_ml',
    [
      'Avoided: plain steps were tried and fell short',
      'Partly avoided: the plain way was not tried everywhere',
      'Present: a model where plain steps would do',
    ],
  ],
  [
    'pitfall.instant',
    'delivery_power.instant',
    [
      'Avoided: several rounds are planned and expected',
      'Partly avoided: not everybody expects several rounds',
      'Present: it is expected to work at once',
    ],
  ],
  [
    'pitfall.product_success',
    'success.product',
    [
      'Avoided: models are judged by the product',
      'Partly avoided: some models answer to the product',
      'Present: models are judged by their own scores',
    ],
  ],
  [
    'pitfall.costs',
    'cost.infrastructure',
    [
      'Avoided: costs were foreseen and are watched',
      'Partly avoided: part of the cost is not in view',
      'Present: tools and machines are underrated',
    ],
  ],
]

describe('advised structure', () => {
  test.each(structures)('%j with the answers %j', (heads, said, expected) => {
    expect(possible('structure', assessed(heads, said))).toEqual(expected)
  })
  test('without heads every structure stays open, and what would tell is named', () => {
    const assessment = assessed(undefined, {})
    expect(possible('structure', assessment)).toEqual(says('structure'))
    expect(assessment.conclusions.find((it) => it.id === 'structure' && it.reading === 'claimed')?.decided_by).toContain('company.people')
  })
  test('with the size alone the advice is one structure, whatever exists', () => {
    for (const [people, word] of [
      [24, 'central team'],
      [25, 'vertical teams'],
      [501, 'business unit'],
    ] as const)
      for (const it of possible('structure', assessed({ people }, {})) ?? []) expect(it).toContain(word)
  })
})

describe('share of engineers who build models', () => {
  test.each(shares)('%j', (heads, expected) => {
    expect(possible('early_share', assessed(heads, {}))).toEqual(expected)
  })
  test('an early company that has not counted its engineers is told three shares and that they are to be counted', () => {
    expect(possible('early_share', assessed({ people: 12 }, {}))).toEqual(says('early_share').slice(1))
  })
  test('a share without the size of the company leaves open whether it is the measure at all', () => {
    expect(possible('early_share', assessed(undefined, {}))).toEqual(says('early_share'))
  })
  test.each([
    [0.04, 'unmet'],
    [0.05, 'partial'],
    [0.1, 'met'],
    [0.2, 'met'],
    [0.21, 'partial'],
    [0.36, 'unmet'],
  ])('a share of %d is %s', (ml_share, expected) => {
    expect(outcome('structure.early_share', assessed({ people: 12, ml_share }, {}))).toBe(expected)
  })
})

describe.each(byAnswer)('%s', (id, topic, expected) => {
  test.each([
    ['yes', 0],
    ['partly', 1],
    ['no', 2],
  ] as const)('“%s” is one case', (level, at) => {
    expect(possible(id, assessed(undefined, { [topic]: level }))).toEqual([expected[at]])
  })
  test('no answer leaves the three cases open and names the question', () => {
    const assessment = assessed(undefined, {})
    expect(possible(id, assessment)).toEqual(expected)
    expect(assessment.conclusions.find((it) => it.id === id && it.reading === 'claimed')?.decided_by).toEqual([topic])
  })
})

test.each([
  ['hiring.data', 'roles.data', record({ probe: 'repo.contents', facts: { trains_models: true } })],
  [
    'pitfall.costs',
    'cost.infrastructure',
    record({
      probe: 'documents.about',
      method: 'documented',
      facts: { documents: [{ path: 'costs.md', about: 'costs', changed_at: '2026-06-01', words: 240 }] },
    }),
  ],
])('%s: who says no of themselves is believed over what points the other way', (id, topic, evidence) => {
  const assessment = judged(
    [leadership],
    [{ ...evidence, inputs: [{ material: 'repo', version: 'v1' }] }, statement({ topic, level: 'no' })],
  )
  expect(possible(id, assessment)).toEqual([says(id).at(-1)])
})

test('every case of every conclusion is reached alone', () => {
  const reached = new Set(
    [
      ...structures.flatMap(([heads, said]) => [possible('structure', assessed(heads, said))]),
      ...shares.map(([heads]) => possible('early_share', assessed(heads, {}))),
      ...byAnswer.flatMap(([id, topic]) =>
        (['yes', 'partly', 'no'] as const).map((level) => possible(id, assessed(undefined, { [topic]: level }))),
      ),
    ].flatMap((it) => (it?.length === 1 ? it : [])),
  )
  expect([...reached].sort()).toEqual(leadership.conclusions.flatMap((it) => it.cases.map(({ say }) => say)).sort())
})

test('what an answer or a document shows does not become a measured conclusion', () => {
  const assessment = assessed({ people: 24 }, { 'team_shape.central': 'yes', 'roles.data': 'yes' })
  for (const id of ['structure', 'hiring.data'])
    expect(assessment.conclusions.find((it) => it.id === id && it.reading === 'measured')?.possible.length).toBeGreaterThan(1)
})

describe('sizes that rule a question out', () => {
  const asked: [number, string[]][] = [
    [1, ['structure.early_central', 'structure.early_share']],
    [24, ['structure.early_central', 'structure.early_share']],
    [25, ['structure.mid_vertical', 'structure.platform_ratio']],
    [500, ['structure.mid_vertical', 'structure.platform_ratio']],
    [501, ['structure.mature_platform', 'structure.mature_business', 'structure.platform_ratio']],
  ]
  const always = ['structure.headcount', 'structure.centrality']
  test.each(asked)('at %d people', (people, expected) => {
    const assessment = assessed({ people }, {})
    const section = leadership.sections.find((it) => it.id === 'structure')?.criteria.map((it) => it.id) ?? []
    expect(section.filter((it) => outcome(it, assessment) !== 'not_applicable').sort()).toEqual([...always, ...expected].sort())
  })
  test('while the size is not known all are asked', () => {
    const assessment = assessed(undefined, {})
    expect(assessment.verdicts.some((it) => it.outcome === 'not_applicable')).toBe(false)
  })
})
