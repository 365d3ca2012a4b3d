/** Says whether every requirement of torch asks for a version that loads weights without code unless told otherwise (2.6 on). */
import type { RepoHandle } from '../../../model/handles.ts'
import { toolOf } from '../dependencies/manifests.ts'
import { isForeign, isRegular } from '../paths.ts'
import { readEach } from '../python/sources.ts'

const most = 60

export async function loadsWeightsOnly(repo: RepoHandle, signal: AbortSignal): Promise<boolean> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 2_000_000 && toolOf(path) !== undefined && !isForeign(path))
    .map(({ path }) => path)
  const floors: boolean[] = []
  for (const { text } of await readEach(repo, paths.slice(0, most), signal)) {
    const asked = [
      ...(text ?? '').matchAll(/(?:^|["'\s-])(?:py)?torch(?:\[[^\]]*\])?["']?\s*(?:=\s*["'{]|==|>=|~=|\^|=)\s*["'^~>=]*\s*(\d+)\.(\d+)/gm),
      ...(text ?? '').matchAll(/^name = "torch"\nversion = "(\d+)\.(\d+)/gm),
    ]
    for (const [, major, minor] of asked) floors.push(Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 6))
  }
  return floors.length > 0 && floors.every(Boolean)
}
