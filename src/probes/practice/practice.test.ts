import { expect, test } from 'vitest'
import type { CiHandle, RecordedJob, RepoHandle } from '../../model/handles.ts'
import type { Probe } from '../../model/index.ts'
import { context, type MemoryCommit, memoryHistory, memoryRepo } from '../repo/memory-repo.ts'
import dependencyNotices from './dependency-notices.ts'
import featurePolicy from './feature-policy.ts'
import modelReview from './model-review.ts'
import privacy from './privacy.ts'
import rollout from './rollout.ts'

const ci = (...steps: string[]): CiHandle => ({
  kind: 'ci',
  material: 'ci',
  provider: 'github',
  limits: [],
  jobs: steps.map(
    (step, at): RecordedJob => ({
      run: String(at),
      workflow: 'ci',
      workflow_path: '.github/workflows/ci.yml',
      job: 'all',
      event: at % 2 === 0 ? 'push' : 'workflow_dispatch',
      commit: null,
      branch: 'main',
      conclusion: 'success',
      started_at: `2026-03-0${at + 1}T10:00:00Z`,
      ended_at: null,
      steps: [{ name: step, conclusion: 'success' }],
    }),
  ),
})
const workflow = (...commands: string[]): RepoHandle =>
  memoryRepo({
    '.github/workflows/ci.yml': `on: [push]\njobs:\n  all:\n    runs-on: ubuntu-latest\n    steps:\n${commands.map((it) => `      - run: ${it}\n`).join('')}`,
  })

const rowsOf = async (probe: unknown, given: object, fact = 'runs'): Promise<{ [column: string]: unknown }[]> => {
  const finding = await (probe as Probe).collect(given as never, context)
  return finding.state === 'found' ? (finding.facts[fact] as never) : []
}

test.each<[string, unknown, string, string, number]>([
  ['an Argo rollout is promoted', rollout, 'kubectl argo rollouts promote model', 'Run kubectl argo rollouts promote model', 1],
  [
    'a tenth of the traffic',
    rollout,
    'gcloud run services update-traffic m --to-revisions r=10',
    'Run gcloud run services update-traffic m --to-revisions r=10',
    1,
  ],
  ['evasion: a canary is only talked of', rollout, 'echo canary', 'Run echo canary', 0],
  [
    'evasion: all at once, and back',
    rollout,
    'gcloud run services update-traffic m --to-latest',
    'Run gcloud run services update-traffic m --to-latest',
    0,
  ],
  ['features against a list', featurePolicy, 'python check_feature_policy.py', 'Run python check_feature_policy.py', 1],
  ['evasion: the list is only shown', featurePolicy, 'cat feature_policy.yaml', 'Run cat feature_policy.yaml', 0],
  ['personal data is looked for', privacy, 'python -m scan_pii data/', 'Run python -m scan_pii data/', 1],
  ['evasion: deleting users of a test database is told', privacy, 'echo gdpr-deletion', 'Run echo gdpr-deletion', 0],
])('%s', async (_, probe, command, step, runs) => {
  expect(await rowsOf(probe, { ci: ci(step), repo: workflow(command) })).toHaveLength(runs)
})

test('a recorded step has its trigger, and whether its failure would fail the job', async () => {
  const given = {
    ci: ci('Run pytest tests/gdpr_deletion_test.py || true', 'Run pytest tests/gdpr_deletion_test.py || true'),
    repo: workflow('pytest tests/gdpr_deletion_test.py || true'),
  }
  expect(await rowsOf(privacy, given)).toMatchObject([
    { about: 'deletion', automatic: false, can_fail: false },
    { about: 'deletion', automatic: true, can_fail: false },
  ])
})

test('evasion: a step that was only called so, with nothing known of its command, is no record and no absence', async () => {
  for (const [probe, step] of [
    [rollout, 'Run canary deployment'],
    [privacy, 'Check for PII'],
    [featurePolicy, 'Feature policy check'],
  ] as unknown as [Probe, string][]) {
    const finding = await probe.collect({ ci: ci(step), repo: memoryRepo({ 'a.py': '' }) } as never, context)
    expect(finding).toMatchObject({ state: 'found', facts: { described: false }, unknown: { runs: 'failed' } })
    expect(finding).not.toHaveProperty('facts.runs')
  }
})

test('a workflow that would do it, and was not seen to, is described and no more', async () => {
  const repo = workflow('echo hello', 'presidio-cli data/')
  const finding = await (privacy as unknown as Probe).collect({ ci: ci('Run echo hello'), repo } as never, context)
  expect(finding).toMatchObject({ state: 'found', facts: { runs: [], described: true } })
})

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`

test('notices about libraries are those that a watching service committed in the last year', async () => {
  const commits: MemoryCommit[] = [
    { by: 'dependabot[bot]', at: '2024-01-01T10:00:00Z', files: { a: '1' } },
    { by: 'Ada Lovelace', at: at(1), subject: 'Bump numpy as dependabot says', files: { a: '2' } },
    { by: 'renovate[bot]', at: at(2), files: { a: '3' } },
  ]
  expect(await rowsOf(dependencyNotices, { repo: memoryHistory(commits) })).toMatchObject([
    { at: at(2), automatic: true, about: 'library' },
  ])
  const paper = await dependencyNotices.collect({ repo: memoryRepo({ '.github/dependabot.yml': 'version: 2\n' }) }, context)
  expect(paper).toMatchObject({ state: 'found', facts: { runs: [], described: true } })
  expect((await dependencyNotices.collect({ repo: memoryRepo({ 'dependabot.md': '' }) }, context)).state).toBe('absent')
})

test('changes of models that came past everybody are told apart from those of other files', async () => {
  const commits: MemoryCommit[] = [
    { by: 'Ada Lovelace', at: at(1), files: { 'model.py': 'import torch\n' } },
    { by: 'Ada Lovelace', at: at(2), files: { 'README.md': 'x' } },
    { by: 'Ada Lovelace', at: at(3), files: { 'model.py': 'import torch\nx = 1\n' } },
  ]
  expect(await rowsOf(modelReview, { repo: memoryHistory(commits) })).toMatchObject([
    { at: at(3), reviewed: false, enforced: false, recorded: false },
  ])
})
