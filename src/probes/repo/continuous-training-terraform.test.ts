import { expect, test } from 'vitest'
import probe from './continuous-training.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; kind: string; enabled: boolean; trains: boolean; renews: boolean }

const rowsOf = async (files: Files): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? [] : (finding.facts.triggers as unknown as Row[])
}
const told = async (files: Files): Promise<string> => {
  const [row] = await rowsOf(files)
  if (!row) return 'absent'
  if (!row.trains) return `${row.kind}, trains nothing`
  return row.enabled && row.renews ? `present: ${row.kind}` : `partial: ${row.kind}`
}

const train: Files = {
  'train.py':
    'from sklearn.linear_model import Ridge\n\ndef fit_all(x, y):\n    return Ridge().fit(x, y)\n\nif __name__ == "__main__":\n    fit_all([[1]], [1])\n',
}

test('a scheduler in Terraform starts the job that it names', async () => {
  const clock = (job: string) =>
    `resource "google_cloud_scheduler_job" "weekly" {\n  schedule = "0 3 * * 1"\n  http_target {\n    uri = "https://run/v2/\${google_cloud_run_v2_job.${job}.id}:run"\n  }\n}\n`
  const jobs =
    'resource "google_cloud_run_v2_job" "fit" {\n  command = ["python", "train.py"]\n}\n\nresource "google_cloud_run_v2_job" "tidy" {\n  command = ["python", "tidy.py"]\n}\n'
  const files = (job: string) => ({ ...train, 'tidy.py': 'print(1)\n', 'infra/clock.tf': clock(job), 'infra/work.tf': jobs })
  expect(await told(files('fit'))).toBe('present: schedule')
  expect(await told(files('tidy'))).toBe('schedule, trains nothing')
})
