// Holds the imports of src/ against rooms.config.mjs; also fails when it saw fewer modules than there are files.
import { readdirSync, readFileSync } from 'node:fs'
import { cruise } from 'dependency-cruiser'
import rooms from '../rooms.config.mjs'

const files = readdirSync('src', { recursive: true }).filter((it) => it.endsWith('.ts'))
const { output } = await cruise(['src'], { ...rooms.options, ruleSet: { forbidden: rooms.forbidden }, validate: true }, undefined, {})
const seen = output.modules.filter((it) => it.source.startsWith('src/') && it.source.endsWith('.ts')).length
const breaches = output.summary.violations

for (const it of breaches) {
  const rule = rooms.forbidden.find((each) => each.name === it.rule.name)
  process.stderr.write(`${it.from} → ${it.to}: ${it.rule.name}. ${rule?.comment ?? ''}\n`)
}
const long = files.map((it) => [it, readFileSync(`src/${it}`, 'utf8').split('\n').length - 1]).filter(([, lines]) => lines > 300)
for (const [file, lines] of long) process.stderr.write(`src/${file}: ${lines} lines; past 300 a room is missing\n`)
// Each room is entered through one door; model and stats are open shelves.
const wide = ['ask', 'declare', 'collect', 'judge', 'score', 'report', 'probes', 'ask']
  .map((it) => [
    it,
    readFileSync(`src/${it}/index.ts`, 'utf8')
      .match(/(?<=export (?:type )?\{)[^}]*|(?<=export )\* as \w+|(?<=export const )\w+/g)
      ?.flatMap((names) => names.split(',').filter((name) => name.trim() !== '' && !name.trim().startsWith('type '))).length ?? 0,
  ])
  .filter(([, count]) => count > 5)
for (const [room, count] of wide) process.stderr.write(`src/${room}/index.ts exports ${count} things; at most five belong in a door\n`)
if (seen < files.length)
  process.stderr.write(`only ${seen} of ${files.length} files were seen: the rules were not held against all of them\n`)
process.stdout.write(`${seen} modules, ${breaches.length} breaches\n`)
process.exitCode = breaches.length + long.length + wide.length > 0 || seen < files.length ? 1 : 0
