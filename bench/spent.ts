/** What a whole command costs: seconds of clock and of CPU, MiB of its largest process, and what it printed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Command = { words: string[]; env?: NodeJS.ProcessEnv; cwd?: string }
/** Seconds of clock and of CPU (of all its processes), MiB of its largest process. */
export type Spent = { seconds: number; cpu: number; memory: number }

const hasTime = existsSync('/usr/bin/time')

/** Starts the words as a program, without a shell and without input, and waits for its end. */
export const runOf = ({ words, env, cwd }: Command): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done, failed) => {
    const [program = '', ...args] = words
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk) => {
      said.out += chunk
    })
    child.stderr.on('data', (chunk) => {
      said.err += chunk
    })
    child.once('error', failed)
    child.once('close', (code) => done({ code: code ?? 1, ...said }))
  })

/** CPU and memory are told by GNU time, which writes them into `place`; without it they are not a number. */
export const spentBy = async ({ words, ...how }: Command, place: string): Promise<{ spent: Spent; out: string; err: string }> => {
  const file = join(place, 'spent')
  const timed = hasTime ? ['/usr/bin/time', '-f', '%M %U %S', '-o', file, ...words] : words
  const start = performance.now()
  const { code, out, err } = await runOf({ ...how, words: timed })
  const seconds = (performance.now() - start) / 1000
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${(err || out).slice(0, 500)}`)
  const told = hasTime ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '').split(' ').map(Number) : []
  const [memory = Number.NaN, user = Number.NaN, system = Number.NaN] = told
  return { spent: { seconds, cpu: user + system, memory: memory / 1024 }, out, err }
}

export const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN

export const middleOf = (all: Spent[]): Spent => ({
  seconds: median(all.map((it) => it.seconds)),
  cpu: median(all.map((it) => it.cpu)),
  memory: median(all.map((it) => it.memory)),
})
