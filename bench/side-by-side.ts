/**
 * Assay beside other tools that read a clone: prints time and peak memory on each repository, their medians and ratios, then
 * the answers of each to the same questions held against the labels of test/labels, with strict precision and recall.
 * Usage: bench/side-by-side.ts <folder of clones> <folder of tools> [rounds, default 3] [repositories, default 10, or their names]
 * A clone of owner/name lies at <folder>/owner+name or <folder>/owner+name/repo. Those that every question labels are taken,
 * smallest first, where no object is missing and the commit is the labelled one; each tool gets its own fresh clone of it.
 * mllint can run commands that a repository's configuration names, so that configuration is put out of the way (other-tools.ts).
 *
 * The folder of tools, made with Python 3 and Go; whichever tool is not there is left out and said to be:
 *   python3 -m pip install --no-deps --only-binary :all: --python-version 310 --implementation cp --abi cp310 \
 *     --platform manylinux2014_x86_64 --target tools/mllint mllint==0.12.2; chmod +x tools/mllint/mllint/mllint-exe
 *     (its wheels end with Python 3.10 and its source package cannot be built; the program in the wheel needs no Python)
 *   GOBIN=$PWD/tools/bin go install github.com/zricethezav/gitleaks/v8@v8.28.0
 *   python3 -m venv tools/venv; tools/venv/bin/pip install detect-secrets==1.5.0
 * OpenSSF Scorecard is not among them: its Go module could not be had from the module proxy when this was written.
 *
 * What the figures do not say: Assay answers twenty questions in its time, the others fewer; gitleaks and detect-secrets
 * answer one, and gitleaks heeds what the repository tells it to pass over. mllint asks whether CI is used, not whether it
 * runs a test. Assay was mended on the labels that are taken here (those held back are left out unless named, so that they
 * stay unseen); the other tools never saw them.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type Answer, type Answers, type Question, questions, type Tool, toolsIn } from './other-tools.ts'
import { median, middleOf, runOf, type Spent, spentBy } from './spent.ts'

type Label = { repo: string; commit: string; answer: Answer; accepts?: Answer[]; held?: boolean }
type Labels = Map<Question, Label>
type Clone = { repo: string; at: string; commit: string; files: number; size: number; labels: Labels }
type Seen = { spent: Spent; answers: Answers }

const [folder, toolFolder, times = '3', ...which] = process.argv.slice(2)
if (folder === undefined || toolFolder === undefined) throw new Error('name the folder of clones and the folder of tools')
const work = await mkdtemp(join(await realpath(tmpdir()), 'bench-side-by-side-'))
/** No configuration of this machine, nothing fetched when an object is missing, no hooks, no links out of the tree. */
Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_NO_LAZY_FETCH: '1' })

const git = async (at: string, ...words: string[]): Promise<string> => {
  const { code, out, err } = await runOf({ words: ['git', '-C', at, ...words] })
  if (code !== 0) throw new Error(`git ${words[0]} ended with ${code}: ${err.slice(0, 300)}`)
  return out.trim()
}

const labelsByRepo = (): Map<string, Labels> => {
  const all = new Map<string, Labels>()
  for (const question of questions) {
    const file = fileURLToPath(new URL(`../test/labels/${question}.yaml`, import.meta.url))
    for (const label of parse(readFileSync(file, 'utf8')) as Label[])
      all.set(label.repo, (all.get(label.repo) ?? new Map()).set(question, label))
  }
  return all
}

const isClone = (at: string): boolean => existsSync(join(at, '.git')) || existsSync(join(at, 'HEAD'))

const cloneOf = async (repo: string, labels: Labels): Promise<Clone | undefined> => {
  const base = join(resolve(folder), repo.replace('/', '+'))
  const at = [base, join(base, 'repo')].find(isClone)
  const commit = [...labels.values()][0]?.commit
  if (at === undefined || commit === undefined || (await git(at, 'rev-parse', 'HEAD')) !== commit) return undefined
  const size = [...(await git(at, 'count-objects', '-v')).matchAll(/^size(?:-pack)?: (\d+)$/gm)].reduce((sum, it) => sum + Number(it[1]), 0)
  const files = (await git(at, 'ls-tree', '-r', '--name-only', commit)).split('\n').length
  return { repo, at, commit, files, size, labels }
}

const isWhole = async ({ at }: Clone): Promise<boolean> =>
  !/^\?/m.test(await git(at, 'rev-list', '--objects', '--all', '--missing=print')) && !existsSync(join(at, 'shallow'))

const isHeld = (labels: Labels): boolean => [...labels.values()].some((it) => it.held === true)

/** By name, or the smallest that every question labels and that were not held back. */
const chosen = async (): Promise<Clone[]> => {
  const named = which.some((it) => it.includes('/'))
  const isWanted = (repo: string, labels: Labels): boolean =>
    named ? which.includes(repo) : labels.size === questions.length && !isHeld(labels)
  const wanted = [...labelsByRepo()].filter(([repo, labels]) => isWanted(repo, labels))
  const clones = (await Promise.all(wanted.map(([repo, labels]) => cloneOf(repo, labels)))).filter((it) => it !== undefined)
  const taken: Clone[] = []
  for (const clone of clones.toSorted((a, b) => a.size - b.size)) {
    if (!named && taken.length >= Number(which[0] ?? 10)) break
    if (await isWhole(clone)) taken.push(clone)
    else console.log(`left out, objects are missing: ${clone.repo}`)
  }
  return taken
}

/** A work tree of its own, so that no tool sees what another left there. */
const treeOf = async (clone: Clone, tool: Tool, place: string): Promise<string> => {
  const at = join(place, tool.name)
  await git(place, 'clone', '--quiet', '--no-checkout', '--config', 'core.symlinks=false', clone.at, at)
  await git(at, '-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--force', clone.commit)
  tool.prepare?.(at)
  return at
}

/** A tool that ends badly has answered nothing here, and its time is not counted. */
const once = async (tool: Tool, tree: string): Promise<Seen | undefined> => {
  const place = await mkdtemp(join(work, 'run-'))
  try {
    const { spent, ...said } = await spentBy(tool.command(tree, place), place)
    return { spent, answers: tool.answers(said) }
  } catch (error) {
    console.log(`${tool.name} failed: ${String(error).slice(0, 300)}`)
    return undefined
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

/** All tools in turn within each round, so that the machine's other work falls on all of them. */
const rounds = async (clone: Clone, tools: Tool[], count: number): Promise<Map<string, Seen>> => {
  const place = await mkdtemp(join(work, 'trees-'))
  const trees = new Map<Tool, string>()
  for (const tool of tools) trees.set(tool, await treeOf(clone, tool, place))
  const runs = new Map<string, Seen[]>()
  for (let at = 0; at < count; at++)
    for (const [tool, tree] of trees) {
      const seen = await once(tool, tree)
      if (seen !== undefined) runs.set(tool.name, [...(runs.get(tool.name) ?? []), seen])
    }
  await rm(place, { recursive: true, force: true })
  return new Map(
    [...runs].map(([name, list]) => [name, { spent: middleOf(list.map((it) => it.spent)), answers: list.at(-1)?.answers ?? {} }]),
  )
}

const cell = (it: Spent | undefined): string =>
  (it === undefined ? '–' : `${it.seconds.toFixed(2)} s, cpu ${it.cpu.toFixed(2)} s, ${it.memory.toFixed(0)} MiB`).padEnd(34)

const tellCost = ({ files, repo }: Clone, seen: Map<string, Seen>, names: string[]): void =>
  console.log(`${String(files).padStart(6)}  ${names.map((it) => cell(seen.get(it)?.spent)).join('')}${repo}`)

const tellMedians = (seen: Map<string, Seen>[], names: string[]): void => {
  const all = (name: string): Spent[] => seen.flatMap((it) => it.get(name)?.spent ?? [])
  console.log(`${' '.repeat(8)}${names.map((it) => cell(middleOf(all(it)))).join('')}median of ${seen.length}`)
  const ratio = (name: string, of: (it: Spent) => number): string => {
    const pairs = seen.flatMap((it) => {
      const [own, other] = [it.get('assay')?.spent, it.get(name)?.spent]
      return own === undefined || other === undefined ? [] : [of(other) / of(own)]
    })
    return median(pairs).toFixed(2)
  }
  const ratios = names.map((it) =>
    `× ${ratio(it, (one) => one.seconds)}, cpu × ${ratio(it, (one) => one.cpu)}, × ${ratio(it, (one) => one.memory)}`.padEnd(34),
  )
  console.log(`${' '.repeat(8)}${ratios.join('')}of Assay's, median of the ratios`)
}

/** How often an answer was given, how often the label says it, and how often both. */
type Agreed = { told: number; real: number; right: number }
type Count = { labels: number; same: number; unknown: number; present: Agreed; absent: Agreed }

/** As tools/score-labels.ts counts: an answer that the label accepts beside its own is neither right nor wrong. */
const countOf = (pairs: { label: Label; answer: Answer }[]): Count => {
  const judged = pairs.filter(({ label, answer }) => label.answer !== 'cannot tell' && label.accepts?.includes(answer) !== true)
  const number = (test: (label: Answer, answer: Answer) => boolean): number =>
    judged.filter((it) => test(it.label.answer, it.answer)).length
  const agreed = (one: Answer): Agreed => ({
    told: number((_, answer) => answer === one),
    real: number((label) => label === one),
    right: number((label, answer) => label === one && answer === one),
  })
  const same = number((label, answer) => label === answer)
  const unknown = number((_, answer) => answer === 'cannot tell')
  return { labels: judged.length, same, unknown, present: agreed('present'), absent: agreed('absent') }
}

const share = (right: number, all: number): string =>
  `${all === 0 ? '   –' : (right / all).toFixed(2).padStart(4)} (${right}/${all})`.padEnd(14)

const tellAnswers = (clones: Clone[], seen: Map<string, Seen>[], names: string[]): void => {
  const word = (it: Answer | undefined): string => (it ?? '–').padEnd(16)
  console.log(`\n${'question'.padEnd(18)}${'label'.padEnd(16)}${names.map((it) => it.padEnd(16)).join('')}`)
  for (const question of questions)
    for (const [at, { repo, labels }] of clones.entries()) {
      const label = labels.get(question)
      const said = names.map((name) => word(seen[at]?.get(name)?.answers[question]))
      if (label !== undefined) console.log(`${question.padEnd(18)}${word(label.answer)}${said.join('')}${repo}`)
    }
  console.log(`\n${'question'.padEnd(18)}${'tool'.padEnd(16)}same    cannot tell  present: prec. recall         absent: prec.  recall`)
  for (const question of questions) for (const name of names) tellCount(question, name, clones, seen)
}

const tellCount = (question: Question, name: string, clones: Clone[], seen: Map<string, Seen>[]): void => {
  const pairs = clones.flatMap(({ labels }, at) => {
    const [label, answer] = [labels.get(question), seen[at]?.get(name)?.answers[question]]
    return label === undefined || answer === undefined ? [] : [{ label, answer }]
  })
  if (pairs.length === 0) return
  const { labels, same, unknown, present, absent } = countOf(pairs)
  const start = `${question.padEnd(18)}${name.padEnd(16)}${`${same}/${labels}`.padEnd(8)}${String(unknown).padEnd(13)}`
  const both = (it: Agreed): string => `${share(it.right, it.told)} ${share(it.right, it.real)}`
  console.log(`${start}${both(present)} ${both(absent)}`)
}

const load = (): string =>
  loadavg()
    .map((it) => it.toFixed(1))
    .join(' ')

const { tools, missing } = toolsIn(resolve(toolFolder), work)
for (const path of missing) console.log(`left out, not there: ${path}`)
const clones = await chosen()
console.log(`load over 1, 5 and 15 minutes: ${load()} at the start`)
// Compiles Assay's code, which a machine does once.
if (clones[0] !== undefined) await rounds(clones[0], tools.slice(0, 1), 1)
const names = tools.map((it) => it.name)
console.log(`\n files  ${names.map((it) => it.padEnd(34)).join('')}`)
const seen: Map<string, Seen>[] = []
for (const clone of clones) {
  const one = await rounds(clone, tools, Number(times))
  tellCost(clone, one, names)
  seen.push(one)
}
tellMedians(seen, names)
tellAnswers(clones, seen, names)
console.log(`\nload over 1, 5 and 15 minutes: ${load()} at the end`)
console.log(
  `${clones.length} repositories, ${times} rounds; ${clones.filter((it) => isHeld(it.labels)).length} of them held back from those who built Assay`,
)
await rm(work, { recursive: true, force: true })
