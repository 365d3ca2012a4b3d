/** Finds where CI runs the training itself, as a step of its own, so that a change which breaks it is seen. */

import { activityOf } from '../ci/activity.ts'
import type { Reached } from '../ci/model.ts'
import { under } from '../ci/runners/expansion.ts'
import { testCommandOf } from '../ci/test-command.ts'
import { globFits } from '../ci/tree.ts'
import { isNotebook, nameOf } from '../paths.ts'
import type { Ahead } from '../python/ahead.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { programOf, startedFile } from '../python/programs.ts'
import type { PythonSource } from '../python/sources.ts'
import { StageBook, type Stages } from './stages.ts'

/** `before`: it runs on a change that is only proposed, so it tests that change; else it is the production run itself. */
export type TrainingRun = { reached: Reached; stages: Stages; before: boolean }

const proposed = /pull_request|merge_request|\bpr\b|pull request|merge request|merge_group/i
const onChange = /push|pollSCM|commit|\bbranch|changes?\b|schedule|cron/i
/** Is it a change, proposed or made, or time that starts it? */
export const isOnChange = (trigger: string): boolean => proposed.test(trigger) || onChange.test(trigger)
/** Names of programs that use or judge what was trained. */
const using = /(^|[_-])(val|valid\w*|eval\w*|test|predict\w*|detect|infer\w*|scor(e|ing)|generate|sample)([_-]|\.py$)/i
const pipelineTools = /^(dvc repro|dvc exp run|kedro run|mlflow run|zenml pipeline run)/

export async function trainingRuns(
  commands: Reached[],
  { files, ahead, index }: { files: Map<string, PythonSource>; ahead: Ahead; index: ModuleIndex },
  signal: AbortSignal,
): Promise<TrainingRun[]> {
  const known = new Map<string, Promise<Stages>>()
  const out: TrainingRun[] = []
  const book = new StageBook(() => true)
  const sourceOf = ({ words, cwd }: Reached): PythonSource | undefined => files.get(startedFile(words, cwd, files, index) ?? '')
  const stagesOf = (source: PythonSource): Promise<Stages> => {
    const stages =
      known.get(source.path) ?? parsedModule(source).then(async (one) => book.of(await ahead.from(programOf(one), new Set(), signal)))
    known.set(source.path, stages)
    return stages
  }
  /** Does a later step of the job, in the same run, judge or use a model? */
  const usedAfter = async (at: number): Promise<boolean> => {
    const run = commands[at] as Reached
    for (const later of commands.slice(at + 1)) {
      if (later.path !== run.path || later.workflow !== run.workflow || later.job !== run.job) continue
      const source = later.enabled && later.propagates ? sourceOf(later) : undefined
      if (source !== undefined && using.test(nameOf(source.path)) && (await stagesOf(source)).predicts) return true
    }
    return false
  }
  for (const [at, reached] of commands.entries()) {
    const { words, trigger } = reached
    const before = proposed.test(trigger)
    // A job that nothing can start any more keeps no trigger: it is there, and off.
    const off = trigger === '' && !reached.enabled
    for (const source of notebooksTried(reached, files)) {
      const stages = await stagesOf(source)
      if (stages.trains && isOnChange(trigger)) out.push({ reached, stages, before: true })
    }
    if ((!isOnChange(trigger) && !off) || testCommandOf(words, reached.variables) !== undefined) continue
    if (pipelineTools.test(words.join(' '))) {
      const { path, line } = reached
      out.push({ reached, stages: { prepares: true, trains: true, predicts: true, at: { path, line, what: words.join(' ') } }, before })
      continue
    }
    const source = words.includes('--help') ? undefined : sourceOf(reached)
    if (source === undefined) continue
    let stages = await stagesOf(source)
    // A program that is named for training may start it elsewhere, in a service that only its own library knows.
    if (!stages.trains && activityOf(words, reached.variables) === 'training') stages = { ...stages, trains: true, predicts: false }
    if (!stages.trains || !isForTraining(reached, source.path)) continue
    if (before && !stages.predicts && (await usedAfter(at))) stages = { ...stages, predicts: true }
    out.push({ reached, stages, before })
  }
  return out
}

/** `pytest --nbmake notebooks`: the notebooks themselves are the tests. */
function notebooksTried({ words, variables, cwd }: Reached, files: Map<string, PythonSource>): PythonSource[] {
  const command = words.some((word) => /^--(nbmake|nbval|nbval-lax)$/.test(word)) ? testCommandOf(words, variables) : undefined
  if (command === undefined) return []
  const places = command.targets.map((target) => under(cwd ?? '', target) ?? target)
  const fits = (path: string): boolean =>
    places.length === 0 ||
    places.some((place) => place === '' || path === place || path.startsWith(`${place}/`) || (place.includes('*') && globFits(place, path)))
  return [...files.values()].filter(({ path }) => isNotebook(path) && fits(path))
}

/** One program may do many things; the words it is given say which. */
function isForTraining({ words, variables }: Reached, path: string): boolean {
  if (activityOf(words, variables) === 'training') return true
  const after = words.slice(words.findIndex((word) => /\.(py|ipynb)$/.test(word)) + 1)
  const subcommand = /^[a-z][a-z_-]*$/.test(after[0] ?? '') ? after[0] : undefined
  if (subcommand !== undefined) return /train|pipeline|fit|^(all|run|main|experiment)$/.test(subcommand)
  return !/eval|test|predict|deploy|register|serv|score|monitor|drift/.test(path)
}
