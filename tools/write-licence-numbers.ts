/**
 * Writes the numbers by which the texts of licences are known: `node tools/run.mjs node tools/write-licence-numbers.ts <folder>`. The folder holds
 * one file a licence, named for its SPDX identifier: `MIT.txt`, or `MIT.json` with `licenseText` as the npm package spdx-license-list has them.
 * Neither the texts nor that package are part of this repository. Last written from its version 6.12.0.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { common } from '../src/probes/repo/licences/kinds.ts'
import { digits, numbersOf } from '../src/probes/repo/licences/shingles.ts'

const target = join(fileURLToPath(new URL('..', import.meta.url)), 'src', 'probes', 'repo', 'licences', 'known-numbers.ts')
const most = 192

/** Without what many leave out: how to apply the terms, and another licence printed behind. */
const core = (id: string, text: string): string => {
  const end = /\n\s*END OF TERMS AND CONDITIONS/.exec(text)
  const first = end === null ? text : text.slice(0, end.index)
  const again = id === 'LGPL-3.0-only' ? first.search(/\n\s*GNU GENERAL PUBLIC LICENSE\s*\n/) : -1
  return again > 0 ? first.slice(0, again) : first
}

async function textsIn(folder: string): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), 'utf8')
    if (file.endsWith('.txt')) out.set(file.slice(0, -4), text)
    else if (file.endsWith('.json')) out.set(file.slice(0, -5), (JSON.parse(text) as { licenseText: string }).licenseText)
  }
  return out
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder that holds the texts of the licences.')
const texts = await textsIn(folder)
const lines = common.map((id) => {
  const text = texts.get(id)
  if (text === undefined) throw new Error(`${folder} holds no text of ${id}.`)
  const { below, hashes } = numbersOf(core(id, text), most)
  return `${id} ${below} ${hashes.map((hash) => hash.toString(36).padStart(digits, '0')).join('')}`
})
await writeFile(
  target,
  `/** Numbers of the common licences' texts, written by tools/write-licence-numbers.ts: a licence a line, its name, the bound of its draw, its hashes. */
export const knownNumbers = \`
${lines.join('\n')}
\`
`,
)
process.stdout.write(`${lines.length} licences written to known-numbers.ts\n`)
