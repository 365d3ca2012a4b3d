/** Works out which dependency files an install really takes, from the strongest place that installs any. */
import { folderOf, nameOf } from '../paths.ts'
import type { Install, Tier } from './installs.ts'
import type { Manifest } from './manifests.ts'

/**
 * Path of a dependency file → `path:line` of the command that installs it. `between`: files of tests and the like, which count for nothing
 * themselves; what they include is installed with them.
 */
export function usedManifests(manifests: Manifest[], installs: Install[], between: Manifest[] = []): Map<string, string> {
  const counted = new Set(manifests.map(({ path }) => path))
  const known = [...manifests, ...between]
  const tiers: Tier[] = ['machine', 'tool', 'document']
  // What an image installs by name may be a service beside the project's own: it does not end the search.
  const byName = new Map(
    installs
      .filter(({ path, files }) => files.includes(path) && counted.has(path))
      .map(({ path, line }): [string, string] => [path, `${path}:${line}`]),
  )
  for (const tier of tiers) {
    const some = installs.filter((install) => install.tier === tier)
    const out = new Map<string, string>()
    for (const install of some)
      for (const path of takes(install, some, known))
        if (counted.has(path) && !out.has(path) && !byName.has(path)) out.set(path, `${install.path}:${install.line}`)
    // Only tools for testing and style: look on for what installs the project.
    if ([...out.keys()].some((path) => !isForTools(path)) || (tier === 'document' && out.size > 0)) return new Map([...out, ...byName])
  }
  return byName
}

/** Requirements for tests, style or documents say nothing of what the model runs on. */
export const isForTools = (path: string): boolean =>
  /(^|[/._-])(dev|develop\w*|tests?|testing|lint\w*|docs?|ci|format\w*|style|tools?|tooling|pre-?commit|build)([._-]|\.txt|\/|$)/i.test(
    path.replace(/^.*?(?=[^/]*\/?[^/]*$)/, ''),
  )

function takes(install: Install, all: Install[], manifests: Manifest[]): string[] {
  const named = install.files.flatMap((path) => withIncludes(path, manifests))
  if (install.project) return [...named, ...projectFile(install.folder, manifests)]
  if (install.lockOf === undefined) return named
  const relocked = all.some((one) => one.relocks === install.lockOf && one.path === install.path && one.line <= install.line)
  const lock = relocked
    ? undefined
    : nearest(
        install.folder,
        manifests.filter(({ tool, lock: isLock, path }) => isLock && tool === install.lockOf && /\.(lock|toml|ya?ml)$/.test(nameOf(path))),
      )
  return lock === undefined ? [...named, ...projectFile(install.folder, manifests)] : [...named, lock.path]
}

function withIncludes(path: string, manifests: Manifest[], depth = 0): string[] {
  const manifest = manifests.find((one) => one.path === path)
  if (manifest === undefined || depth > 10) return []
  return [path, ...manifest.includes.flatMap((include) => withIncludes(include, manifests, depth + 1))]
}

/** What the project itself asks for: pyproject.toml, setup.py, setup.cfg, Pipfile of the folder. */
function projectFile(folder: string, manifests: Manifest[]): string[] {
  const own = manifests.filter(({ path, lock }) => !lock && /^(pyproject\.toml|setup\.(py|cfg)|Pipfile)$/.test(nameOf(path)))
  const one = nearest(folder, own)
  return one === undefined ? [] : withIncludes(one.path, manifests)
}

/** In the folder, else in one above it, else the only one there is. */
function nearest(folder: string, among: Manifest[]): Manifest | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const here = among.find(({ path }) => folderOf(path) === at)
    if (here !== undefined) return here
    if (at === '') return among.length === 1 ? among[0] : undefined
  }
}
