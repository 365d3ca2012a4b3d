/** `assay frameworks`: what can be asked; and `check <dir>` for authors. */
import { resolve } from 'node:path'
import { factIndex, loadFramework, loadFrameworks } from '../../declare/index.ts'
import { Problem } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'

export const frameworksCommand = async (asked: Asked): Promise<number> => {
  const facts = factIndex([...built, ...planned])
  const [verb, folder] = asked.words
  if (verb !== undefined && verb !== 'check') throw new Problem(`\`assay frameworks ${verb}\`: only \`check <dir>\` may follow.`)
  if (verb === 'check' && folder === undefined) throw new Problem('`assay frameworks check` needs the folder of the framework behind it.')
  const frameworks = folder === undefined ? await loadFrameworks(undefined, facts) : [await loadFramework(resolve(folder), facts)]
  const lines = frameworks.map((it) => ({
    id: it.id,
    version: it.version,
    title: it.title,
    asks: it.asks,
    source: it.source,
    license: it.license,
    sections: it.sections.length,
    criteria: it.sections.flatMap((section) => section.criteria).length,
  }))
  if (asked.json) process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`)
  else
    for (const it of lines)
      process.stdout.write(`${it.id}  ${it.criteria} criteria in ${it.sections} sections\n  ${it.title}. ${it.asks}\n`)
  if (verb === 'check' && !asked.json) process.stdout.write('It loads: every rule names facts that exist.\n')
  return 0
}
