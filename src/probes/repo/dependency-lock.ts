/** Reads which dependencies are pinned exactly, and whether CI, the image or the documented install takes that very file. */
import { z } from 'zod'
import { CannotLook, type RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { imageInstall } from './dependencies/image-installs.ts'
import { type Install, installsIn, type Tier, tierOf } from './dependencies/installs.ts'
import { type Manifest, readManifest, toolOf } from './dependencies/manifests.ts'
import { isForTools, usedManifests } from './dependencies/used.ts'
import { folderOf, isPython, isRegular, nameOf, pathKind } from './paths.ts'
import { readEach } from './python/sources.ts'

type Lock = { path: string; tool: string; packages: number; exact_share: number; used: boolean; used_by: string; open: boolean }

const otherLanguages =
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|npm-shrinkwrap\.json|bun\.lockb?|go\.sum|Cargo\.lock|Gemfile\.lock|composer\.lock|Manifest\.toml)$/
const largestLock = 20_000_000
const mostRows = 200

export default probe({
  id: 'repo.dependency-lock',
  version: 6,
  title: 'Pinned dependencies that the install uses',
  measures:
    'For each file that names Python dependencies, the share that is pinned to one exact version, and which install command takes the file.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    locks: z.array(
      z.object({
        path: z.string(),
        tool: z.string(),
        packages: z.number(),
        exact_share: z.number(),
        used: z.boolean(),
        used_by: z.string().nullable(),
        open: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { manifests, aside, unread } = await manifestsOf(repo, signal)
    const { installs, images } = await installsOf(repo, signal)
    manifests.push(...images)
    const others = repo.files.filter(({ path }) => otherLanguages.test(path) && pathKind(path) === 'own').map(({ path }) => path)
    const limits = [...repo.limits, ...sentences(aside, others, unread)]
    if (manifests.length === 0 && others.length > 0 && !repo.files.some(({ path }) => isPython(path)))
      throw new CannotLook(
        'not_supported',
        `Only dependencies of other languages are locked here (${others.slice(0, 3).join(', ')}); they cannot be judged yet.`,
      )
    if (manifests.length === 0)
      return absent(
        `searched ${repo.files.length} files for requirements, pyproject.toml, setup.py, conda environments, lock files and images that install packages by name`,
        {
          limits,
        },
      )
    const used = usedManifests(manifests, installs, await includingFiles(repo, aside, installs, signal))
    const main = manifests.some(({ path }) => !isForTools(path))
    const pinned = new Set(manifests.filter(({ path }) => used.has(path)).flatMap((one) => exactNames(pinsOf(one, manifests))))
    const locks = manifests
      .map((manifest): Lock => {
        const pins = pinsOf(manifest, manifests)
        // A pinned linter beside unpinned libraries locks nothing that matters.
        const by =
          main && isForTools(manifest.path) && !manifest.includes.some((path) => !isForTools(path)) ? undefined : used.get(manifest.path)
        return {
          path: manifest.path,
          tool: manifest.tool,
          packages: pins.size,
          exact_share: share(pins),
          used: by !== undefined,
          used_by: by ?? '',
          open: false,
        }
      })
      .map((lock, _, all) => ({ ...lock, open: isOpen(lock, all) || hasMoreBeside(lock, installs, pinned) }))
      .filter(({ packages }) => packages > 0)
      .sort((a, b) => Number(b.used) - Number(a.used) || b.exact_share - a.exact_share || (a.path < b.path ? -1 : 1))
    if (locks.length === 0) return absent(`searched ${manifests.length} dependency files; none names a package`, { limits })
    if (used.size === 0) limits.push('No command that installs any of these files was found in CI, images, scripts or the README.')
    if (main && manifests.some(({ path }) => isForTools(path)))
      limits.push('Files for tests, style and documents are listed and never count as used: they do not say what the model runs on.')
    return found(
      { locks: locks.slice(0, mostRows).map((lock) => ({ ...lock, used_by: lock.used ? lock.used_by : null })) },
      { items: locks.slice(0, mostRows).map(itemOf), limits },
    )
  },
})

const share = (pins: Map<string, boolean>): number => (pins.size === 0 ? 0 : [...pins.values()].filter(Boolean).length / pins.size)

/** An image installs the list, not every package in one version, and no lock that is installed stands in its folder or one above. */
const isOpen = (lock: Lock, all: Lock[]): boolean =>
  lock.used &&
  lock.exact_share < 1 &&
  isImage(lock.used_by.replace(/:\d+$/, '')) &&
  !all.some((one) => one.used && one.exact_share === 1 && isWithin(folderOf(lock.path), folderOf(one.path)))

/** `pip install . boto3`: what is named beside comes in any version, unless something installed pins it. */
const hasMoreBeside = ({ used, used_by }: Lock, installs: Install[], pinned: Set<string>): boolean =>
  used &&
  installs.some(
    ({ path, line, tier, beside }) => tier === 'machine' && used_by === `${path}:${line}` && beside.some((name) => !pinned.has(name)),
  )
const exactNames = (pins: Map<string, boolean>): string[] => [...pins].flatMap(([name, exact]) => (exact ? [name] : []))

const isImage = (path: string): boolean => /dockerfile|containerfile|^blubber/i.test(nameOf(path)) || path.startsWith('.pipeline/')
const isWithin = (folder: string, outer: string): boolean => outer === '' || folder === outer || folder.startsWith(`${outer}/`)

const itemOf = (lock: Lock) => ({
  path: lock.path,
  note: `${lock.packages} packages, ${Math.floor(lock.exact_share * 100)} % pinned exactly; ${lock.used ? `installed by ${lock.used_by}` : 'no install that counts takes it'}${lock.open ? '; what is installed here is not all locked' : ''}`,
})

/** Own pins and those of included files; a constraint pins what the file itself leaves open. */
function pinsOf(manifest: Manifest, all: Manifest[], seen = new Set<string>()): Map<string, boolean> {
  seen.add(manifest.path)
  const out = new Map<string, boolean>()
  const given = [...manifest.pins.map(({ name, exact }) => [name, exact] as const)]
  for (const path of manifest.includes) {
    const included = seen.has(path) ? undefined : all.find((one) => one.path === path)
    if (included !== undefined) given.push(...pinsOf(included, all, seen))
  }
  for (const [name, exact] of given) out.set(name, (out.get(name) ?? false) || exact)
  for (const path of manifest.constraints)
    for (const { name, exact } of all.find((one) => one.path === path)?.pins ?? []) if (exact && out.has(name)) out.set(name, true)
  return out
}

type Read = { manifests: Manifest[]; aside: string[]; unread: string[] }

async function manifestsOf(repo: RepoHandle, signal: AbortSignal): Promise<Read> {
  // MLflow writes an environment beside each model it logs: a record of a run, which nobody installs.
  const logged = new Set(repo.files.filter(({ path }) => nameOf(path) === 'MLmodel').map(({ path }) => folderOf(path)))
  const named = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) &&
      !logged.has(folderOf(path)) &&
      bytes <= largestLock &&
      toolOf(path) !== undefined &&
      !['vendored', 'generated'].includes(pathKind(path)),
  )
  const aside = named.filter(({ path }) => pathKind(path) !== 'own' && !/(^|\/)requirements?\//.test(path)).map(({ path }) => path)
  const out: Read = { manifests: [], aside, unread: [] }
  const wanted = named.map(({ path }) => path).filter((path) => !aside.includes(path))
  for (const { path, text } of await readEach(repo, wanted, signal)) {
    const manifest = text === undefined ? undefined : await readManifest(path, text)
    if (manifest !== undefined) out.manifests.push(manifest)
    else if (text === undefined) out.unread.push(path)
  }
  return out
}

/** Files of tests and the like that an install names, for the files of the project that they include (`-r ../requirements.txt`). */
async function includingFiles(repo: RepoHandle, aside: string[], installs: Install[], signal: AbortSignal): Promise<Manifest[]> {
  const named = new Set(installs.flatMap(({ files }) => files))
  const texts = await readEach(
    repo,
    aside.filter((path) => named.has(path) && toolOf(path) === 'pip'),
    signal,
  )
  const read = await Promise.all(texts.map(({ path, text }) => (text === undefined ? undefined : readManifest(path, text))))
  return read.flatMap((one) => (one !== undefined && one.includes.length > 0 ? [one] : []))
}

async function installsOf(repo: RepoHandle, signal: AbortSignal): Promise<{ installs: Install[]; images: Manifest[] }> {
  const paths = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) &&
      bytes < 500_000 &&
      tierOf(path) !== undefined &&
      !['vendored', 'generated', 'template', 'example'].includes(pathKind(path)),
  )
  const texts = await readEach(
    repo,
    paths.map(({ path }) => path),
    signal,
  )
  const machine = texts
    .filter(({ path }) => tierOf(path) === 'machine')
    .map(({ text }) => text ?? '')
    .join('\n')
  const all = new Set(repo.files.map(({ path }) => path))
  const installs = texts.flatMap(({ path, text }) => installsIn(path, text ?? '', tierIn(path, machine), all))
  const named = texts.flatMap(({ path, text }) =>
    isImage(path) && pathKind(path) === 'own' ? (imageInstall(path, text ?? '', installs) ?? []) : [],
  )
  return { installs: [...installs, ...named.map(({ install }) => install)], images: named.map(({ manifest }) => manifest) }
}

/** A make file or script that CI or an image runs installs for the machine too. */
function tierIn(path: string, machine: string): Tier {
  const tier = tierOf(path) as Tier
  if (tier !== 'tool') return tier
  const name = nameOf(path)
  const runner = /makefile|\.mk$/i.test(name)
    ? /(^|[\s"';&])make\s+[\w-]/m
    : /^tox/.test(name)
      ? /\btox\b/
      : /^nox/.test(name)
        ? /\bnox\b/
        : /just/i.test(path)
          ? /\bjust\s+[\w-]/
          : undefined
  return (runner?.test(machine) ?? machine.includes(name)) ? 'machine' : 'tool'
}

function sentences(aside: string[], others: string[], unread: string[]): string[] {
  const some = (paths: string[]): string => `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? `, and ${paths.length - 3} more` : ''}`
  return [
    'Exact: one version and no other fits (== without a wildcard, a commit, a lock). A range, a tag or a branch is not. Conda’s = counts with three numbers or a build.',
    ...(aside.length === 0 ? [] : [`Left out, because they belong to documents, examples, templates or tests: ${some(aside)}`]),
    ...(others.length === 0 ? [] : [`Locks of other languages are not counted: ${some(others)}`]),
    ...(unread.length === 0 ? [] : [`Not readable: ${some(unread)}`]),
  ]
}
