/** Recognises gates that pipeline tools provide: a blessing, a condition step, thresholds that an evaluation enforces. */
import type { Module } from '../python/module.ts'

export type ToolGate = { line: number; metric: string; enforced: boolean; guards: boolean; scope: number; note: string }

export const mayGate =
  /MetricThreshold|validation_thresholds|model_blessing|ConditionStep|ConditionGreaterThan|ConditionLessThan|dsl\.(Condition|If)|validate_evaluation_results/

const metricWord = /accuracy|\bauc|_auc|f1|rmse|\bmae|\bmse|metric|score|better|wins|champion|challenger|bless|passed|approved|deploy/i

export function toolGates(module: Module, thresholds: boolean): ToolGate[] {
  const live = module.calls.filter(({ dead }) => !dead)
  const out: ToolGate[] = []
  for (const call of live) {
    const last = call.callee.slice(call.callee.lastIndexOf('.') + 1)
    const { line, scope } = call
    const given = call.args.map(({ name, text }) => `${name ?? ''}=${text}`).join(' ')
    if (last === 'Pusher' && /model_blessing=/.test(given) && thresholds)
      out.push({
        line,
        scope,
        metric: 'blessing',
        enforced: true,
        guards: true,
        note: 'the pusher needs the blessing of an evaluator that has thresholds',
      })
    if (last === 'ConditionStep' && /if_steps=/.test(given))
      out.push({
        line,
        scope,
        metric: 'condition',
        enforced: true,
        guards: /regist|deploy|create|model|approv/i.test(given),
        note: 'steps run by a condition on an evaluation',
      })
    if (/(^|\.)dsl\.(Condition|If)$|^kfp\.dsl\.(Condition|If)$/.test(call.callee) && metricWord.test(given))
      out.push({
        line,
        scope,
        metric: 'condition',
        enforced: true,
        guards: releasesUnder(module, line),
        note: 'steps of the pipeline run by a condition on a metric',
      })
    if (/validate_evaluation_results$/.test(call.callee) || (/(^|\.)evaluate$/.test(call.callee) && /validation_thresholds=/.test(given)))
      out.push({
        line,
        scope,
        metric: 'thresholds',
        enforced: true,
        guards: live.some((one) => one.scope === scope && one.line > line && releasing.test(one.callee)),
        note: 'the evaluation fails below its thresholds',
      })
  }
  return out
}

const releasing =
  /(^|[._])(register_model\w*|create_model_version|transition_model_version_stage|set_registered_model_alias|promote\w*|deploy\w*|upload\w*|push\w*|update_best_model|create_endpoint\w*|endpoint\w*)$/i

/** A release among the calls of the block that the condition opens. */
const releasesUnder = ({ calls }: Module, line: number): boolean =>
  calls.some(
    (call) =>
      call.line > line && call.line < line + 40 && (releasing.test(call.callee) || /(Deploy|Endpoint|ModelUpload)\w*Op$/.test(call.callee)),
  )
