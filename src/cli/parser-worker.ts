/** The thread that parses: a text comes in, its tree goes out. */
import { parentPort } from 'node:worker_threads'
import { parse } from '../probes/parsing.ts'
import type { Parsed } from './parser-thread.ts'

let told = false

parentPort?.on('message', async ({ id, source }: { id: number; source: string }) => {
  try {
    const { nodes, grammar } = await parse(source)
    const answer: Parsed = told ? { id, nodes } : { id, nodes, grammar }
    told = true
    parentPort?.postMessage(answer, [nodes.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies Parsed)
  }
})
