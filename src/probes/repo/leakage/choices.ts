/** Sees where a choice is made by figures of the test set: the best of a loop, a threshold, the goal of a search. */
import type { Syntax } from '../python/parser.ts'
import { walk as everyNode, field, textOf } from '../python/syntax.ts'
import { isTest } from './batches.ts'
import { type Given, invoke } from './functions.ts'
import { leak } from './proofs.ts'
import { calledTest, type Place, partOf } from './rows.ts'
import { type Callable, type Figure, figureOf, type Value } from './values.ts'
import { placeOf, type Walk } from './walk.ts'

/** `if score > best: best = score; keep(model)` inside a loop over candidates. */
export function chosenIn(node: Syntax, condition: Syntax | undefined, walk: Walk): void {
  if (condition === undefined || walk.loops.length === 0) return
  for (const part of everyNode(condition)) {
    if (part.type !== 'comparison_operator' || !/[<>]/.test(textOf(part))) continue
    const sides = part.children.filter(({ field: name }) => name !== 'operators')
    const figure = sides.map((side) => figureOf(walk.shared.evaluate(side, walk))).find((one) => one !== undefined && repeated(one, walk))
    if (figure !== undefined && keeps(figure, field(node, 'consequence'), sides))
      chosen(figure, placeOf(part, walk), 'the best of a loop', walk)
  }
  if (condition.type === 'identifier') judgedIn(walk.shared.evaluate(condition, walk), field(node, 'consequence'), walk)
}

/** `better = score > best`, and then `if better: save(model)`. */
function judgedIn({ figure, judged }: Value, body: Syntax | undefined, walk: Walk): void {
  if (figure !== undefined && judged !== undefined && repeated(figure, walk) && keeps(figure, body, []))
    chosen(figure, judged, 'the best of a loop', walk)
}

/** Most loops over epochs note the best figure; only what is saved, or stopped, by it is chosen by it. */
const keeps = (figure: Figure, body: Syntax | undefined, sides: readonly Syntax[]): boolean =>
  figure.by_batch ? body !== undefined && savesOrStops(body) : keepsSomething(body, sides)

const saving = /\b(\w*save\w*|\w*checkpoint\w*|deepcopy|state_dict|dump|get_weights)\(/i

function savesOrStops(body: Syntax): boolean {
  return body.children.some((child) => {
    const inner = child.children[0]
    if (child.type === 'break_statement') return true
    if (child.type === 'if_statement') return savesOrStops(field(child, 'consequence') ?? child)
    if (child.type !== 'expression_statement' || inner === undefined) return false
    if (inner.type === 'call') return saving.test(textOf(inner))
    const left = field(inner, 'left')
    return (
      inner.type === 'assignment' &&
      left !== undefined &&
      (saving.test(textOf(inner)) || /patience|no_improve|bad_epochs/i.test(textOf(left)))
    )
  })
}

/** Calls that choose by what they are given: a schedule's step, early stopping, a checkpoint that is told whether it is the best. */
export function chosenBy(name: string, on: string, args: Given, at: Place, walk: Walk): boolean {
  if (walk.loops.length === 0) return false
  const values = [...args.positional, ...args.named.values()]
  const what = /early_?stop/i.test(`${on} ${name}`)
    ? 'early stopping'
    : name === 'step' && /sched|plateau|^lr/i.test(on)
      ? 'the learning rate'
      : undefined
  const figure = what === undefined ? undefined : values.map((one) => one.figure).find((one) => one !== undefined && repeated(one, walk))
  if (what !== undefined && figure !== undefined) chosen(figure, at, what, walk)
  const judged = /save|checkpoint/i.test(name) ? values.find((one) => one.judged !== undefined && one.figure !== undefined) : undefined
  if (judged?.figure !== undefined && repeated(judged.figure, walk)) chosen(judged.figure, at, 'the best checkpoint', walk)
  return figure !== undefined
}

/** Measured within a loop on a test set that was there before it. */
function repeated(figure: Figure, walk: Walk): boolean {
  const inside = figure.loops.filter((loop) => !figure.rows.loops.includes(loop))
  const made = partOf(figure.rows)?.loops ?? figure.rows.loops
  return inside.length > 0 && figure.loops.some((loop) => !made.includes(loop)) && isTest(figure, walk)
}

/** More than the record itself is kept: a model, its settings, its name. */
function keepsSomething(body: Syntax | undefined, sides: readonly Syntax[]): boolean {
  if (body === undefined) return false
  const names = new Set(sides.map(textOf))
  return body.children.some((child) => {
    const inner = child.children[0]
    if (child.type !== 'expression_statement' || inner === undefined) return false
    if (inner.type === 'assignment') return !names.has(textOf(field(inner, 'left') ?? inner))
    return inner.type === 'call' && /save|dump|deepcopy|state_dict|checkpoint/i.test(textOf(inner))
  })
}

/** `np.argmax(scores)`, `scores.index(max(scores))`: figures of one test set, the best of them taken. */
export function picked(scores: Value | undefined, at: Place, walk: Walk): void {
  const figure = scores === undefined ? undefined : figureOf(scores)
  if (figure === undefined) return
  if (figure.curve && calledTest(figure.rows)) chosen(figure, at, 'a threshold', walk)
  else if (repeated(figure, walk)) chosen(figure, at, 'the best of several', walk)
}

/** A search is given a function that measures on a test set made outside of it. */
export function searched(goal: Callable, args: Given, at: Place, walk: Walk): void {
  const before = new Set(walk.shared.splits)
  const made = invoke(goal, args, { ...walk, searching: true })
  const figure = made === undefined ? undefined : figureOf(made)
  const split = partOf(figure?.rows)?.split
  // What the goal splits off for itself is there to choose by.
  if (figure === undefined || split === undefined || !before.has(split) || !calledTest(figure.rows)) return
  chosen(figure, at, 'the goal of a search', walk)
}

function chosen(figure: Figure, at: Place, what: string, walk: Walk): void {
  const split = partOf(figure.rows)?.split
  if (split !== undefined) split.evaluated = true
  leak(walk, { kind: 'chosen_on_test', at: figure.at, cause: at, what, split })
}
