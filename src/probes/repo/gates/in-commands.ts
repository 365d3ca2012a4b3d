/** Finds gates that a command line holds: `jq -e '.auc >= 0.8' metrics.json` ends with an error when the figure is too low. */
import type { Reached } from '../ci/model.ts'
import type { Reachable } from '../ci/reach.ts'
import type { Tree } from '../ci/tree.ts'
import type { GateRow } from './find-gates.ts'
import { releaseAfter, releasesInCi } from './release-after.ts'

const quality =
  /[.["'](\w*(?:accuracy|acc|auc|auroc|f1|rmse|mae|mse|mape|r2|bleu|wer|ndcg|precision|recall|score|loss)\w*)["'\]]*\s*(?:\|\s*\w+\s*)?[<>]=?\s*[\w.$("']/i

/** The metric that the command holds against a limit by its exit code. */
export const heldBy = (words: readonly string[]): string | undefined => {
  const [program, ...rest] = words
  if (!/(^|\/)[jy]q$/.test(program ?? '') || !rest.some((word) => /^(-\w*e\w*|--exit-status)$/.test(word))) return undefined
  return quality.exec(rest.join(' '))?.[1]
}

export async function gatesOfCommands(reachable: Reachable, tree: Tree): Promise<GateRow[]> {
  const releases = releasesInCi(reachable)
  const out: GateRow[] = []
  for (const one of reachable.commands) {
    const metric = heldBy(one.words)
    if (metric !== undefined) out.push(rowOf(one, metric, await releaseAfter([one], releases, tree)))
  }
  return out
}

const rowOf = (one: Reached, metric: string, release: { path: string; line: number } | undefined): GateRow => ({
  path: one.path,
  line: one.line,
  metric,
  enforced: one.propagates,
  release_depends: release !== undefined,
  note: `${metric} ${one.propagates ? 'fails the job' : `is compared; ${one.because.join('; ')}`}${release === undefined ? '; no release was found to wait for it' : `; the release at ${release.path}:${release.line} waits for it`}`,
})
