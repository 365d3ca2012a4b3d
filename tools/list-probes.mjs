// Writes src/probes/built.ts: every file under src/probes with a default export is a probe. Run after adding one: `npm run probes`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const files = readdirSync('src/probes', { recursive: true })
  .filter((it) => it.endsWith('.ts') && !it.endsWith('.test.ts') && /^export default /m.test(readFileSync(`src/probes/${it}`, 'utf8')))
  .sort()
const nameOf = (file) => file.replace(/\.ts$/, '').replace(/[/-](\w)/g, (_, letter) => letter.toUpperCase())

writeFileSync(
  'src/probes/built.ts',
  `/** Every probe there is, by file. Written by \`npm run probes\`; do not edit. */
import type { Probe } from '../model/index.ts'
${files.map((it) => `import ${nameOf(it)} from './${it}'`).join('\n')}

export const built: readonly Probe[] = [
${files.map((it) => `  ${nameOf(it)},`).join('\n')}
] as unknown as Probe[]
`,
)
process.stdout.write(`${files.length} probes\n`)
