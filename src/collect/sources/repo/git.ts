/** Runs the git command line with nothing of the machine's or the subject's settings able to start a program. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { devNull } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { CannotLook } from '../../../model/handles.ts'

/** Where git looks; `extra` are further environment variables. */
export type GitPlace = { gitDir: string; extra?: { [name: string]: string }; signal?: AbortSignal | undefined }

// Command-line settings win over the repository's own file. With no protocol allowed, a partial clone cannot fetch, and so starts no helper.
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.quotePath=false',
  'core.sshCommand=false',
  'core.pager=cat',
  'protocol.allow=never',
  'protocol.file.allow=never',
  'credential.helper=',
  'safe.directory=*',
  'gc.auto=0',
  'maintenance.auto=false',
  'log.showSignature=false',
  'diff.renames=false',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting])

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

// Built from nothing, so that GIT_DIR and its like of a surrounding hook do not reach in. The attribute source is the empty
// tree, so that a `.gitattributes` of the subject can neither hide a file from a diff nor name a driver.
const environment = ({ gitDir, extra }: GitPlace) => ({
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C',
  HOME: gitDir,
  GIT_DIR: gitDir,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ATTR_SOURCE: emptyTree,
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ALLOW_PROTOCOL: 'none',
  ...extra,
})

/** Starts git with its three streams as pipes; it is killed when the signal fires. */
export const startGit = (place: GitPlace, args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable> => {
  const child = spawn('git', ['--no-pager', ...settings, ...args], {
    env: environment(place),
    cwd: place.gitDir,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(place.signal ? { signal: place.signal, killSignal: 'SIGKILL' as const } : {}),
  })
  // A child that died closes its input; the exit code tells it better than EPIPE would.
  child.stdin.on('error', () => undefined)
  return child
}

const failure = (cause: unknown): CannotLook => {
  const { code, name } = cause as { code?: string; name?: string }
  if (code === 'ENOENT')
    return new CannotLook('not_supported', 'git was not found on this machine: install git 2.32 or later and run again')
  if (name === 'AbortError') return new CannotLook('cancelled', 'stopped while git was reading')
  return new CannotLook('not_readable', `git could not be started: ${String(cause)}`)
}

/** Resolves with the exit code, rejects with CannotLook when git could not be started or was stopped. */
export const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(failure(cause)))
    child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
  })

export type GitOutput = { code: number; out: Buffer; err: string }

/** Runs git to its end and gives all it wrote; a non-zero code is the caller's to judge. */
export const runGit = async (place: GitPlace, args: readonly string[], input?: string): Promise<GitOutput> => {
  const child = startGit(place, args)
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdin.end(input ?? '')
  const code = await exitOf(child)
  return { code, out: Buffer.concat(out), err: firstLine(Buffer.concat(err).toString()) }
}

/** The first line of what git said, without the path of this machine's folders. */
export const firstLine = (text: string): string =>
  (text.trim().split('\n')[0] ?? '').replace(/^(fatal|error): /, '').replace(/'\/[^']*'|(?<![\w.])\/[^\s:']+/g, 'a file')

/** Streams git's output to `take`; `take` returns false to stop early. Resolves with what git said when it failed. */
export const streamGit = async (
  place: GitPlace,
  args: readonly string[],
  take: (chunk: Buffer) => boolean,
): Promise<string | undefined> => {
  const child = startGit(place, args)
  child.stdin.end()
  let err = ''
  let stopped = false
  child.stderr.on('data', (chunk: Buffer) => {
    if (err.length < 10_000) err += chunk.toString()
  })
  const ended = exitOf(child)
  // Awaited below; until then a rejection must not count as unhandled.
  ended.catch(() => undefined)
  try {
    for await (const chunk of child.stdout) {
      if (take(chunk as Buffer)) continue
      stopped = true
      break
    }
  } catch {
    // The child was killed in the middle of a chunk: `ended` says why.
  } finally {
    if (stopped || child.exitCode === null) child.stdout.destroy()
    if (stopped) child.kill('SIGKILL')
  }
  const code = await ended
  return stopped || code === 0 ? undefined : firstLine(err) || `git ended with code ${code}`
}
