/** Reads the lock files that say the licence of each package: npm's, Composer's, pixi's, and renv's where it keeps the description. */
import { nameOf } from '../../paths.ts'
import { linesByKey, linesInOrder, list, type Package, readJson, table, words } from './package.ts'

export const locksWithLicences = /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|composer\.lock|renv\.lock|pixi\.lock)$/

export function packagesOfLock(path: string, text: string): Package[] {
  const name = nameOf(path)
  if (name === 'pixi.lock') return pixi(path, text)
  const data = table(readJson(text))
  const lines = linesByKey(text)
  if (name === 'composer.lock') return composer(path, data, lines)
  return name === 'renv.lock' ? renv(path, data, lines) : npm(path, data, lines)
}

type Data = { [key: string]: unknown }
type Lines = Map<string, number>
const silent = (file: string): string => `${file} says no licence for it`

/** Version 1 of the file names packages in a tree of `dependencies`, and says no licence at all. */
function npm(path: string, data: Data, lines: Lines): Package[] {
  const of = (name: string, one: Data, key: string): Package => {
    const said = words(one.license) ?? (list(one.license).map(String).join(' OR ') || null)
    return {
      name,
      said,
      for: one.dev === true || one.devOptional === true ? 'development' : 'product',
      source: 'lock',
      path,
      line: lines.get(key) ?? 1,
      ...(said === null ? { why: silent(nameOf(path)) } : {}),
    }
  }
  const installed = Object.entries(table(data.packages)).filter(([key, one]) => key.includes('node_modules/') && table(one).link !== true)
  if (installed.length > 0)
    return installed.map(([key, one]) => of(words(table(one).name) ?? key.slice(key.lastIndexOf('node_modules/') + 13), table(one), key))
  return Object.entries(table(data.dependencies)).map(([name, one]) => of(name, table(one), name))
}

function composer(path: string, data: Data, lines: Lines): Package[] {
  const of = (use: Package['for']) => (one: unknown) => {
    const { name, license } = table(one)
    const said = list(license).map(String).join(' OR ') || null
    const line = lines.get(String(name)) ?? 1
    return {
      name: String(name),
      said,
      for: use,
      source: 'lock' as const,
      path,
      line,
      ...(said === null ? { why: silent('composer.lock') } : {}),
    }
  }
  return [...list(data.packages).map(of('product')), ...list(data['packages-dev']).map(of('development'))]
}

function renv(path: string, data: Data, lines: Lines): Package[] {
  return Object.entries(table(data.Packages)).map(([name, one]) => {
    const said = words(table(one).License)
    return {
      name,
      said,
      for: 'product',
      source: 'lock',
      path,
      line: lines.get(name) ?? 1,
      ...(said === null ? { why: silent('renv.lock') } : {}),
    }
  })
}

/** Compilers, linkers and their headers, which conda keeps among the packages. */
const tool = /^(ld_impl|binutils|gcc|gxx|gfortran|clang|lld|sysroot|kernel-headers|make|cmake|ninja|patchelf)([_-].*)?$/

/** Entries begin with `- conda:` or `- pypi:` (or `- kind:` and `name:`); those of conda say `license:`, those of PyPI do not. */
function pixi(path: string, text: string): Package[] {
  const out = new Map<string, Package>()
  const body = text.slice(Math.max(0, text.search(/^packages:/m)))
  const before = text.length - body.length
  const lineAt = linesInOrder(text)
  for (const entry of body.matchAll(/^- (?:kind|conda|pypi):.*\n(?:(?!- ).*\n?)*/gm)) {
    const [block] = entry
    const url = /^- (?:conda|pypi): (\S+)/.exec(block)?.[1] ?? ''
    const name = /^ {2}name: (\S+)/m.exec(block)?.[1] ?? /([^/]+?)-[^-/]+-[^-/]+$/.exec(url)?.[1]
    const said = words(/^ {2}license: (.+)$/m.exec(block)?.[1]?.replaceAll(/^["']|["']$/g, ''))
    if (name === undefined || out.has(name)) continue
    const line = lineAt(before + entry.index)
    out.set(name, {
      name,
      said,
      for: tool.test(name) ? 'development' : 'product',
      source: 'lock',
      path,
      line,
      ...(said === null ? { why: silent('pixi.lock') } : {}),
    })
  }
  return [...out.values()]
}
