/** Packs: one topic is asked once, what decides most goes first, and what is known is not asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { criterion, found, framework, judged, statement } from '../../test/judging/small-subject.ts'
import { type Assessment, type Framework, minutesOf, type Pack, type Statement } from '../model/index.ts'
import { makePack, type PackOptions } from './make-pack.ts'

const packOf = (frameworks: Framework[], given: Partial<PackOptions> = {}): Pack =>
  makePack({ frameworks, named: undefined, asker: undefined, assessment: undefined, minutes: undefined, ...given })

const topics = (questions: Pack['asked']): string[] => questions.map((it) => it.topic)

/** Judged with these answers, as the command does it. */
const answeredBy = (frameworks: Framework[], statements: Statement[], subject: object = {}): Assessment =>
  judged(
    frameworks,
    statements.map((it) => statement({ ...it } as never)),
    { statements, ...subject },
  )

const a = criterion({ id: 'a', topic: 'owner', question: 'Who owns it?', severity: 'critical', minutes: 5 })
const b = criterion({ id: 'b', topic: 'latency', question: 'How long?', minutes: 2 })
const c = criterion({ id: 'c', topic: 'rollback', severity: 'minor', minutes: 10, candidate: 'Can you go back?' })

describe('which questions', () => {
  it('asks one topic once, in the words of the framework that this asker puts', () => {
    const first = framework([criterion({ id: 'x', topic: 'owner', question: 'By rank.' })], { id: 'first', rank: 1 })
    const theirs = framework([a], { id: 'theirs', rank: 50, asked_by: ['investor'] })
    const all = packOf([first, theirs])
    expect(topics(all.asked)).toEqual(['owner'])
    expect(all.asked[0]?.asked_in.map((it) => it.framework)).toEqual(['first', 'theirs'])
    const investor = packOf([first, theirs], { asker: 'investor', named: ['first', 'theirs'] })
    expect(investor.asked[0]?.wording).toBe('Who owns it?')
  })

  it('asks only what this asker puts, and of others what is named', () => {
    const frameworks = [framework([a], { id: 'one', asked_by: ['leader'] }), framework([b], { id: 'two', asked_by: ['investor'] })]
    expect(topics(packOf(frameworks, { asker: 'leader' }).asked)).toEqual(['owner'])
    expect(topics(packOf(frameworks, { asker: 'leader', named: ['two'] }).asked)).toEqual(['latency'])
  })

  it('asks a candidate only what is worded for one', () => {
    const { asked } = packOf([framework([a, b, c])], { asker: 'candidate' })
    expect(asked.map((it) => it.wording)).toEqual(['Can you go back?'])
  })

  it('offers the levels of practice when one framework of the topic asks for practice', () => {
    const frameworks = [framework([b], { id: 'one' }), framework([b, a], { id: 'two', answers: 'practice' })]
    const [latency, owner] = packOf(frameworks).asked
    expect(latency?.levels).toEqual(['automatic', 'recorded', 'by_hand', 'no'])
    expect(owner?.levels).toEqual(['automatic', 'recorded', 'by_hand', 'no'])
    expect(packOf([framework([b])]).asked[0]?.levels).toEqual(['yes', 'partly', 'no'])
  })
})

describe('what decides most', () => {
  it('adds severity and weight over all criteria of a topic, and more for a conclusion that waits', () => {
    const one = framework([a, b], { id: 'one' })
    const two = framework([criterion({ id: 'z', topic: 'owner', severity: 'major', weight: 3 })], { id: 'two' })
    const worths = (it: Pack) => Object.fromEntries(it.asked.map((q) => [q.topic, q.worth]))
    expect(worths(packOf([one, two]))).toEqual({ owner: 4 + 6, latency: 2 })
    const waiting = framework([a, b], {
      conclusions: [{ id: 'w', cases: [{ when: { said: 'latency', at_least: 'met' }, say: 'Go.' }, { say: 'Stop.' }] }],
    })
    expect(worths(packOf([waiting]))).toEqual({ owner: 4, latency: 2 + 4 })
    const settled = answeredBy([waiting], [{ topic: 'latency', level: 'yes' }])
    expect(settled.conclusions.find((it) => it.reading === 'claimed')?.possible).toEqual(['Go.'])
    expect(packOf([waiting], { assessment: settled }).answered[0]?.worth).toBe(2)
  })

  it('takes most worth a minute first, and says what it left out, in the order of the framework', () => {
    const pack = packOf([framework([a, b, c])], { minutes: 8 })
    expect(topics(pack.asked)).toEqual(['owner', 'latency'])
    expect(topics(pack.left_out)).toEqual(['rollback'])
  })

  it('never takes more time than there is, nor leaves room for what it left out', () => {
    const drawn = fc.record({
      severity: fc.constantFrom('minor' as const, 'major' as const, 'critical' as const),
      minutes: fc.integer({ min: 1, max: 20 }),
      weight: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 20 }), fc.integer({ min: 1, max: 90 }), (all, minutes) => {
        const pack = packOf([framework(all.map((it, at) => criterion({ id: `c${at}`, topic: `t${at}`, ...it })))], { minutes })
        const taken = minutesOf(pack.asked)
        expect(taken).toBeLessThanOrEqual(minutes)
        for (const it of pack.left_out) expect(taken + it.minutes).toBeGreaterThan(minutes)
        expect(pack.asked.length + pack.left_out.length).toBe(all.length)
      }),
    )
  })
})

describe('what is known', () => {
  const measured = criterion({ id: 'm', topic: 'tests.unit', met: { fact: 'repo.tests.files', at_least: 1 } })

  it('is settled by evidence, with its outcome and the evidence', () => {
    const frameworks = [framework([measured])]
    const evidence = found('repo.tests', { files: 3 })
    const pack = packOf(frameworks, { assessment: judged(frameworks, [evidence]) })
    expect(pack.asked).toEqual([])
    expect(pack.settled[0]?.state).toMatchObject({ is: 'settled', outcome: 'met', evidence: [evidence.id] })
  })

  it('is not settled by words, and not while one criterion of the topic is open', () => {
    const frameworks = [framework([measured, criterion({ id: 'h', topic: 'tests.unit' })])]
    expect(topics(packOf(frameworks, { assessment: judged(frameworks, [found('repo.tests', { files: 3 })]) }).asked)).toEqual([
      'tests.unit',
    ])
    const said = packOf([framework([measured])], {
      assessment: answeredBy([framework([measured])], [{ topic: 'tests.unit', level: 'no' }]),
    })
    expect(said.settled).toEqual([])
    expect(topics(said.answered)).toEqual(['tests.unit'])
  })

  it('keeps all voices, and prose without a level answers nothing', () => {
    const frameworks = [framework([a, b])]
    const statements: Statement[] = [
      { topic: 'owner', level: 'yes', by: 'CEO' },
      { topic: 'owner', level: 'no', by: 'CTO' },
      { topic: 'latency', note: 'ask Ana' },
    ]
    const pack = packOf(frameworks, { assessment: answeredBy(frameworks, statements) })
    expect(pack.answered[0]?.statements.map((it) => it.by)).toEqual(['CEO', 'CTO'])
    expect(topics(pack.asked)).toEqual(['latency'])
    expect(pack.asked[0]?.statements[0]?.note).toBe('ask Ana')
  })

  it('takes a question off the list when an answer makes it needless, but not off the score', () => {
    const needless = criterion({ id: 'n', topic: 'rollback', applies: { said: 'owner', at_least: 'met' } })
    const frameworks = [framework([a, needless])]
    const assessment = answeredBy(frameworks, [{ topic: 'owner', level: 'no', by: 'CEO' }])
    const pack = packOf(frameworks, { assessment })
    expect(pack.not_applicable[0]?.state).toMatchObject({ is: 'not_applicable', because: expect.stringContaining('CEO') })
    expect(assessment.verdicts.find((it) => it.criterion === 'n' && it.reading === 'measured')?.outcome).toBe('unknown')
    expect(topics(packOf(frameworks, { assessment: answeredBy(frameworks, []) }).asked)).toEqual(['owner', 'rollback'])
  })

  it('does not ask what the stage does not expect yet', () => {
    const later = criterion({ id: 'l', topic: 'rollback', expected: 'monitoring' })
    const frameworks = [framework([a, later])]
    const pack = packOf(frameworks, { assessment: answeredBy(frameworks, [], { stage: 'prototyping' }) })
    expect(pack.not_expected[0]?.state).toEqual({ is: 'not_expected', from: 'monitoring' })
    const ignoring = [framework([a, later], { stages: 'ignored' })]
    expect(topics(packOf(ignoring, { assessment: answeredBy(ignoring, [], { stage: 'prototyping' }) }).asked)).toEqual([
      'owner',
      'rollback',
    ])
  })
})
