/** Gathers every package that a tree names, from locks, bills of materials, notices, copied code, and the files that only name them. */
import type { RepoHandle } from '../../../../model/handles.ts'
import { readManifest, toolOf } from '../../dependencies/manifests.ts'
import { isForTools } from '../../dependencies/used.ts'
import { isRegular, nameOf, pathKind } from '../../paths.ts'
import { reading } from '../../python/sources.ts'
import { billFile, packagesOfBill } from './bills.ts'
import { isCopied, packageCopied } from './copied.ts'
import { locksWithLicences, packagesOfLock } from './locks.ts'
import { isNotice, packagesOfNotice } from './notices.ts'
import { linesByKey, type Package, readJson, sameName, table } from './package.ts'

/** `cut`: how many files were not opened, being too large or past the limit. */
type Named = { packages: Package[]; unread: string[]; cut: number }

const largest = 8_000_000
const mostFiles = 400
const otherLists = /(^|\/)(go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|Gemfile|Project\.toml)$/

/** Files that list packages of languages whose lists are not read. */
export const unreadLists = (repo: RepoHandle): string[] =>
  repo.files.map(({ path }) => path).filter((path) => otherLists.test(path) && pathKind(path) === 'own')

export async function packagesNamed(repo: RepoHandle, signal: AbortSignal): Promise<Named> {
  const could = repo.files.filter(({ path, mode }) => isRegular(mode) && isAPlace(path))
  const paths = could
    .filter(({ bytes }) => bytes <= largest)
    .map(({ path }) => path)
    .slice(0, mostFiles)
  const told: Package[] = []
  const named: Package[] = []
  const own = new Set<string>()
  const unread: string[] = []
  for await (const { path, text } of reading(repo, paths, signal)) {
    if (text === undefined) {
      unread.push(path)
      continue
    }
    // One by one: a list may be longer than what a call takes.
    for (const one of toldIn(path, text)) told.push(one)
    for (const one of await onlyNamed(path, text)) named.push(one)
    if (projectFile.test(path)) own.add(sameName(/["']?name["']?\s*[=:]\s*["']?([\w.@/-]+)/.exec(text)?.[1] ?? ''))
  }
  // A lock names every package, the files beside it only some of the same.
  const known = new Set(told.map(({ name }) => sameName(name)))
  const silent = named.filter(({ name }) => !known.has(sameName(name)))
  return { packages: [...told, ...silent].filter(({ name }) => !own.has(sameName(name))), unread, cut: could.length - paths.length }
}

const projectFile = /(^|\/)(pyproject\.toml|setup\.(py|cfg)|package\.json)$/
const isAPlace = (path: string): boolean => {
  if (isCopied(path)) return true
  const kind = pathKind(path)
  if (kind === 'docs' ? !billFile.test(path) : kind !== 'own') return false
  return locksWithLicences.test(path) || billFile.test(path) || isNotice(path) || toolOf(path) !== undefined || projectFile.test(path)
}

function toldIn(path: string, text: string): Package[] {
  if (isCopied(path)) return [packageCopied(path, text) ?? []].flat()
  if (locksWithLicences.test(path)) return packagesOfLock(path, text)
  const bill = billFile.test(path) ? packagesOfBill(path, text) : undefined
  return bill ?? (isNotice(path) ? packagesOfNotice(path, text) : [])
}

/** Names without a licence: those of Python's files and of package.json. Tools of tests and style are not what a product is built from. */
async function onlyNamed(path: string, text: string): Promise<Package[]> {
  const base = { said: null, source: 'not stated here' as const, path, why: `${nameOf(path)} says no licences` }
  if (nameOf(path) === 'package.json') {
    const data = table(readJson(text))
    const lines = linesByKey(text)
    const of = (use: Package['for'], names: unknown): Package[] =>
      Object.keys(table(names)).map((name) => ({ ...base, name, for: use, line: lines.get(name) ?? 1 }))
    return [...of('product', data.dependencies), ...of('development', data.devDependencies)]
  }
  if (toolOf(path) === undefined || isForTools(path) || locksWithLicences.test(path)) return []
  const pins = (await readManifest(path, text))?.pins ?? []
  const lines = firstLines(text)
  return pins.map(({ name }) => ({ ...base, name, for: 'product' as const, line: lines.get(sameName(name)) ?? 1 }))
}

function firstLines(text: string): Map<string, number> {
  const out = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^\s*(?:-\s*|name\s*=\s*)?["']?([A-Za-z0-9][\w.-]*)/.exec(line)?.[1]
    if (name !== undefined && !out.has(sameName(name))) out.set(sameName(name), index + 1)
  }
  return out
}
