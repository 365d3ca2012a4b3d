/** Statements, targets and answers that name what is not there. */
import { type Case, claim, head, refuses } from './refused-subject.ts'
import type { Files } from './small-folder.ts'

const names: Case[] = [
  {
    name: 'an unknown topic',
    yaml: claim('topic: latnecy, level: yes'),
    at: '5:23',
    says: 'there is no topic `latnecy`; did you mean `latency`?',
  },
  { name: 'a topic like none', yaml: claim('topic: qqqqqqqq'), at: '5:23', says: 'frameworks/topics.yaml lists them' },
  { name: 'a level that is none', yaml: claim('topic: latency, level: yess'), at: '5:32', says: 'did you mean `yes`?' },
  { name: 'a level without a topic', yaml: claim('level: yes'), at: '5:16', says: '`level` stands without a topic' },
  {
    name: 'a claim without a limit',
    yaml: claim('claim: { fact: serving.latency.p95_ms }'),
    at: '5:16',
    says: 'has no limit; one of at_most, at_least',
  },
  {
    name: 'a claim with two limits',
    yaml: claim('claim: { fact: serving.latency.p95_ms, at_most: 5, at_least: 1 }'),
    at: '5:67',
    says: 'the claim has 2 limits, at_most and at_least; one was expected',
  },
  {
    name: 'an unknown fact',
    yaml: claim('claim: { fact: serving.latency.p95ms, at_most: 5 }'),
    at: '5:31',
    says: 'no probe gives the fact `serving.latency.p95ms`; did you mean `serving.latency.p95_ms`?',
  },
  {
    name: 'a material that is not declared',
    yaml: claim('claim: { fact: serving.latency.p95_ms, of: predictions.current, at_most: 5 }'),
    at: '5:59',
    says: '`predictions.current` is not declared in this subject; there are repo.',
  },
  {
    name: 'a material without its kind',
    yaml: `${head}tables: { train: { path: in/a.csv } }\ntargets: [{ fact: data.profile.rows, of: train, at_least: 5 }]\n`,
    at: '4:42',
    says: '`train` is not declared in this subject; did you mean `tables.train`?',
  },
  {
    name: 'constructor as a material',
    yaml: `${head}targets: [{ fact: data.profile.rows, of: constructor, at_least: 5 }]\n`,
    at: '3:42',
    says: '`constructor` is not declared in this subject; no material is.',
  },
  { name: 'a target without a limit', yaml: `${head}targets: [{ fact: data.profile.rows }]\n`, at: '3:11', says: 'has no limit' },
  { name: 'a statement that says nothing', yaml: `${head}statements: [{ by: CTO }]\n`, at: '3:14', says: 'this statement says nothing' },
  { name: 'an unknown framework', yaml: `${head}frameworks: [ml-test-scor]\n`, at: '3:14', says: 'did you mean `ml-test-score`?' },
  {
    name: 'a framework like none',
    yaml: `${head}frameworks: [x]\n`,
    at: '3:14',
    says: 'there is no framework `x`; there are experiment-process, ml-',
  },
  { name: 'a hostile topic', yaml: claim('topic: "\\e[2J\\u202e\\nx"'), at: '5:23', says: '`\\u001b[2J\\u202e\\nx`' },
  { name: 'a topic of 5,000 letters', yaml: claim(`topic: ${'x'.repeat(5000)}`), at: '5:23', says: `\`${'x'.repeat(59)}…\`` },
]

const answers = (text: string, rest: Files = {}): { yaml: string; files: Files } => ({
  yaml: `${head}answers: [said/a.yaml]\n`,
  files: { 'said/a.yaml': text, ...rest },
})
const inAnswers: Case[] = [
  { name: 'an unknown key of answers', ...answers('statments: []\n'), at: 'said/a.yaml:1:1', says: 'did you mean `statements`?' },
  {
    name: 'a topic in answers',
    ...answers('statements:\n  - { topic: latnecy }\n'),
    at: 'said/a.yaml:2:14',
    says: 'did you mean `latency`?',
  },
  {
    name: 'a document in answers',
    ...answers('statements:\n  - { says: x, document: no.md }\n'),
    at: 'said/a.yaml:2:26',
    says: 'does not exist',
  },
  { name: 'answers that are no YAML', ...answers('statements: ['), at: 'said/a.yaml:1:14', says: 'this is not YAML' },
  {
    name: 'answers that are empty',
    ...answers(''),
    at: 'said/a.yaml:1:1',
    says: 'the file has no value; a map with `statements` was expected',
  },
  {
    name: 'answers that are a folder',
    yaml: `${head}answers: [said]\n`,
    files: { said: { folder: true } },
    at: undefined,
    says: 'is a folder',
  },
]

refuses('names of what is not there', names)
refuses('answers files', inAnswers)
