/** The README's two commands in a fresh clone: they bring what they need, they say what matters, and they leave the tree clean. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'assay-clone-'))
const clone = join(folder, 'assay')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('npm start assesses the example in a fresh clone, exit 0, tree clean', () => {
  execFileSync('git', ['clone', '-q', process.cwd(), clone])
  const began = performance.now()
  const done = spawnSync('npm', ['start'], { cwd: clone, encoding: 'utf8', env: { ...process.env, npm_lifecycle_event: '', INIT_CWD: '' } })
  expect(done.stderr).not.toMatch(/bug of Assay/)
  expect(done.status).toBe(0)
  expect(done.stdout).toMatch(/^Departures {2}as of 2026-07-01/)
  expect(done.stdout).toContain('They say, we measured')
  expect(existsSync(join(clone, 'assay-report', 'index.html'))).toBe(true)
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('')
  process.stdout.write(`npm start in a fresh clone took ${Math.round((performance.now() - began) / 1000)} s\n`)
})

test('npm start -- --json prints one document and nothing else', () => {
  const done = spawnSync('npm', ['start', '--', '--json'], { cwd: clone, encoding: 'utf8', maxBuffer: 1 << 28 })
  expect(done.status).toBe(0)
  expect(JSON.parse(done.stdout).subject.subject.name).toBe('Departures')
})
