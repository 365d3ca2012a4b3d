/** A conversation on a terminal: lines out at a readable width, one line in at a time. */
import { createInterface } from 'node:readline'
import { printable } from '../../model/index.ts'

export type Screen = {
  /** One paragraph, wrapped; what other people wrote in it moves no cursor. */
  say(text: string, indent?: number): void
  /** As `say`, and stands out. */
  loud(text: string): void
  quiet(text: string): void
  /** The next line that is typed; undefined at the end of the input, or when it was interrupted. */
  ask(prompt: string): Promise<string | undefined>
  readonly interrupted: boolean
  close(): void
}

type Ends = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream; width: number; colour: boolean; terminal: boolean }

/** Words longer than a line are broken, not lost. */
export const wrapped = (text: string, width: number, indent = 0): string[] => {
  const room = Math.max(10, width - indent)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((it) => printable(it).match(new RegExp(`.{1,${room}}`, 'gu')) ?? [])) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((it) => `${' '.repeat(indent)}${it}`.trimEnd())
}

export const openScreen = ({ input, output, width, colour, terminal }: Ends): Screen => {
  const reader = createInterface({ input, output, terminal })
  const typed: string[] = []
  let waiting: ((line: string | undefined) => void) | undefined
  let ended = false
  let interrupted = false
  /** Each line is handed on once: what is typed before the next question waits for it. */
  const handOn = (line: string | undefined) => {
    const done = waiting
    waiting = undefined
    if (done !== undefined) done(line)
    else if (line !== undefined) typed.push(line)
  }
  reader.on('line', handOn)
  reader.on('SIGINT', () => {
    interrupted = true
    reader.close()
  })
  reader.on('close', () => {
    ended = true
    handOn(undefined)
  })
  const paint = (code: string, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)
  const print = (text: string, indent: number, code?: string) => {
    for (const line of wrapped(text, width, indent)) output.write(`${code === undefined ? line : paint(code, line)}\n`)
  }
  return {
    say: (text, indent = 0) => print(text, indent),
    loud: (text) => print(text, 0, '1'),
    quiet: (text) => print(text, 0, '2'),
    async ask(prompt) {
      const line = typed.shift()
      if (ended && line === undefined) return undefined
      // So that what was typed ahead can be read beside what it answers.
      if (line !== undefined) {
        output.write(`${prompt}${printable(line)}\n`)
        return line
      }
      reader.setPrompt(prompt)
      reader.prompt()
      return new Promise<string | undefined>((done) => {
        waiting = done
      })
    },
    get interrupted() {
      return interrupted
    },
    close: () => reader.close(),
  }
}
