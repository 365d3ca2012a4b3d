/** Lends the probes a thread to parse in, so that one processor parses while another measures. */
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { parse, parseIn, type Tree } from '../probes/parsing.ts'

/** `grammar` comes once, with the first answer. */
export type Parsed = { id: number; nodes: Uint32Array; grammar?: Tree['grammar'] } | { id: number; error: unknown }

/** The thread is started when the first text is to be parsed; it does not keep the program from ending. */
export const parseInThread = (): void => {
  if (availableParallelism() < 2) return
  let ask: typeof parse | undefined
  parseIn((source) => {
    ask ??= startThread()
    return ask(source)
  })
}

type Waiting = { source: string; resolve: (tree: Tree) => void; reject: (error: unknown) => void }

const startThread = (): typeof parse => {
  const worker = new Worker(new URL(`./parser-worker${extname(import.meta.url)}`, import.meta.url))
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let grammar: Tree['grammar'] = { types: [], fields: [] }
  worker.unref()
  worker.on('message', (answer: Parsed) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    // While nobody waits, the thread alone is no reason to go on.
    if (waiting.size === 0) worker.unref()
    if ('error' in answer) return one?.reject(answer.error)
    grammar = answer.grammar ?? grammar
    one?.resolve({ source: one.source, nodes: answer.nodes, grammar })
  })
  // A thread that broke is replaced by our own; nothing asked of it is lost.
  worker.on('error', () => {
    parseIn(parse)
    for (const { source, resolve, reject } of waiting.values()) parse(source).then(resolve, reject)
    waiting.clear()
  })
  return (source) =>
    new Promise((resolve, reject) => {
      waiting.set(asked, { source, resolve, reject })
      worker.ref()
      worker.postMessage({ id: asked++, source })
    })
}
