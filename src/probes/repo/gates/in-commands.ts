/** Finds gates that CI holds without a file of code: `jq -e`, comparisons of the shell, `python -c`, and conditions of jobs. */
import type { Reached } from '../ci/model.ts'
import type { Reachable } from '../ci/reach.ts'
import { isPythonProgram } from '../ci/runners/unwrap.ts'
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { parsePython } from '../python/parser.ts'
import type { GateRow } from './find-gates.ts'
import { type Release, releaseAfter, releasesInCi } from './release-after.ts'
import { bodiesOf, gatesIn } from './verdicts.ts'

const quality =
  /[.["'](\w*(?:accuracy|acc|auc|auroc|f1|rmse|mae|mse|mape|r2|bleu|wer|ndcg|precision|recall|score|loss)\w*)["'\]]*\s*(?:\|\s*\w+\s*)?[<>]=?\s*[\w.$("']/i

/** The metric that the command holds against a limit by its exit code. */
export const heldBy = (words: readonly string[]): string | undefined => {
  const [program, ...rest] = words
  if (!/(^|\/)[jy]q$/.test(program ?? '') || !rest.some((word) => /^(-\w*e\w*|--exit-status)$/.test(word))) return undefined
  return quality.exec(rest.join(' '))?.[1]
}

/** In a shell a plain `score` is as often that of a linter. */
const figure = /(?:^|[^a-z])((?:[a-z]+_)*(?:accuracy|acc|auc|auroc|f1|rmse|mae|mse|mape|r2|bleu|wer|ndcg|silhouette)(?:_[a-z]+)*)(?![a-z])/i
const compares = /[<>]=?|-(lt|le|gt|ge)\b/

/** What a comparison of the shell is about; `echo "$ACC < 0.8" | bc` is one. */
const comparedIn = ([program = '', ...rest]: readonly string[]): string | undefined => {
  const text = program.startsWith('[[') || program.startsWith('((') ? program : rest.join(' ')
  if (!/^(\[|\[\[.*|\(\(.*|test|echo|awk|gawk|bc)$/s.test(program) || !compares.test(text)) return undefined
  if (/^g?awk$/.test(program) && !/\bexit\b/.test(text)) return undefined
  return figure.exec(text)?.[1]
}

/** A failing exit so few lines further on is what the comparison decides. */
const nearEnough = 8
const lastLine = ({ chain }: Reached): number => chain.at(-1)?.line ?? 0
const endsAfter = (commands: readonly Reached[], at: number): Reached | undefined => {
  const one = commands[at] as Reached
  return commands
    .slice(at + 1, at + 12)
    .find(
      (later) =>
        later.words[0] === 'exit' &&
        later.words[1] !== '0' &&
        later.path === one.path &&
        later.job === one.job &&
        lastLine(later) - lastLine(one) >= 0 &&
        lastLine(later) - lastLine(one) <= nearEnough,
    )
}

export async function gatesOfCommands(reachable: Reachable, tree: Tree): Promise<GateRow[]> {
  const releases = releasesInCi(reachable)
  const out: GateRow[] = []
  for (const [at, one] of reachable.commands.entries()) {
    const own = heldBy(one.words) ?? (await heldByPython(one))
    const compared = own === undefined ? comparedIn(one.words) : undefined
    if (own !== undefined) out.push(rowOf(one, own, await releaseAfter([one], releases, tree)))
    if (compared === undefined) continue
    const stop = endsAfter(reachable.commands, at) ?? (/^(echo|bc)$/.test(one.words[0] ?? '') || !one.propagates ? undefined : one)
    if (stop !== undefined) out.push(rowOf(stop, compared, await releaseAfter([stop], releases, tree)))
  }
  return [...out, ...(await gatesOfConditions(tree, releases))]
}

/** `python -c "assert …"`, and what a here-document hands to Python. */
async function heldByPython({ words }: Reached): Promise<string | undefined> {
  const text = isPythonProgram(words[0]) && words[1] === '-c' ? words[2] : undefined
  if (text === undefined || !compares.test(text)) return undefined
  const bodies = bodiesOf('', await parsePython(text))
  return bodies.flatMap((body) => gatesIn(body, new Map())).find(({ fails }) => fails)?.metric
}

const condition = /\boutputs\.([\w-]*)\s*\)?\s*[<>]=?\s*[\d.'$(a-z]/i

/** `if: needs.evaluate.outputs.accuracy > 0.8` at a job, or at a step, that releases. */
async function gatesOfConditions(tree: Tree, releases: Release[]): Promise<GateRow[]> {
  const out: GateRow[] = []
  for (const path of new Set(releases.map((one) => one.path).filter((one) => /^\.github\/workflows\/.*\.ya?ml$/.test(one)))) {
    const [root] = readYaml((await tree.read(path)) ?? '') ?? []
    for (const [id, job] of root?.get('jobs')?.entries ?? []) {
      const name = job.get('name')?.text ?? id
      const within = releases.filter((one) => one.path === path && (one.job === id || one.job === name || one.job.startsWith(`${name} `)))
      out.push(...conditionRow(path, job.get('if'), within))
      const steps = job.get('steps')?.items ?? []
      for (const [at, step] of steps.entries())
        out.push(
          ...conditionRow(
            path,
            step.get('if'),
            within.filter(({ line }) => line >= step.line && line < (steps[at + 1]?.line ?? Number.POSITIVE_INFINITY)),
          ),
        )
    }
  }
  return out
}

const conditionRow = (path: string, value: YamlValue | undefined, releases: Release[]): GateRow[] => {
  const named = condition.exec(value?.text ?? '')?.[1]
  const metric = named === undefined ? undefined : figure.exec(named.replaceAll('-', '_'))?.[1]
  const release = releases[0]
  if (value === undefined || metric === undefined || release === undefined) return []
  const note = `${metric} is asked before the release at ${release.path}:${release.line} runs`
  return [{ path, line: value.line, metric, enforced: true, release_depends: true, note }]
}

const rowOf = (one: Reached, metric: string, release: { path: string; line: number } | undefined): GateRow => ({
  path: one.path,
  line: one.line,
  metric,
  enforced: one.propagates,
  release_depends: release !== undefined,
  note: `${metric} ${one.propagates ? 'fails the job' : `is compared; ${one.because.join('; ')}`}${release === undefined ? '; no release was found to wait for it' : `; the release at ${release.path}:${release.line} waits for it`}`,
})
