/** Repositories that mean harm, each given to the command line: it ends with evidence or one clear line, runs nothing, and reads nothing elsewhere. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { mark, traps } from '../bad-input/bad-repositories.ts'
import { started } from '../bad-input/command.ts'
import { contents } from './hostile/contents.ts'
import { gitFolders } from './hostile/git-folders.ts'

/** Stands in files beside the repository, and may come out nowhere. */
const words = 'OUTSIDE-7F3A'
/** No assessment of these may need more. */
const mostMegabytes = 1500

const textsIn = (folder: string): string =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile())
        .map((it) => readFileSync(join(it.parentPath, it.name), 'utf8'))
        .join('\n')
    : ''

/** The most memory the process has held, in MB, as the system counts it. */
const watchMemory = (pid: number | undefined): (() => number) => {
  let peak = 0
  const look = () => {
    const text = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
  }
  const timer = setInterval(look, 50)
  return () => {
    clearInterval(timer)
    return Math.round(peak)
  }
}

test.each([...contents, ...gitFolders])('$name', async ({ name, make, says }) => {
  const outside = realpathSync(tempFolder())
  writeFiles(outside, {
    'outside.py': `import mlflow\n\ndef ${words.replace('-', '_')}():\n    mlflow.log_metric("${words}", 1)\n\npassword = "${words}"\n`,
    'outside.yml': `name: ${words}\non: [push]\njobs: {a: {steps: [{run: pytest ${words}}]}}\n`,
    'outside.md': `${words}: [\n# ${words}\n`,
  })
  const folder = make(outside)
  if (existsSync(join(folder, '.git', 'hooks')) && !existsSync(join(folder, '.git', 'commondir'))) traps(folder)
  const out = join(tempFolder(), 'out')
  const from = performance.now()
  const { child, ended } = started([folder, '--framework', 'ml-repository', '--as-of', '2026-07-01', '--out', out])
  const peak = watchMemory(child.pid)
  // A hang is a fault: such a run ends by a signal, and so without a code.
  const bound = setTimeout(() => child.kill('SIGKILL'), 300_000)
  const ran = await ended
  clearTimeout(bound)
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  const megabytes = peak()
  console.log(`${seconds} s, ${megabytes} MB, exit ${ran.code}: ${name}`)
  expect([0, 2], ran.err).toContain(ran.code)
  const all = ran.out + ran.err + textsIn(out)
  if (ran.code === 2) expect(ran.err.trim().split('\n')).toHaveLength(1)
  expect(all).not.toContain(words)
  expect(all).not.toContain('root:x:0')
  if (says !== undefined) expect(all).toMatch(says)
  expect(existsSync(mark)).toBe(false)
  expect(megabytes).toBeLessThan(mostMegabytes)
})
