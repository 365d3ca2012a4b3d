import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openCi } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'assay-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let files = 0
const open = (value: unknown) => {
  const path = join(root, `${files++}.json`)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return openCi({ path, material: 'ci', root })
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (cause: { code: string; message: string }) => `${cause.code}: ${cause.message}`,
  )

const run = {
  id: 7,
  name: 'ci',
  path: '.github/workflows/ci.yml@refs/heads/main',
  event: 'push',
  head_sha: 'abc',
  head_branch: 'main',
  status: 'completed',
  conclusion: 'failure',
  created_at: '2026-03-01T09:00:00+01:00',
  run_started_at: '2026-03-01T08:00:05Z',
  updated_at: '2026-03-01T08:05:00Z',
}
const job = {
  id: 70,
  run_id: 7,
  name: 'test',
  status: 'completed',
  conclusion: 'failure',
  started_at: '2026-03-01T08:01:00Z',
  completed_at: '2026-03-01T08:04:00Z',
  steps: [
    { name: 'Set up job', conclusion: 'success' },
    { name: 'Tests', conclusion: 'failure' },
  ],
}
const wanted = {
  run: '7',
  workflow: 'ci',
  workflow_path: '.github/workflows/ci.yml',
  job: 'test',
  event: 'push',
  commit: 'abc',
  branch: 'main',
  conclusion: 'failure',
  started_at: '2026-03-01T08:01:00Z',
  ended_at: '2026-03-01T08:04:00Z',
  steps: job.steps,
}

test.each<[string, unknown]>([
  ['runs with their jobs', { workflow_runs: [{ ...run, jobs: [job] }] }],
  ['a list of runs', [{ ...run, jobs: [job] }]],
  ['runs and jobs side by side', { workflow_runs: [run], jobs: [job] }],
  ['a key `runs`, jobs as the API nests them', { runs: [{ ...run, jobs: { total_count: 1, jobs: [job] } }] }],
  ['JSON lines', `${JSON.stringify(run)}\n${JSON.stringify(job)}\n`],
  ['one run', { ...run, jobs: [job] }],
  [
    'the command line of GitHub',
    [
      {
        databaseId: 7,
        workflowName: 'ci',
        path: '.github/workflows/ci.yml',
        event: 'push',
        headSha: 'abc',
        headBranch: 'main',
        status: 'completed',
        conclusion: 'failure',
        createdAt: '2026-03-01T08:00:00Z',
        startedAt: '2026-03-01T08:00:05Z',
        jobs: [
          {
            databaseId: 70,
            name: 'test',
            conclusion: 'failure',
            startedAt: job.started_at,
            completedAt: job.completed_at,
            steps: job.steps,
          },
        ],
      },
    ],
  ],
])('%s', async (_, value) =>
  expect((await open(value)).handle).toEqual({ kind: 'ci', material: 'ci', provider: 'github', jobs: [wanted], limits: [] }),
)

test('a run without jobs stands for itself; one that has not ended has its state', async () => {
  const { handle } = await open({
    workflow_runs: [run, { ...run, id: 8, status: 'in_progress', conclusion: null, run_started_at: '2026-03-02T08:00:00Z' }],
  })
  expect(handle.jobs.map(({ run: id, job: name, conclusion, started_at }) => [id, name, conclusion, started_at])).toEqual([
    ['7', 'ci', 'failure', '2026-03-01T08:00:05Z'],
    ['8', 'ci', 'in_progress', '2026-03-02T08:00:00Z'],
  ])
})

test('GitLab pipelines with jobs, and jobs that name their pipeline', async () => {
  const pipeline = { id: 5, source: 'schedule', ref: 'main', sha: 'def', status: 'failed', created_at: '2026-03-01T08:00:00Z' }
  const one = {
    id: 50,
    name: 'unit',
    stage: 'test',
    status: 'failed',
    started_at: '2026-03-01T08:01:00Z',
    finished_at: '2026-03-01T08:02:00Z',
  }
  const expected = {
    run: '5',
    workflow: '.gitlab-ci.yml',
    workflow_path: '.gitlab-ci.yml',
    job: 'unit',
    event: 'schedule',
    commit: 'def',
    branch: 'main',
    conclusion: 'failure',
    started_at: '2026-03-01T08:01:00Z',
    ended_at: '2026-03-01T08:02:00Z',
    steps: [],
  }
  expect((await open({ pipelines: [{ ...pipeline, jobs: [one] }] })).handle).toMatchObject({ provider: 'gitlab', jobs: [expected] })
  expect((await open([{ ...one, pipeline }])).handle.jobs).toEqual([expected])
})

test('entries without id or time are counted, an empty export holds no job', async () => {
  expect((await open([run, { name: 'x', event: 'push' }])).handle).toMatchObject({
    limits: ['1 entry without an id or a time was left out'],
  })
  expect((await open({ workflow_runs: [] })).handle.jobs).toEqual([])
})

test('the version is the digest of the bytes', async () => {
  const [first, same, other] = await Promise.all([open([run]), open([run]), open([{ ...run, id: 9 }])])
  expect(first.version).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(same.version).toBe(first.version)
  expect(other.version).not.toBe(first.version)
})

test('mistakes are placed and the text is not repeated', async () => {
  expect(await code(open('{\n  "workflow_runs": [\n    { secret }\n  ]\n}'))).toBe(
    `damaged: ${files - 1}.json is not JSON: line 3, column 7`,
  )
  expect(await code(open('{"a": 1}\n{"b": tru\n'))).toMatch(/^damaged: .* line 2, column \d+$/)
  expect(await code(open(''))).toMatch(/^damaged: .* is empty$/)
  expect(await code(open('{"workflow_runs": ['))).toMatch(/^damaged: .* line 1, column \d+$/)
  expect(await code(openCi({ path: join(root, 'none.json'), material: 'ci', root }))).toMatch(/^not_found/)
  expect(await code(openCi({ path: '/etc/hostname', material: 'ci', root }))).toMatch(/^outside_folder/)
})

test('a folder of exports is read whole', async () => {
  const folder = join(root, 'runs')
  mkdirSync(folder)
  writeFileSync(join(folder, 'runs.json'), JSON.stringify({ workflow_runs: [run] }))
  writeFileSync(join(folder, 'jobs.json'), JSON.stringify({ jobs: [job] }))
  writeFileSync(join(folder, 'readme.txt'), 'no')
  expect((await openCi({ path: folder, material: 'ci', root })).handle.jobs).toEqual([wanted])
})
