/** Sorts the calls of one module into tracking calls: whose, and whether they log metrics or parameters. */
import type { Argument, Call, Module } from '../python/module.ts'
import { lightningLoggers, opens, reportTo, type Tracker, trackers } from './trackers.ts'

export type TrackingCall = { tool: string; call: Call; metrics: boolean; params: boolean }

const argument = (call: Call, name: string): Argument | undefined => call.args.find((arg) => arg.name === name)

export function trackingCalls(module: Module): TrackingCall[] {
  const off = switchedOff(module)
  return module.calls
    .filter(({ dead }) => !dead)
    .flatMap((call) => {
      const found = ofLibrary(call) ?? ofTrainer(call)
      return found === undefined || off.has(found.tool) ? [] : [found]
    })
}

function ofLibrary(call: Call): TrackingCall | undefined {
  // Taken from whichever of two packages is installed; the class is TensorBoard's in both.
  if (call.callee === 'importlib.import_module().SummaryWriter') return { tool: 'TensorBoard', call, metrics: false, params: false }
  for (const tracker of trackers) {
    const head = tracker.modules.exec(call.callee)
    if (head === null) continue
    if (argument(call, 'disable')?.literal === true || argument(call, 'disabled')?.literal === true) return undefined
    const rest = call.callee.slice(head[0].length).replace(/^[.(]/, (mark) => (mark === '.' ? '' : mark))
    const given = tracker.tool === 'Weights & Biases' && /(^|\.)init$/.test(rest) && argument(call, 'config') !== undefined
    const metrics = tracker.metrics.test(rest)
    const params = tracker.params.test(rest) || given
    if (!metrics && !params && !opens.test(rest)) return undefined
    return { tool: tracker.tool, call, metrics, params }
  }
  return undefined
}

/** Loggers and settings handed to Lightning and Hugging Face trainers. */
function ofTrainer(call: Call): TrackingCall | undefined {
  const last = call.callee.slice(call.callee.lastIndexOf('.') + 1)
  const lightning = Object.hasOwn(lightningLoggers, last) ? lightningLoggers[last] : undefined
  if (lightning !== undefined) return { tool: lightning, call, metrics: true, params: true }
  const to = /Arguments$|Config$/.test(last) ? argument(call, 'report_to') : undefined
  const name = to?.text.match(/\w+/g)?.find((word) => Object.hasOwn(reportTo, word))
  return name === undefined ? undefined : { tool: reportTo[name] as string, call, metrics: true, params: true }
}

/** A trainer of Lightning that is given no logger records what modules log with the one that it brings along. */
export const trackersByDefault = (module: Module): TrackingCall[] =>
  module.calls.flatMap((call) => {
    if (call.dead || !/^(pytorch_lightning|lightning)\b.*\bTrainer$/.test(call.callee)) return []
    // Settings handed over as a whole may hold a logger, or none.
    if (call.args.some(({ type }) => type === 'dictionary_splat')) return []
    const logger = argument(call, 'logger')
    return logger === undefined || logger.literal === true ? [{ tool: 'Lightning', call, metrics: true, params: false }] : []
  })

/** Trackers whose every start in the file is switched off: `wandb.init(mode="disabled")`. */
function switchedOff(module: Module): Set<string> {
  const starts = module.calls.filter(({ callee, dead }) => !dead && /^wandb\.init$/.test(callee))
  const off = starts.length > 0 && starts.every((call) => argument(call, 'mode')?.literal === 'disabled')
  return new Set(off ? ['Weights & Biases'] : [])
}

/** Calls through receivers that cannot be followed (a parameter, an attribute), told by the method and the trackers in use. */
export function callsThroughHandles(module: Module, inUse: Set<string>): TrackingCall[] {
  const known = new Set(trackingCalls(module).map(({ call }) => call))
  return module.calls.flatMap((call) => {
    if (call.dead || known.has(call)) return []
    const tracker = trackers.find((one) => inUse.has(one.tool) && (one.methods?.test(call.callee) || one.paramMethods?.test(call.callee)))
    return tracker === undefined ? [] : [through(tracker, call)]
  })
}

const through = (tracker: Tracker, call: Call): TrackingCall => ({
  tool: tracker.tool,
  call,
  metrics: tracker.methods?.test(call.callee) ?? false,
  params: tracker.paramMethods?.test(call.callee) ?? false,
})
