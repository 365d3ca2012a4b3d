/** Ctrl-C and its like: the first stops the run cleanly, one that comes later ends the process at once. */

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** A key pressed on a terminal reaches every process of the group, and is passed on by the one that started us: it arrives twice. */
const sameKey = 1000

/** `signal` fires at the first; `exitCode()` is the one to end with then. */
export const stopOnSignals = (): { signal: AbortSignal; exitCode: () => number } => {
  const stop = new AbortController()
  let first = 0
  let code = 0
  for (const [name, itsCode] of Object.entries(codes))
    process.on(name, () => {
      if (code !== 0 && performance.now() - first > sameKey) process.exit(itsCode)
      if (code !== 0) return
      first = performance.now()
      code = itsCode
      stop.abort('cancelled')
    })
  return { signal: stop.signal, exitCode: () => code }
}
