/**
 * data.profile and data.duplicates beside the bare engine's SUMMARIZE on the same generated Parquet: prints rows, CPU
 * seconds, clock and ratios. SUMMARIZE counts distinct values nearly and gives quantiles; ours counts them exactly.
 * Usage: bench/tables.ts [rows …], default 1000 1000000.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openEngine, openTable } from '../src/collect/sources/tables/index.ts'
import duplicates from '../src/probes/data/duplicates.ts'
import profile from '../src/probes/data/profile.ts'

type Spent = { cpu: number; clock: number }

async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const [cpu, clock] = [process.cpuUsage(), performance.now()]
  await work()
  const used = process.cpuUsage(cpu)
  return { cpu: (used.user + used.system) / 1e6, clock: (performance.now() - clock) / 1e3 }
}

/** Twenty columns: normal, heavy-tailed, whole and money-like numbers, categories of 2 to 2,000 levels, a label and a score. */
const columns = [
  ...[1, 2, 3, 4].map((n) => `sqrt(-2 * ln(random())) * cos(2 * pi() * random()) as normal${n}`),
  ...[1, 2, 3].map((n) => `pow(random(), -0.6) as tail${n}`),
  ...[1, 2].map((n) => `(random() * 30)::bigint as whole${n}`),
  ...[1, 2].map((n) => `round(exp(3 + random() * 3), 2) as money${n}`),
  'case when random() > 0.02 then random() end as gaps',
  ...[2, 5, 20, 100, 500, 2000].map((levels) => `'level ' || (random() * random() * ${levels})::int as c${levels}`),
  '(random() < 0.3)::int as label',
  'random() as score',
]

async function made(path: string, rows: number): Promise<void> {
  const maker = await (await DuckDBInstance.create()).connect()
  await maker.run(`copy (select ${columns.join(', ')} from range(${rows})) to '${path}' (format parquet, compression zstd)`)
  maker.closeSync()
}

async function measured(rows: number, folder: string): Promise<void> {
  const path = join(folder, `${rows}.parquet`)
  await made(path, rows)
  const engine = await openEngine({ directories: [folder] })
  const bare = await spent(() => engine.run(`summarize select * from read_parquet('${path}')`))
  const context = { options: {}, signal: new AbortController().signal }
  const request = { material: 'tables.t', path, root: folder, roles: {}, kind: 'table' } as const
  const opened = { handle: undefined as Awaited<ReturnType<typeof openTable>>['handle'] | undefined }
  const open = await spent(async () => {
    opened.handle = (await openTable(engine, request)).handle
  })
  const table = opened.handle
  if (table === undefined) throw new Error('the table did not open')
  const ours = [open, await spent(() => profile.collect({ table }, context)), await spent(() => duplicates.collect({ table }, context))]
  await engine.close()
  const line = (name: string, it: Spent) =>
    console.log(
      `${String(rows).padStart(9)} rows  ${name.padEnd(16)} cpu ${it.cpu.toFixed(2)} s  clock ${it.clock.toFixed(2)} s  ${(it.cpu / bare.cpu).toFixed(2)} × SUMMARIZE`,
    )
  line('SUMMARIZE', bare)
  for (const [at, name] of ['open and digest', 'data.profile', 'data.duplicates'].entries()) line(name, ours[at] as Spent)
  line('all of ours', { cpu: ours.reduce((sum, it) => sum + it.cpu, 0), clock: ours.reduce((sum, it) => sum + it.clock, 0) })
}

const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-tables-'))
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 1_000_000]
for (const rows of sizes) await measured(rows, folder)
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
await rm(folder, { recursive: true, force: true })
