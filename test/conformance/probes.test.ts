/** Runs over every probe there is, by itself: same facts twice, facts of their schema, nothing raw, stops when told, says when there is nothing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runProbe } from '../../src/collect/index.ts'
import { git, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { type Evidence, isTable, type Needs, type Probe, type Subject } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'

const root = mkdtempSync(join(tmpdir(), 'assay-conformance-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Put into every id, entity and free text of the material, and into the secret: none of it may come out. */
const raw = 'RAWVALUE9f3a'
const secret = ['ghp', 'R7q2Zx81LmVbN4cT6yHw9KdJ3sPfGe0AuXi5'].join('_')

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 6 * 3_600_000).toISOString()
const header = 'id,note,entity,at,late_at,hour,distance,origin,label,score,ms,usd,model'
const line = (n: number): string => {
  const label = (n * 7919) % 10 < 3 ? 1 : 0
  const score = Math.min(0.98, Math.max(0.02, 0.2 + 0.5 * label + (((n * 104_729) % 100) - 50) / 150))
  return [
    `${raw}-${n}`,
    `${raw} text ${n}`,
    `${raw}e${n % 40}`,
    day(n),
    day(n + 1),
    n % 24,
    (n * 37) % 900,
    'ABC'[n % 3],
    label,
    score.toFixed(4),
    10 + (n % 90),
    0.00001,
    'v1',
  ].join(',')
}
const table = (from: number, to: number): string =>
  `${[header, ...Array.from({ length: to - from }, (_, index) => line(from + index))].join('\n')}\n`

writeFileSync(join(root, 'train.csv'), table(0, 400))
writeFileSync(join(root, 'test.csv'), table(380, 700))
writeFileSync(join(root, 'none.csv'), `${header}\n`)

const repository = (name: string, files: { [path: string]: string }): string => {
  const folder = join(root, name)
  writeFiles(folder, files)
  git(folder, 'init', '-q', '-b', 'main')
  git(folder, 'add', '-A', '-f')
  git(folder, 'commit', '-q', '-m', 'first')
  return folder
}
const empty = repository('empty', { 'README.md': '# Nothing here yet\n' })
const full = repository('full', {
  'README.md': '# A model\n',
  'requirements.txt': 'numpy==2.1.0\nmlflow==2.20.0\n',
  'src/train.py': `import mlflow\nimport numpy as np\nfrom sklearn.linear_model import LogisticRegression\n\nTOKEN = "${secret}"\n\ndef train(x, y):\n    with mlflow.start_run():\n        model = LogisticRegression().fit(x, y)\n        mlflow.log_metric("auc", 0.7)\n    return model\n\nif __name__ == "__main__":\n    train(np.zeros((2, 1)), [0, 1])\n`,
  'tests/test_train.py': 'from src.train import train\n\ndef test_train():\n    assert train([[0], [1]], [0, 1]).predict([[0]])[0] == 0\n',
  'data.dvc': 'outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 4\n  path: data\n',
  '.github/workflows/ci.yml':
    'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: pytest\n',
})
writeFileSync(
  join(root, 'runs.json'),
  JSON.stringify({
    workflow_runs: [1, 2].map((id) => ({
      id,
      name: 'ci',
      path: '.github/workflows/ci.yml',
      event: 'push',
      status: 'completed',
      conclusion: 'success',
      head_sha: '0'.repeat(40),
      created_at: '2026-03-01T10:00:00Z',
      jobs: [
        {
          name: 'test',
          conclusion: 'success',
          started_at: '2026-03-01T10:00:00Z',
          completed_at: '2026-03-01T10:01:00Z',
          steps: [{ name: 'Run pytest', conclusion: 'success', number: 1 }],
        },
      ],
    })),
  }),
)

const roles = {
  id: 'id',
  label: 'label',
  entity: 'entity',
  time: 'at',
  score: 'score',
  latency_ms: 'ms',
  cost_usd: 'usd',
  model: 'model',
  features: ['hour', 'distance', 'origin', 'late_at'],
}

/** A subject that gives every slot of the probe what it may take. */
const subjectFor = (probe: Probe, nothing: boolean): { subject: Subject; bound: { [slot: string]: string } } => {
  const subject: Subject = { assay: 1, subject: { name: 'conformance' } }
  const bound: { [slot: string]: string } = {}
  Object.entries(probe.needs as Needs).forEach(([slot, need], index) => {
    const path = nothing ? 'none.csv' : index === 0 ? 'train.csv' : 'test.csv'
    const kind = need.kinds[0]
    if (kind === 'table') subject.tables = { ...subject.tables, [slot]: { path, ...roles } as never }
    else if (kind === 'predictions') subject.predictions = { ...subject.predictions, [slot]: { path, ...roles } as never }
    else if (kind === 'repo') subject.repo = { path: nothing ? empty : full, complete: true }
    else if (kind === 'ci') subject.ci = { runs: 'runs.json' }
    bound[slot] = kind === 'table' ? `tables.${slot}` : kind === 'predictions' ? `predictions.${slot}` : (kind ?? slot)
  })
  return { subject, bound }
}

const look = (probe: Probe, nothing: boolean, signal?: AbortSignal): Promise<Evidence> =>
  runProbe({
    id: probe.id,
    catalogue: { built, planned },
    ...subjectFor(probe, nothing),
    root,
    values: {},
    now: () => '2026-07-01T00:00:00.000Z',
    ...(signal === undefined ? {} : { signal }),
    onBug: (error) => {
      throw error
    },
  })

test('every file with a probe is listed, each id is its own, and none is both built and planned', () => {
  const files = readdirSync('src/probes', { recursive: true, encoding: 'utf8' }).filter(
    (it) => it.endsWith('.ts') && !it.endsWith('.test.ts') && /^export default /m.test(readFileSync(join('src/probes', it), 'utf8')),
  )
  expect(built).toHaveLength(files.length)
  const ids = [...built, ...planned].map((it) => it.id)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(built.map((it) => [it.id, it] as const))('%s', (_, probe) => {
  test('the same material gives the same record twice, with facts of its schema and nothing raw', async () => {
    const first = await look(probe, false)
    const second = await look(probe, false)
    expect(first.error).toBeUndefined()
    expect(['found', 'absent']).toContain(first.state)
    expect(second).toEqual(first)
    expect(probe.facts.partial().safeParse(first.facts).success).toBe(true)
    const text = JSON.stringify(first)
    expect(text).not.toContain(raw)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(secret.slice(4, 20))
    expect(text).not.toContain(root)
  })

  test('where there is nothing it says absent, or counts nothing, and makes up no number', async () => {
    const record = await look(probe, true)
    expect(record.error).toBeUndefined()
    if (
      Object.values(probe.needs as Needs)[0]?.kinds[0] === 'repo' &&
      !['repo.contents', 'repo.activity', 'team.people'].includes(probe.id)
    )
      expect(record.state).toBe('absent')
    if (record.state === 'absent') expect(record.limits[0]).toBeTruthy()
    for (const [name, fact] of Object.entries(record.facts)) {
      if (typeof fact === 'number') expect({ name, finite: Number.isFinite(fact) }).toEqual({ name, finite: true })
      if (isTable(fact))
        for (const row of fact)
          for (const cell of Object.values(row)) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
    }
    expect(JSON.stringify(record.facts)).not.toMatch(/NaN|Infinity/)
  })

  test('it stops when the run is stopped', async () => {
    const stopped = AbortSignal.abort('cancelled')
    expect((await look(probe, false, stopped)).error?.code).toBe('cancelled')
  })
})
