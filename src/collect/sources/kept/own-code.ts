/** Tells the code that evidence came from: whoever changes a probe, or what it stands on, never sees evidence of the old one. */
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `src` in a checkout, `dist` in a package. */
const program = fileURLToPath(new URL('../../..', import.meta.url))
const measuring = ['model', 'stats', 'probes', 'collect']
const all = ['.', '../frameworks', '../editions']

const stateOf = (file: string): string => {
  const it = statSync(file, { throwIfNoEntry: false })
  return it === undefined ? 'none' : `${it.size} ${it.mtimeMs}`
}

const filesIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((it) => /\.([jt]s|ya?ml)$/.test(it) && !it.endsWith('.test.ts')).sort()

/** A digest over path, size and time of the files that measure, or of all, and over the version of Assay, of Node and of what npm installed. */
export const ownCode = (assayVersion: string, what: 'measuring' | 'everything' = 'measuring', folder = program): string => {
  const hash = createHash('sha256')
  hash.update(`${assayVersion}\n${process.version}\n${stateOf(join(folder, '..', 'node_modules', '.package-lock.json'))}\n`)
  for (const room of what === 'measuring' ? measuring : all)
    for (const file of filesIn(join(folder, room))) hash.update(`${room}/${file} ${stateOf(join(folder, room, file))}\n`)
  return hash.digest('hex')
}
