/** Holds what Assay is built from against its own rule: the licences that docs/dependencies.md allows, and a row there for each package it names. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

type Locked = { license?: string; dev?: boolean; devOptional?: boolean; dependencies?: Names; devDependencies?: Names }
type Names = { [name: string]: string }

const text = (file: string): Promise<string> => readFile(new URL(`../${file}`, import.meta.url), 'utf8')
const packages = (JSON.parse(await text('package-lock.json')) as { packages: { [path: string]: Locked } }).packages
const page = await text('docs/dependencies.md')
const top = packages[''] as Locked
const named = Object.keys({ ...top.dependencies, ...top.devDependencies })
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

const allowed = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/
/** Each part of a licence that asks for several, one of a licence that leaves a choice. */
const isAllowed = (licence: string): boolean => licence.split(' AND ').every((part) => part.split(' OR ').some((one) => allowed.test(one)))

test.each(named)('%s stands under a licence that the page allows, and has its row there', (name) => {
  expect(isAllowed(packages[`node_modules/${name}`]?.license ?? 'none')).toBe(true)
  expect(page).toContain(`\`${name}\``)
})

test('what comes along with the product is held to the same, but for what the page names', () => {
  const others = Object.entries(packages).filter(
    ([path, one]) => path !== '' && !one.dev && !one.devOptional && !isAllowed(one.license ?? 'none'),
  )
  expect(others.map(([path, { license }]) => `${nameOf(path)} ${license}`)).toEqual(['robust-predicates Unlicense'])
  expect(page).toContain('`robust-predicates`')
})

test('the page has no row for a package that is not used', () => {
  const rows = page
    .split('\n')
    .flatMap((line) => [...(/^\| (`[^|]*)\|/.exec(line)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name as string))
  expect(rows.filter((name) => !named.includes(name))).toEqual([])
})
