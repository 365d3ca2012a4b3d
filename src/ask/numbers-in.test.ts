/** Numbers as people write them, and what each may be kept as. */
import { describe, expect, it } from 'vitest'
import { numbersIn } from './numbers-in.ts'

/** `fact bound value`, or `?` for a question. */
const told = (text: string, topic: string): string[] =>
  numbersIn(text, topic).map((it) => {
    if (it.is === 'question') return '?'
    const { fact, ...limit } = it.claim
    return `${fact} ${Object.entries(limit).flat().join(' ')}`
  })

const p95 = 'serving.latency.p95_ms'
const p99 = 'serving.latency.p99_ms'
const auc = 'model.classification.auc'
const accuracy = 'model.classification.accuracy'
const cost = 'serving.cost.mean_usd'

const claims: [string, string, string[]][] = [
  ['about 50 ms at the 95th percentile', 'latency', [`${p95} at_most 50`]],
  ['p99 under 0.2 s', 'latency', [`${p99} at_most 200`]],
  ['95 % of answers within 50 ms', 'latency', [`${p95} at_most 50`]],
  ['95% of all requests are answered in less than 1,200 ms.', 'latency', [`${p95} at_most 1200`]],
  [
    'p50 is 20ms, p95 is 50ms and p99 is 0.2 seconds',
    'latency',
    ['serving.latency.p50_ms at_most 20', `${p95} at_most 50`, `${p99} at_most 200`],
  ],
  ['The median is ~ 12.5 ms', 'latency', ['serving.latency.p50_ms at_most 12.5']],
  ['On average 40 ms', 'latency', ['serving.latency.mean_ms at_most 40']],
  ['between 40 and 60 ms at p95', 'latency', [`${p95} at_most 60`]],
  ['p95: 40-60 ms', 'latency', [`${p95} at_most 60`]],
  ['im 95. Perzentil höchstens 0,05 Sekunden', 'latency', [`${p95} at_most 50`]],
  ['95 % der Anfragen in unter 1.200 ms', 'latency', [`${p95} at_most 1200`]],
  ['au 95e centile, environ 0,2 secondes', 'latency', [`${p95} at_most 200`]],
  ['p95 environ 1 200 ms pour notre service', 'latency', [`${p95} at_most 1200`]],
  ['95 out of 100 answers take less than 50 ms', 'latency', [`${p95} at_most 50`]],
  ['no more than 80 ms at p99', 'latency', [`${p99} at_most 80`]],
  ['p95 is at least 300 ms', 'latency', [`${p95} at_least 300`]],
  ['p95 300 µs', 'latency', [`${p95} at_most 0.3`]],
  ['AUC 0.74', 'metric.ranking', [`${auc} at_least 0.74`]],
  ['AUC 0,74 auf Flügen, die das Modell nie sah', 'metric.ranking', [`${auc} at_least 0.74`]],
  ['accuracy of 91 %', 'success.good_enough', [`${accuracy} at_least 0.91`]],
  ['91% accuracy on 1,200 flights', 'success.good_enough', [`${accuracy} at_least 0.91`]],
  ['an accuracy of about 91.5 percent', 'metric.single', [`${accuracy} at_least 0.915`]],
  ['Genauigkeit: 91,5 %', 'metric.single', [`${accuracy} at_least 0.915`]],
  [
    'precision 0.8 and recall 0.7',
    'metric.single',
    ['model.classification.precision at_least 0.8', 'model.classification.recall at_least 0.7'],
  ],
  ['costs 0.3 cents per prediction', 'cost.prediction', [`${cost} at_most 0.003`]],
  ['$3 per 1,000 predictions', 'cost.prediction', [`${cost} at_most 0.003`]],
  ['less than $0.01 per request', 'cost.prediction', [`${cost} at_most 0.01`]],
  ['2 dollars per million calls', 'cost.prediction', [`${cost} at_most 0.000002`]],
  ['0,3 Cent pro Vorhersage', 'cost.prediction', [`${cost} at_most 0.003`]],
  ['3 data scientists of 20 engineers', 'team_shape.share', ['company.ml_engineers is 3', 'company.engineers is 20']],
  ['3 of our 20 engineers are data scientists', 'team_shape.share', ['company.ml_engineers is 3', 'company.engineers is 20']],
  ['we are 12 people', 'team_shape.headcount', ['company.people is 12']],
  ['We are about 1,200 people, 140 of them developers', 'team_shape.headcount', ['company.engineers is 140', 'company.people is 1200']],
  [
    'We are 23 people, 9 of them engineers, and 3 of the 9 build models',
    'team_shape.headcount',
    ['company.ml_engineers is 3', 'company.engineers is 9', 'company.people is 23'],
  ],
  ['Wir sind 1.200 Mitarbeiter und 20 Entwickler', 'team_shape.headcount', ['company.engineers is 20', 'company.people is 1200']],
  ['nous sommes 12 personnes, dont 4 ingénieurs', 'team_shape.headcount', ['company.engineers is 4', 'company.people is 12']],
  [
    '2 ML platform engineers and 8 machine-learning engineers',
    'team_shape.platform_ratio',
    ['company.ml_platform_engineers is 2', 'company.ml_engineers is 8'],
  ],
]

const questions: [string, string][] = [
  ['about 50 ms', 'latency'],
  ['p95 is 50', 'latency'],
  ['99.9 % of requests within 100 ms', 'latency'],
  ['95th percentile 120', 'latency'],
  ['50 ms at p90', 'latency'],
  ['always within 50 ms', 'latency'],
  ['p95 is 1.200 ms', 'latency'],
  ['accuracy of 91', 'metric.single'],
  ['$300', 'cost.prediction'],
  ['0.3 euros per prediction', 'cost.prediction'],
  ['more than 10 engineers', 'team_shape.share'],
  ['10–12 engineers', 'team_shape.share'],
  ['2 data scientists and 1 ML engineer', 'team_shape.share'],
]

/** Numbers that are not theirs, not of today, or not of what is asked. */
const nothing: [string, string][] = [
  ['a training step takes 50 ms at p95', 'latency'],
  ['about 50 ms at the 95th percentile', 'training_cost.run'],
  ['AUC up by 0.012 against the version before', 'metric.single'],
  ['we want 50 ms at p95', 'latency'],
  ['Our goal: p95 under 50 ms, p99 under 200 ms', 'latency'],
  ['It is not 50 ms at p95', 'latency'],
  ['we promise nothing in 2024', 'latency'],
  ['a competitor reaches an AUC of 0.9', 'real_ml.claims'],
  ['accuracy improved by 3 %', 'metric.single'],
  ['accuracy on the training set is 99 %', 'metric.single'],
  ['the majority class alone has an accuracy of 91 %', 'baseline.beaten'],
  ['labels agree, accuracy 95 %', 'label_quality'],
  ['balanced accuracy 0.8', 'metric.single'],
  ['PR AUC 0.3', 'metric.single'],
  ['we plan to hire 3 data scientists', 'hiring.strategy'],
  ['12 people use it every day', 'team_shape.headcount'],
  ['a company of 140 customers', 'team_shape.headcount'],
  ['20 data engineers', 'team_shape.share'],
  ['training costs $300 per request to the cluster', 'cost.prediction'],
  ['', 'latency'],
  ['=cmd|/c calc', 'latency'],
]

describe('numbers in answers', () => {
  it.each(claims)('%s (%s)', (text, topic, expected) => {
    expect(told(text, topic)).toEqual(expected)
  })
  it.each(questions)('asks back: %s (%s)', (text, topic) => {
    expect(told(text, topic)).toEqual(['?'])
  })
  it.each(nothing)('offers nothing: %s (%s)', (text, topic) => {
    expect(told(text, topic)).toEqual([])
  })
  it('says the unit and the definition of what would be kept', () => {
    expect(numbersIn('p99 under 0.2 s', 'latency')).toEqual([
      {
        is: 'claim',
        words: 'p99 under 0.2 s',
        claim: { fact: 'serving.latency.p99_ms', at_most: 200 },
        sentence: '99 of 100 predictions take at most 200 ms (serving.latency.p99_ms, over a whole log of predictions)',
      },
    ])
  })
  it('reads a megabyte without end in sight quickly enough to be tried here', () => {
    expect(numbersIn('9'.repeat(1_000_000), 'latency')).toEqual([])
    expect(numbersIn('1,'.repeat(500_000), 'team_shape.share')).toEqual([])
  })
})
