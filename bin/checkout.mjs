// What a checkout needs before anything of it can run: its modules, and the Node among them.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

// npm keeps what it installed beside the modules; where that differs from the lock file, something is missing.
export function install(home) {
  const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})
  const wanted = packagesOf(join(home, 'package-lock.json'))
  const has = packagesOf(join(home, 'node_modules', '.package-lock.json'))
  const missing = Object.entries(wanted).some(([path, it]) => path !== '' && it.optional !== true && it.devOptional !== true && has[path]?.version !== it.version)
  if (!missing) return
  process.stderr.write('assay: installing what is missing, once; this takes about half a minute\n')
  const windows = process.platform === 'win32'
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
    shell: windows,
  })
  if (done.status !== 0) stop('assay: npm could not install what is missing; the lines above say why. Mend that and run again.')
}

export function nodeOfCheckout(home) {
  const own = join(home, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return stop(`assay: needs Node 22.18 or later and found ${process.versions.node}; \`npm ci\` in this folder brings one.`)
}
