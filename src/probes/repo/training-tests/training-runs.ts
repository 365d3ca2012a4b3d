/** Finds where CI runs the training itself, as a step of its own, so that a change which breaks it is seen. */

import { activityOf } from '../ci/activity.ts'
import type { Reached } from '../ci/model.ts'
import { testCommandOf } from '../ci/test-command.ts'
import { type Ahead, startedFile } from '../python/ahead.ts'
import type { Module } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { PythonSource } from '../python/sources.ts'
import { type Stages, stagesOf } from './stages.ts'

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
  const ownName = (): boolean => true
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
    if (source === undefined || words.includes('--help')) continue
    let stages = known.get(source.path)
    if (stages === undefined) {
      const module = await parsedModule(source)
      stages = stagesOf(await ahead.from(startsOf(module), new Set(), signal), ownName)
      known.set(source.path, stages)
    }
    // One program may do many things; the words it is given say which.
    const named = activityOf(words, reached.variables)
    const subcommand = words.find((word) => /^[a-z_-]+$/.test(word) && /(^|[_-])(train|pipeline|fit)/.test(word))
    if (
      stages.trains &&
      (named === 'training' || subcommand !== undefined || !/eval|test|predict|deploy|register|serve|score/.test(path ?? ''))
    )
      out.push({ reached, stages, before })
  }
  return out
}

/** Everything that a file does when it is run: its statements and, for command-line programs, what its decorators start. */
const startsOf = (module: Module) => [
  { module, scope: 0 },
  ...module.scopes.flatMap(({ decorators }, scope) =>
    decorators.some((name) => /(^|\.)(command|main|flow|pipeline|task|step)(\(\))?$/.test(name)) ? [{ module, scope }] : [],
  ),
]
