/** Follows predictors through one Python file: which of them each measured value came from. */

import { resolveName } from '../python/module.ts'
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf, walk } from '../python/syntax.ts'
import { comparesAll, Guesses } from './guesses.ts'
import { isRule, isThumb, measuredInside, ownBaselines } from './own-rules.ts'
import { isStandardMetric, metricOf, type Predictor, predictorOf, upperModel, wraps } from './predictors.ts'
import { columnOf, comparesSimple, compiled, guessIn, inComprehension, isChosen } from './reading-syntax.ts'
import type { Elsewhere, Measuring, Origins, Rival } from './rivals.ts'

const overModels = /model|classifier|estimator|regressor|algorithm|learner|candidate|clfs|pipelines?\b/i

type Names = Map<string, Set<Rival>>

export function originsIn(root: Syntax, imports: Map<string, string>, elsewhere: Elsewhere): Origins {
  const flow = new Flow(imports, elsewhere, new Guesses(root.source), ownBaselines(root, imports))
  // Twice, so that what methods and functions defined below give back is known above.
  flow.suite(root, new Map())
  flow.measurings.length = 0
  flow.suite(root, new Map())
  return { rivals: [...flow.rivals.values()], measurings: flow.measurings, groups: flow.groups(), gives: flow.gives() }
}

class Flow {
  readonly rivals = new Map<string, Rival>()
  readonly measurings: Measuring[] = []
  readonly #groups = new Map<number, Rival[]>()
  readonly #imports: Map<string, string>
  /** `self.x` of any class, and what functions give back. */
  readonly #shared: Names = new Map()
  readonly #own: Map<string, Predictor>
  readonly #elsewhere: Elsewhere
  /** How many loops over models are open. */
  #loops = 0

  readonly #guesses: Guesses

  constructor(imports: Map<string, string>, elsewhere: Elsewhere, guesses: Guesses, own: Map<string, Predictor>) {
    this.#own = own
    this.#guesses = guesses
    this.#imports = imports
    this.#elsewhere = elsewhere
  }

  groups(): Rival[][] {
    return [...this.#groups.values()]
  }

  gives(): Map<string, Rival[]> {
    return new Map([...this.#shared].flatMap(([name, rivals]) => (name.endsWith('()') ? [[name.slice(0, -2), [...rivals]]] : [])))
  }

  suite(body: Syntax | undefined, names: Names): void {
    for (const node of body?.children ?? []) this.#statement(node, names)
  }

  #statement(node: Syntax, names: Names): void {
    switch (node.type) {
      case 'class_definition':
        this.#class(node, names)
        return
      case 'function_definition':
        this.#function(node, names)
        return
      case 'decorated_definition':
        this.#statement(field(node, 'definition') ?? node, names)
        return
      case 'for_statement': {
        this.#measure(field(node, 'right'), names)
        this.#bind(field(node, 'left'), this.#of(field(node, 'right'), names), names)
        const over = overModels.test(textOf(field(node, 'right') ?? node).slice(0, 200)) ? 1 : 0
        this.#loops += over
        this.suite(field(node, 'body'), names)
        this.#loops -= over
        return
      }
      case 'expression_statement':
        for (const child of node.children) this.#expression(child, names)
        return
      case 'return_statement':
        this.#measure(node, names)
        this.#add(names, 'return', this.#of(node, names))
        return
      case 'with_statement':
        this.#measure(node.children[0], names)
        this.suite(field(node, 'body'), names)
        return
    }
    if (node.type === 'assert_statement') this.#measure(node, names)
    else if (/_statement$|_clause$|^block$|^case_/.test(node.type))
      for (const child of node.children) {
        if (/_statement$|_clause$|^block$|_definition$/.test(child.type)) this.#statement(child, names)
        else this.#measure(child, names)
      }
  }

  /** A class that makes models of one grade stands for them. */
  #class(node: Syntax, names: Names): void {
    this.suite(field(node, 'body'), new Map(names))
    const inside = [...this.rivals.values()].filter(({ line }) => line > node.line && line <= node.end_line)
    const name = textOf(field(node, 'name') ?? node)
    if (inside.length > 0 && new Set(inside.map(({ grade }) => grade)).size === 1 && predictorOf(name) === undefined)
      this.#add(this.#shared, `${name}()`, new Set(inside))
  }

  #function(node: Syntax, names: Names): void {
    const inside: Names = new Map(names)
    inside.delete('return')
    for (const param of field(node, 'parameters')?.children ?? []) inside.delete(/\w+/.exec(textOf(param))?.[0] ?? '')
    const loops = this.#loops
    this.#loops = 0
    this.suite(field(node, 'body'), inside)
    this.#loops = loops
    const gives = inside.get('return')
    const name = textOf(field(node, 'name') ?? node)
    if (gives !== undefined && gives.size > 0) this.#add(this.#shared, `${name}()`, gives)
    else if (isRule(name, node)) this.#add(this.#shared, `${name}()`, new Set([this.#rule(name, node)]))
    const metric = measuredInside(name, node)
    if (metric !== undefined) this.#measured(metric, node, [this.#rule(name, node)])
  }

  #rule(name: string, at: Syntax): Rival {
    return this.#rival({ name, grade: 'dull', kind: 'rule' }, at.line, true)
  }

  #measured(metric: string, { line }: Syntax, rivals: Rival[], loop = false): void {
    this.measurings.push({ metric, line, rivals, other: rivals.length === 0, loop })
  }

  #expression(node: Syntax, names: Names): void {
    this.#measure(node, names)
    if (node.type !== 'assignment' && node.type !== 'augmented_assignment') return
    const left = field(node, 'left')
    const right = field(node, 'right')
    const origin = upperModel.test(dotted(left) ?? '') ? new Set<Rival>() : this.#of(right, names)
    const column = columnOf(left)
    if (left !== undefined && right !== undefined) {
      const name = column ?? dotted(left) ?? ''
      this.#byHand(name, right)
      this.#guesses.note(name, textOf(right))
      if (column !== undefined) {
        const same = origin.size === 0 && this.#guesses.isColumn(textOf(right))
        names.set(`["${column}"]`, same ? new Set([this.#rule(column, left)]) : origin)
      } else if (origin.size === 0) {
        const plain = this.#plain(left, right)
        if (plain !== undefined) origin.add(plain)
      }
    }
    this.#bind(left, origin, names)
  }

  #byHand(name: string, at: Syntax): void {
    const metric = this.#guesses.byHand(name, textOf(at))
    if (metric !== undefined) this.#measured(metric, at, [this.#rule(name.slice(0, 60), at)])
  }

  /** `y_naive = y.shift(1)`, `baseline_pred = np.full(len(y), y.mean())`. */
  #plain(left: Syntax, right: Syntax): Rival | undefined {
    const name = dotted(left) ?? ''
    const text = textOf(right)
    if (literalOf(right) !== undefined || right.type === 'dictionary' || !(this.#guesses.is(text, name) || isThumb(name, text)))
      return undefined
    return this.#rule(name, left)
  }

  #bind(target: Syntax | undefined, origin: Set<Rival>, names: Names): void {
    if (target === undefined) return
    if (/^(pattern_list|tuple_pattern|list_pattern|tuple|list)$/.test(target.type)) {
      for (const child of target.children) this.#bind(child, origin, names)
      return
    }
    if (target.type === 'subscript') {
      const held = dotted(field(target, 'value'))
      if (held !== undefined && origin.size > 0) this.#add(held.startsWith('self.') ? this.#shared : names, held, origin)
      return
    }
    const name = dotted(target)
    if (name === undefined) return
    if (name.startsWith('self.')) this.#add(this.#shared, name, origin)
    else names.set(name, origin)
  }

  #add(names: Names, name: string, origin: Set<Rival>): void {
    names.set(name, new Set([...(names.get(name) ?? []), ...origin]))
  }

  #rival(predictor: Predictor, line: number, own: boolean): Rival {
    const key = `${predictor.name}:${line}`
    const known = this.rivals.get(key) ?? { name: predictor.name, grade: predictor.grade, kind: predictor.kind, line, own }
    this.rivals.set(key, known)
    return known
  }

  #full(node: Syntax): string {
    const name = dotted(node.type === 'call' ? field(node, 'function') : node)
    return name === undefined ? '' : resolveName(name, this.#imports)
  }

  /** The predictors that an expression's value comes from. */
  #of(node: Syntax | undefined, names: Names): Set<Rival> {
    if (node === undefined) return new Set()
    if (node.type === 'call') return this.#ofCall(node, names)
    if (node.type === 'string') {
      const path = literalOf(node)
      const known = typeof path === 'string' && /^[a-z]\w*(\.\w+)+$/.test(path) ? predictorOf(path) : undefined
      return new Set(known === undefined ? [] : [this.#rival(known, node.line, false)])
    }
    const name = node.type === 'identifier' || node.type === 'attribute' ? dotted(node) : undefined
    if (name !== undefined) {
      const known = names.get(name) ?? this.#shared.get(name)
      if (known !== undefined) return known
      const predictor = /^[A-Z]\w*$|\.[A-Z]\w*$/.test(name) ? predictorOf(resolveName(name, this.#imports)) : undefined
      if (predictor !== undefined)
        return new Set([this.#rival(predictor, node.line, this.#elsewhere.isOwn(resolveName(name, this.#imports)))])
      return node.type === 'attribute' ? this.#of(field(node, 'object'), names) : new Set()
    }
    const column = columnOf(node)
    const held = column === undefined ? undefined : names.get(`["${column}"]`)
    if (held !== undefined && held.size > 0) return held
    if (node.type === 'subscript' && column === undefined && isChosen(node)) return new Set()
    if (node.type === 'lambda' || node.type === 'comparison_operator') return new Set()
    if (node.type === 'keyword_argument' && upperModel.test(textOf(field(node, 'name') ?? node))) return new Set()
    const out = new Set(node.children.flatMap((child) => [...this.#of(child, names)]))
    if (/^(dictionary|list|tuple)$/.test(node.type) && out.size > 1) this.#groups.set(node.start, [...out])
    return out
  }

  #ofCall(node: Syntax, names: Names): Set<Rival> {
    const full = this.#full(node)
    const last = full.split('.').at(-1) ?? ''
    if (wraps.test(last)) return new Set()
    const own = this.#own.get(last)
    const predictor = own ?? predictorOf(full)
    if (predictor !== undefined) {
      return new Set([this.#rival(predictor, node.line, own !== undefined || this.#elsewhere.isOwn(full))])
    }
    const given = this.#shared.get(`${last}()`)
    if (given !== undefined) return given
    const fromElsewhere = this.#elsewhere.given(full)
    if (fromElsewhere !== undefined) return new Set(fromElsewhere.map((one) => this.#rival(one, node.line, true)))
    const target = field(node, 'function')
    // `cls()` of a class that a loop goes through.
    const held = target?.type === 'identifier' ? names.get(textOf(target)) : undefined
    if (held !== undefined && held.size > 0) return held
    const receiver = target?.type === 'attribute' ? this.#of(field(target, 'object'), names) : new Set<Rival>()
    // A model's method gives what that model makes of its rows, wherever the rows came from.
    if (receiver.size > 0 && !/^(append|extend|update|add)$/.test(last)) return receiver
    return new Set(argumentsOf(node).flatMap(({ value }) => [...this.#of(value, names)]))
  }

  /** Notes every metric in the expression, with what it is applied to; lists that models are appended to come to hold them. */
  #measure(node: Syntax | undefined, names: Names): void {
    if (node === undefined) return
    for (const call of walk(node)) {
      if (call.type !== 'call') continue
      const target = field(call, 'function')
      const held = target?.type === 'attribute' ? dotted(field(target, 'object')) : undefined
      if (held !== undefined && /\.(append|extend|update)$/.test(textOf(target as Syntax))) {
        const origin = new Set(argumentsOf(call).flatMap(({ value }) => [...this.#of(value, names)]))
        if (origin.size > 0) this.#add(held.startsWith('self.') ? this.#shared : names, held, origin)
      }
      const full = this.#full(call)
      if (/(^|\.)(print|info|log_metric)$/.test(full)) this.#told(call)
      else if (/\.compile$/.test(full)) for (const metric of compiled(call)) this.#measured(metric, call, [])
      else if (comparesAll.test(full) && comparesSimple(call)) this.#comparesAll(call, full)
      const metric = metricOf(full)
      if (metric === undefined) continue
      const receiver = target?.type === 'attribute' ? [...this.#of(field(target, 'object'), names)] : []
      const rivals = [...new Set([...receiver, ...argumentsOf(call).flatMap(({ value }) => [...this.#of(value, names)])])]
      const guess = rivals.length === 0 && isStandardMetric(metric) ? guessIn(call, this.#guesses) : undefined
      if (guess !== undefined) rivals.push(this.#rule(guess, call))
      this.#measured(metric, call, rivals, this.#loops > 0 || (overModels.test(textOf(node).slice(0, 400)) && inComprehension(node, call)))
    }
  }

  /** `print("baseline", y.value_counts(normalize=True).max())`: the words beside it name it. */
  #told(call: Syntax): void {
    const args = argumentsOf(call)
    const words = args.map(({ value }) => literalOf(value)).find((one) => typeof one === 'string')
    if (typeof words === 'string') for (const { value } of args) if (value.type !== 'string') this.#byHand(words, value)
  }

  #comparesAll(call: Syntax, full: string): void {
    const name = full.split('.').at(-1) === 'compare_models' ? 'compare_models' : 'models of every kind'
    const rivals = [this.#rival({ name, grade: 'simple', kind: 'linear' }, call.line, false)]
    const rich = { name: `${name}, the others`, grade: 'rich', kind: 'model' } as const
    this.#measured('leaderboard', call, [...rivals, this.#rival(rich, call.line, false)])
  }
}
