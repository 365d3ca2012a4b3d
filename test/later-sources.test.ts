/** Materials of sources that come later are accepted, validated, and end in evidence that says so plainly. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { assessFolder } from './departures/assess-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-later-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['mlflow', '{ uri: "http://127.0.0.1:5000", experiment: late }'],
  ['prometheus', '{ url: "http://127.0.0.1:9090", job: late-api }'],
  ['endpoint', '{ url: "http://127.0.0.1:8000/predict", rate: 50 }'],
])('%s', async (kind, entry) => {
  writeFileSync(join(folder, 'assay.yaml'), `assay: 1\nsubject: { name: Later }\n${kind}: ${entry}\nframeworks: [ml-repository]\n`)
  const { assessment } = await assessFolder(folder)
  const records = assessment.evidence.filter((it) => it.inputs.some((input) => input.material === kind))
  expect(records.length).toBeGreaterThan(0)
  for (const it of records) expect(it).toMatchObject({ state: 'failed', error: { code: 'not_built' } })
})
