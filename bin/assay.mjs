#!/usr/bin/env node
// Starts Assay: the compiled program where it is installed as a package, else the sources of this checkout under the Node
// that its own node_modules carry. `npm start` with no subject assesses the example, as of the day it is told for.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { cacheFolder, codeFolder } from './cache-folder.mjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(home, 'src', 'cli', 'main.ts')
const cache = cacheFolder(process.env)
const code = cache === undefined ? undefined : (process.env.NODE_COMPILE_CACHE ?? codeFolder(cache, home))
// Syntax nodes die young: V8 must not put them where only a full collection finds them, and must come to collect sooner. Room for the
// young from the start keeps them from being moved again and again.
const memory = ['--no-allocation-site-pretenuring', '--heap-growing-percent=40', '--min-semi-space-size=16']
// The program is told the folder that was settled on, and looks for none itself.
process.env.ASSAY_CACHE = cache ?? 'off'

if (existsSync(source)) await startCheckout()
else {
  for (const flag of memory) setFlagsFromString(flag)
  if (code !== undefined) module.enableCompileCache?.(code)
  await import(pathToFileURL(join(home, 'dist', 'cli', 'main.js')).href)
}

async function startCheckout() {
  const { install, nodeOfCheckout, stop } = await import('./checkout.mjs')
  install(home)
  const node = nodeOfCheckout(home)
  const byNpm = process.env.npm_lifecycle_event === 'start'
  // npm runs scripts in the project's folder; paths are meant from where the reader stands.
  const cwd = byNpm && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd()
  const given = process.argv.slice(2)
  const bare = byNpm && given.every((it) => ['--json', '--quiet', '--gate'].includes(it))
  const example = [join(home, 'examples', 'departures'), '--as-of', '2026-07-01', ...(cwd === home ? [] : ['--out', join(home, 'assay-report')])]
  const child = spawn(node, [...memory, source, ...(bare ? example : []), ...given], {
    stdio: 'inherit',
    cwd,
    env: code === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: code },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(`assay: could not start ${node}: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}
