import { expect, test } from 'vitest'
import type { CiHandle, RecordedJob } from '../../model/handles.ts'
import probe from './ci-runs.ts'
import { memoryRepo } from './memory-repo.ts'

const workflow = `name: ci
on: [push]
jobs:
  test:
    name: Tests (\${{ matrix.python }})
    strategy: { matrix: { python: ['3.11', '3.12'] } }
    steps:
      - uses: actions/checkout@v4
      - name: Unit tests
        run: make test
      - run: ruff check .
      - name: Train and evaluate
        run: echo training
  check:
    steps:
      - name: Data
        run: python scripts/validate_data.py || true
      - name: Whole
        run: pytest tests/integration
  ship:
    steps:
      - { name: Ship, run: kubectl apply -f k8s }
`
const files = { '.github/workflows/ci.yml': workflow, Makefile: 'test:\n\tpytest\n', 'tests/test_a.py': 'def test_a():\n    assert 1\n' }

const job = (more: Partial<RecordedJob> & { steps?: RecordedJob['steps'] }): RecordedJob => ({
  run: '1',
  workflow: 'ci',
  workflow_path: '.github/workflows/ci.yml',
  job: 'test',
  event: 'push',
  commit: 'a'.repeat(40),
  branch: 'main',
  conclusion: 'success',
  started_at: '2026-03-01T10:00:00Z',
  ended_at: '2026-03-01T10:05:00Z',
  steps: [],
  ...more,
})
const steps = (...names: string[]) => names.map((name) => ({ name, conclusion: 'success' }))

const collect = async (jobs: RecordedJob[], repo: { [path: string]: string } | undefined = files) => {
  const ci: CiHandle = { kind: 'ci', material: 'ci', provider: 'github', jobs, limits: [] }
  const finding = await probe.collect({ ci, repo: repo && memoryRepo(repo) }, { options: {}, signal: new AbortController().signal })
  if (finding.state !== 'found') throw new Error(finding.state)
  return finding
}
const short = (finding: Awaited<ReturnType<typeof collect>>) =>
  (finding.facts.runs as unknown as { step: string; activity: string; can_fail: boolean | null; conclusion: string }[]).map(
    ({ step, activity, can_fail, conclusion }) => `${step}|${activity}|${can_fail}|${conclusion}`,
  )

test('the command behind a step says what a run did, not its name', async () => {
  const finding = await collect([
    job({
      job: 'Tests (3.12)',
      steps: steps('Set up job', 'Run actions/checkout@v4', 'Unit tests', 'Run ruff check .', 'Train and evaluate'),
    }),
  ])
  expect(short(finding).sort()).toEqual(
    ['Run ruff check .|lint|true|success', 'Unit tests|unit_tests|true|success'].map((line) => line.replace('Run ', '')).sort(),
  )
  expect(finding.limits).toEqual(['commands are those of the workflow files at the commit that was read, not of each run’s own commit'])
})

test('a dropped exit code, an integration test and a deployment', async () => {
  const finding = await collect([
    job({
      job: 'check',
      conclusion: 'failure',
      steps: [
        { name: 'Data', conclusion: 'success' },
        { name: 'Whole', conclusion: 'failure' },
      ],
    }),
    job({ run: '2', job: 'ship', event: 'workflow_dispatch', started_at: '2026-03-02T10:00:00Z', ended_at: null }),
  ])
  expect(short(finding)).toEqual(['Ship|deploy|true|success', 'Data|schema_check|false|success', 'Whole|pipeline_test|true|failure'])
  expect(finding.facts).toMatchObject({
    jobs: 2,
    from: '2026-03-01T10:00:00Z',
    to: '2026-03-02T10:00:00Z',
    automatic_runs: 1,
    failed_runs: 1,
  })
  expect(finding.until).toBe('2026-03-02T10:00:00Z')
  expect((finding.facts.runs as unknown as { automatic: boolean }[]).map(({ automatic }) => automatic)).toEqual([false, true, true])
})

test('a skipped step did nothing', async () => {
  const finding = await collect([
    job({
      job: 'check',
      steps: [
        { name: 'Whole', conclusion: 'skipped' },
        { name: 'Data', conclusion: 'success' },
      ],
    }),
  ])
  expect(short(finding)).toEqual(['Data|schema_check|false|success'])
})

test('without the repository, or when the file has changed, names are read and it is said', async () => {
  const without = await collect([job({ job: 'nightly', steps: steps('Retrain the model', 'Roll back', 'Check fairness') })], {})
  expect(short(without)).toEqual([
    'Retrain the model|training|null|success',
    'Roll back|rollback|null|success',
    'Check fairness|fairness|null|success',
  ])
  expect(without.limits[0]).toContain('1 recorded job did was read from names')
  const changed = await collect([job({ job: 'check', steps: steps('Something new') })])
  expect(short(changed)).toEqual(['|other|null|success'])
})

test('only the newest 5,000 lines are kept, counts are over all', async () => {
  const jobs = Array.from({ length: 6_000 }, (_, at) =>
    job({ run: String(at), job: 'ship', started_at: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString() }),
  )
  const finding = await collect(jobs)
  expect(finding.facts.runs).toHaveLength(5_000)
  expect((finding.facts.runs as unknown as { at: string }[])[0]?.at).toBe(jobs.at(-1)?.started_at)
  expect(finding.facts).toMatchObject({ jobs: 6_000, automatic_runs: 6_000 })
})

test('an export without runs is absence', async () => {
  const ci: CiHandle = { kind: 'ci', material: 'ci', provider: 'github', jobs: [], limits: [] }
  expect(await probe.collect({ ci, repo: undefined }, { options: {}, signal: new AbortController().signal })).toMatchObject({
    state: 'absent',
  })
})
