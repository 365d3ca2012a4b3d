/** The example company: it is told what was written by hand before, and nothing in Assay knows it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { makePack, readRequestList } from '../../src/ask/index.ts'
import { answers, factIndex, loadFrameworks } from '../../src/declare/index.ts'
import { type Assessment, grades } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { assessFolder } from './assess-folder.ts'
import { holdExpected } from './expectations.ts'

const example = 'examples/departures'
const other = mkdtempSync(join(tmpdir(), 'assay-renamed-'))
afterAll(() => rmSync(other, { recursive: true, force: true }))

let assessment: Assessment
beforeAll(async () => {
  assessment = (await assessFolder(example)).assessment
}, 120_000)

test('it is told what was written by hand', () => holdExpected(assessment))

test('every planned pair ends in one record, and every record says what it read', () => {
  expect(assessment.evidence).toHaveLength(assessment.plan.length)
  for (const it of assessment.evidence.filter((record) => record.state === 'found' && record.probe !== 'statement'))
    expect(it.inputs.every((input) => input.version !== null)).toBe(true)
})

test('with all statements deleted, documented and measured differ only by caps', async () => {
  const { assessment: silent } = await assessFolder(example, ({ statements: _, ...rest }) => rest)
  const quotes = new Set(assessment.evidence.filter((it) => it.probe === 'document.quote').map((it) => it.id))
  for (const verdict of silent.verdicts.filter((it) => it.reading !== 'claimed')) {
    const said = assessment.verdicts.find(
      (it) => it.framework === verdict.framework && it.criterion === verdict.criterion && it.reading === verdict.reading,
    )
    // Words of theirs that stand in a document are documented, and go with the statement that cites them.
    const cites = said?.evidence.some((id) => quotes.has(id)) === true && verdict.reading === 'documented'
    if (cites) {
      expect(grades.indexOf(said?.from ?? 'unmet')).toBeGreaterThanOrEqual(grades.indexOf(verdict.from))
      continue
    }
    expect(said?.from).toBe(verdict.from)
    expect(grades.indexOf(said?.to ?? 'met')).toBeLessThanOrEqual(grades.indexOf(verdict.to))
    if (said?.to !== verdict.to) expect(said?.because).toContain('by their own word')
  }
}, 120_000)

test('the list that the founders returned reads as the answers that stand beside it, but for the numbers they confirmed', async () => {
  const facts = factIndex([...built, ...planned])
  const frameworks = await loadFrameworks(undefined, facts)
  const pack = makePack({ frameworks, named: frameworks.map((it) => it.id), asker: undefined, assessment: undefined, minutes: undefined })
  const read = readRequestList(await answers.readXlsx(join(example, 'requests.xlsx'), 'requests.xlsx'), pack.asked, '2026-07-01')
  const { statements } = parse(readFileSync(join(example, 'answers.yaml'), 'utf8'))
  const kept = statements.map(({ claim: _, ...rest }: { claim?: unknown }) => rest)
  // A question that is put in other words since is not taken; every other one is.
  const reworded = read?.complaints.filter((it) => it.what.includes('reworded')).length ?? 0
  expect(read?.taken.length).toBeGreaterThanOrEqual(kept.length - 2 * reworded)
  for (const it of read?.taken ?? []) expect(kept).toContainEqual(it.statement)
})

/** Other names for every column, table, log and file; the repository stays, for its code is what was run. */
const columns: { [name: string]: string } = {
  flight_id: 'k',
  predicted_at: 'moment',
  departed_at: 'stamp_b',
  hour: 'f1',
  weekday: 'f2',
  distance: 'f3',
  origin: 'c1',
  destination: 'c2',
  late: 'y',
  served_at: 'asked',
  p_late: 'yhat',
  latency_ms: 'took',
  cpu_ms: 'burnt',
  cost_usd: 'spent',
  model: 'v',
}
const tables: { [name: string]: string } = { live: 'prod', holdout: 'aside', holdout_without_hour: 'aside_b' }
const named = (name: string): string =>
  columns[name] ?? name.replace(/^predictions\.(\w+)$/, (_, log: string) => `predictions.${tables[log] ?? log}`)

const copyRenamed = async (from: string, to: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const described = await connection.runAndReadAll(`describe select * from read_parquet('${from}')`)
  const chosen = described.getRowObjectsJson().map((it) => `"${it.column_name}" as "${columns[String(it.column_name)] ?? it.column_name}"`)
  await connection.run(`copy (select ${chosen.join(', ')} from read_parquet('${from}')) to '${to}' (format parquet)`)
  connection.closeSync()
}

const rename = (value: unknown): unknown => {
  if (typeof value === 'string') return columns[value] ?? value
  if (Array.isArray(value)) return value.map(rename)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, it]) => [key, key === 'model' && typeof it === 'string' ? (columns[it] ?? it) : rename(it)]),
      )
    : value
}

describe('with its columns renamed and its files moved', () => {
  test('the same findings follow', async () => {
    cpSync(example, join(other, 'stuff'), { recursive: true })
    const folder = join(other, 'stuff')
    mkdirSync(join(folder, 'x y'))
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.parquet'))) {
      await copyRenamed(join(folder, path), join(folder, 'x y', path.replaceAll('/', '__')))
      rmSync(join(folder, path))
    }
    renameSync(join(folder, 'departures.bundle'), join(folder, 'code.bundle'))
    renameSync(join(folder, 'runs.json'), join(folder, 'export.json'))
    const subject = parse(readFileSync(join(folder, 'assay.yaml'), 'utf8'))
    const moved = (it: { path: string; labels?: { path: string } }): object => ({
      ...(rename(it) as object),
      path: `x y/${it.path.replaceAll('/', '__')}`,
      ...(it.labels === undefined
        ? {}
        : { labels: { ...(rename(it.labels) as object), path: `x y/${it.labels.path.replaceAll('/', '__')}` } }),
    })
    const of = (it: { of?: string }): object => ({ ...it, ...(it.of === undefined ? {} : { of: named(it.of) }) })
    const claimRenamed = (it: { claim?: { of?: string } }) => ({ ...it, ...(it.claim === undefined ? {} : { claim: of(it.claim) }) })
    writeFileSync(
      join(folder, 'assay.yaml'),
      stringify({
        ...subject,
        subject: { name: 'Something else', kind: 'system' },
        repo: { ...subject.repo, path: 'code.bundle' },
        ci: { runs: 'export.json' },
        tables: Object.fromEntries(Object.entries(subject.tables).map(([name, it]) => [name, moved(it as never)])),
        predictions: Object.fromEntries(
          Object.entries(subject.predictions).map(([name, it]) => [tables[name] ?? name, moved(it as never)]),
        ),
        targets: subject.targets.map(of),
        statements: subject.statements.map(claimRenamed),
      }),
    )
    const answered = parse(readFileSync(join(folder, 'answers.yaml'), 'utf8'))
    writeFileSync(join(folder, 'answers.yaml'), stringify({ ...answered, statements: answered.statements.map(claimRenamed) }))
    const { assessment: told } = await assessFolder(folder)
    holdExpected(told, named)
    // Its rule knows a live log by the names `live` and `current` only.
    const byName = (it: { framework: string; criterion: string }) => it.framework === 'experiment-process' && it.criterion === 'feedback'
    const outcomes = (it: Assessment) =>
      it.verdicts
        .filter((verdict) => !byName(verdict))
        .map((verdict) => [verdict.framework, verdict.criterion, verdict.reading, verdict.outcome, verdict.condition])
    expect(outcomes(told)).toEqual(outcomes(assessment))
  }, 120_000)
})
