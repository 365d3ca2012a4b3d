// Where Assay keeps what it can work out again: a folder of this user's, as the system has it, or the one that ASSAY_CACHE
// names. Nothing is kept with ASSAY_CACHE=off, and in no folder that somebody else could write to: code is run from it.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

function usersOwn(env) {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'assay')
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'assay', 'cache')
  const base = env.XDG_CACHE_HOME ?? ''
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'assay')
}

function isOurs(folder) {
  const it = statSync(folder)
  return it.isDirectory() && (process.platform === 'win32' || (it.uid === process.getuid() && (it.mode & 0o022) === 0))
}

/** The folder, made where it was not there; undefined when nothing is to be kept or can be. */
export function cacheFolder(env) {
  const named = env.ASSAY_CACHE
  if (named === 'off' || named === '') return undefined
  try {
    const folder = named === undefined ? usersOwn(env) : resolve(named)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return isOurs(folder) ? folder : undefined
  } catch {
    return undefined
  }
}

const mostPlaces = 4

/** Where Node keeps the compiled code of the Assay in `home`. Of several, those used longest ago go when a new one comes. */
export function codeFolder(cache, home) {
  const all = join(cache, 'code')
  const own = join(all, home.replace(/\W+/g, '-').slice(-100))
  try {
    if (statSync(own, { throwIfNoEntry: false }) !== undefined) return own
    mkdirSync(own, { recursive: true, mode: 0o700 })
    const places = readdirSync(all).map((name) => ({ path: join(all, name), at: statSync(join(all, name)).mtimeMs }))
    for (const old of places.sort((a, b) => b.at - a.at).slice(mostPlaces)) rmSync(old.path, { recursive: true, force: true })
  } catch {
    // A cache that cannot be made or tidied is none; Node looks for itself and says nothing.
  }
  return own
}
