// Runs a tool of this checkout under the Node that its node_modules carry, after installing what is missing:
// `node tools/run.mjs vitest run`. Works on any Node that npm runs on.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, nodeOfCheckout } from '../bin/checkout.mjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const [tool, ...args] = process.argv.slice(2)

install(home)
const node = nodeOfCheckout(home)

function programOf(name) {
  if (name === 'node') return []
  const lock = JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')).packages
  for (const [path, it] of Object.entries(lock)) {
    const bin = typeof it.bin === 'object' ? it.bin[name] : undefined
    if (bin !== undefined && path.startsWith('node_modules/')) return [join(home, path, bin)]
  }
  process.stderr.write(`tools/run.mjs: no package of this project has a program ${name}\n`)
  process.exit(2)
}

const done = spawnSync(node, [...programOf(tool), ...args], {
  cwd: home,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
})
process.exitCode = done.status ?? 1
