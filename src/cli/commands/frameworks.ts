/** `assay frameworks`: what can be asked, and how it can be answered today; and `check <dir>` for authors. */
import { resolve } from 'node:path'
import { factIndex, loadFrameworks, shipped } from '../../declare/index.ts'
import { company, coverageOf, type Framework, Problem, type Standing } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'

const criteriaOf = (framework: Framework) => framework.sections.flatMap((it) => it.criteria)

const lineOf = (it: Framework) => ({
  id: it.id,
  version: it.version,
  title: it.title,
  asks: it.asks,
  source: it.source,
  license: it.license,
  sections: it.sections.length,
  criteria: criteriaOf(it).length,
})

/** Every question once, however many frameworks ask it; and how far the asks of the source documents can be answered from evidence. */
const totalsOf = async (frameworks: readonly Framework[]) => {
  const criteria = frameworks.flatMap(criteriaOf)
  const covered = coverageOf(await shipped.loadCatalogue(), frameworks, [], [...built.map((it) => it.id), company.id])
  const standing = (is: Standing) => covered.filter((it) => it.standing === is).length
  return {
    frameworks: frameworks.length,
    criteria: criteria.length,
    topics: new Set(criteria.map((it) => it.topic)).size,
    source_asks: covered.length,
    measured: standing('measured'),
    corroborated: standing('corroborated'),
    people_only: standing('people'),
  }
}

export const frameworksCommand = async (asked: Asked): Promise<number> => {
  const facts = factIndex([...built, ...planned])
  const [verb, folder] = asked.words
  if (verb !== undefined && verb !== 'check') throw new Problem(`\`assay frameworks ${verb}\`: only \`check <dir>\` may follow.`)
  if (verb === 'check' && folder === undefined) throw new Problem('`assay frameworks check` needs the folder of the framework behind it.')
  const frameworks = await loadFrameworks(folder === undefined ? undefined : [resolve(folder)], facts)
  const lines = frameworks.map(lineOf)
  if (asked.json) {
    process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`)
    return 0
  }
  for (const it of lines) process.stdout.write(`${it.id}  ${it.criteria} criteria in ${it.sections} sections\n  ${it.title}. ${it.asks}\n`)
  if (verb === 'check') {
    process.stdout.write('It loads: every rule names facts that exist.\n')
    return 0
  }
  const all = await totalsOf(frameworks)
  process.stdout.write(
    `\n${all.frameworks} frameworks, ${all.criteria} criteria on ${all.topics} topics; a topic is answered once for all of them.\n` +
      `Of ${all.source_asks} asks in the five source documents ${all.measured} are measured today, ${all.corroborated} are borne out or\n` +
      `contradicted by evidence, and ${all.people_only} are answered by people only. docs/coverage.md lists each.\n`,
  )
  return 0
}
