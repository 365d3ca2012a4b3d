/** Follows the flow of data through the code and reports leaks between training and test, each with the two lines that prove it. */
import { z } from 'zod'
import type { Facts } from '../../model/fact.ts'
import { CannotLook } from '../../model/handles.ts'
import { absent, type Finding, found, probe } from '../../model/probe.ts'
import { type Looked, leaksIn } from './leakage/find-leaks.ts'
import type { Leak, LeakKind } from './leakage/walk.ts'
import { pathKind } from './paths.ts'
import { ModuleIndex } from './python/modules.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'

const otherCode = /\.(jl|[rR]|java|kt|scala|cs|cc|cpp|go|rs|swift|m|jsx?|tsx?)$/
const mostRows = 100

type Row = { kind: string; path: string; line: number; cause_path: string; cause_line: number; what: string; function: string }

export default probe({
  id: 'repo.code-leakage',
  version: 2,
  title: 'Leaks between training and test in the code',
  measures:
    'Where the code learns on rows or copies them before it splits them, fits on the test part, trains on test rows, chooses by the test set, or splits a lagged series, or rows that it groups itself, by chance; each with both lines.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    leaks: z.array(
      z.object({
        kind: z.string(),
        path: z.string(),
        line: z.number(),
        cause_path: z.string(),
        cause_line: z.number(),
        what: z.string(),
        function: z.string(),
      }),
    ),
    leak_count: z.number(),
    splits: z.number(),
    fits: z.number(),
    evaluations: z.number(),
    files: z.number(),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    if (all.size + unread.length === 0 && repo.files.some(({ path }) => otherCode.test(path)))
      throw new CannotLook('not_supported', 'No Python in this repository; leaks in other languages cannot be looked for yet.')
    const files = withoutExamples(all)
    const own = [...files.values()].filter(({ path }) => pathKind(path) !== 'test')
    const looked = await leaksIn(files, own, new ModuleIndex(files.keys()), signal)
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...(all.size === files.size ? [] : [`${all.size - files.size} Python files of examples and documents were left out.`]),
      ...(looked.cut.length === 0
        ? []
        : [`${looked.cut.length} files were too long to be followed to their end: ${looked.cut.slice(0, 3).join(', ')}`]),
      howJudged,
    ]
    const counts = { splits: looked.splits, fits: looked.fits, evaluations: looked.figures, files: looked.splitting.length }
    if (looked.leaks.length === 0)
      return own.length > 0 && looked.splitting.length === 0
        ? nothingSplit(counts, own.length, limits)
        : absent(searched(looked, own.length), { limits })
    const rows = looked.leaks.map((leak) => row(leak, files))
    return found(
      { ...counts, leaks: rows.slice(0, mostRows), leak_count: rows.length },
      { items: looked.leaks.slice(0, mostRows).flatMap((leak) => items(leak, row(leak, files), files)), limits },
    )
  },
})

/** No file splits data: nothing was there to leak, and nothing to show that it does not. */
const nothingSplit = (counts: Facts, files: number, limits: string[]): Finding => {
  const why = ['undefined', `none of ${files} Python files splits data in a way that can be followed`] as const
  return found(counts, { limits, unknown: { leaks: why, leak_count: why } })
}

const searched = ({ splitting, splits, fits, figures }: Looked, files: number): string =>
  `no leak of these kinds was found in ${splitting.length} ${splitting.length === 1 ? 'file that splits' : 'files that split'} data (${splits} splits, ${fits} places where something is fitted, ${figures} evaluations, in ${files} Python files)`

const howJudged =
  'Only what the flow of the code proves is told. That no leak was found does not show that there is none: what other files hand over, what queries did before, and leaks of other kinds were not seen. Encoders that only list values, and transformations of single rows, do not count.'

const row = ({ kind, at, cause, what }: Leak, files: Map<string, PythonSource>): Row => ({
  kind,
  path: at.path,
  line: fileLine(files.get(at.path), at.line),
  cause_path: cause.path,
  cause_line: fileLine(files.get(cause.path), cause.line),
  what,
  function: at.within,
})

const first: { [kind in LeakKind]: (what: string) => string } = {
  fitted_before_split: (what) => `${what} is fitted here on rows of which some are tested on later`,
  resampled_before_split: (what) => `${what} copies or mixes rows here before they are split`,
  fitted_on_test: (what) => `${what} is fitted here on the test part`,
  trained_on_test_rows: (what) => `${what} is trained here on rows that hold the test part`,
  chosen_on_test: () => 'measured here on the test set',
  time_shuffled: (what) => `${what} ties rows to the rows before them here`,
  groups_ignored: (what) => `rows of one ${what} may fall on both sides of this split`,
}
const second: { [kind in LeakKind]: (what: string) => string } = {
  fitted_before_split: () => 'the rows are split here',
  resampled_before_split: () => 'the rows are split here, copies and all',
  fitted_on_test: () => 'the test part is split off here',
  trained_on_test_rows: () => 'the model is measured here on that part',
  chosen_on_test: (what) => `${what} is chosen here by the test set`,
  time_shuffled: () => 'the rows are split by chance here',
  groups_ignored: (what) => `the code says by ${what} which rows belong together here`,
}

/** Both lines, one after the other. */
function items(
  leak: Leak,
  { path, line, cause_path, cause_line }: Row,
  files: Map<string, PythonSource>,
): { path: string; line: number; note: string }[] {
  const to = ` (with ${cause_path}:${cause_line})`
  return [
    { path, line, note: `${first[leak.kind](leak.what)}${to}` },
    { path: cause_path, line: cause_line, note: second[leak.kind](leak.what) },
  ].filter((item) => files.has(item.path))
}
