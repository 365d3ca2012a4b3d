/** What a command tells its program to do: the words that name work, not the values that happen to hold such a word. */
import { nameOf } from '../paths.ts'

/** Options whose value says what is done, not on what or where. */
const choosing = /^-{1,2}(?:[\w-]*[-_])?(?:steps?|stages?|tasks?|modes?|jobs?|pipelines?|actions?|commands?|phases?|run|do)$/i
/** Options that stand alone, so that the next word is none of theirs. */
const alone = /^(-v+|-q|-f|-y|--verbose|--quiet|--debug|--force|--yes|--no-[\w-]+)$/
const settings = /^--?(?:c|cfg|conf|config|config[-_](?:file|path|name)|params)$/i
/** An option with a value says work only when the work is its whole name: `--predict data.csv`, not `--test-size 0.2`. */
const wholly =
  /^-{1,2}(?:run[-_]|do[-_]|only[-_])?(?:evaluate?|evaluation|test|predict|deploy|register|serve|score|monitor|infer|inference|report|promote|lint|validate|check|ingest|scrape|download|export)(?:[-_]only)?$/i

/** `words`: those after the program. ARNs, addresses, JSON, paths and variables are values; a settings file says its own name. */
export function toldWords(words: readonly string[]): string {
  const out: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    const [name = word, value] = splitAt(word)
    if (!word.startsWith('-')) {
      // Hydra's and make's way: `task=predict`.
      if (value === undefined) out.push(...plain(word))
      else if (choosing.test(`-${name}`)) out.push(...plain(value))
      continue
    }
    const next = words[at + 1]
    const given = value ?? (next === undefined || next.startsWith('-') || alone.test(word) ? undefined : next)
    if (given === undefined || wholly.test(name)) out.push(name)
    if (given !== undefined && (choosing.test(name) || settings.test(name))) out.push(...plain(given, /\.\w+$/))
    if (given !== undefined && value === undefined) at++
  }
  return out.join(' ')
}

const splitAt = (word: string): [string, string | undefined] => {
  const at = word.indexOf('=')
  return at < 1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

const plain = (word: string, files = /\.(?:ya?ml|toml|cfg|ini|py|ipynb)$/): string[] => {
  if (/^[\w-]+$/.test(word)) return [word]
  return /^[\w./-]+$/.test(word) && files.test(word) ? [nameOf(word)] : []
}
