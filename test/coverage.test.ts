/** Walks every ask of the five source documents: each has a home, each home names an ask that there is, and docs/coverage.md says so. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { factIndex, loadFrameworks, shipped } from '../src/declare/index.ts'
import { built, planned } from '../src/probes/index.ts'
import { coverage, coverageFile, coverageText } from '../tools/write-coverage.ts'

const asks = await shipped.loadCatalogue()
const frameworks = await loadFrameworks(undefined, factIndex([...built, ...planned]))
const criteria = frameworks.flatMap((framework) =>
  framework.sections.flatMap((section) => section.criteria.map((criterion) => ({ framework: framework.id, criterion }))),
)
const all = await coverage()

const numbered = (source: string, count: number) => Array.from({ length: count }, (_, at) => `${source}-${String(at + 1).padStart(2, '0')}`)

test('the catalogue is the 283 asks and the line that one source lost', () => {
  expect(asks.map((it) => it.id).sort()).toEqual(
    [...numbered('S0', 56), ...numbered('S1', 45), ...numbered('S2', 124), ...numbered('S3', 16), ...numbered('S4', 42), 'S4-21u'].sort(),
  )
})

test.each(all)('$ask.id has a home', ({ homes }) => {
  expect(homes.length).toBeGreaterThan(0)
})

test('every home names an ask that there is', () => {
  const known = new Set(asks.map((it) => it.id))
  expect(criteria.flatMap((it) => it.criterion.catalogue).filter((it) => !known.has(it))).toEqual([])
})

test('an ask that a tool can work out has a criterion that names a fact, in some home', () => {
  const ruled = new Set(
    criteria
      .filter(({ criterion }) => criterion.met !== undefined || criterion.partial !== undefined || criterion.condition !== undefined)
      .flatMap((it) => it.criterion.catalogue),
  )
  const asked = new Set(criteria.flatMap((it) => it.criterion.catalogue))
  expect(asks.filter((it) => it.grade === 'A' && asked.has(it.id) && !ruled.has(it.id)).map((it) => it.id)).toEqual([])
})

test('what only people can tell is asked with a strong and a weak answer, whom to ask, and what would show it', () => {
  const thin = criteria
    .filter(({ criterion }) => criterion.catalogue.length > 0)
    .filter(({ criterion: it }) => it.strong === undefined || it.weak === undefined || it.who.length === 0 || it.shown_by.length === 0)
  expect(thin.map((it) => `${it.framework} ${it.criterion.id}`)).toEqual([])
})

test('no two criteria of the same framework ask one topic, and no two share a question', () => {
  const fresh = criteria.filter((it) => it.criterion.catalogue.length > 0)
  const twice = (keys: string[]) => keys.filter((it, at) => keys.indexOf(it) !== at)
  expect(twice(fresh.map((it) => `${it.framework} ${it.criterion.topic}`))).toEqual([])
  expect(twice(fresh.map((it) => it.criterion.question))).toEqual([])
})

test('docs/coverage.md is what the frameworks say', async () => {
  expect(await readFile(coverageFile, 'utf8')).toBe(coverageText(all))
})
