/** Finds the lines of a JSON lines file that are no records, and copies the others for the engine. */
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CannotLook } from '../../../model/handles.ts'
import { unreadable } from './digest.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { leftOut } from './left-out.ts'

/** The copy lies in the run's own folder; `limits` gets a sentence that names the lines left out. */
export async function withoutBadLines(engine: Engine, file: FoundFile, limits: string[]): Promise<FoundFile> {
  const path = join(engine.spill, engine.fresh('lines'))
  const bad: number[] = []
  try {
    const kept = await copyGood(file.path, path, bad)
    if (kept === 0) throw new CannotLook('damaged', `No line of ${shown(file.name)} is a JSON record with fields.`)
  } catch (error) {
    throw error instanceof CannotLook ? error : unreadable(error, file.name)
  }
  if (bad.length > 0) limits.push(leftOut(bad, file.name))
  return { ...file, path }
}

async function copyGood(from: string, to: string, bad: number[]): Promise<number> {
  const out = createWriteStream(to)
  const finished = once(out, 'finish')
  let line = 0
  let kept = 0
  for await (const text of createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    if (isRecord(text)) {
      kept++
      if (!out.write(`${text}\n`)) await Promise.race([once(out, 'drain'), finished])
    } else bad.push(line)
  }
  out.end()
  await finished
  return kept
}

/** A record has at least one field, and no field twice; NaN and Infinity, which Python writes, are numbers here. */
function isRecord(text: string): boolean {
  const value = parsed(text) ?? parsed(text.replaceAll(/([[:,]\s*)-?(NaN|Infinity)(?=\s*[,\]}])/g, '$1null'))
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0 && !repeatsField(text, value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A flat record whose text has more `"name":` than it has fields says a field twice. */
function repeatsField(text: string, value: object): boolean {
  if (Object.values(value).some((it) => typeof it === 'object' && it !== null)) return false
  const fields = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)].filter((match) => match[1] === ':').length
  return fields > Object.keys(value).length
}
