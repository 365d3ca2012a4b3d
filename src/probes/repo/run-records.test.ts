import { expect, test } from 'vitest'
import { context, memoryHistory, memoryRepo } from './memory-repo.ts'
import probe from './run-records.ts'

type Row = { about: string; path: string; line: number; automatic: boolean; trials: number | null }
const rowsOf = async (repo: Parameters<typeof probe.collect>[0]['repo']): Promise<Row[]> => {
  const finding = await probe.collect({ repo }, context)
  return finding.state === 'found' ? (finding.facts.records as unknown as Row[]) : []
}
const kindsIn = async (files: { [path: string]: string }): Promise<string[]> => (await rowsOf(memoryRepo(files))).map(({ about }) => about)

test.each<[string, { [path: string]: string }, string[]]>([
  ['outcomes as JSON', { 'metrics.json': '{\n  "test_accuracy": 0.83\n}\n' }, ['evaluation']],
  [
    'outcomes on one line, as YAML and as a table',
    { 'reports/scores.json': '{"auc": 0.7}', 'eval.yaml': 'val/f1: 0.5\n', 'results.csv': 'epoch,val_loss,val_auc\n1,0.3,0.8\n' },
    ['evaluation', 'evaluation', 'evaluation'],
  ],
  ['stages that DVC ran', { 'dvc.lock': "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n" }, ['training']],
  ['a run that MLflow kept in a folder', { 'mlruns/1/abc/meta.yaml': 'run_id: abc\nstart_time: 1700000000000\n' }, ['training']],
  ['trials of a search', { 'trials.csv': 'number,value,params_lr\n0,0.3,0.1\n1,0.2,0.01\n' }, ['tuning']],
  ['a profile of data', { 'docs/profile.html': '<html><head><title>Flights Profiling Report</title>' }, ['data_profile']],
  ['a validation', { 'uncommitted/validations/x.json': '{"success": true, "results": [{"expectation_config": {}}]}' }, ['schema_check']],
  [
    'evasion: thresholds in settings, a schema of a table, a column of data, a page of a tool itself',
    {
      'config/eval.yaml': 'metrics: [accuracy, auc]\nthreshold: 0.8\n',
      'config/results_schema.json': '{"accuracy": {"type": "number"}}',
      'data/people.csv': 'age,precision\n3,0.5\n',
      'ui/index.html': '<html><title>Evidently</title>',
      'tests/fixtures/metrics.json': '{"accuracy": 0.9}',
    },
    [],
  ],
  ['evasion: outcomes of nothing', { 'metrics.json': '{"accuracy": 0}' }, []],
])('%s', async (_, files, kinds) => {
  expect(await kindsIn(files)).toEqual(kinds)
})

test('each commit that wrote the file is a record, by itself where a machine committed it', async () => {
  const repo = memoryHistory([
    { by: 'Ada Lovelace', at: '2026-01-01T10:00:00Z', files: { 'metrics.json': '{"auc": 0.7}', 'a.py': '' } },
    { by: 'Ada Lovelace', at: '2026-01-02T10:00:00Z', files: { 'a.py': 'x = 1' } },
    { by: 'github-actions[bot]', at: '2026-01-03T10:00:00Z', files: { 'metrics.json': '{"auc": 0.8}' } },
  ])
  expect((await rowsOf(repo)).map(({ automatic }) => automatic)).toEqual([true, false])
})
