/** Tells on stderr how far the measuring is: a bar on a terminal, a plain line every few seconds elsewhere. */
import type { Progress } from '../collect/index.ts'

export const progressOn = (stream: NodeJS.WriteStream, quiet: boolean): { step: Progress; end: () => void } => {
  if (quiet) return { step: () => {}, end: () => {} }
  if (!stream.isTTY) {
    let last = performance.now()
    return {
      step: ({ done, of, what }) => {
        if (performance.now() - last < 3000) return
        last = performance.now()
        stream.write(`measuring ${done + 1} of ${of}: ${what}\n`)
      },
      end: () => {},
    }
  }
  const started = performance.now()
  return {
    step: ({ done, of, what }) => {
      const full = Math.round((20 * done) / Math.max(1, of))
      const seconds = Math.round((performance.now() - started) / 1000)
      stream.write(
        `\r\x1b[K${'█'.repeat(full)}${'░'.repeat(20 - full)} ${done} of ${of}  ${what}  ${seconds} s`.slice(0, (stream.columns ?? 80) + 3),
      )
    },
    end: () => stream.write('\r\x1b[K'),
  }
}
