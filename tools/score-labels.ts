/**
 * Holds what the repository's questions answer against labels made by reading: `node tools/run.mjs node tools/score-labels.ts <folder of
 * clones> [--held] [criterion…]`. With `--held` only labels that are held back, and of those only counts are told: whoever reads where
 * they differ mends for them, and takes `held` off. A clone of owner/name lies at <folder>/owner/name, <folder>/owner+name or <folder>/owner+name/repo, bare or not.
 */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import type { Assessment, Outcome } from '../src/model/index.ts'

type Answer = 'present' | 'partial' | 'absent' | 'cannot tell'
type Label = { repo: string; commit: string; answer: Answer; place?: string; why: string; held?: boolean; accepts?: Answer[] }

const root = fileURLToPath(new URL('..', import.meta.url))
const labelled = join(root, 'test', 'labels')
const held = process.argv.includes('--held')
const [clones, ...only] = process.argv.slice(2).filter((it) => it !== '--held')
if (clones === undefined) throw new Error('name the folder of clones')

const labels = new Map<string, Label[]>(
  readdirSync(labelled)
    .filter((it) => it.endsWith('.yaml'))
    .map((it): [string, Label[]] => [
      it.slice(0, -5),
      (parse(readFileSync(join(labelled, it), 'utf8')) as Label[]).filter((one) => (one.held === true) === held),
    ])
    .filter(([id]) => only.length === 0 || only.includes(id)),
)

const cloneOf = (repo: string): string | undefined =>
  [repo, repo.replace('/', '+'), `${repo.replace('/', '+')}/repo`]
    .map((it) => join(clones, it))
    .find((it) => existsSync(join(it, '.git')) || existsSync(join(it, 'HEAD')))

const answers: { [outcome in Outcome]?: Answer } = { met: 'present', partial: 'partial', unmet: 'absent' }

/** Criterion → what the tree and the history show, as measured. */
const asked = async (repo: string, commit: string): Promise<Map<string, Answer> | undefined> => {
  const at = cloneOf(repo)
  if (at === undefined) return undefined
  const out = await mkdtemp(join(tmpdir(), 'score-labels-'))
  const words = [join(root, 'bin', 'assay.mjs'), at, '--framework', 'ml-repository', '--json', '--no-cache', '--out', join(out, 'o')]
  const ran = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 28 }).finally(() =>
    rm(out, { recursive: true, force: true }),
  )
  const assessment = JSON.parse(ran.stdout) as Assessment
  if (assessment.materials.find((it) => it.kind === 'repo')?.version !== commit)
    process.stderr.write(`${repo} is not at the commit that was labelled\n`)
  return new Map(
    assessment.verdicts.filter((it) => it.reading === 'measured').map((it) => [it.criterion, answers[it.outcome] ?? 'cannot tell']),
  )
}

type Count = { told: number; right: number; real: number }
const empty = (): Count => ({ told: 0, right: 0, real: 0 })
type Tally = { labels: number; same: number; unknown: number; strict: Count; lenient: Count; wrong: string[] }
const tally = (): Tally => ({ labels: 0, same: 0, unknown: 0, strict: empty(), lenient: empty(), wrong: [] })

const there = (it: Answer): boolean => it === 'present' || it === 'partial'
const add = (count: Count, told: boolean, real: boolean): void => {
  count.told += told ? 1 : 0
  count.real += real ? 1 : 0
  count.right += told && real ? 1 : 0
}

const note = (it: Tally, label: Label, answer: Answer): void => {
  if (label.answer === 'cannot tell' || label.accepts?.includes(answer) === true) return
  it.labels++
  it.same += answer === label.answer ? 1 : 0
  it.unknown += answer === 'cannot tell' ? 1 : 0
  add(it.strict, answer === 'present', label.answer === 'present')
  add(it.lenient, there(answer), there(label.answer))
  if (answer !== label.answer)
    it.wrong.push(`    ${label.repo}: said ${answer}, labelled ${label.answer}: ${label.place ?? label.why.slice(0, 100)}`)
}

const repos = new Map([...labels.values()].flat().map((it) => [it.repo, it.commit]))
const seen = new Map<string, Map<string, Answer>>()
for (const [repo, commit] of repos) {
  const found = await asked(repo, commit).catch((error: { stderr?: string }) => {
    process.stderr.write(`${repo} could not be assessed: ${error.stderr ?? String(error)}\n`)
    return new Map<string, Answer>()
  })
  if (found === undefined) process.stderr.write(`${repo} is not among the clones\n`)
  else seen.set(repo, found)
}

const share = (of: number, all: number): string => (all === 0 ? '   –' : (of / all).toFixed(2).padStart(4))
const line = (name: string, it: Tally): string =>
  [
    name.padEnd(34),
    `${it.same}/${it.labels}`.padStart(7),
    String(it.unknown).padStart(8),
    `${share(it.strict.right, it.strict.told)} (${it.strict.right}/${it.strict.told})`.padStart(13),
    `${share(it.strict.right, it.strict.real)} (${it.strict.right}/${it.strict.real})`.padStart(13),
    `${share(it.lenient.right, it.lenient.told)} (${it.lenient.right}/${it.lenient.told})`.padStart(13),
    `${share(it.lenient.right, it.lenient.real)} (${it.lenient.right}/${it.lenient.real})`.padStart(13),
  ].join(' ')

process.stdout.write(
  `\n${held ? 'Held back' : 'Development'}\n${'question'.padEnd(34)}    same  unknown  strict prec. strict recall  there: prec.  there: recall\n`,
)
const all = tally()
for (const [id, list] of labels) {
  const it = tally()
  for (const label of list) {
    const answer = seen.get(label.repo)?.get(id)
    if (answer === undefined) continue
    note(it, label, answer)
    note(all, label, answer)
  }
  if (it.labels > 0) process.stdout.write(`${[line(id, it), ...(held ? [] : it.wrong)].join('\n')}\n`)
}
process.stdout.write(`${line('all', all)}\n`)
