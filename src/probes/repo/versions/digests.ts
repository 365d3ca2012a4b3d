/** Finds data that code takes only with the digest that is written down: it hashes what it read and refuses other bytes. */
import { nameOf } from '../paths.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Callers } from '../python/reach.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import type { Text } from './mentions.ts'
import type { Version } from './version.ts'

const brings = /urlopen|urlretrieve|requests\.get|httpx\.|wget|boto3|download|read_(csv|parquet|bytes)|open\(/i
/** The comparison itself names a digest; one of other things in a file that also hashes refuses nothing. */
const refuses =
  /^(?=[^\n]*(digest|sha\d*|hash|md5|checksum))[^\n]*(!=|==|compare_digest|\bnot in\b)[\s\S]{0,200}?\b(raise|assert|exit|abort)\b|\bassert\b[^\n]*(digest|sha|hash|md5)/im
const digest = /(?<![0-9a-f])([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])/i
const ofData = /\b(rows|data\w*|csv|parquet|orders|train\w*|corpus|records|table|jsonl)\b|read_(csv|parquet|json)|load_dataset/i

export const mayHash = (text: string): boolean =>
  /hashlib\.(sha\d+|md5|blake2\w|new)\b/.test(text) && brings.test(text) && refuses.test(text)

/** The digest stands in the file itself, or in a settings file that it names. */
export async function digestsInCode(source: PythonSource, texts: Text[], callers: Callers, signal: AbortSignal): Promise<Version[]> {
  if (!mayHash(source.text) || !ofData.test(source.text)) return []
  const written = [
    source.text,
    ...texts
      .filter(({ path }) => /\.(toml|ya?ml|json|ini|cfg|txt)$/.test(path) && source.text.includes(nameOf(path)))
      .map(({ text }) => text),
  ]
  const module = await parsedModule(source)
  const call = module.calls.find(({ callee, dead }) => !dead && /^hashlib\.(sha\d+|md5|blake2\w|new)/.test(callee))
  if (call === undefined || !written.some((text) => digest.test(text))) return []
  const { entry } = await callers.reach({ module, scope: call.scope }, signal)
  const note = 'what was read is held against a digest that is written down'
  return [{ tool: 'own digest', path: source.path, line: fileLine(source, call.line), pinned: true, used: entry !== undefined, note }]
}

const summed = /\b(sha(?:1|224|256|384|512)?sum|shasum|md5sum|b2sum)\b[^\n|]*\s(?:-c|--check|--strict -c)\b/
const ofFiles = /\b(data\w*|rows|csv|parquet|corpus|train\w*|jsonl|tsv)\b/i

/** Commands that fetch data and refuse other bytes than those whose digest is written down, in the command or in a file of sums. */
export function digestsInCommands(texts: Text[]): Version[] {
  return texts.flatMap(({ path, text }): Version[] => {
    const at = /\.(py|ipynb)$/.test(path) ? null : summed.exec(text)
    if (at === null) return []
    const start = text.lastIndexOf('\n', at.index) + 1
    const command = text.slice(start, (text.indexOf('\n', at.index) + 1 || text.length + 1) - 1)
    const sums = /(?:-c|--check)\s+([\w./-]+)/.exec(command)?.[1]?.replace(/^\.\//, '')
    const kept = sums === undefined ? undefined : texts.find((one) => one.path.endsWith(sums) && digest.test(one.text))
    if (!ofFiles.test(`${command} ${kept?.text ?? ''}`) || !(digest.test(command) || kept !== undefined)) return []
    const line = text.slice(0, at.index).split('\n').length
    return [
      {
        tool: 'own digest',
        path,
        line,
        pinned: true,
        used: true,
        note: 'a command holds what it fetched against a digest that is written down',
      },
    ]
  })
}
