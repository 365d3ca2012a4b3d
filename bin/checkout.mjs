// What a checkout needs before anything of it can run: its modules, and the Node among them.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

// What was wanted and what npm left, by the files that say so: unchanged ones need not be read again.
function stateOf(files) {
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }))
  return stats.includes(undefined) ? undefined : stats.map((it) => `${it.ino} ${it.size} ${it.mtimeMs}\n`).join('')
}

// npm keeps what it installed beside the modules; where that differs from the lock file, something is missing.
export function install(home) {
  const files = [join(home, 'package-lock.json'), join(home, 'node_modules', '.package-lock.json')]
  const mark = join(home, 'node_modules', '.assay-complete')
  const state = stateOf(files)
  if (state !== undefined && existsSync(mark) && readFileSync(mark, 'utf8') === state) return
  if (isComplete(files)) {
    try {
      if (state !== undefined) writeFileSync(mark, state)
    } catch {
      // Somebody else's modules: they are read each time.
    }
    return
  }
  installAll(home)
}

function isComplete([lock, left]) {
  const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})
  const wanted = packagesOf(lock)
  const has = packagesOf(left)
  return !Object.entries(wanted).some(([path, it]) => path !== '' && it.optional !== true && it.devOptional !== true && has[path]?.version !== it.version)
}

function installAll(home) {
  // npm would empty what another checkout stands on.
  if (lstatSync(join(home, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    stop('assay: node_modules is a link, and the folder it leads to lacks packages. Run `npm ci` there, or take the link away.')
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
