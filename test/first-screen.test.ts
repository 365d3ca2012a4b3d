/** The first screen of a repository without an assay.yaml: the very line that breaks a practice, plain words, 80 columns. */
import { expect, test } from 'vitest'
import { drawReport } from '../src/report/index.ts'
import { assessGit, brokenFiles } from './code-scanning/assess-git.ts'

const screenOf = async (...commits: Parameters<typeof assessGit>): Promise<string> => {
  const { assessment, frameworks } = await assessGit(...commits)
  return drawReport(assessment, frameworks).terminal({ width: 80, colour: false, folder: 'assay-report' })
}
const flat = (text: string): string => text.replace(/\s+/g, ' ')
const under = (screen: string, heading: string): string => flat(screen.split(`\n${heading}\n`)[1]?.split('\n\n')[0] ?? '')

test('what cannot fail only looks wired, with its line and the command', async () => {
  const screen = await screenOf(brokenFiles)
  expect(Math.max(...screen.split('\n').map((it) => it.length))).toBeLessThanOrEqual(80)
  expect(under(screen, 'Only looks wired')).toContain(
    '~ Every change runs the tests (.github/workflows/ci [old] #1.yml:7): pytest tests: its exit code is dropped',
  )
  expect(under(screen, 'Wired')).toContain("✓ The team's own code has unit tests (tests/test_features.py:")
  expect(under(screen, 'Looked for, not there')).toContain('✗ The time per answer is watched')
  expect(under(screen, 'Could not be seen from here')).toContain('Declare next: ')
  // The judge's own words have no place here.
  expect(screen).not.toMatch(/, asked: |nothing found: |\(repo\)/)
})

test('the same command that may fail is wired', async () => {
  const whole = Object.fromEntries(Object.entries(brokenFiles).map(([path, text]) => [path, text.replace(' || true', '')]))
  const screen = await screenOf(whole)
  expect(under(screen, 'Wired')).toContain('✓ Every change runs the tests (.github/workflows/ci [old] #1.yml:7)')
  expect(under(screen, 'Only looks wired')).not.toContain('Every change runs the tests')
})

test('a repository without a commit says once why nothing could be seen', async () => {
  const screen = await screenOf()
  expect(under(screen, 'Could not be seen from here')).toContain('and 17 more: the repository has no commit yet')
  expect(screen).not.toContain('Looked for, not there')
})
