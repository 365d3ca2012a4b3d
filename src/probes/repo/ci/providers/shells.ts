/** What a step's `shell` means: whether a failing line stops it, and whether pipes pass failures on. */
import type { Step } from '../model.ts'

export type ShellKind = Pick<Step, 'errexit' | 'pipefail' | 'language'>

export const plainBash: ShellKind = { errexit: true, pipefail: false, language: 'shell' }
export const strictBash: ShellKind = { errexit: true, pipefail: true, language: 'shell' }
export const laxShell: ShellKind = { errexit: false, pipefail: false, language: 'shell' }
export const powershell: ShellKind = { errexit: false, pipefail: false, language: 'powershell' }

/** GitHub's table of shells; `name` undefined means its default, which differs on Windows. */
export const githubShell = (name: string | undefined, windows: boolean): ShellKind => {
  if (name === undefined) return windows ? powershell : plainBash
  const [program = '', ...flags] = name.trim().split(/\s+/)
  const short = program
    .split('/')
    .at(-1)
    ?.replace(/\.exe$/, '')
  if (short === 'pwsh' || short === 'powershell') return powershell
  if (short === 'cmd') return laxShell
  if (!['bash', 'sh', 'zsh', 'dash', 'micromamba-shell'].includes(short ?? '')) return { ...laxShell, language: 'other' }
  if (flags.length === 0) return short === 'bash' ? strictBash : { ...plainBash, errexit: short !== 'zsh' }
  const letters = flags.filter((flag) => /^-[a-z]+$/.test(flag)).join('')
  return { errexit: letters.includes('e'), pipefail: flags.includes('pipefail'), language: 'shell' }
}
