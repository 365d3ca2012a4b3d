/** Starts the command line as a reader would: a process of its own, its exit code and all it printed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

export const main = resolve('src/cli/main.ts')

export type Ran = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string }
type Options = { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number }

/** The process, and what becomes of it. */
export const started = (args: string[], options: Options = {}): { child: ChildProcess; ended: Promise<Ran> } => {
  const { env, ...rest } = options
  const child = spawn(process.execPath, [main, ...args], {
    ...rest,
    env: { ...process.env, FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ran: Ran = { code: null, signal: null, out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    ran.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    ran.err += chunk.toString()
  })
  const ended = new Promise<Ran>((done, failed) => {
    child.once('error', failed)
    child.once('close', (code, signal) => done({ ...ran, code, signal }))
  })
  return { child, ended }
}

export const assay = (args: string[], options: Options = {}): Promise<Ran> => started(args, options).ended

/** Waits until something is so, looking every few milliseconds; false when it never is. */
export const until = async (so: () => boolean, ms = 30_000): Promise<boolean> => {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    if (so()) return true
    await new Promise((done) => setTimeout(done, 5))
  }
  return so()
}

export const asOf = ['--as-of', '2026-07-01']
export const file = (folder: string): string => join(folder, 'assessment.json')
