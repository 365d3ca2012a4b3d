/** Looks for data kept in versions: what is pinned to one version, and whether anything takes that version. */
import { z } from 'zod'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { mayTrain, trains } from './learning/training.ts'
import { isDataFile, isForeign, pathKind } from './paths.ts'
import { ModuleIndex } from './python/modules.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { Callers } from './python/reach.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { Trace } from './values/trace.ts'
import { bucketVersions } from './versions/buckets.ts'
import { mayVersion, versionCalls } from './versions/calls.ts'
import { digestsInCode, digestsInCommands } from './versions/digests.ts'
import { dvcVersions } from './versions/dvc.ts'
import { lfsVersions } from './versions/lfs.ts'
import { runningTexts, type Text } from './versions/mentions.ts'
import { isFragment, learnsFrom, publicCollections, trainingReaders } from './versions/public-collections.ts'
import { versionsInSettings } from './versions/settings.ts'
import { dataSubmodules } from './versions/submodules.ts'
import type { Version } from './versions/version.ts'
import { writtenDown } from './versions/written-down.ts'

/** Rows told; a repository may track thousands of files. */
const mostRows = 200

export default probe({
  id: 'repo.data-versioning',
  version: 7,
  title: 'Data kept in versions',
  measures:
    'Which tools keep data in versions (DVC, Git LFS, lakeFS, Delta, artifacts and others), whether one exact version is pinned, and whether anything takes it.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    versions: z.array(z.object({ tool: z.string(), path: z.string(), line: z.number(), pinned: z.boolean(), used: z.boolean() })),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const texts = await runningTexts(repo, files, signal)
    const dvc = await dvcVersions(repo, texts, signal)
    const versions = [
      ...dvc.versions,
      ...withLearning(await lfsVersions(repo, texts, signal), await mayLearn(repo, all)),
      ...versionsInSettings(texts),
      ...digestsInCommands(texts),
      ...(await dataSubmodules(repo, texts)),
      ...(await bucketVersions(repo, texts, signal)),
      ...(await versionsInCode(files, texts, signal)),
    ]
    versions.sort((a, b) => Number(b.pinned && b.used) - Number(a.pinned && a.used) || Number(b.pinned) - Number(a.pinned))
    const limits = [...repo.limits, ...unreadLimit(unread), ...dvc.limits, ...inGit(repo), ...leftOut(all.size - files.size)]
    if (versions.length === 0) return absent(searched(files.size, texts), { limits })
    limits.push(
      'Pinned: a digest, a version or a tag is written down, not a branch or "latest". Whether the data can still be fetched was not tried.',
    )
    if (versions.length > mostRows) limits.push(`${versions.length - mostRows} more places are not listed`)
    const shown = versions.slice(0, mostRows)
    return found(
      { versions: shown.map(({ tool, path, line, pinned, used }) => ({ tool, path, line, pinned, used })) },
      {
        items: shown.map(({ path, line, note, tool, pinned, used }) => ({
          path,
          line,
          note: `${tool}: ${note} (${pinned ? 'pinned' : 'not pinned'}, ${used ? 'used' : 'not used'})`,
        })),
        limits,
      },
    )
  },
})

const leftOut = (count: number): string[] => (count === 0 ? [] : [`${count} Python files of examples and documents were left out.`])

/** What a service reads is no training data when nothing in the tree trains: no call of Python, no program in another language by its name. */
async function mayLearn(repo: RepoHandle, files: Map<string, PythonSource>): Promise<boolean> {
  if (repo.files.some(({ path }) => pathKind(path) !== 'test' && !isForeign(path) && namedForTraining.test(path))) return true
  for (const source of files.values())
    if (pathKind(source.path) !== 'test' && mayTrain.test(source.text) && (await parsedModule(source)).calls.some(trains)) return true
  return false
}
const namedForTraining =
  /(^|[/_.-])(re|pre|fine)?[_-]?(train|training|trainer|tune|tuning|fit)([_.-][^/]*)?\.(py|ipynb|r|rmd|jl|sh|scala|java|ts|js|lua|m|go|rs|cpp|sql|ya?ml|toml)$/i

const withLearning = (versions: Version[], learns: boolean): Version[] =>
  learns ? versions : versions.map((one) => (one.used ? { ...one, used: false, note: `${one.note}, but nothing here trains` } : one))

const searched = (python: number, texts: Text[]): string =>
  `searched ${python} Python files and notebooks and ${Math.max(0, texts.length - python)} settings and command files for DVC, Git LFS, lakeFS, Delta, Iceberg, Kedro, Pachyderm, Quilt, data sets pinned by revision, buckets that keep versions, digests that code holds data against, and artifacts of trackers`

async function versionsInCode(files: Map<string, PythonSource>, texts: Text[], signal: AbortSignal): Promise<Version[]> {
  const callers = new Callers(
    files,
    new ModuleIndex(files.keys()),
    texts
      .filter(({ path }) => !files.has(path))
      .map(({ text }) => text)
      .join('\n'),
  )
  const trace = new Trace(files)
  const readers = trainingReaders(files)
  const out: Version[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) !== 'test') out.push(...(await digestsInCode(source, texts, callers, signal)))
    if (pathKind(source.path) === 'test' || !mayVersion.test(source.text)) continue
    const module = await parsedModule(source)
    for (const { tool, call, pinned: named, note, by } of versionCalls(module)) {
      const { entry, places } = await callers.reach({ module, scope: call.scope }, signal)
      const used = entry !== undefined && (!publicCollections.has(tool) || (learnsFrom(places) && !isFragment(places, readers)))
      const pinned = named && (by === undefined || (await writtenDown(trace, source, call, by)))
      const told = named && !pinned ? `${note}, which only whoever starts it gives` : note
      out.push({ tool, path: source.path, line: fileLine(source, call.line), pinned, used, note: told })
    }
  }
  return out
}

/** Data committed to git is versioned by git; whether that is meant is for a person to say. */
function inGit(repo: RepoHandle): string[] {
  const data = repo.files.filter(
    ({ path, bytes }) =>
      /\.(csv|tsv|parquet|arrow|feather|jsonl|npz|h5|xlsx)$/.test(path) && isDataFile(path) && pathKind(path) === 'own' && bytes > 400,
  )
  return data.length === 0
    ? []
    : [
        `${data.length} data ${data.length === 1 ? 'file is' : 'files are'} committed to git itself (such as ${data[0]?.path}); that is not counted as data versioning.`,
      ]
}
