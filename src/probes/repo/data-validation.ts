/** Looks for written expectations of data, and for what holds them against data with the power to stop. */
import { z } from 'zod'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { reachableCommands } from './ci/reach.ts'
import { type Held, heldInCode, heldInTest, type Surroundings } from './expectations/held.ts'
import { type SuiteFile, suiteFiles } from './expectations/suite-files.ts'
import { isTest, mayExpect, runsSuites, type Use, usesIn } from './expectations/uses.ts'
import { isForeign, isRegular } from './paths.ts'
import { Ahead } from './python/ahead.ts'
import { ModuleIndex } from './python/modules.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { Callers } from './python/reach.ts'
import { fileLine, type PythonSource, pythonSources, readEach, unreadLimit, withoutExamples } from './python/sources.ts'
import { pytestDefaults } from './training-tests/pytest-defaults.ts'

const mostRows = 200
const starting =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|MLproject|dvc\.yaml|Dockerfile[^/]*|Procfile|Jenkinsfile|[^/]+\.sh)$|^\.github\/workflows\/|^\.gitlab-ci\.yml$|(^|\/)[^/]*(pipeline|compose|job|dag)[^/]*\.ya?ml$/i

type Row = { tool: string; path: string; line: number; expectations: number } & Held

export default probe({
  id: 'repo.data-validation',
  version: 4,
  title: 'Expectations of data, and where they are held against data',
  measures:
    'Which expectations of data are written (Pandera, Great Expectations, TFDV, dbt, Soda, Deequ, Evidently and own checks), and whether CI or a pipeline holds data against them and stops.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    suites: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        tool: z.string(),
        expectations: z.number(),
        in_ci: z.boolean(),
        can_fail: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const around = await surroundings(repo, files, signal)
    const rows: Row[] = []
    let runner: { source: PythonSource; use: Use } | undefined
    for (const source of files.values()) {
      signal.throwIfAborted()
      if (!mayExpect.test(source.text) && !/heckpoint/.test(source.text)) continue
      const module = await parsedModule(source)
      const running = runsSuites(module)
      if (running !== undefined && runner === undefined)
        runner = {
          source,
          use: { tool: 'Great Expectations', scope: running.scope, line: running.line, expectations: 1, raises: false, serving: false },
        }
      for (const use of usesIn(source, module).filter(({ tool }) => !isMadeHere(tool, files)))
        rows.push({ ...placed(source, use), ...(await held(source, use, around, signal)) })
    }
    for (const suite of await suiteFiles(repo, signal)) rows.push({ ...suite, ...(await heldSuite(suite, runner, around, signal)) })
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...around.notUnderstood.slice(0, 5).map((sentence) => `not followed: ${sentence}`),
      ...(all.size > files.size ? [`${all.size - files.size} Python files of examples and documents were left out.`] : []),
    ]
    // Unit tests of a schema's own class say nothing beside the schema.
    const real = rows
      .filter(({ expectations, of_arguments }) => expectations > 0 && of_arguments !== true)
      .sort((a, b) => worth(b) - worth(a))
    if (real.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks, and suites of Great Expectations, dbt and Soda, for schemas, expectations and checks of data`,
        { limits },
      )
    limits.push(
      'In CI also stands for a pipeline or program that is reached from an entry and makes data or models. Nothing was held against data here.',
    )
    if (real.length > mostRows) limits.push(`${real.length - mostRows} more places are not listed`)
    const shown = real.slice(0, mostRows)
    return found(
      { suites: shown.map(({ path, line, tool, expectations, in_ci, can_fail }) => ({ path, line, tool, expectations, in_ci, can_fail })) },
      {
        items: shown.map(({ path, line, tool, expectations, how }) => ({
          path,
          line,
          note: `${tool}, ${expectations} expectations: ${how}`,
        })),
        limits,
      },
    )
  },
})

/** The repository is the tool's own: what its tests and demos hold against expectations is there to try the tool. */
const isMadeHere = (tool: string, files: Map<string, PythonSource>): boolean => {
  const home = `${tool.toLowerCase().replaceAll(/\W+/g, '_')}/__init__.py`
  return files.has(home) || files.has(`src/${home}`)
}

const worth = ({ in_ci, can_fail, tool }: Row): number => Number(in_ci) * 4 + Number(can_fail) * 2 + Number(tool !== 'own code')

const placed = (source: PythonSource, { tool, line, expectations }: Use) => ({
  tool,
  path: source.path,
  line: fileLine(source, line),
  expectations,
})

const held = (source: PythonSource, use: Use, around: Surroundings, signal: AbortSignal): Promise<Held> =>
  isTest(source) ? heldInTest(source, use, around) : heldInCode(source, use, around, signal)

async function heldSuite(
  suite: SuiteFile,
  runner: { source: PythonSource; use: Use } | undefined,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Held> {
  const runs = around.commands.filter(({ words }) => suite.holds.test(words.join(' ')))
  const alive = runs.filter(({ enabled, automatic }) => enabled && automatic)
  const run = alive.find(({ propagates }) => propagates) ?? alive[0] ?? runs[0]
  if (run !== undefined) return { in_ci: alive.length > 0, can_fail: run.propagates, how: `held by ${run.path}:${run.line}` }
  if (suite.tool === 'Great Expectations' && runner !== undefined) return held(runner.source, runner.use, around, signal)
  return { in_ci: false, can_fail: false, how: 'no command or code was found that holds data against it' }
}

async function surroundings(
  repo: RepoHandle,
  files: Map<string, PythonSource>,
  signal: AbortSignal,
): Promise<Surroundings & { notUnderstood: string[] }> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 300_000 && starting.test(path) && !isForeign(path))
    .map(({ path }) => path)
  const texts = await readEach(repo, paths.slice(0, 400), signal)
  const started = texts.map(({ text }) => (text ?? '').replaceAll(/^\s*#.*$/gm, '')).join('\n')
  const index = new ModuleIndex(files.keys())
  const { commands, notUnderstood } = await reachableCommands(repo)
  return {
    files,
    index,
    ahead: new Ahead(files, index),
    callers: new Callers(files, index, started),
    commands,
    notUnderstood,
    started,
    defaults: await pytestDefaults(repo, signal),
  }
}
