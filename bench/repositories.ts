/**
 * How long whole commands take on repositories: prints files, first run, again (clock, CPU seconds of all its
 * processes, peak memory of the largest), their ratio, and the medians.
 * First: nothing is kept of the repository, Assay's own code is compiled. Again: nothing has changed since.
 * Usage: bench/repositories.ts <folder of clones> [rounds, default 3]. A clone lies at <folder>/<name> or <folder>/<name>/repo.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, median, middleOf, runOf, type Spent, spentBy } from './spent.ts'

/** A program to time beside ours. `commands`: by column, in the order in which they run; `place` is a fresh folder for each round. */
type Tool = { name: string; commands(clone: string, place: string): { [column: string]: Command } }

const assay: Tool = {
  name: 'assay',
  commands: (clone, place) => {
    const bin = fileURLToPath(new URL('../bin/assay.mjs', import.meta.url))
    const words = ['node', bin, clone, '--framework', 'ml-repository', '--quiet', '--out', join(place, 'out')]
    const env = { ASSAY_CACHE: join(place, 'cache'), NODE_COMPILE_CACHE: join(work, 'code') }
    return { first: { words, env }, again: { words, env } }
  },
}
/** Others go here; each is run on every clone in the same round. */
const tools: readonly Tool[] = [assay]

const isClone = (at: string): boolean => existsSync(join(at, '.git')) || (existsSync(join(at, 'HEAD')) && existsSync(join(at, 'objects')))

const filesIn = async (clone: string): Promise<number> =>
  (await runOf({ words: ['git', '-C', clone, 'ls-tree', '-r', '--name-only', 'HEAD'] })).out.split('\n').length - 1

/** By column, the spending of each round. */
type Rounds = Map<string, Spent[]>

const round = async (clone: string, rounds: Rounds): Promise<void> => {
  for (const tool of tools) {
    const place = await mkdtemp(join(work, 'round-'))
    mkdirSync(join(place, 'cache'), { mode: 0o700 })
    for (const [column, command] of Object.entries(tool.commands(clone, place))) {
      const name = `${tool.name} ${column}`
      rounds.set(name, [...(rounds.get(name) ?? []), (await spentBy(command, place)).spent])
    }
    await rm(place, { recursive: true, force: true })
  }
}

const cells = (middle: Map<string, Spent>): string =>
  [...middle]
    .map(([name, it]) => `${name} ${it.seconds.toFixed(2)} s (cpu ${it.cpu.toFixed(2)} s, ${it.memory.toFixed(0)} MiB)`.padEnd(46))
    .join('')

const [folder, times = '3'] = process.argv.slice(2)
if (folder === undefined) throw new Error('name the folder of clones')
const work = await mkdtemp(join(await realpath(tmpdir()), 'bench-repositories-'))
const clones = readdirSync(folder)
  .flatMap((name) => [join(folder, name), join(folder, name, 'repo')])
  .filter(isClone)
const all: Map<string, Spent>[] = []
const sizes: number[] = []
const ratio = (it: Map<string, Spent>): number =>
  (it.get('assay again')?.seconds ?? Number.NaN) / (it.get('assay first')?.seconds ?? Number.NaN)

// Compiles the code, which a machine does once.
if (clones[0] !== undefined) await round(clones[0], new Map())
for (const clone of clones) {
  const rounds: Rounds = new Map()
  for (let at = 0; at < Number(times); at++) await round(clone, rounds)
  const middle = new Map([...rounds].map(([name, list]) => [name, middleOf(list)]))
  all.push(middle)
  sizes.push(await filesIn(clone))
  console.log(`${String(sizes.at(-1)).padStart(6)} files  ${cells(middle)} ${ratio(middle).toFixed(2)}  ${clone.slice(folder.length + 1)}`)
}
const columns = [...(all[0]?.keys() ?? [])]
const medians = new Map(columns.map((name) => [name, middleOf(all.flatMap((it) => it.get(name) ?? []))]))
console.log(
  `${String(median(sizes)).padStart(6)} files  ${cells(medians)} ${median(all.map(ratio)).toFixed(2)}  median of ${all.length} repositories`,
)
await rm(work, { recursive: true, force: true })
