/** Finds code that starts training when a figure is bad or drift is seen: `if drift > limit: trigger_retraining()`. */
import { isForeign, pathKind } from '../paths.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import type { Trigger } from './kinds.ts'

const branch = /^([ \t]*)(?:el)?if\b([^\n]*):[ \t]*(?:#[^\n]*)?\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)+)/gm
const bad =
  /drift|degrad|decay|(accuracy|auc|f1|rmse|mae|recall|precision|metric|score|performance|error)\w*[^<>=\n]*[<>]|[<>]=?[^\n]*(threshold|limit)|(should|need\w*|must|requires?)_?(to_)?_?retrain/i
/** Keeping the best of a training is no reason to begin another. */
const ofTraining = /\b(best|patience|epoch|early_?stop)/i
const retrains = /\b[\w.]*retrain\w*\s*\(/i
/** Calls that start something elsewhere, which the words around must name. */
const starts =
  /\b[\w.]*(start_job|create_job_run|run_now|trigger_\w+|run_deployment|create_run\w*|start_pipeline_execution|start_execution|create_dag_run|create_workflow_dispatch|send_task|apply_async|submit\w*)\s*\(|\.post\([^\n]*dispatch|\bsubprocess\.\w+\(|\bos\.system\(/i
const said = /re-?train/i
/** A message is no start; neither is asking. */
const telling =
  /^[ \t]*(?:return |self\.)?(?:[\w.]*(?:print|log\w*|warn\w*|info|error|send_\w*(?:mail|alert|message|notification)\w*|notify\w*|alert\w*|append|should_\w+|needs_\w+))\s*\(.*$/gim

/** The line of the first such branch; undefined when there is none. Comments and messages do not count. */
export function startsOnCondition(text: string): number | undefined {
  if (!said.test(text)) return undefined
  for (const { index, 2: condition = '', 3: body = '' } of text.matchAll(branch)) {
    if (!bad.test(condition) || ofTraining.test(condition)) continue
    const plain = body.replaceAll(/^[ \t]*#.*$/gm, '')
    const does = plain.replaceAll(telling, '')
    if (!retrains.test(does) && !(starts.test(does) && said.test(`${condition}${plain}`))) continue
    const at = does.search(retrains.test(does) ? retrains : starts)
    return text.slice(0, index).split('\n').length + 1 + Math.max(0, does.slice(0, at).split('\n').length - 1)
  }
  return undefined
}

/** What runs the code itself was not found here: a job of CI that does is told where it stands. */
export const triggersOnCondition = (files: Map<string, PythonSource>): Trigger[] =>
  [...files.values()].flatMap((source): Trigger[] => {
    if (isForeign(source.path) || pathKind(source.path) !== 'own') return []
    const line = startsOnCondition(source.text)
    const note = 'a bad figure or drift starts training; nothing was found that looks by itself'
    return line === undefined
      ? []
      : [{ path: source.path, line: fileLine(source, line), kind: 'event', enabled: false, trains: true, renews: true, note }]
  })
