/** Finds where CI runs the training itself, as a step of its own, so that a change which breaks it is seen. */

import { activityOf } from '../ci/activity.ts'
import type { Reached } from '../ci/model.ts'
import { testCommandOf } from '../ci/test-command.ts'
import type { Ahead } from '../python/ahead.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { programOf, startedFile } from '../python/programs.ts'
import type { PythonSource } from '../python/sources.ts'
import { StageBook, type Stages } from './stages.ts'

/** `before`: it runs on a change that is only proposed, so it tests that change; else it is the production run itself. */
export type TrainingRun = { reached: Reached; stages: Stages; before: boolean }

const proposed = /pull_request|merge_request|\bpr\b|pull request|merge request|merge_group/i
const onChange = /push|pollSCM|commit|\bbranch|changes?\b/i
const pipelineTools = /^(dvc repro|dvc exp run|kedro run|mlflow run|zenml pipeline run)/

export async function trainingRuns(
  commands: Reached[],
  { files, ahead, index }: { files: Map<string, PythonSource>; ahead: Ahead; index: ModuleIndex },
  signal: AbortSignal,
): Promise<TrainingRun[]> {
  const known = new Map<string, Stages>()
  const out: TrainingRun[] = []
  const book = new StageBook(() => true)
  for (const reached of commands) {
    const { words, cwd, trigger } = reached
    const before = proposed.test(trigger)
    if ((!before && !onChange.test(trigger)) || testCommandOf(words, reached.variables) !== undefined) continue
    if (pipelineTools.test(words.join(' '))) {
      const { path, line } = reached
      out.push({ reached, stages: { prepares: true, trains: true, predicts: true, at: { path, line, what: words.join(' ') } }, before })
      continue
    }
    const path = startedFile(words, cwd, files, index)
    const source = path === undefined ? undefined : files.get(path)
    if (source === undefined || words.includes('--help')) {
      continue
    }
    let stages = known.get(source.path)
    if (stages === undefined) {
      const module = await parsedModule(source)
      stages = book.of(await ahead.from(programOf(module), new Set(), signal))
      known.set(source.path, stages)
    }
    // A program that is named for training may start it elsewhere, in a service that only its own library knows.
    if (!stages.trains && activityOf(words, reached.variables) === 'training') stages = { ...stages, trains: true, predicts: false }
    if (stages.trains && isForTraining(reached, path ?? '')) out.push({ reached, stages, before })
  }
  return out
}

/** One program may do many things; the words it is given say which. */
function isForTraining({ words, variables }: Reached, path: string): boolean {
  if (activityOf(words, variables) === 'training') return true
  const after = words.slice(words.findIndex((word) => /\.(py|ipynb)$/.test(word)) + 1)
  const subcommand = /^[a-z][a-z_-]*$/.test(after[0] ?? '') ? after[0] : undefined
  if (subcommand !== undefined) return /train|pipeline|fit|^(all|run|main|experiment)$/.test(subcommand)
  return !/eval|test|predict|deploy|register|serv|score|monitor|drift/.test(path)
}
