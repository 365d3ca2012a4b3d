/** Looks for tests that run training from end to end: rows in, a model out, predictions made, in CI. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import type { Reached, ReachedAction } from './ci/model.ts'
import { reachableCommands } from './ci/reach.ts'
import { fileLine, pythonSources, unreadLimit } from './python/sources.ts'
import { actionTrains } from './retraining/in-ci.ts'
import { collects, type Defaults } from './training-tests/collected.ts'
import { type TrainingTest, trainingTests } from './training-tests/find-tests.ts'
import { pytestDefaults } from './training-tests/pytest-defaults.ts'
import { isOnChange, type TrainingRun, trainingRuns } from './training-tests/training-runs.ts'

/** A test that replaces this many parts runs something else than the whole. */
const mostReplaced = 2
/** Rows told; a library may fit models in thousands of tests. */
const mostRows = 100
const otherTests = /(_test\.go|Test\.(java|kt|scala)|\.(test|spec)\.[cm]?[jt]sx?|(^|\/)test\/runtests\.jl|(^|\/)tests\/testthat\/.*\.[rR])$/
/** Tests of pages and of services: models are trained elsewhere. */
const besideModels = /\.([cm]?[jt]sx?|go)$/

type Row = { path: string; line: number; runs_training: boolean; whole: boolean; in_ci: boolean; can_fail: boolean }
type Seen = { row: Row; note: string }

export default probe({
  id: 'repo.pipeline-test',
  version: 4,
  title: 'Tests that run training from end to end',
  measures:
    'Which tests fit a model with the repository’s own code, whether rows are prepared and predictions made on the way, and whether CI runs them and stops.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    tests: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        runs_training: z.boolean(),
        whole: z.boolean(),
        in_ci: z.boolean(),
        can_fail: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { files, unread } = await pythonSources(repo, signal)
    const others = repo.files.filter(({ path }) => otherTests.test(path)).length
    const code = await trainingTests(repo, files, signal)
    const reachable = await reachableCommands(repo)
    const defaults = await pytestDefaults(repo, signal)
    const seen = [
      ...code.tests.map((one) => ofTest(one, reachable.commands, defaults)),
      ...(await trainingRuns(reachable.commands, { files, ...code }, signal)).map(ofRun),
      ...reachable.actions.filter((one) => actionTrains(one) && isOnChange(one.trigger)).map(ofAction),
    ]
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...(others === 0 ? [] : [`${others} test files in other languages were not judged.`]),
      ...reachable.notUnderstood.slice(0, 10).map((sentence) => `not followed: ${sentence}`),
    ]
    // Where most tests stand in a language that models are trained in, nothing found in the few others says nothing of the whole.
    const training = repo.files.filter(({ path }) => otherTests.test(path) && !besideModels.test(path)).length
    if (seen.length === 0 && ((files.size === 0 && others > 0) || training > code.looked))
      throw new CannotLook(
        'not_supported',
        `${files.size === 0 ? 'No Python in this repository, and its' : `None of its ${code.looked} test files in Python trains, but its`} ${others} test files in other languages cannot be judged yet.`,
      )
    if (seen.length === 0)
      return absent(
        `followed the tests of ${code.looked} test files among ${files.size} Python files and notebooks, and ${reachable.commands.length} commands of CI, into code that fits a model`,
        { limits },
      )
    const best = bestOf(seen)
    if (best.length > mostRows) limits.push(`${best.length - mostRows} more tests that fit a model are not listed`)
    limits.push(howJudged)
    const shown = best.slice(0, mostRows)
    return found({ tests: shown.map(({ row }) => row) }, { items: shown.map(itemOf), limits })
  },
})

const howJudged =
  'A test runs training when the names in it, its fixtures and set-up lead to a call that fits a model in the repository’s own code; tests were read, not run. Whole: rows are also read on the way, or prepared outside the model itself by code with which a program trains, and the result predicts or scores.'

const itemOf = ({ row: { path, line }, note }: Seen): Item => ({ path, line, note })

const worth = ({ row }: Seen): number =>
  Number(row.runs_training) * 16 + Number(row.in_ci) * 4 + Number(row.can_fail) * 4 + Number(row.whole) * 2

const bestOf = (seen: Seen[]): Seen[] => {
  const best = new Map<string, Seen>()
  for (const one of seen) {
    const key = `${one.row.path}:${one.row.line}`
    const before = best.get(key)
    if (before === undefined || worth(one) > worth(before)) best.set(key, one)
  }
  return [...best.values()].sort((a, b) => worth(b) - worth(a))
}

const isWhole = ({ prepares, trains, predicts }: TrainingTest['stages']): boolean => prepares && trains && predicts

/** Cloud Build and the like keep what starts them outside the repository. */
const runsByItself = ({ automatic, trigger }: Reached): boolean => automatic || trigger === 'not in the repository'

function ofTest({ source, test, stages, swallows }: TrainingTest, commands: Reached[], defaults: Defaults): Seen {
  const { name, unittest, marks, skipped } = test
  const runs = commands.filter(
    ({ words, variables, cwd }) => collects(words, { variables, cwd, defaults }, { path: source.path, name, unittest, marks }) === true,
  )
  const alive = runs.filter((run) => run.enabled && runsByItself(run))
  const failing = alive.filter(({ propagates }) => propagates)
  const line = fileLine(source, test.line)
  const replaced = test.blocked.size >= mostReplaced
  const whole = isWhole(stages) && !replaced
  const wrong = [
    ...(stages.trains ? [] : ['named for the whole pipeline, but nothing in it fits a model']),
    ...(whole || !stages.trains
      ? []
      : [
          `a fragment: ${replaced ? 'several of its parts are replaced by stand-ins' : stages.prepares ? 'it predicts nothing' : 'rows are made up and go straight into the model'}`,
        ]),
    ...(skipped ? ['always skipped'] : []),
    ...(swallows ? ['a failure of training is caught and dropped'] : []),
    ...(runs.length === 0 ? ['no CI command collects it'] : alive.length === 0 ? (runs[0]?.because ?? ['started by hand']) : []),
    ...(alive.length > 0 && failing.length === 0 ? (alive[0]?.because ?? []) : []),
  ]
  const place = failing[0] ?? alive[0] ?? runs[0]
  const where = stages.at === undefined ? '' : ` fits a model at ${stages.at.path}:${stages.at.line}`
  const ran = place === undefined ? '' : `, run from ${place.path}:${place.line}`
  return {
    row: {
      path: source.path,
      line,
      runs_training: stages.trains,
      whole,
      in_ci: alive.length > 0 && !skipped,
      can_fail:
        !skipped &&
        !swallows &&
        (runs.length === 0 || failing.length > 0 || (alive.length === 0 && runs.some(({ propagates }) => propagates))),
    },
    note: `${name}${where}${ran}${wrong.length === 0 ? '' : `: ${wrong.join('; ')}`}`,
  }
}

/** A task that starts training elsewhere: what it does there stands in no file of CI. */
const ofAction = ({ path, line, action, trigger, automatic, enabled, because }: ReachedAction): Seen => ({
  row: { path, line, runs_training: true, whole: false, in_ci: automatic && enabled, can_fail: true },
  note: `${action.name} starts training (${trigger}), a fragment as far as CI tells${because.length === 0 ? '' : `; ${because.join('; ')}`}`,
})

function ofRun({ reached, stages, before }: TrainingRun): Seen {
  const { path, line, words, enabled, propagates, because, trigger } = reached
  const in_ci = before && enabled && runsByItself(reached)
  const how = before ? `a proposed change runs training (${trigger})` : `the production run of training (${trigger}), not a test of it`
  return {
    row: { path, line, runs_training: true, whole: isWhole(stages), in_ci, can_fail: propagates },
    note: `${words.join(' ').slice(0, 80)}: ${how}${because.length === 0 ? '' : `; ${because.join('; ')}`}`,
  }
}
