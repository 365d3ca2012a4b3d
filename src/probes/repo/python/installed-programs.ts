/** Finds the programs that a project installs (`[project.scripts]`, `console_scripts`) and the functions they start. */
import { isForeign, nameOf } from '../paths.ts'

type Texts = { paths: string[]; read(path: string): Promise<string | undefined> }

const sections = /^\[(?:project|tool\.poetry|tool\.flit)\.scripts\][^\n]*\n([^[]*)/gm
const line = /^[ \t]*["']?([\w.-]+)["']?\s*=\s*["']([\w.]+:[\w.]+)/gm
/** `name = pkg.mod:function`, as setup.cfg and setup.py write it. */
const entry = /(?:^|["'\s])([\w.-]+)\s*=\s*([\w.]+:[\w.]+)/gm

/** Name of the program → `pkg.mod:function`. */
export async function installedPrograms({ paths, read }: Texts): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  for (const path of paths) {
    const file = nameOf(path)
    if (!/^(pyproject\.toml|setup\.cfg|setup\.py)$/.test(file) || isForeign(path)) continue
    const text = ((await read(path)) ?? '').replace(/^\s*#.*$/gm, '')
    const found =
      file === 'pyproject.toml'
        ? [...text.matchAll(sections)].flatMap(([, body]) => [...(body ?? '').matchAll(line)])
        : [...text.slice(Math.max(0, text.indexOf('console_scripts'))).matchAll(entry)].filter(() => text.includes('console_scripts'))
    for (const [, name, target] of found) if (name !== undefined && target !== undefined && !out.has(name)) out.set(name, target)
  }
  return out
}
