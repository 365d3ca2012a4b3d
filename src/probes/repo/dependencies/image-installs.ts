/** Reads what an image installs by name alone (`RUN pip install torch==2.1 boto3`), where it takes no file of dependencies. */
import { folderOf } from '../paths.ts'
import { commandLines, type Install } from './installs.ts'
import type { Manifest } from './manifests.ts'
import { type Pin, requirement } from './pins.ts'

const installing = /\b(?:pip3?(?:\.\d+)?|uv\s+pip)\s+install\s+(.+)$/
const valued =
  /^(-[icftr]|--(index-url|extra-index-url|find-links|target|prefix|root|timeout|trusted-host|python|platform|cache-dir|constraint|requirement|index|retries|progress-bar|proxy|src))$/
/** Installers and what builds packages: the model does not run on them. */
const tools =
  /^(pip|setuptools|wheel|uv|poetry|poetry-core|pipenv|pdm|hatch|hatchling|build|pip-tools|virtualenv|conda-lock|cython|ninja|cmake|twine|tox|nox|pre-commit|pytest.*|awscli|jupyter|jupyterlab|notebook|ipykernel)$/i

export type ImageInstall = { manifest: Manifest; install: Install }

/** Undefined when the image installs nothing by name, or takes a file, a lock or the project as well. */
export function imageInstall(path: string, text: string, installs: Install[]): ImageInstall | undefined {
  if (installs.some((one) => one.path === path && (one.files.length > 0 || one.project || one.lockOf !== undefined))) return undefined
  const pins: Pin[] = []
  let first: number | undefined
  for (const { line, text: command } of commandLines(text, 'machine'))
    for (const part of command.split(/&&|\|\||;/)) {
      const found = namesIn(installing.exec(part)?.[1] ?? '')
      if (found.length > 0) first ??= line
      pins.push(...found)
    }
  if (first === undefined) return undefined
  const none = { lockOf: undefined, project: false, relocks: undefined }
  return {
    manifest: { path, tool: 'pip', pins, lock: false, includes: [], constraints: [] },
    install: { path, line: first, tier: 'machine', folder: folderOf(path), files: [path], ...none },
  }
}

/** The packages of a command; options, their values, files and what only the build knows are left out. */
function namesIn(given: string): Pin[] {
  const words = given.match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  return words.flatMap((word, at) => {
    const plain = word.replaceAll(/^["']|["']$/g, '')
    if (plain.startsWith('-') || valued.test(words[at - 1] ?? '') || /^[./~]|^\$|[|<>]$|^\d*>|\.(whl|txt|gz)$/.test(plain)) return []
    const pin = /^[A-Za-z0-9]|^git\+/.test(plain) ? requirement(plain) : undefined
    return pin === undefined || tools.test(pin.name) ? [] : [pin]
  })
}
