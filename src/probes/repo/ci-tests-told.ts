/** Puts small CI set-ups before `repo.ci-tests` and tells its answer in a word, for tests. */
import type { RepoHandle } from '../../model/handles.ts'
import probe from './ci-tests.ts'
import { memoryRepo } from './memory-repo.ts'

export type Files = { [path: string]: string }
export const tests: Files = {
  'tests/test_a.py': 'from app import f\n\ndef test_f():\n    assert f() == 1\n',
  'app.py': 'def f():\n    return 1\n',
}
export type Open = (files: Files) => RepoHandle | Promise<RepoHandle>

export const run = async (files: Files, open: Open = memoryRepo) =>
  probe.collect({ repo: await open(files) }, { options: {}, signal: new AbortController().signal })

type Line = {
  automatic: boolean
  failure_propagates: boolean
  enabled: boolean
  tests_exist: boolean
  chain: string
  path: string
  line: number
  trigger: string
}
const linesOf = async (files: Files, open?: Open): Promise<Line[]> => {
  const finding = await run(files, open)
  return finding.state === 'absent' ? [] : (finding.facts.commands as unknown as Line[])
}
/** The one line in short: `ok`, or what is wrong with it; `absent` when there is none. */
export const told = async (files: Files, open?: Open): Promise<string> => {
  const lines = await linesOf(files, open)
  const wrong = ({ automatic, failure_propagates, enabled, tests_exist }: Line) =>
    [automatic ? '' : 'manual', failure_propagates ? '' : 'dropped', enabled ? '' : 'off', tests_exist ? '' : 'no tests']
      .filter((word) => word !== '')
      .join('+') || 'ok'
  return lines.length === 0 ? 'absent' : lines.map(wrong).sort().join(' ')
}

export const workflow = (step: string, { on = '[push]', job = '' } = {}) =>
  `name: ci\non: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: actions/checkout@v4\n      - ${step.replaceAll('\n', '\n        ')}\n`
export const script = (...lines: string[]) => `run: |\n${lines.map((line) => `  ${line}`).join('\n')}`
export const ci = (step: string, more: Parameters<typeof workflow>[1] = {}): Files => ({
  ...tests,
  '.github/workflows/ci.yml': workflow(step, more),
})
