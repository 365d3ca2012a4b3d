/** Where CI reaches a test command, and whether it runs by itself, can fail, and has tests to run. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import type { Reached } from './ci/model.ts'
import { reachableCommands, throwWhenHidden } from './ci/reach.ts'
import { ranDirectly, triedInTest } from './ci/run-directly.ts'
import { testCommandOf } from './ci/test-command.ts'
import { testsExist } from './ci/tests-exist.ts'
import { type Tree, treeOf } from './ci/tree.ts'

const line = z.object({
  command: z.string(),
  provider: z.string(),
  workflow: z.string(),
  job: z.string(),
  path: z.string(),
  line: z.number(),
  trigger: z.string(),
  automatic: z.boolean(),
  failure_propagates: z.boolean(),
  enabled: z.boolean(),
  tests_exist: z.boolean(),
  chain: z.string(),
})
type Line = z.infer<typeof line>
type Seen = { row: Line; reached: Reached; because: string[] }

export default probe({
  id: 'repo.ci-tests',
  version: 6,
  title: 'Tests in CI',
  measures: 'Which test commands CI gets to, through make, tox, scripts and the like, and whether their failure stops it.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ commands: z.array(line) }),
  async collect({ repo }, { signal }) {
    const reachable = await reachableCommands(repo)
    const tree = treeOf(repo)
    const seen: Seen[] = []
    for (const reached of reachable.commands) {
      if (signal.aborted) throw new CannotLook('cancelled', 'stopped while following CI')
      const one = await seenOf(reached, tree)
      if (one) seen.push(one)
    }
    const best = bestOf(seen)
    if (best.length === 0) {
      throwWhenHidden(reachable)
      const files = reachable.looked
      return absent(
        files.length === 0
          ? 'searched the tree for CI files and pipelines of every provider that is read here: there is none'
          : `followed ${reachable.commands.length} commands of ${files.length} CI file${files.length === 1 ? '' : 's'} (${files.slice(0, 5).join(', ')}): none runs tests`,
        { limits: reachable.limits },
      )
    }
    const notFollowed = reachable.notUnderstood.map((sentence) => `not followed: ${sentence}`)
    return found(
      { commands: best.map(({ row }) => row) },
      { items: best.flatMap(itemsOf), limits: [...reachable.limits, ...notFollowed.slice(0, 20)] },
    )
  },
})

const seenOf = async (reached: Reached, tree: Tree): Promise<Seen | undefined> => {
  const test = testCommandOf(reached.words, reached.variables) ?? (await ranDirectly(reached, tree)) ?? triedInTest(reached, tree)
  if (!test) return undefined
  const tried = test.tool === 'program'
  const exist = !tried && (await testsExist(test, reached.cwd, tree))
  const swallows = test.swallows ?? (test.tool === 'pytest' ? await dropsByConftest(tree) : undefined)
  const { provider, workflow, job, path, line: at, trigger, automatic, enabled } = reached
  const chain = reached.chain.map(({ text }) => shown(text)).join(' → ')
  const row = {
    command: shown(reached.words.join(' ')),
    provider,
    workflow,
    job,
    path,
    line: at,
    trigger,
    automatic,
    failure_propagates: reached.propagates && swallows === undefined,
    enabled,
    tests_exist: exist,
    chain,
  }
  const because = [
    ...reached.because,
    ...(automatic
      ? []
      : [trigger === 'not in the repository' ? 'what starts it is not in the repository' : `it starts by hand only (${trigger})`]),
    ...(exist ? [] : [tried ? 'the step is named for testing and runs a program; no test is run' : 'there is no test for it in the tree']),
    ...(swallows === undefined ? [] : [`${swallows} drops the exit code`]),
  ]
  return { row, reached, because }
}

/** A conftest.py may set the exit code of the whole run to 0. */
const dropsByConftest = async (tree: Tree): Promise<string | undefined> => {
  for (const path of tree.paths.filter((one) => /(^|\/)conftest\.py$/.test(one))) {
    const text = ((await tree.read(path)) ?? '').replace(/^\s*#.*$/gm, '')
    if (/\bexitstatus\s*=\s*(0\b|(pytest\.)?ExitCode\.OK)|os\._exit\(\s*0\s*\)/.test(text)) return path
  }
  return undefined
}

/** Command text for a report: short, on one line, without values that may be secret. */
const shown = (text: string): string => {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/((?:token|secret|password|passwd|pwd|api[_-]?key|access[_-]?key)\w*(?:=|:|\s+))[^\s'"]+/gi, '$1…')
    .replace(/:\/\/[^\s/@]+@/g, '://…@')
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain
}

/** One line per place and chain: a matrix makes several, of which the one that counts most is kept. */
const bestOf = (seen: Seen[]): Seen[] => {
  const worth = ({ row }: Seen) => [row.automatic, row.failure_propagates, row.enabled, row.tests_exist].filter((yes) => yes).length
  const best = new Map<string, Seen>()
  for (const one of seen) {
    const key = JSON.stringify([one.row.path, one.row.line, one.row.workflow, one.row.chain])
    const before = best.get(key)
    if (!before || worth(one) > worth(before)) best.set(key, one)
  }
  return [...best.values()]
}

const itemsOf = ({ row, reached, because }: Seen): Item[] => {
  const last = reached.chain.at(-1)
  const fine = `runs by itself (${row.trigger}), and a failing test fails the job`
  const first: Item = { path: row.path, line: row.line, note: `${row.chain}: ${because.length === 0 ? fine : because.join('; ')}` }
  return last && last.path !== row.path
    ? [first, { path: last.path, line: last.line, note: `reached from ${row.path}:${row.line}` }]
    : [first]
}
