/** Reads all files of one path, each as what it is, into one table or view. */
import { CannotLook } from '../../../model/handles.ts'
import { asText, unpacked } from './as-text.ts'
import { readCsv } from './csv.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { readJson } from './json.ts'
import { readParquet } from './parquet.ts'
import type { Part } from './part.ts'
import { withinFence } from './paths.ts'
import { formOf, head } from './sniff.ts'

type Kind = 'parquet' | 'csv' | 'json lines' | 'json array'

export async function readFiles(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  const said: string[] = []
  const kinds = new Map<Kind, FoundFile[]>()
  for (const file of files) {
    const { kind, ready } = await prepared(engine, file, said)
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), ready])
  }
  if (kinds.size === 0)
    throw new CannotLook(
      'damaged',
      files.length === 1 ? `${shown(files[0]?.name ?? '')} is empty (0 bytes).` : `All ${files.length} files are empty (0 bytes).`,
    )
  const parts: Part[] = []
  for (const [kind, these] of kinds) parts.push(await read(engine, kind, these))
  const part = await together(engine, parts)
  if (parts.length > 1)
    said.push(`The files are of several kinds (${[...kinds.keys()].join(', ')}); they were put together by column name.`)
  return { ...part, limits: [...said, ...part.limits] }
}

const read = (engine: Engine, kind: Kind, files: FoundFile[]): Promise<Part> => {
  if (kind === 'parquet') return readParquet(engine, files)
  if (kind === 'csv') return readCsv(engine, files)
  return readJson(engine, files, kind === 'json array' ? '[' : '{')
}

async function prepared(engine: Engine, given: FoundFile, said: string[]): Promise<{ kind: Kind | undefined; ready: FoundFile }> {
  let file = given
  let form = formOf(await head(file), file.name)
  if (form.form === 'packed') {
    file = await unpacked(engine, file, form.packing)
    form = formOf(await head(file), file.name)
  }
  if (form.form === 'packed') throw new CannotLook('not_supported', `${shown(file.name)} is packed twice. Unpack it and give that.`)
  if (form.form === 'empty') {
    said.push(`${shown(file.name)} is empty (0 bytes).`)
    return { kind: undefined, ready: file }
  }
  if (form.form === 'parquet') return { kind: 'parquet', ready: await withinFence(engine, file) }
  const text = await asText(engine, file, form)
  said.push(...text.said)
  const first = (await head(text.file)).toString('utf8').trimStart()[0]
  const kind = first === '{' ? 'json lines' : first === '[' ? 'json array' : 'csv'
  return { kind, ready: await withinFence(engine, text.file) }
}

async function together(engine: Engine, parts: Part[]): Promise<Part> {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const table = engine.fresh('files')
  const union = parts.map((part) => `select * from ${part.table}`).join(' union all by name ')
  await engine.run(`create view ${table} as ${union}`, 'put the files together')
  const nullText = new Map<string, number>()
  for (const part of parts) for (const [name, rows] of part.nullText) nullText.set(name, (nullText.get(name) ?? 0) + rows)
  return { table, limits: parts.flatMap((part) => part.limits), nullText }
}
