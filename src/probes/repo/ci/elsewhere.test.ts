/** Names of workflows and actions that are not here, and what may be taken from them. */
import { expect, test } from 'vitest'
import { saysTraining } from '../retraining/kinds.ts'
import { isNamedFor } from './elsewhere.ts'

const calls = (name: string): string =>
  `.github/workflows/a.yml: job j calls me/.github/.github/workflows/${name}@main, which is not in this repository`
const action = (path: string): string => `.github/workflows/a.yml:6: the action ${path} could not be read`

test.each([
  [calls('branch_ci.yml'), true],
  [calls('python-test.yml'), true],
  [calls('ci-train.yml'), false],
  [calls('nightly.yml'), false],
  [calls('cinema.yml'), false],
  [action('./.github/actions/build-and-deploy'), true],
  [action('./.github/actions/build-docs/'), true],
  [action('./.github/actions/build-and-retrain'), false],
  [action('./.github/actions/go'), false],
  ['.github/workflows/build.yml could not be read as YAML', false],
])('%s is no training by its name: %s', (sentence, expected) => {
  expect(isNamedFor(sentence, 'any', saysTraining)).toBe(expected)
})

test('a workflow named for CI alone may release', () => {
  expect(isNamedFor(calls('ci.yml'), 'tests or housekeeping', /deploy/)).toBe(false)
})
