#!/usr/bin/env node
// Starts Assay with a Node that can: the compiled program when it is installed as a package, else the sources of this
// checkout under the Node that its own node_modules carry, after installing what is missing. Runs on any Node that npm runs on.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const compiled = join(home, 'dist', 'cli', 'main.js')
const source = join(home, 'src', 'cli', 'main.ts')

if (!existsSync(source)) {
  await import(pathToFileURL(compiled).href)
} else {
  install()
  const node = nodeOfCheckout()
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', source, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(`assay: could not start ${node}: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 70)
  })
}

function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

// The lock file that was installed is kept beside the modules; when it differs from ours, something is missing.
function install() {
  const wanted = JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')).packages
  const mark = join(home, 'node_modules', '.package-lock.json')
  const has = existsSync(mark) ? JSON.parse(readFileSync(mark, 'utf8')).packages : {}
  const missing = Object.entries(wanted).some(([path, it]) => path !== '' && it.optional !== true && has[path]?.version !== it.version)
  if (!missing) return
  process.stderr.write('assay: installing what is missing (once) …\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) stop('assay: npm could not install what is missing; the lines above say why. Mend that and run again.')
}

function nodeOfCheckout() {
  const own = join(home, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return stop(`assay: needs Node 22.18 or later and found ${process.versions.node}; run \`npm ci\` in ${home}, which brings one.`)
}
