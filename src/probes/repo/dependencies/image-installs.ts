/** Reads what an image installs by name alone (`RUN pip install torch==2.1 boto3`), where it takes no file of dependencies. */
import { folderOf } from '../paths.ts'
import { commandLines, type Install } from './installs.ts'
import type { Manifest } from './manifests.ts'
import { namedPackages } from './named-packages.ts'
import type { Pin } from './pins.ts'

export type ImageInstall = { manifest: Manifest; install: Install }

/** Undefined when the image installs nothing by name, or takes a file, a lock or the project as well. */
export function imageInstall(path: string, text: string, installs: Install[]): ImageInstall | undefined {
  if (installs.some((one) => one.path === path && (one.files.length > 0 || one.project || one.lockOf !== undefined))) return undefined
  const pins: Pin[] = []
  let first: number | undefined
  for (const { line, text: command } of commandLines(text, 'machine'))
    for (const part of command.split(/&&|\|\||;/)) {
      const found = namedPackages(part)
      if (found.length > 0) first ??= line
      pins.push(...found)
    }
  if (first === undefined) return undefined
  const none = { lockOf: undefined, project: false, relocks: undefined, beside: [] }
  return {
    manifest: { path, tool: 'pip', pins, lock: false, includes: [], constraints: [] },
    install: { path, line: first, tier: 'machine', folder: folderOf(path), files: [path], ...none },
  }
}
