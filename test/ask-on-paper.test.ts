/** A pack drawn in each format: everything that was asked is there, and nothing in it is more than text. */
import { describe, expect, it } from 'vitest'
import { makePack } from '../src/ask/index.ts'
import type { Statement } from '../src/model/index.ts'
import { drawPack } from '../src/report/index.ts'
import { criterion, framework, judged, statement } from './judging/small-subject.ts'

const frameworks = [
  framework([
    criterion({
      id: 'a',
      title: 'One person owns it',
      topic: 'owner',
      question: 'Who owns it?',
      strong: 'One name.',
      weak: 'All of us.',
      red_flag: 'Nobody.',
      shown_by: ['the page that says so'],
      who: ['ml_lead'],
      severity: 'critical',
    }),
    criterion({ id: 'b', title: 'It is fast', topic: 'latency', question: 'How long?', minutes: 90, severity: 'minor' }),
    criterion({ id: 'c', title: 'One can go back', topic: 'rollback', question: 'Can you go back?' }),
  ]),
]

/** Format and text, as the frameworks' own questions with these answers. */
const asked = async (statements: Statement[], minutes?: number): Promise<[string, string][]> => {
  const evidence = statements.map((it) => statement({ ...it } as never))
  const assessment = judged(frameworks, evidence, { statements })
  const drawn = drawPack(makePack({ frameworks, named: ['f'], asker: 'investor', assessment, minutes }))
  return [
    ['html', await drawn.html()],
    ['markdown', drawn.markdown()],
    ['terminal', drawn.terminal({ width: 80, colour: false, folder: '' })],
  ]
}

describe('a pack on paper', () => {
  it('has the question, why, strong, weak, red flag, what to be shown, and boxes, in every format', async () => {
    for (const [format, text] of await asked([]))
      for (const part of ['Who owns it?', 'Because.', 'One name.', 'All of us.', 'Nobody.', 'the page that says so', 'ML lead', 'partly'])
        expect(`${format}: ${text}`).toContain(part)
  })

  it('numbers the questions, in Markdown too', async () => {
    const [, [, markdown] = ['', '']] = await asked([])
    expect(markdown).toContain('**1. Who owns it?**')
  })

  it('says how long it takes, and by section what was left out', async () => {
    for (const [format, text] of await asked([], 10)) {
      expect(`${format}: ${text}`).toContain('2 questions, 6 minutes of the 10 minutes there are')
      expect(text).toContain('It is fast')
      expect(text).toContain('1 h 30 min')
      expect(text).not.toContain('How long?')
    }
  })

  it('shows every voice, and that they differ', async () => {
    const voices: Statement[] = [
      { topic: 'owner', level: 'yes', says: 'Ana does', by: 'CEO', on: '2026-07-01' },
      { topic: 'owner', level: 'no', says: 'Nobody does', by: 'CTO' },
    ]
    for (const [format, text] of await asked(voices))
      for (const part of ['Ana does', 'Nobody does', 'CEO', 'CTO', 'they differ']) expect(`${format}: ${text}`).toContain(part)
  })

  it('ticks boxes of paper only: no box without a level, no script, no link outside', async () => {
    const [[, html] = ['', '']] = await asked([])
    expect(html.match(/<ul class="boxes">/g)).toHaveLength(3)
    expect(html).toContain('break-inside:avoid')
    expect(html).not.toMatch(/https?:\/\//)
  })

  it('lets hostile words through as text, in every format', async () => {
    const says = '</p><script>alert(1)</script> [x](javascript:1) =cmd() \u202eabc\u001b[31m'
    for (const [format, text] of await asked([{ topic: 'owner', note: says, by: '<b>CTO</b>' }])) {
      if (format !== 'terminal') expect(text).not.toContain('<script>alert')
      expect(text).not.toContain('\u001b')
      expect(text).not.toContain('\u202e')
      if (format === 'markdown') expect(text).not.toContain('[x](javascript')
    }
  })

  it('takes a megabyte of words in any of its lists', async () => {
    const says = `${'=1+1 <b> \u202e '.repeat(90_000)}end`
    for (const [, text] of await asked([{ topic: 'owner', level: 'yes', says, by: 'CTO' }])) {
      expect(text).toContain('end')
      expect(text).not.toContain('\u202e')
    }
  })

  it('is at most 80 columns wide', async () => {
    const [, , [, terminal] = ['', '']] = await asked([{ topic: 'owner', note: 'x'.repeat(300), by: 'CTO' }], 10)
    for (const line of terminal.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})
