/** Reads file contents through one long-lived `git cat-file --batch`, one after the other. */
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { CannotLook } from '../../../model/handles.ts'
import { exitOf, firstLine, type GitPlace, startGit } from './git.ts'

type Wanted = { object: string; done: (bytes: Buffer | undefined) => void; failed: (cause: unknown) => void }

/** Lives as long as its child process; `close` ends it. */
export class Blobs {
  #place: GitPlace
  #child: ChildProcessByStdio<Writable, Readable, Readable> | undefined
  #waiting: Wanted[] = []
  #chunks: Buffer[] = []
  #held = 0
  #err = ''

  constructor(place: GitPlace) {
    this.#place = place
  }

  /** The object's bytes; undefined when the repository does not hold it. The caller has seen its size. */
  read(object: string): Promise<Buffer | undefined> {
    return new Promise((done, failed) => {
      this.#child ??= this.#start()
      this.#waiting.push({ object, done, failed })
      this.#child.stdin.write(`${object}\n`)
    })
  }

  async close(): Promise<void> {
    const child = this.#child
    if (!child) return
    const ended = exitOf(child).catch(() => 0)
    child.stdin.end()
    child.kill('SIGKILL')
    await ended
  }

  #start() {
    const child = startGit(this.#place, ['cat-file', '--batch'])
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#held += chunk.length
      this.#answer()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      this.#err += chunk.toString()
    })
    exitOf(child).then(
      () => this.#end(new CannotLook('damaged', `git cannot read an object: ${firstLine(this.#err) || 'it ended early'}`)),
      (cause) => this.#end(cause),
    )
    return child
  }

  // A new child is started at the next read, so one damaged object does not take the others with it.
  #end(cause: unknown) {
    const waiting = this.#waiting
    this.#waiting = []
    this.#chunks = []
    this.#held = 0
    this.#err = ''
    this.#child = undefined
    const [first, ...others] = waiting
    first?.failed(cause)
    for (const other of others) this.read(other.object).then(other.done, other.failed)
  }

  #needed = 0
  #answer() {
    while (this.#held > 0 && this.#held >= this.#needed) {
      const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks)
      this.#chunks = [all]
      const eol = all.indexOf(10)
      if (eol < 0) return
      const header = all.toString('latin1', 0, eol).split(' ')
      const missing = header.at(-1) === 'missing'
      const end = missing ? eol + 1 : eol + 1 + Number(header[2]) + 1
      this.#needed = end
      if (this.#held < end) return
      this.#needed = 0
      this.#chunks = end < all.length ? [all.subarray(end)] : []
      this.#held -= end
      this.#waiting.shift()?.done(missing ? undefined : all.subarray(eol + 1, end - 1))
    }
  }
}
