/** The command line → a command with its options; mistakes name the word and the nearest one that exists. */
import { parseArgs } from 'node:util'
import { Problem } from '../model/problem.ts'

export const commands = ['assess', 'collect', 'judge', 'report', 'ask', 'probe', 'probes', 'frameworks', 'init', 'compare'] as const
export type Command = (typeof commands)[number]

const flags = {
  framework: { type: 'string', multiple: true },
  edition: { type: 'string', multiple: true },
  out: { type: 'string' },
  'as-of': { type: 'string' },
  since: { type: 'string' },
  gate: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  set: { type: 'string', multiple: true },
  subject: { type: 'string' },
  'allow-outside': { type: 'boolean' },
  time: { type: 'string' },
  'no-cache': { type: 'boolean' },
  as: { type: 'string' },
  answers: { type: 'string' },
  import: { type: 'string' },
  by: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const
type Flag = keyof typeof flags

/** Which flags each command takes. */
const taken: { [command in Command]: readonly Flag[] } = {
  assess: ['framework', 'edition', 'out', 'as-of', 'gate', 'json', 'quiet', 'allow-outside', 'time', 'no-cache', 'since'],
  collect: ['framework', 'out', 'as-of', 'json', 'quiet', 'allow-outside', 'time', 'no-cache'],
  judge: ['framework', 'edition', 'out', 'as-of', 'gate', 'json', 'quiet'],
  report: ['framework', 'edition', 'out', 'json', 'quiet'],
  ask: ['as', 'framework', 'time', 'out', 'answers', 'import', 'by', 'json', 'quiet'],
  probe: ['set', 'subject', 'json', 'quiet'],
  probes: ['json'],
  frameworks: ['json'],
  init: ['quiet'],
  compare: ['json'],
}

export type Asked = {
  command: Command
  words: string[]
  frameworks: string[] | undefined
  /** Ids of editions, and files of one's own. */
  editions: string[]
  out: string | undefined
  asOf: string | undefined
  /** Minutes for the whole run, or for the questions. */
  minutes: number | undefined
  /** Who puts the questions. */
  as: string | undefined
  /** The file that answers go into. */
  answers: string | undefined
  /** A filled-in request list. */
  import: string | undefined
  /** Who answers. */
  by: string | undefined
  set: string[]
  /** `assay probe` takes its materials from this subject. */
  subject: string | undefined
  /** A commit, tag or branch to compare with. */
  since: string | undefined
  gate: boolean
  json: boolean
  quiet: boolean
  allowOutside: boolean
  /** Measure everything anew, and keep nothing. */
  noCache: boolean
  help: boolean
  version: boolean
}

const nearestFlag = async (word: string, known: readonly string[]): Promise<string> => {
  const { nearest } = await import('../model/nearest.ts')
  const near = nearest(word, known)
  return near === undefined ? `known are ${known.map((it) => `--${it}`).join(' ')}` : `did you mean \`--${near}\``
}

type Parsed = ReturnType<typeof parse>
const parse = (args: string[]) => parseArgs({ args, options: flags, allowPositionals: true, strict: false, tokens: true })

const holdFlags = async (parsed: Parsed, command: Command): Promise<void> => {
  const known: readonly string[] = [...taken[command], 'help', 'version']
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue
    if (!known.includes(token.name)) {
      const near = await nearestFlag(token.name, known)
      throw new Problem(`\`${token.rawName}\` is not an option of \`assay ${command}\`; ${near}${near.startsWith('did') ? '?' : '.'}`)
    }
    const spaced = token.inlineValue === false && token.value?.startsWith('-') === true
    const wantsValue = flags[token.name as Flag].type === 'string'
    if (wantsValue && spaced)
      throw new Problem(
        `\`${token.rawName}\` needs a value behind it, and \`${token.value}\` is none; write \`${token.rawName}=${token.value}\` if it is meant.`,
      )
    if (wantsValue && (token.value === undefined || token.value === ''))
      throw new Problem(`\`${token.rawName}\` needs a value behind it; \`assay ${command} --help\` shows an example.`)
    if (!wantsValue && token.value !== undefined) throw new Problem(`\`${token.rawName}\` takes no value.`)
  }
}

const minutesOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const minutes = Number(text.replace(/m$/, ''))
  if (!Number.isFinite(minutes) || minutes <= 0) throw new Problem(`\`--time ${text}\`: minutes were expected, such as \`--time 10m\`.`)
  return minutes
}

/** A word that is a command is one; anything else is a subject (a folder named like a command is written `./probe`). */
export const readArguments = async (args: string[]): Promise<Asked> => {
  const parsed = parse(args)
  const [first, ...rest] = parsed.positionals
  if (first === 'serve') throw new Problem(`\`assay ${first}\` is not in this version yet; a folder of that name is written ./${first}.`)
  const isCommand = first !== undefined && first !== 'assess' && (commands as readonly string[]).includes(first)
  const command = isCommand ? (first as Command) : 'assess'
  await holdFlags(parsed, command)
  const values = parsed.values as { [name: string]: string | boolean | (string | boolean)[] | undefined }
  const text = (name: Flag) => (typeof values[name] === 'string' ? (values[name] as string) : undefined)
  const list = (name: Flag) => (Array.isArray(values[name]) ? (values[name] as string[]) : [])
  const frameworks = list('framework')
    .flatMap((it) => it.split(','))
    .filter((it) => it !== '')
  return {
    command,
    words: isCommand ? rest : parsed.positionals,
    frameworks: frameworks.length === 0 ? undefined : frameworks,
    editions: list('edition')
      .flatMap((it) => it.split(','))
      .filter((it) => it !== ''),
    out: text('out'),
    asOf: text('as-of'),
    minutes: minutesOf(text('time')),
    as: text('as'),
    answers: text('answers'),
    import: text('import'),
    by: text('by'),
    set: list('set'),
    subject: text('subject'),
    since: text('since'),
    gate: values.gate === true,
    json: values.json === true,
    quiet: values.quiet === true,
    allowOutside: values['allow-outside'] === true,
    noCache: values['no-cache'] === true,
    help: values.help === true,
    version: values.version === true,
  }
}
