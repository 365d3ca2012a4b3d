/** `assay ask` as a reader runs it: without a subject, on paper, at a terminal, and killed in the middle. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assay, main, until } from './bad-input/command.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'assay-ask-'))
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

const ask = (...args: string[]) => assay(['ask', ...args], { cwd })
const jsonOf = async (...args: string[]) => JSON.parse((await ask(...args, '--json')).out)
const minutes = (questions: { minutes: number }[]): number => questions.reduce((sum, it) => sum + it.minutes, 0)

describe('assay ask', () => {
  it.each(['investor', 'leader', 'engineering', 'candidate', 'interviewer'])('needs no subject: --as %s', async (asker) => {
    const { code, out, err } = await ask('--as', asker)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Questions of /)
    expect(out).toMatch(/\[ \] no/)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('fits into the time, and names what it left out', async () => {
    const pack = await jsonOf('--as', 'investor', '--time', '45m')
    expect(minutes(pack.asked)).toBeLessThanOrEqual(45)
    expect(minutes(pack.asked)).toBeGreaterThan(35)
    const { out } = await ask('--as', 'investor', '--time', '45m')
    expect(out).toContain(`${pack.left_out.length} questions for which 45 minutes are too short`)
  })

  it('asks each topic once', async () => {
    const { asked } = await jsonOf()
    const topics = asked.map((it: { topic: string }) => it.topic)
    expect(new Set(topics).size).toBe(topics.length)
    expect(topics.length).toBeGreaterThan(100)
  })

  it('names the nearest reader, framework and file ending', async () => {
    expect((await ask('--as', 'investr')).err).toContain('did you mean `investor`?')
    expect((await ask('--framework', 'ml-test-scor')).err).toContain('did you mean `ml-test-score`?')
    const { code, err } = await ask('--out', 'questions.pdf')
    expect([code, err]).toEqual([2, expect.stringContaining('.md, .html or .xlsx')])
  })

  it.each(['questions.html', 'questions.md', 'questions.xlsx'])('writes %s', async (name) => {
    const { code, out } = await ask('--framework', 'ml-test-score', '--out', name)
    expect([code, out]).toEqual([0, expect.stringContaining('28 questions')])
    const bytes = await readFile(join(cwd, name))
    if (name.endsWith('.xlsx')) expect(bytes.subarray(0, 2).toString()).toBe('PK')
    else expect(bytes.toString().length).toBeGreaterThan(10_000)
  })

  it('counts the answers beside an assay.yaml, and those it lists', async () => {
    await writeFile(join(cwd, 'assay.yaml'), 'assay: 1\nsubject: { name: Small }\nanswers: [more.yaml]\n')
    await writeFile(join(cwd, 'more.yaml'), 'statements:\n  - { topic: rollback, level: by_hand, by: CTO }\n')
    await writeFile(join(cwd, 'answers.yaml'), 'statements:\n  - { topic: rollout.canary, level: no, by: CTO }\n')
    const pack = await jsonOf('.', '--framework', 'ml-test-score')
    expect(pack.subject).toBe('Small')
    expect(pack.answered.map((it: { topic: string }) => it.topic).sort()).toEqual(['rollback', 'rollout.canary'])
  })

  it('says by file and line what does not fit in answers.yaml', async () => {
    await writeFile(join(cwd, 'answers.yaml'), 'statements:\n  - { topic: rollbak, level: no }\n')
    const { code, err } = await ask('--framework', 'ml-test-score')
    expect([code, err]).toEqual([2, expect.stringMatching(/answers\.yaml:2:\d+.*did you mean `rollback`/)])
  })
})

const script = spawnSync('script', ['--version']).status === 0

/** A terminal of its own: `script` gives the command one. */
const atTerminal = (args: string[]) => {
  const command = [process.execPath, main, 'ask', ...args].map((it) => `'${it}'`).join(' ')
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, detached: true, env: { ...process.env, FORCE_COLOR: undefined } })
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const ended = new Promise<number | null>((done) => child.once('close', done))
  return {
    shown: () => shown,
    /** Types a line once the screen shows what it answers. */
    async type(line: string, once: string) {
      const from = shown.length
      if (!(await until(() => shown.includes(once)))) throw new Error(`the screen never showed ${once}: ${shown.slice(-400)}`)
      child.stdin.write(line)
      await until(() => shown.length > from)
    },
    ended,
    kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL'),
  }
}

const file = () => join(cwd, 'answers.yaml')
const saved = () => (existsSync(file()) ? readFile(file(), 'utf8') : Promise.resolve(''))

const levels = async (): Promise<string[]> => [...(await saved()).matchAll(/level: (\w+)/g)].map((it) => it[1] ?? '')

describe.runIf(script)('assay ask at a terminal', () => {
  const args = ['--framework', 'ml-test-score', '--by', 'CTO']

  it('puts one question at a time, stops, and goes on with what is open', async () => {
    const first = atTerminal(args)
    await first.type('?\r', '1 of 28')
    await first.type('s\r', 'stop')
    await first.type('b\r', '2 of 28')
    await first.type('x\r', '2 of 28')
    await first.type('\r', 'In their words')
    await first.type('\r', 'A document that shows it')
    await first.type('q\r', 'In their words')
    expect(await first.ended).toBe(0)
    expect(first.shown()).toContain('1 answered, 27 left')
    expect(await saved()).toContain('level: no')
    const second = atTerminal(args)
    await second.type('q\r', '1 of 27')
    expect(await second.ended).toBe(0)
    expect(second.shown()).toContain('1 is answered already')
  })

  it('loses no answer to Ctrl-C or to a kill', async () => {
    const interrupted = atTerminal(args)
    await interrupted.type('x\r', '1 of 28')
    await interrupted.type('\x03', 'In their words')
    expect(await interrupted.ended).toBe(130)
    expect(await levels()).toEqual(['no'])
    const killed = atTerminal(args)
    await killed.type('x\r', '1 of 27')
    await until(() => killed.shown().includes('In their words'))
    killed.kill()
    await killed.ended
    expect(await levels()).toEqual(['no', 'no'])
    const third = atTerminal(args)
    await third.type('q\r', '1 of 26')
    expect(await third.ended).toBe(0)
  })

  it('offers the numbers of an imported list as claims, and does not add a confirmed answer again', async () => {
    const list = (name: string) => join(import.meta.dirname, 'request-list', name)
    const from = ['--import', list('filled/openpyxl.xlsx'), '--framework', list('framework')]
    const first = atTerminal(from)
    await first.type('y\r', 'Keep as a claim')
    expect(await first.ended).toBe(0)
    expect(first.shown()).toContain('4 answers added')
    expect(await saved()).toContain('fact: serving.latency.p95_ms')
    expect((await ask(...from)).out).toContain('0 answers added')
  })
})
