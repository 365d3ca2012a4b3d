/** Looks for registries in which trained models get versions: what registers, and whether training gets there. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import type { Reachable } from './ci/reach.ts'
import { isForeign, pathKind } from './paths.ts'
import { ModuleIndex } from './python/modules.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { Callers } from './python/reach.ts'
import { fileLine, readEach, unreadLimit } from './python/sources.ts'
import { type Registering, Registrations } from './registries/registering.ts'
import { type Does, mayRegister, registeredBy, toolNames, usesIn } from './registries/rules.ts'
import { isPipelineFile, ranBesideTraining, TrainingWay } from './registries/training-way.ts'
import { readTraining } from './retraining/read-training.ts'
import { withHandedOn } from './tracking/handed-on.ts'
import { OffFlags } from './values/off-flags.ts'
import { runningTexts } from './versions/mentions.ts'

const mostRows = 80
const mostPipelineFiles = 600
const starting =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|MLproject|dvc\.yaml|Makefile|justfile|Dockerfile[^/]*|Procfile|Jenkinsfile|tox\.ini|noxfile\.py|mise\.toml|[^/]+\.sh)$|^\.github\/workflows\/|^\.gitlab-ci\.yml$|(^|\/)[^/]*(pipeline|compose|job|train)[^/]*\.ya?ml$/i

type Row = { path: string; line: number; tool: string; registers: boolean; reached: boolean; note: string }

export default probe({
  id: 'repo.model-registry',
  version: 4,
  title: 'Where trained models are registered and loaded from',
  measures: 'Which model registries code and CI use, whether they register versions there, and whether training gets to that.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    registries: z.array(z.object({ tool: z.string(), path: z.string(), line: z.number(), registers: z.boolean(), reached: z.boolean() })),
  }),
  async collect({ repo }, { signal }) {
    const { files, unread, reachable, trains } = await readTraining(repo, signal)
    const ran = await ranBesideTraining(reachable.commands, trains, signal)
    const callers = new Callers(files, new ModuleIndex(files.keys()), await textOf(repo, starting, 400, signal))
    const texts = await pipelineTexts(repo, signal)
    const flags = new OffFlags(files, await runningTexts(repo, files, signal))
    const registrations = new Registrations(new TrainingWay(callers, trains, texts, ran.files), flags, files)
    const rows: Row[] = [...inCommands(reachable, ran.workflows), ...declared(texts)]
    for (const source of files.values()) {
      signal.throwIfAborted()
      if (pathKind(source.path) === 'test' || !mayRegister.test(source.text)) continue
      const module = await parsedModule(source)
      const named = await withHandedOn(module, trains.index, files)
      for (const { tool, does, call } of usesIn(named.calls, source.text)) {
        const how = does === 'registers' ? await registrations.of(module, call, tool, signal) : undefined
        rows.push({
          path: source.path,
          line: fileLine(source, call.line),
          tool,
          registers: does === 'registers',
          reached: how !== undefined && 'how' in how,
          note: `${call.callee.slice(-60)} ${told(does, how)}`,
        })
      }
    }
    const limits = [...reachable.limits, ...unreadLimit(unread), whatCounts]
    if (rows.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks for calls to ${toolNames.join(', ')}, and ${reachable.commands.length} commands of CI: no model is registered`,
        { limits },
      )
    const shown = bestOf(rows).slice(0, mostRows)
    return found(
      { registries: shown.map(({ tool, path, line, registers, reached }) => ({ tool, path, line, registers, reached })) },
      { items: shown.map(itemOf), limits },
    )
  },
})

const whatCounts =
  'A model that is only logged with its run, and one that is only taken from a registry, is listed and not counted as registered. Git tags and folders named for a registry are none.'

const told = (does: Does, how: Registering | undefined): string =>
  does === 'takes'
    ? 'takes from the registry'
    : does === 'keeps' || how === undefined
      ? 'keeps the model without a name in a registry'
      : 'how' in how
        ? `registers: ${how.how}`
        : `registers, and ${how.unless}`

const itemOf = ({ path, line, tool, note }: Row): Item => ({ path, line, note: `${tool}: ${note}` })

/** Commands of CI that register; they belong to training where their workflow trains. */
const inCommands = ({ commands }: Reachable, training: Set<string>): Row[] =>
  commands.flatMap(({ words, path, line, workflow, enabled }) => {
    const tool = registeredBy(words)
    if (tool === undefined) return []
    const reached = enabled && training.has(`${path}\n${workflow}`)
    return [
      {
        path,
        line,
        tool,
        registers: true,
        reached,
        note: `${words.slice(0, 4).join(' ')}${reached ? ' in a workflow that trains' : ', in a workflow that does not train'}`,
      },
    ]
  })

const declarations: [tool: string, files: RegExp, text: RegExp, note: string][] = [
  ['DVC', /(^|\/)dvc\.yaml$/, /^artifacts:[\s\S]*?\n\s+type:\s*model\b/m, 'declares a model, and registers no version'],
  [
    'Taskcluster index',
    /\.ya?ml$/,
    /^\s*-\s*["']?index\.[\w.${}-]*(train|model)[\w.${}-]*/im,
    'a task puts what it trains into the index under a name, which later tasks may take over',
  ],
]

/** What pipeline files declare: a model for a registry that lives in tags, or a name under which a task leaves its model. */
const declared = (texts: { path: string; text: string }[]): Row[] =>
  texts.flatMap(({ path, text }) =>
    declarations.flatMap(([tool, files, pattern, note]) => {
      const at = files.test(path) ? pattern.exec(text) : null
      return at === null ? [] : [{ path, line: text.slice(0, at.index).split('\n').length, tool, registers: false, reached: false, note }]
    }),
  )

const pipelineTexts = async (repo: RepoHandle, signal: AbortSignal): Promise<{ path: string; text: string }[]> => {
  const paths = repo.files.filter(({ path, bytes }) => isPipelineFile(path) && bytes < 300_000).map(({ path }) => path)
  const read = await readEach(repo, paths.slice(0, mostPipelineFiles), signal)
  return read.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text: withoutProse(path, text) }]))
}

/** What comments and docstrings name is not run. */
const withoutProse = (path: string, text: string): string =>
  (path.endsWith('.py')
    ? text.replaceAll(/^[ \t]*[rf]?("""|''')[\s\S]*?\1/gm, (whole) => whole.replaceAll(/[^\n]/g, ''))
    : text
  ).replaceAll(/^[ \t]*#.*$/gm, '')

const textOf = async (repo: RepoHandle, which: RegExp, most: number, signal: AbortSignal): Promise<string> => {
  const paths = repo.files.filter(({ path, bytes }) => which.test(path) && !isForeign(path) && bytes < 300_000).map(({ path }) => path)
  const texts = await readEach(repo, paths.slice(0, most), signal)
  return texts.map(({ text }) => (text ?? '').replaceAll(/^\s*#.*$/gm, '')).join('\n')
}

/** Those that count first, one for a place and a tool. */
const bestOf = (rows: Row[]): Row[] => {
  const worth = ({ registers, reached }: Row) => (registers ? 2 : 0) + (registers && reached ? 2 : 0)
  const seen = new Set<string>()
  return rows
    .sort((a, b) => worth(b) - worth(a))
    .filter(({ path, line, tool }) => {
      const key = `${path}:${line}:${tool}`
      return seen.has(key) ? false : seen.add(key) && true
    })
}
