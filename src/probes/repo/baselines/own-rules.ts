/** Recognises functions, classes and values of one's own that are a simple predictor, or that measure one. */

import { resolveName } from '../python/module.ts'
import type { Syntax } from '../python/parser.ts'
import { dotted, field, textOf, walk } from '../python/syntax.ts'
import {
  baselineClass,
  baselineName,
  fromModel,
  loaded,
  type Predictor,
  plainValue,
  predictorOf,
  ruleOfThumb,
  sameForAll,
} from './predictors.ts'

const bodyOf = (node: Syntax): string => textOf(field(node, 'body') ?? node).replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '')

/** `def baseline_scores(learn, test): return test["origin"].map(…)`: a predictor that is called one and needs no model. */
export function isRule(name: string, node: Syntax): boolean {
  const body = bodyOf(node)
  return baselineName.test(name) && /\breturn\b/.test(body) && ruleOfThumb.test(body) && !fromModel.test(body) && !loaded.test(body)
}

/** `def evaluate_naive_method(rows): … abs(preds - targets) …`: the metric that such a function works out by hand. */
export function measuredInside(name: string, node: Syntax): 'accuracy' | 'mae' | 'mse' | undefined {
  const body = bodyOf(node)
  if (!baselineName.test(name) || !ruleOfThumb.test(body) || /\.(predict|forward|fit|evaluate)\(|\bmodel\b|load/i.test(body))
    return undefined
  if (!/\b(mean|sum)\(|\/\s*\w+/.test(body)) return undefined
  if (/\babs(olute)?\([^\n]*-/.test(body)) return 'mae'
  if (/-[^\n]*\*\*\s*2|square\(/.test(body)) return 'mse'
  return /\w\s*==\s*\w/.test(body) ? 'accuracy' : undefined
}

/** `baseline_pred = rows.rolling(7).mean()`: a value that is called one, or is one value for all. */
export function isThumb(name: string, text: string): boolean {
  if (text.length > 300 || loaded.test(text) || fromModel.test(text)) return false
  if (sameForAll.test(text) && plainValue.test(text)) return true
  const named = /(^|_)(x|data|df|features?|dataset|stats|metrics?|score|path|file|acc|auc|loss|name|dir|config|run|ref)(_|$)/i
  return baselineName.test(name) && ruleOfThumb.test(text) && !named.test(name)
}

/** A class that is called a baseline is one unless it is made of something richer. */
export function ownBaselines(root: Syntax, imports: Map<string, string>): Map<string, Predictor> {
  const out = new Map<string, Predictor>()
  for (const node of walk(root)) {
    if (node.type !== 'class_definition') continue
    const name = textOf(field(node, 'name') ?? node)
    const body = textOf(node)
    if (!baselineClass.test(name) || !/def (predict|forecast|recommend)\w*\(/.test(body)) continue
    const inside = [...walk(node)].flatMap((one) =>
      one.type === 'call' ? (predictorOf(resolveName(dotted(field(one, 'function')) ?? '', imports)) ?? []) : [],
    )
    const rich = inside.some(({ grade }) => grade === 'rich') || /\bnn\.(Module|Linear|Conv)|keras/.test(body)
    out.set(name, rich ? { name, grade: 'rich', kind: 'model' } : { name, grade: 'dull', kind: 'own baseline' })
  }
  return out
}
