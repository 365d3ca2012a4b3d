/** Jobs that run on a machine of the project's own: what they start there goes on serving. */
import type { Tree } from '../ci/tree.ts'
import { readYaml } from '../ci/yaml.ts'

/** `path\nid` and `path\nname` of every job of GitHub's workflows whose `runs-on` says self-hosted. */
export const ownMachinesIn = async (tree: Tree, ciFiles: readonly string[]): Promise<Set<string>> => {
  const out = new Set<string>()
  for (const path of ciFiles.filter((one) => one.startsWith('.github/workflows/'))) {
    const text = (await tree.read(path)) ?? ''
    if (!/self-hosted/.test(text)) continue
    for (const [id, job] of readYaml(text)?.[0]?.get('jobs')?.entries ?? []) {
      const runs = job.get('runs-on')
      const labels = [...(runs?.texts ?? []), ...(runs?.get('labels')?.texts ?? [])]
      if (!labels.includes('self-hosted')) continue
      out.add(`${path}\n${id}`)
      out.add(`${path}\n${job.get('name')?.text ?? id}`)
    }
  }
  return out
}
