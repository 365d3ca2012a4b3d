/** A conversation over real streams into a real file: what is typed, what is kept, and what a second run begins with. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { criterion, found, framework, judged, statement } from '../../../test/judging/small-subject.ts'
import { makePack } from '../../ask/index.ts'
import type { Evidence, Framework, Statement } from '../../model/index.ts'
import { readAnswersFile } from '../answers-file.ts'
import { holdDocument } from '../ask-documents.ts'
import { openAnswers } from './kept-answers.ts'
import { openScreen } from './screen.ts'
import { type Ended, runSession } from './session.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-ask-'))
  file = join(folder, 'answers.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

const three = [
  framework([
    criterion({ id: 'a', topic: 'owner', question: 'Who owns it?', strong: 'One name.', weak: 'All of us.' }),
    criterion({ id: 'b', topic: 'latency', question: 'How long does it take?' }),
    criterion({ id: 'c', topic: 'rollback', question: 'Can you go back?', applies: { said: 'owner', at_least: 'met' } }),
  ]),
]

type Run = { ended: Ended; shown: string; statements: Statement[] }

const run = async (
  lines: string[],
  frameworks: Framework[] = three,
  evidence: Evidence[] = [],
  during?: (asked: number) => Promise<void>,
): Promise<Run> => {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  input.end(lines.map((it) => `${it}\n`).join(''))
  const screen = openScreen({ input, output, width: 80, colour: false, terminal: false })
  const answers = await openAnswers(file, () => screen.quiet('changed meanwhile'))
  let asked = 0
  const known = async () => {
    await during?.(asked++)
    const statements = [...answers.statements()]
    const said = statements.map((it) => statement({ ...it, ...(it.claim === undefined ? {} : { claim: 'x' }) } as never))
    const assessment = judged(frameworks, [...evidence, ...said], { statements })
    return { assessment, pack: makePack({ frameworks, named: undefined, asker: undefined, assessment, minutes: undefined }) }
  }
  const answering = {
    screen,
    by: 'CTO',
    on: '2026-07-01',
    keep: answers.keep,
    add: answers.add,
    holdDocument: (it: Statement) => holdDocument(it, dirname(file)),
  }
  const ended = await runSession({ answering, known })
  screen.close()
  return { ended, shown, statements: await readAnswersFile(file) }
}

const mine = { by: 'CTO', on: '2026-07-01' }

describe('a session', () => {
  it('keeps level, words and document, and goes on', async () => {
    await writeFile(join(folder, 'plan.md'), 'We do.')
    const { statements, ended } = await run(['y', 'Ana owns it', 'plan.md', 'x, nobody timed it', '', 's'])
    expect(statements).toEqual([
      { topic: 'owner', level: 'yes', says: 'Ana owns it', document: 'plan.md', ...mine },
      { topic: 'latency', level: 'no', says: 'nobody timed it', ...mine },
    ])
    expect(ended).toEqual({ stopped: false, answered: 2, left: 1 })
  })

  it('shows strong and weak only when asked for them', async () => {
    expect((await run(['s', 'q'])).shown).not.toContain('One name.')
    const { shown } = await run(['?', 'q'])
    expect(shown).toContain('Strong answer: One name.')
    expect(shown).toContain('Weak answer: All of us.')
  })

  it('skips, goes back, and an answer given again takes the place of the one before', async () => {
    const { statements, shown } = await run(['s', 'y', '', '', 'b', 'x', 'slow', '', 'b', 'b', 'partly', '', '', 'q'])
    expect(statements).toEqual([
      { topic: 'latency', level: 'no', says: 'slow', ...mine },
      { topic: 'owner', level: 'partly', ...mine },
    ])
    expect(shown).toContain('3 of 3')
  })

  it('stops, and a second run goes on with what is open', async () => {
    const first = await run(['y', '', '', 'q'])
    expect(first.ended).toEqual({ stopped: true, answered: 1, left: 2 })
    const second = await run(['p', '', '', 'q'])
    expect(second.shown).toContain('1 of 2')
    expect(second.shown).not.toContain('Who owns it?')
    expect(second.statements.map((it) => it.topic)).toEqual(['owner', 'latency'])
  })

  it('loses nothing when the input ends in the middle of an answer', async () => {
    const { statements, ended } = await run(['y'])
    expect(statements).toEqual([{ topic: 'owner', level: 'yes', ...mine }])
    expect(ended.stopped).toBe(true)
  })

  it('takes off the list what an answer makes needless, and says so', async () => {
    const { shown, ended } = await run(['x', '', '', 'y', '', ''])
    expect(shown).toContain('No longer asked: C (')
    expect(shown).not.toContain('Can you go back?')
    expect(ended).toEqual({ stopped: false, answered: 2, left: 0 })
  })

  it('asks which level words stand for', async () => {
    const { statements } = await run(['a colleague does it', 'p', '', 'q'])
    expect(statements).toEqual([{ topic: 'owner', level: 'partly', says: 'a colleague does it', ...mine }])
  })

  it('keeps a note beside whatever is answered', async () => {
    const { statements } = await run(['n', 'ask the CFO', 'y', '', '', 'q'])
    expect(statements).toEqual([
      { topic: 'owner', note: 'ask the CFO', ...mine },
      { topic: 'owner', level: 'yes', ...mine },
    ])
  })

  it('keeps a number as a claim only when it is confirmed', async () => {
    const claim = { fact: 'serving.latency.p95_ms', at_most: 50 }
    const yes = await run(['s', 'y, about 50 ms at the 95th percentile', '', 'y', 'q'])
    expect(yes.shown).toContain('95 of 100 predictions take at most 50 ms')
    expect(yes.statements[0]?.claim).toEqual(claim)
    await rm(file)
    const no = await run(['s', 'y, about 50 ms at the 95th percentile', '', '', 'q'])
    expect(no.statements[0]?.claim).toBeUndefined()
    await rm(file)
    const more = await run(['s', 'y, about 50 ms', '', '50 ms at p95', 'y', 'q'])
    expect(more.statements[0]).toMatchObject({ says: 'about 50 ms; 50 ms at p95', claim })
  })

  it('keeps the name of a document that cannot be read as a note', async () => {
    const { statements, shown } = await run(['y', '', '../secret.md', 'q'])
    expect(statements[0]?.document).toBeUndefined()
    expect(statements[0]?.note).toContain('../secret.md')
    expect(shown).toContain('its name is kept as a note')
  })

  it('loses nothing that somebody else writes meanwhile', async () => {
    const theirs = 'answers: 1\n# theirs\nstatements:\n  - { topic: owner, level: no, by: CFO }\n'
    const { statements } = await run(['y', '', '', 'y', '', '', 'q'], three, [], async (asked) => {
      if (asked === 1) await writeFile(file, theirs)
    })
    expect(await readFile(file, 'utf8')).toContain('# theirs')
    expect(statements).toContainEqual({ topic: 'owner', level: 'no', by: 'CFO' })
    expect(statements).toContainEqual({ topic: 'owner', level: 'yes', ...mine })
    expect(statements).toContainEqual({ topic: 'latency', level: 'yes', ...mine })
  })

  it('lets what evidence settles be contested', async () => {
    const settled = [
      framework([
        criterion({ id: 'm', topic: 'tests.unit', question: 'Are there tests?', met: { fact: 'repo.tests.files', at_least: 1 } }),
      ]),
    ]
    const evidence = found('repo.tests', { files: 0 })
    const { shown, statements } = await run(['y', 'c', 'They live elsewhere', 'y', 'q'], settled, [evidence])
    expect(shown).toContain('1 question is settled by evidence')
    expect(shown).toContain(evidence.id)
    expect(statements).toEqual([{ topic: 'tests.unit', level: 'yes', says: 'They live elsewhere', ...mine, contests: evidence.id }])
  })

  it('lets it be contested before the open questions are through, and goes on with them', async () => {
    const met = criterion({ id: 'm', topic: 'tests.unit', question: 'Are there tests?', met: { fact: 'repo.tests.files', at_least: 1 } })
    const both = [framework([criterion({ id: 'a', topic: 'owner', question: 'Who owns it?' }), met])]
    const evidence = found('repo.tests', { files: 0 })
    const { shown, statements } = await run(['c', 'c', 'They live elsewhere', '', 'y', '', '', ''], both, [evidence])
    expect(shown.match(/Who owns it\?/g)).toHaveLength(2)
    expect(statements).toEqual([
      { topic: 'tests.unit', says: 'They live elsewhere', ...mine, contests: evidence.id },
      { topic: 'owner', level: 'yes', ...mine },
    ])
  })

  it('keeps and shows hostile words as text', async () => {
    const words = '=cmd()|<script>\u202e\u001b[31m'
    const { shown, statements } = await run([`y, ${words}`, '', 'b', 'q'])
    expect(statements[0]?.says).toBe(words)
    expect(shown).not.toContain('\u001b[31m')
    expect(shown).not.toContain('\u202e')
  })
})
