/** Follows a shell script and tells for every command whether it is reached and what becomes of its failure. */
import { capturesFailure } from './capture.ts'
import { fixedTest } from './fixed-test.ts'
import { cloneOf, joined } from './joined.ts'
import { type List, type Node, parseShell, type Simple } from './parse.ts'
import { argumentsOf, substitute, type Variables, withInput } from './words.ts'

/**
 * What the failing of one command does to the part of the script it stands in. `aborts`: the script ends in failure;
 * `fails`: this part fails, so errexit sees it; `fails_quietly`: it fails, but errexit ignores it (`a && b`);
 * `inverted`: its failure makes this part succeed (`! a`); `lost`: nobody learns of it.
 */
export type Fate = 'aborts' | 'fails' | 'fails_quietly' | 'inverted' | 'lost'

/** One command as the shell would run it; `cwd` is relative to the tree's top, null when only a run knows it. */
export type Leaf = { words: string[]; line: number; cwd: string | null; fate: Fate; reached: boolean; variables: Variables }

export type ShellStart = { errexit: boolean; pipefail: boolean; cwd: string | null; variables: Variables; line: number }
/** `propagates`: the script as a whole fails when this command does. */
export type Ran = Omit<Leaf, 'fate'> & { propagates: boolean }

type Sure = 'succeeds' | 'fails' | 'maybe'
type State = ShellStart & {
  functions: Map<string, Node>
  guarded: boolean
  dead: boolean
  ended: boolean
  swallowed: boolean
  calls: number
  previous: string | null
  /** Folders that `git clone` has made; `*` when their name is known only to a run. */
  cloned: string[]
}
type Outcome = { leaves: Leaf[]; sure: Sure }

export const walkShell = (text: string, start: ShellStart): Ran[] => {
  const state: State = {
    ...start,
    functions: new Map(),
    guarded: false,
    dead: false,
    ended: false,
    swallowed: false,
    calls: 0,
    previous: null,
    cloned: [],
  }
  const { leaves } = walkList(parseShell(text, start.line), state)
  return leaves.map(({ fate, ...leaf }) => ({
    ...leaf,
    propagates: !state.swallowed && ['aborts', 'fails', 'fails_quietly'].includes(fate),
  }))
}

const walk = (node: Node, state: State): Outcome => {
  switch (node.kind) {
    case 'simple':
      return walkSimple(node, state)
    case 'list':
      return walkList(node, state)
    case 'pipeline':
      return walkPipeline(node, state)
    case 'chain':
      return walkChain(node, state)
    case 'group':
      return walkGroup(node, state)
    case 'if':
      return walkIf(node, state)
    case 'loop':
      return walkLoop(node, state)
    case 'case':
      return { leaves: node.bodies.flatMap((body) => perhaps(state, () => walkList(body, state)).leaves), sure: 'maybe' }
    case 'function':
      state.functions.set(node.name, node.body)
      return { leaves: [], sure: 'succeeds' }
  }
}

/** Runs a part whose `exit` or `return` does not end what stands around it. */
const enclosed = (state: State, run: () => Outcome): Outcome => {
  const { ended } = state
  const outcome = run()
  state.ended = ended
  return outcome
}

/** Runs a part that may not happen: it does not end the script for sure, and what it assigns is not known afterwards. */
const perhaps = (state: State, run: () => Outcome): Outcome => {
  const before = { ...state.variables }
  const outcome = enclosed(state, run)
  for (const name of Object.keys(state.variables)) if (state.variables[name] !== before[name]) delete state.variables[name]
  return outcome
}

const inState = (state: State, change: Partial<State>, run: () => Outcome): Outcome => {
  const before = Object.fromEntries(Object.keys(change).map((key) => [key, state[key as keyof State]]))
  Object.assign(state, change)
  const outcome = run()
  Object.assign(state, before)
  return outcome
}

const walkList = (list: List, state: State): Outcome => {
  const leaves: Leaf[] = []
  let sure: Sure = 'succeeds'
  list.items.forEach(({ node, background }, at) => {
    const { ended } = state
    const errexit = state.errexit && !state.guarded
    const outcome = walk(node, state)
    const later = list.items.slice(at + 1).map((item) => item.node)
    for (const leaf of outcome.leaves)
      leaf.fate = background ? 'lost' : inList(leaf.fate, { errexit, last: later.length === 0, captured: capturesFailure(node, later) })
    leaves.push(...outcome.leaves)
    if (!ended) sure = outcome.sure
  })
  return { leaves, sure }
}

const inList = (fate: Fate, { errexit, last, captured }: { errexit: boolean; last: boolean; captured: boolean }): Fate => {
  if (fate === 'aborts') return 'aborts'
  if (fate === 'fails' && errexit) return 'aborts'
  if (captured) return 'fails'
  return last ? fate : 'lost'
}

const walkPipeline = (node: Extract<Node, { kind: 'pipeline' }>, state: State): Outcome => {
  let sure = 'maybe' as Sure
  const leaves = node.parts.flatMap((part, at) => {
    const last = at === node.parts.length - 1
    const outcome =
      node.parts.length === 1
        ? walk(part, state)
        : inState(state, { cwd: state.cwd, guarded: state.guarded || node.negated }, () => perhaps(state, () => walk(part, state)))
    sure = outcome.sure
    for (const leaf of outcome.leaves) {
      const failing = leaf.fate === 'aborts' || leaf.fate === 'fails' || leaf.fate === 'fails_quietly'
      if (node.parts.length > 1) leaf.fate = failing && (last || state.pipefail) ? 'fails' : 'lost'
      if (node.negated) leaf.fate = leaf.fate === 'aborts' ? 'aborts' : failing && leaf.fate !== 'lost' ? 'inverted' : 'lost'
    }
    return outcome.leaves
  })
  const inverted: Sure = sure === 'fails' ? 'succeeds' : sure === 'succeeds' ? 'fails' : 'maybe'
  return { leaves, sure: node.negated ? inverted : sure }
}

const walkChain = (node: Extract<Node, { kind: 'chain' }>, state: State): Outcome => {
  const done: Leaf[] = []
  let sure: Sure = 'maybe'
  node.parts.forEach((part, at) => {
    const operator = at === 0 ? undefined : node.operators[at - 1]
    const last = at === node.parts.length - 1
    const never = (operator === '&&' && sure === 'fails') || (operator === '||' && sure === 'succeeds')
    const certain = operator === undefined || (operator === '&&' ? sure === 'succeeds' : sure === 'fails')
    const run = () => inState(state, { guarded: state.guarded || !last, dead: state.dead || never }, () => walk(part, state))
    const outcome = certain && !never ? run() : perhaps(state, run)
    for (const leaf of done) leaf.fate = afterOperator(leaf.fate, operator, outcome.sure)
    if (!last) for (const leaf of outcome.leaves) if (leaf.fate === 'fails') leaf.fate = 'fails_quietly'
    done.push(...outcome.leaves)
    if (never) return
    if (certain) sure = outcome.sure
    else sure = operator === '||' ? (outcome.sure === 'succeeds' ? 'succeeds' : 'maybe') : outcome.sure === 'fails' ? 'fails' : 'maybe'
  })
  return { leaves: done, sure }
}

/** What becomes of an earlier command's failure when the chain goes on with `operator` and a part that ends `sure`ly so. */
const afterOperator = (fate: Fate, operator: '&&' | '||' | undefined, sure: Sure): Fate => {
  if (fate === 'fails_quietly') return operator === '&&' ? fate : sure === 'fails' ? 'fails' : 'lost'
  if (fate === 'inverted') return operator === '&&' && sure === 'fails' ? 'fails' : 'lost'
  return fate
}

const walkGroup = (node: Extract<Node, { kind: 'group' }>, state: State): Outcome => {
  if (!node.subshell) return walkList(node.body, state)
  const { errexit, pipefail, swallowed } = state
  const outcome = inState(
    state,
    { cwd: state.cwd, ended: state.ended, variables: { ...state.variables }, errexit, pipefail, swallowed },
    () => walkList(node.body, state),
  )
  for (const leaf of outcome.leaves) if (leaf.fate === 'aborts' || leaf.fate === 'fails_quietly') leaf.fate = 'fails'
  return outcome
}

const walkIf = (node: Extract<Node, { kind: 'if' }>, state: State): Outcome => {
  const tested: Leaf[] = []
  const inside: Leaf[] = []
  const { dead } = state
  let decided = false
  node.tests.forEach((test, at) => {
    const outcome = inState(state, { guarded: true }, () => perhaps(state, () => walkList(test, state)))
    const body = node.bodies[at] as List
    const branch = inState(state, { dead: dead || decided || outcome.sure === 'fails' }, () => perhaps(state, () => walkList(body, state)))
    decided ||= outcome.sure === 'succeeds'
    const otherwise = node.otherwise && at === node.tests.length - 1 ? quickSure(node.otherwise, state) : 'maybe'
    for (const leaf of outcome.leaves) {
      const next = leaf.fate === 'inverted' ? branch.sure : leaf.fate === 'lost' ? 'maybe' : otherwise
      leaf.fate = leaf.fate === 'aborts' || next === 'fails' ? 'aborts' : 'lost'
    }
    tested.push(...outcome.leaves)
    inside.push(...branch.leaves)
  })
  const { otherwise } = node
  if (otherwise) inside.push(...inState(state, { dead: dead || decided }, () => perhaps(state, () => walkList(otherwise, state))).leaves)
  return { leaves: [...tested, ...inside], sure: 'maybe' }
}

/** How a part surely ends, without keeping what it does to the state. */
const quickSure = (list: List, state: State): Sure =>
  walkList(list, { ...state, variables: { ...state.variables }, functions: new Map(state.functions) }).sure

const walkLoop = (node: Extract<Node, { kind: 'loop' }>, state: State): Outcome => {
  const { test } = node
  const tested = test ? inState(state, { guarded: true }, () => perhaps(state, () => walkList(test, state))) : undefined
  for (const leaf of tested?.leaves ?? []) leaf.fate = 'lost'
  const body = inState(state, { dead: state.dead || tested?.sure === 'fails' }, () => perhaps(state, () => walkList(node.body, state)))
  return { leaves: [...(tested?.leaves ?? []), ...body.leaves], sure: 'maybe' }
}

const walkSimple = (node: Simple, state: State): Outcome => {
  const all = [...node.assigns, ...node.words]
  const words = withInput(argumentsOf(node.words, state.variables), node.input)
  const name = words[0]
  const own = node.words.length === 0
  // The status of `x=$(command)` is the command's; that of `echo $(command)` is echo's.
  const inner = all
    .flatMap(({ scripts }) => scripts)
    .flatMap(({ text, line }) => {
      const within: State = { ...state, variables: { ...state.variables }, functions: new Map(state.functions), line }
      return walkList(parseShell(text, line), within).leaves.map(
        (leaf): Leaf => ({ ...leaf, fate: own && leaf.fate !== 'lost' ? 'fails' : 'lost' }),
      )
    })
  if (own) for (const { text } of node.assigns) assign(text, state)
  if (name === undefined) return { leaves: inner, sure: inner.length > 0 ? 'maybe' : 'succeeds' }
  const body = state.functions.get(name)
  if (body && state.calls < 20) {
    const called = inState(state, { calls: state.calls + 1 }, () => enclosed(state, () => walk(body, state)))
    return { leaves: [...inner, ...called.leaves], sure: called.sure }
  }
  const reached = !state.dead && !state.ended
  const variables = { ...state.variables }
  for (const { text } of own ? [] : node.assigns) assign(text, { variables })
  const sure = builtin(words, state)
  const leaf: Leaf = { words: name === 'exec' ? words.slice(1) : words, line: node.line, cwd: state.cwd, fate: 'fails', reached, variables }
  return { leaves: [...inner, ...(leaf.words.length > 0 ? [leaf] : [])], sure }
}

const assign = (text: string, state: { variables: Variables }) => {
  const [, name, value] = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/.exec(text) ?? []
  if (name !== undefined) state.variables[name] = substitute(value ?? '', state.variables)
}

/** Does what changes the shell itself; tells how surely the command ends. */
const builtin = (words: string[], state: State): Sure => {
  const [name, ...rest] = words
  const first = rest[0]
  if (name === 'set') setOptions(rest, state)
  if (name === 'export' || name === 'declare' || name === 'local' || name === 'readonly') for (const text of rest) assign(text, state)
  if (name === 'cd' || name === 'pushd') changeFolder(rest.filter((word) => !/^-[A-Za-z-]+$/.test(word))[0], state)
  if (name === 'popd') state.cwd = state.previous
  if (name === 'git' && words.includes('clone')) state.cloned.push(cloneOf(words))
  // A handler that exits with 0 overrules whatever went wrong before.
  if (name === 'trap' && /\bexit\s+0\b/.test(first ?? '') && /EXIT|ERR|\b0\b/.test(rest.slice(1).join(' '))) state.swallowed = true
  if (name === 'exit' || name === 'return' || name === 'exec') {
    if (name === 'exec' && rest.length === 0) return 'succeeds'
    if (!state.dead) state.ended = true
    return name !== 'exec' && first !== undefined && /^\d+$/.test(first) ? (Number(first) === 0 ? 'succeeds' : 'fails') : 'maybe'
  }
  if (name === 'false') return 'fails'
  if (name === '[' || name === 'test' || name?.startsWith('[[')) return fixedTest(words)
  return ['true', ':', 'echo', 'printf', 'set', 'export', 'trap'].includes(name ?? '') ? 'succeeds' : 'maybe'
}

const setOptions = (words: string[], state: State) => {
  words.forEach((word, at) => {
    const on = word.startsWith('-')
    if (!on && !word.startsWith('+')) return
    const letters = word.slice(1)
    if (letters.includes('e') && !word.startsWith('--')) state.errexit = on
    if (!letters.endsWith('o')) return
    if (words[at + 1] === 'pipefail') state.pipefail = on
    if (words[at + 1] === 'errexit') state.errexit = on
  })
}

const changeFolder = (to: string | undefined, state: State) => {
  const from = state.cwd
  // What was cloned is not this tree's folder of that name, but maybe the whole tree.
  const clone =
    to === undefined ? -1 : state.cloned.findIndex((name) => name === to.split('/')[0] || (name === '*' && /^[\w.-]+$/.test(to)))
  if (clone >= 0) {
    state.cloned.splice(clone, 1)
    state.previous = from
    state.cwd = null
    return
  }
  state.cwd = to === '-' ? state.previous : from === null || to === undefined ? null : joined(from, to)
  state.previous = from
}
