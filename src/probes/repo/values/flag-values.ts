/** Gathers what the texts of a repository give to a name that turns something on: defaults, settings, options and commands. */
import { isNotebook, isPython } from '../paths.ts'
import type { Text } from '../versions/mentions.ts'
import type { Flag } from './guards.ts'

/** `on`: something gives it, or may give it. `same`: a value of the same name is handed on. */
export type Given = 'on' | 'off' | 'same'

const deepest = 4
const mostTexts = 4000

export class FlagValues {
  readonly #texts: Text[]
  readonly #known = new Map<string, Given[]>()

  /** `texts`: whatever runs; see `runningTexts`. */
  constructor(texts: Text[]) {
    this.#texts = texts.slice(0, mostTexts)
  }

  /** What the tree gives to this flag, one entry for each place. */
  of(flag: Flag, depth = deepest): Given[] {
    const key = `${flag.name}\n${flag.equals ?? ''}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    // A ring of names says nothing more than its other ways.
    this.#known.set(key, [])
    const name = patternOf(flag)
    const quick = new RegExp(name, 'i')
    const all = this.#texts
      .filter(({ text }) => quick.test(text))
      .flatMap(({ path, text }) =>
        isPython(path) || isNotebook(path) ? this.#inPython(text, name, flag, depth) : inSettings(text, name, flag),
      )
    this.#known.set(key, all)
    return all
  }

  /** A command or a settings file turns it on: `--push`, `push: true`; words of a command that Python starts too. */
  inCommands(flag: Flag): boolean {
    const name = patternOf(flag)
    const word = new RegExp(`["']--?${name}["']\\s*[,\\]](?!\\s*\\w+\\s*=)`, 'i')
    return this.#texts.some(({ path, text }) =>
      isPython(path) || isNotebook(path)
        ? word.test(text) && !/add_argument|\.option\(|Option\(/.test(text)
        : inSettings(text, name, flag).includes('on'),
    )
  }

  #inPython(text: string, name: string, flag: Flag, depth: number): Given[] {
    const values: string[] = []
    const take = (pattern: RegExp): void => {
      for (const match of text.matchAll(pattern)) values.push(text.slice(match.index + match[0].length).slice(0, 240))
    }
    // `x = …`, `x: bool = …`, `f(x=…)`, `self.x = …`; then `"x": …`, `conf["x"] = …`, `setattr(a, "x", …)`.
    take(new RegExp(`(?<![\\w-])_*${name}[ \\t]*(?::[ \\t]*[A-Za-z_][^=\\n(){}]*?)?[ \\t]*=(?!=)`, 'g'))
    take(new RegExp(`["']${name}["'][ \\t]*(?::|\\][ \\t]*=(?!=))`, 'g'))
    take(new RegExp(`(?:setattr|getattr)\\([^,()]+,\\s*["']${name}["']\\s*,`, 'g'))
    take(new RegExp(`\\.(?:get|pop|setdefault)\\(\\s*["']${name}["']\\s*,`, 'g'))
    const out = values.map((value) => this.value(value, flag, depth))
    if (new RegExp(`\\.get\\(\\s*["']${name}["']\\s*\\)`).test(text)) out.push('off')
    for (const [, rest] of text.matchAll(new RegExp(`["']--?${name}(?:/--[\\w-]+)?["']([^)]{0,400})`, 'gi')))
      out.push(this.#option(rest as string, flag, depth))
    return out
  }

  /** The rest of `add_argument("--push", …)` or `click.option("--push", …)`; of a list of words for a command, what follows the word. */
  #option(rest: string, flag: Flag, depth: number): Given {
    if (!/^\s*(,\s*["'][\w-]+["']\s*)*(,\s*(?:\w+\s*=)|,?\s*$)/.test(rest)) return 'on'
    const fallback = /default\s*=\s*(.*)/s.exec(rest)?.[1]
    if (fallback !== undefined) return this.value(fallback, flag, depth)
    if (/required\s*=\s*True|store_false/.test(rest)) return 'on'
    return 'off'
  }

  /** What a value in Python turns the flag to; `text` begins with the value and goes on behind it. */
  value(text: string, flag: Flag, depth: number): Given {
    const value = text.trimStart()
    const literal = /^(None|False|True|-?\d[\d.]*|[rbu]?"[^"\n]*"|[rbu]?'[^'\n]*'|\[\s*\]|\{\s*\})\s*(?=[,)\]}#;\n]|$)/.exec(value)?.[1]
    if (literal !== undefined) return turns(literal.replace(/^[rbu]?["']|["']$/g, ''), flag)
    const wrapped = /^[\w.]*\b(?:Option|Argument|Field|field)\(\s*(?:default\s*=)?/.exec(value)
    if (wrapped !== null) return this.value(value.slice(wrapped[0].length), flag, depth)
    const outside = /^os\.(?:environ\.get|getenv)\(\s*["'](\w+)["']\s*,\s*(?:["'](?:false|0|no|off|)["']|None|False)\s*\)/i.exec(value)?.[1]
    if (outside !== undefined) return this.#follow({ ...flag, name: outside }, depth, 'off')
    const name = /^[\w.]*?(\w+)\s*(?=[,)\]}#;\n]|$)/.exec(value)?.[1]
    if (name === undefined) return 'on'
    if (name.replace(/^_+/, '').toLowerCase() === flag.name.replace(/^_+/, '').toLowerCase()) return 'same'
    return this.#follow({ ...flag, name }, depth, 'on')
  }

  /** `otherwise`: the answer when nothing at all is said of the name. */
  #follow(flag: Flag, depth: number, otherwise: Given): Given {
    if (depth === 0 || flag.name.length < 3) return 'on'
    const all = this.of(flag, depth - 1)
    return all.includes('on') ? 'on' : all.includes('off') ? 'off' : otherwise
  }
}

const patternOf = ({ name }: Flag): string => escaped(name.replace(/^_+/, '')).replaceAll(/[_-]/g, '[_-]')
const escaped = (name: string): string => name.replaceAll(/[^\w-]/g, '\\$&')
const offWord = /^(|none|false|null|no|off|0|0\.0|~|\[\s*\]|\{\s*\})$/i

const turns = (value: string, { equals }: Flag): Given =>
  equals === undefined ? (offWord.test(value) ? 'off' : 'on') : value === equals ? 'on' : 'off'

/** Settings and commands, line by line. */
function inSettings(text: string, name: string, flag: Flag): Given[] {
  const out: Given[] = []
  const line = new RegExp(`^([ \\t]*)(?:-[ \\t]+)?(?:export[ \\t]+|ENV[ \\t]+|ARG[ \\t]+)?["']?${name}["']?[ \\t]*[:=][ \\t]*(.*)$`, 'gim')
  for (const match of text.matchAll(line)) {
    const value = plain(match[2] as string)
    const below = /^\r?\n([ \t]*)\S/.exec(text.slice(match.index + match[0].length))?.[1]
    // A key over further keys is a table, which is there.
    out.push(value === '' && below !== undefined && below.length > (match[1] as string).length ? 'on' : turns(value, flag))
  }
  for (const [, value] of text.matchAll(new RegExp(`(?<=[\\s.+"'])${name}=([^\\s"',]+)`, 'gi')))
    out.push(turns(plain(value as string), flag))
  for (const [, value] of text.matchAll(new RegExp(`(?<=[\\s"'])--?${name}(?![\\w-])(?:["',\\s]*[= ]["']?([\\w.]+))?`, 'gi')))
    out.push(value === undefined || flag.equals !== undefined ? turns(value ?? 'on', flag) : offWord.test(value) ? 'off' : 'on')
  return out
}

const plain = (value: string): string =>
  value
    .replace(/\s+#.*$/, '')
    .replace(/,\s*$/, '')
    .trim()
    .replace(/^["']|["']$/g, '')
