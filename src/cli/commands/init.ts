/** `assay init [folder]`: an assay.yaml from what lies there: repository, tables, logs, documents. */
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { stringify } from 'yaml'
import { Problem } from '../../model/index.ts'
import type { Asked } from '../arguments.ts'
import { writeWhole } from '../write-files.ts'

const skipped = new Set(['node_modules', '.git', '.venv', 'venv', 'assay-report', 'dist', 'build', '__pycache__', 'site-packages'])
const tableEnding = /\.(parquet|csv|tsv|jsonl|ndjson)$/i

/** Files at most four folders deep, at most 20,000 of them. */
const filesUnder = async (folder: string, depth = 4, found: string[] = []): Promise<string[]> => {
  for (const it of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (found.length > 20_000) break
    if (it.isDirectory() && depth > 0 && !skipped.has(it.name) && !it.name.startsWith('.'))
      await filesUnder(join(folder, it.name), depth - 1, found)
    else if (it.isFile()) found.push(join(folder, it.name))
  }
  return found
}

const nameOf = (path: string): string =>
  basename(path)
    .replace(/\.[^.]+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')

/** Files that look alike by name: training and test tables first, logs of predictions apart. */
const declare = (root: string, files: string[]) => {
  const tables: Record<string, { path: string }> = {}
  const predictions: Record<string, { path: string }> = {}
  for (const file of files
    .filter((it) => tableEnding.test(it))
    .sort()
    .slice(0, 40)) {
    const path = relative(root, file)
    const name = nameOf(file)
    if (/pred|score|inference/.test(path.toLowerCase())) predictions[name] = { path }
    else tables[/train/.test(name) ? 'train' : /test|holdout|valid/.test(name) ? 'test' : name] ??= { path }
  }
  return { tables, predictions }
}

export const initCommand = async (asked: Asked): Promise<number> => {
  const root = resolve(asked.words[0] ?? '.')
  if (!(await stat(root).catch(() => undefined))?.isDirectory())
    throw new Problem('is not a folder. Name the folder of the project.', { file: asked.words[0] ?? '.' })
  const file = join(root, 'assay.yaml')
  if (existsSync(file))
    throw new Problem('is there already and is left as it is. Edit it, or move it away first.', {
      file: relative(process.cwd(), file) || file,
    })
  const { tables, predictions } = declare(root, await filesUnder(root))
  const docs = ['docs', 'doc', 'documents'].find((it) => existsSync(join(root, it)))
  const subject = {
    assay: 1,
    subject: { name: basename(root), kind: 'system' },
    ...(existsSync(join(root, '.git')) ? { repo: { path: '.', complete: false } } : {}),
    ...(Object.keys(tables).length > 0 ? { tables } : {}),
    ...(Object.keys(predictions).length > 0 ? { predictions } : {}),
    ...(docs === undefined ? {} : { documents: { path: docs } }),
  }
  const head = [
    '# What Assay may look at, and what was said. Every key but `assay` and `subject.name` may go.',
    '# Give each table its roles (label, id, time, features) and each log its score, label, time and latency_ms:',
    '# more can be measured then. Statements and targets are written as in the README.',
  ]
  await writeWhole(file, `${head.join('\n')}\n${stringify(subject)}`)
  process.stdout.write(
    `wrote ${relative(process.cwd(), file) || file}: ${Object.keys(tables).length} tables, ${Object.keys(predictions).length} logs${docs === undefined ? '' : `, documents in ${docs}`}. Add the roles, then run \`assay ${asked.words[0] ?? ''}\`.\n`.replace(
      ' `.',
      '`.',
    ),
  )
  return 0
}
