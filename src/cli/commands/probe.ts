/** `assay probe <id> name=path…`: one measurement on files of the caller's. */
import { resolve } from 'node:path'
import { runProbe } from '../../collect/index.ts'
import { factIndex, loadSubject } from '../../declare/index.ts'
import { materialNames, type Need, type Needs, type Probe, Problem, RoleKeys, type Subject } from '../../model/index.ts'
import { built, planned } from '../../probes/index.ts'
import type { Asked } from '../arguments.ts'
import { stopOnSignals } from '../interrupt.ts'
import { printed } from '../print-record.ts'
import { catalogue } from './assess.ts'

const splitPair = (word: string, what: string): [string, string] => {
  const equals = word.indexOf('=')
  if (equals < 1) throw new Problem(`\`${word}\`: ${what} was expected.`)
  return [word.slice(0, equals), word.slice(equals + 1)]
}

const roleShape = RoleKeys.shape

const listOf = (key: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(`\`--set ${key}=${text}\`: a list was expected, such as \`${key}=a,b\` or \`${key}=["a","b"]\`.`)
  }
}

/** Text becomes a list, a number or a boolean where the role asks for one. */
const roleValue = (key: keyof typeof roleShape, text: string): unknown => {
  if (key === 'features' || key === 'sensitive') return text.startsWith('[') ? listOf(key, text) : text.split(',').map((it) => it.trim())
  if (key === 'threshold') return Number(text)
  if (key === 'positive')
    return text === 'true' ? true : text === 'false' ? false : text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  return text
}

type Settings = { roles: Record<string, unknown>; values: Record<string, unknown> }

const readSettings = (set: string[], probe: Probe | undefined): Settings => {
  const settings: Settings = { roles: {}, values: {} }
  for (const word of set) {
    const [key, text] = splitPair(word, '`--set option=value`')
    if (key in roleShape) settings.roles[key] = roleValue(key as keyof typeof roleShape, text)
    else
      settings.values[key] =
        text !== '' && Number.isFinite(Number(text)) ? Number(text) : text === 'true' ? true : text === 'false' ? false : text
  }
  const roles = RoleKeys.safeParse(settings.roles)
  if (!roles.success) throw new Problem(`--set ${String(roles.error.issues[0]?.path[0])}: ${roles.error.issues[0]?.message}.`)
  const options = probe?.options.safeParse(settings.values)
  if (options?.success === false) {
    const issue = options.error.issues[0]
    const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]
    throw new Problem(`--set ${String(name)}: ${probe?.id} has no such option; roles are ${Object.keys(roleShape).join(', ')}.`)
  }
  return settings
}

type Given = { subject: Subject; root: string; bound: { [slot: string]: string } }

/** The slots as a subject that declares just these files, and which material each slot is bound to. */
const subjectOf = (given: [string, string][], needs: Needs, roles: Record<string, unknown>): Given => {
  const subject: Subject = { assay: 1, subject: { name: 'probe' } }
  const bound: { [slot: string]: string } = {}
  for (const [slot, path] of given) {
    const kind = (needs[slot] as Need).kinds[0]
    if (kind === 'table' || kind === 'predictions') {
      const key = kind === 'table' ? 'tables' : 'predictions'
      subject[key] = { ...subject[key], [slot]: { path, ...roles } }
      bound[slot] = `${key}.${slot}`
    } else {
      if (kind === 'repo') subject.repo = { path, complete: false }
      else if (kind === 'ci') subject.ci = { runs: path }
      else if (kind === 'documents') subject.documents = { path }
      bound[slot] = kind ?? slot
    }
  }
  return { subject, root: resolve('.'), bound }
}

/** `name=material` with `--subject`: the material as the subject declares it, roles and labels included. */
const materialsOf = async (path: string, given: [string, string][]): Promise<Given> => {
  const { subject, root } = await loadSubject(path, factIndex([...built, ...planned]))
  const names = materialNames(subject)
  for (const [, material] of given) {
    if (names.includes(material)) continue
    const { nearest } = await import('../../model/nearest.ts')
    const near = nearest(material, names)
    throw new Problem(
      `\`${material}\` is not a material of ${path}; ${near === undefined ? `it declares ${names.join(', ')}.` : `did you mean \`${near}\`?`}`,
    )
  }
  return { subject, root, bound: Object.fromEntries(given) }
}

export const probeCommand = async (asked: Asked): Promise<number> => {
  const [id, ...words] = asked.words
  if (id === undefined) throw new Problem('`assay probe` needs the id of a measurement; `assay probes` lists them.')
  const probe = built.find((it) => it.id === id)
  if (probe === undefined && !planned.some((it) => it.id === id)) {
    const { nearest } = await import('../../model/nearest.ts')
    const near = nearest(
      id,
      built.map((it) => it.id),
    )
    throw new Problem(`there is no probe \`${id}\`; ${near === undefined ? '`assay probes` lists them.' : `did you mean \`${near}\`?`}`)
  }
  const needs: Needs = probe?.needs ?? {}
  const slots = Object.keys(needs).join(', ')
  const given = words.map((it) => splitPair(it, `\`name=path\` with a name of ${slots}`))
  const stranger = probe === undefined ? undefined : given.find(([slot]) => needs[slot] === undefined)
  if (stranger !== undefined) throw new Problem(`\`${stranger[0]}=\` is not something that ${id} takes; it takes ${slots}.`)
  const { roles, values } = readSettings(asked.set, probe)
  const stop = stopOnSignals()
  const bugs: unknown[] = []
  const slotted = probe === undefined ? [] : given
  const { subject, root, bound } =
    asked.subject === undefined ? subjectOf(slotted, needs, roles) : await materialsOf(asked.subject, slotted)
  const record = await runProbe({
    id,
    catalogue,
    subject,
    root,
    bound,
    values,
    now: () => new Date().toISOString(),
    signal: stop.signal,
    onBug: (it) => bugs.push(it),
  })
  process.stdout.write(asked.json ? `${JSON.stringify(record, null, 2)}\n` : printed(record))
  if (bugs[0] !== undefined) throw bugs[0]
  if (record.state === 'failed') process.stderr.write(`assay: ${record.error?.message}\n`)
  return stop.signal.aborted ? stop.exitCode() : record.state === 'failed' ? 2 : 0
}
