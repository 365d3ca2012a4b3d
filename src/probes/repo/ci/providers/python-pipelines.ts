/** Reads pipelines written in Python (Airflow, Prefect, Dagster, Kubeflow) from their commands alone: the shell texts, containers and stages they run. */
import { isForeign, isPython, pathKind } from '../../paths.ts'
import { importsOf, resolveName } from '../../python/module.ts'
import { parsePython, type Syntax } from '../../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf, walk } from '../../python/syntax.ts'
import type { Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import type { Tree } from '../tree.ts'
import { type Command, commandIn, type Orchestrator, orchestrators } from './orchestrators.ts'
import { type Constants, constantsOf, shellText, wordsOf } from './python-text.ts'
import { laxShell } from './shells.ts'

type Call = { callee: string; line: number; node: Syntax; args: { name: string | null; value: Syntax }[] }
/** What holds tasks: a DAG, a flow, a job. `from` and `to`: the lines it spans; those of a call alone are one line. */
type Holder = { name: string; variable: string; line: number; from: number; to: number; trigger: string; automatic: boolean; off: string[] }
type File = {
  path: string
  of: Orchestrator
  calls: Call[]
  callAt: Map<string, Call>
  root: Syntax
  imports: Map<string, string>
  constants: Constants
}

const mostFiles = 2_000
/** Enough for a DAG file; larger ones are generated. */
const mostText = 500_000

/** `timed`: functions that a schedule written elsewhere starts. */
export const readPythonPipelines = async (tree: Tree, timed: readonly string[]): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const files: File[] = []
  const paths = tree.paths.filter((one) => isPython(one) && !isForeign(one) && pathKind(one) === 'own')
  for (const path of paths) {
    const text = await tree.read(path)
    if (text === undefined || text.length > mostText) continue
    const of = orchestrators.find((one) => one.imports.test(text) && one.holds.test(text))
    if (!of) continue
    if (files.length >= mostFiles) {
      found.notUnderstood.push(`only the first ${mostFiles} pipelines in Python were read`)
      break
    }
    files.push(fileOf(path, of, await parsePython(text)))
  }
  const onTime = new Set([...timed, ...files.flatMap(timedElsewhere)])
  for (const file of files) addJobs(file, onTime, found)
  return found
}

const fileOf = (path: string, of: Orchestrator, root: Syntax): File => {
  const imports = importsOf(root)
  const calls = [...walk(root)].flatMap((node): Call[] => {
    const name = node.type === 'call' ? dotted(field(node, 'function')) : undefined
    return name === undefined ? [] : [{ callee: resolveName(name, imports), line: node.line, node, args: argumentsOf(node) }]
  })
  const callAt = new Map(calls.map((call) => [placeOf(call.node), call]))
  return { path, of, calls, callAt, root, imports, constants: constantsOf(root) }
}

const placeOf = ({ start, end }: Syntax): string => `${start}:${end}`

const given = ({ args }: Call, name: string): Syntax | undefined =>
  /^\d$/.test(name) ? args.filter((one) => one.name === null)[Number(name)]?.value : args.find((one) => one.name === name)?.value

/** Names that a schedule of another file starts: `ScheduleDefinition(job=train_job, cron_schedule=…)`. */
const timedElsewhere = (file: File): string[] =>
  file.calls.flatMap((call) => {
    if (!file.of.schedules.test(call.callee) || !file.of.when.some((name) => isTime(given(call, name)))) return []
    return file.of.starts.flatMap((name) => {
      const value = given(call, name)
      const text = value === undefined ? undefined : (literalOf(value) ?? dotted(value))
      return typeof text === 'string' ? [text.split('.').at(-1) as string] : []
    })
  })

/** A time is given unless it is None, empty, or `@once`. */
const isTime = (value: Syntax | undefined): boolean => value !== undefined && !/^(None|(["'])(@once)?\2|\[\])$/.test(textOf(value))

const holdersOf = (file: File, timed: ReadonlySet<string>): Holder[] => {
  const out: Holder[] = []
  const add = (name: string, variable: string, at: Syntax, span: Syntax, call: Call | undefined): void => {
    const time = call && file.of.when.map((key) => given(call, key)).find(isTime)
    const fromOutside = timed.has(name) || timed.has(variable)
    const paused = call?.args.some((one) => one.name === 'is_paused_upon_creation' && literalOf(one.value) === true) === true
    out.push({
      name,
      variable,
      line: at.line,
      from: span.line,
      to: span.end_line,
      trigger: time || fromOutside ? `schedule${time ? ` ${textOf(time).replace(/\s+/g, ' ').slice(0, 40)}` : ''}` : 'manual',
      automatic: time !== undefined || fromOutside,
      off: paused ? ['it is paused when it is made'] : [],
    })
  }
  for (const node of walk(file.root)) {
    if (node.type === 'decorated_definition') {
      const definition = field(node, 'definition')
      const decorator = node.children.find(
        (one) => one.type === 'decorator' && file.of.decorators.test(nameOf(one.children[0], file.imports)),
      )
      if (!definition || !decorator) continue
      const made = decorator.children[0]
      const call = made && file.callAt.get(placeOf(made))
      add(textOf(field(definition, 'name') ?? definition), '', decorator, node, call)
    }
    const call = node.type === 'call' ? file.callAt.get(placeOf(node)) : undefined
    if (!call || !file.of.makes.test(call.callee)) continue
    const name = shellText(given(call, file.of.named) ?? given(call, '0'), file.constants) ?? 'pipeline'
    add(name, variableOf(file.root, node), node, blockOf(file.root, node) ?? node, call)
  }
  return out
}

const nameOf = (node: Syntax | undefined, imports: Map<string, string>): string =>
  resolveName((dotted(node) ?? '').replace(/\(\)$/, ''), imports)

/** `dag = DAG(…)` and `with DAG(…) as dag:`. */
const variableOf = (root: Syntax, call: Syntax): string => {
  for (const node of walk(root)) {
    if (node.type === 'assignment' && field(node, 'right')?.start === call.start) return dotted(field(node, 'left')) ?? ''
    if (node.type === 'as_pattern' && node.children[0]?.start === call.start) return textOf(field(node, 'alias') ?? node)
  }
  return ''
}

/** The `with` statement that opens a holder. */
const blockOf = (root: Syntax, call: Syntax): Syntax | undefined =>
  [...walk(root)].find(
    ({ type, start, children }) => type === 'with_statement' && start <= call.start && (children[0]?.end ?? 0) >= call.end,
  )

const addJobs = (file: File, timed: ReadonlySet<string>, found: Pipelines): void => {
  const holders = holdersOf(file, timed)
  const limits: string[] = []
  const told = [...file.calls.flatMap((call) => stepsOf(call, file, limits)), ...stages(file)]
  const steps = told.length > 0 ? told : holders.flatMap((holder) => calledBy(holder, file))
  if (holders.length === 0 && steps.length === 0) return
  const pool = holders.length > 0 ? holders : [fallback(file)]
  const jobs = new Map<Holder, Step[]>()
  for (const { step, dag } of steps) {
    const holder = holderOf(step.line, dag, pool)
    jobs.set(holder, [...(jobs.get(holder) ?? []), step])
  }
  for (const [holder, own] of jobs)
    found.jobs.push({
      provider: file.of.provider,
      workflow: holder.name,
      path: file.path,
      line: holder.line,
      job: holder.name,
      trigger: holder.trigger,
      automatic: holder.automatic,
      off: holder.off,
      forgiven: [],
      steps: own.sort((a, b) => a.line - b.line),
    })
  if (steps.length === 0) found.notUnderstood.push(`${file.path} makes a pipeline of ${file.of.title} whose tasks could not be read`)
  found.limits.push(...limits)
}

const mostCalls = 40
/** Calls that make nothing run. */
const plumbing =
  /^(print|len|range|list|dict|str|int|float|os|json|logging|logger|datetime|timedelta|get_run_logger)\b|(^|\.)(Condition|If|Else|ParallelFor|ExitHandler|set_\w+|after|info|get|format|join|append|DAG|days_ago)$/

/** What a pipeline calls when its tasks are made elsewhere: each call stands for a stage. */
const calledBy = ({ from, to, line }: Holder, file: File): Placed[] =>
  file.calls
    .filter((call) => call.line > line && call.line >= from && call.line <= to && !plumbing.test(call.callee))
    .slice(0, mostCalls)
    .map((call) => ({ step: actionOf(file, call.callee.split('.').at(-1) ?? call.callee, call), dag: undefined }))

const fallback = (file: File): Holder => ({
  name: file.path,
  variable: '',
  line: 1,
  from: 1,
  to: Number.MAX_SAFE_INTEGER,
  trigger: 'manual',
  automatic: false,
  off: [],
})

/** The one that is named, else the innermost around the task, else the last one made before it. */
const holderOf = (line: number, dag: string | undefined, holders: Holder[]): Holder => {
  const named = dag === undefined ? undefined : holders.find(({ variable }) => variable === dag)
  const around = holders.filter(({ from, to }) => from <= line && line <= to).sort((a, b) => a.to - a.from - (b.to - b.from))[0]
  const before = holders.filter((one) => one.line <= line).at(-1)
  return named ?? around ?? before ?? (holders[0] as Holder)
}

type Placed = { step: Step; dag: string | undefined }

const stepsOf = (call: Call, file: File, limits: string[]): Placed[] => {
  const command = commandIn(file.of, call.callee)
  const task = shellText(given(call, 'task_id') ?? given(call, 'name'), file.constants) ?? call.callee.split('.').at(-1) ?? 'task'
  const dag = dotted(given(call, 'dag'))
  if (!command) return file.of.tasks.test(call.callee) ? [{ step: actionOf(file, task, call), dag }] : []
  const script = scriptOf(command, call, file.constants)
  if (script === undefined) {
    // A file that a call is given by a variable, such as a helper's own parameter, starts what its caller says.
    limits.push(`${file.path}:${call.line}: what ${task} runs is known only when it runs`)
    return command.action ? [{ step: actionOf(file, task, call), dag }] : []
  }
  const dropped = command.drops && !raises(call) ? ['its exit code is not looked at'] : []
  return [{ step: { ...stepOf(file.path, task, script.line), script: script.text, forgiven: dropped }, dag }]
}

/** `subprocess.run` fails what stands around it only when it is asked to. */
const raises = (call: Call): boolean => call.args.some(({ name, value }) => name === 'check' && literalOf(value) === true)

const scriptOf = (command: Command, call: Call, constants: Constants): { text: string; line: number } | undefined => {
  for (const name of command.texts) {
    const value = given(call, name)
    const text = shellText(value, constants)
    if (value && text !== undefined) return { text, line: value.line }
    const lines = command.lines ? wordsOf(value, constants) : undefined
    if (value && lines !== undefined) return { text: lines.join('; '), line: value.line }
  }
  const parts = command.words.map((name) => given(call, name))
  const first = parts.find((value) => value !== undefined)
  const words = parts.flatMap((value) =>
    value === undefined ? [] : (wordsOf(value, constants) ?? [shellText(value, constants) ?? '$given']),
  )
  if (first === undefined || words.every((word) => word.startsWith('$'))) return undefined
  return { text: quoteAll(words), line: first.line }
}

const stepOf = (path: string, name: string, line: number): Step => ({
  name,
  path,
  line,
  script: '',
  scriptLine: line,
  ...laxShell,
  cwd: '',
  variables: {},
  off: [],
  forgiven: [],
  chain: [],
})

/** A stage that is a function of Python or a service of somebody's: what it is called and given. */
const actionOf = (file: File, task: string, call: Call): Step => ({
  ...stepOf(file.path, task, call.line),
  language: 'other',
  action: {
    name: `${file.of.provider}:${call.callee.split('.').at(-1)}`,
    given: Object.fromEntries(
      call.args.flatMap(({ name, value }) => {
        const text = shellText(value, file.constants) ?? dotted(value)
        return name === null || text === undefined ? [] : [[name, text.slice(0, 200)]]
      }),
    ),
  },
})

/** Functions that a decorator makes stages of. */
const stages = (file: File): Placed[] =>
  [...walk(file.root)].flatMap((node): Placed[] => {
    const definition = node.type === 'decorated_definition' ? field(node, 'definition') : undefined
    const decorator = node.children.find((one) => one.type === 'decorator' && file.of.stages.test(nameOf(one.children[0], file.imports)))
    const name = definition && field(definition, 'name')
    if (!decorator || !name) return []
    const kind = nameOf(decorator.children[0], file.imports).split('.').at(-1) ?? ''
    const action = { name: `${file.of.provider}:${kind}`, given: { function: textOf(name) } }
    return [{ step: { ...stepOf(file.path, textOf(name), definition.line), language: 'other', action }, dag: undefined }]
  })
