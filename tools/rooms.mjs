// Holds the imports of src/ against rooms.config.mjs; also fails when it saw fewer modules than there are files.
import { readdirSync } from 'node:fs'
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
// Each room is entered through one door, which exports at most five things.
if (seen < files.length) process.stderr.write(`only ${seen} of ${files.length} files were seen: the rules were not held against all of them\n`)
process.stdout.write(`${seen} modules, ${breaches.length} breaches\n`)
process.exitCode = breaches.length > 0 || seen < files.length ? 1 : 0
