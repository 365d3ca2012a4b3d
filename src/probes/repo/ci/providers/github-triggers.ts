/** What starts a GitHub workflow, and whether that happens without a person. */
import type { Tree } from '../tree.ts'
import { globFits } from '../tree.ts'
import type { YamlValue } from '../yaml.ts'

/** `events` that can happen by themselves, `manual` ones that a person starts, `called` from other workflows. */
export type Triggers = { events: string[]; manual: string[]; called: boolean; never: string[] }

const byThemselves = new Set(['push', 'pull_request', 'pull_request_target', 'merge_group', 'schedule', 'workflow_run'])

export const triggersOf = (on: YamlValue | undefined, tree: Tree): Triggers => {
  const named: [string, YamlValue | undefined][] = on?.isMap ? on.entries : (on?.texts ?? []).map((name) => [name, undefined])
  const triggers: Triggers = { events: [], manual: [], called: false, never: [] }
  for (const [name, details] of named) {
    const why =
      name === 'push' || name.startsWith('pull_request')
        ? neverFires(details, tree)
        : name === 'schedule' && details?.items.length === 0
          ? 'no time is given'
          : undefined
    if (name === 'workflow_call') triggers.called = true
    else if (!byThemselves.has(name)) triggers.manual.push(name)
    else if (why) triggers.never.push(`${name} (${why})`)
    else triggers.events.push(name)
  }
  return triggers
}

/** A filter that fits no path of the tree, or leaves no branch, never lets the event through. */
const neverFires = (details: YamlValue | undefined, tree: Tree): string | undefined => {
  const paths = details?.get('paths')?.texts
  if (paths && paths.length > 0) {
    const fits = (path: string) =>
      paths.reduce((yes, glob) => (glob.startsWith('!') ? yes && !globFits(glob.slice(1), path) : yes || globFits(glob, path)), false)
    if (!tree.paths.some(fits)) return 'its path filter fits no file'
  }
  if (details?.get('paths-ignore')?.texts.some((glob) => glob === '**' || glob === '**/*')) return 'its path filter leaves no file'
  if (details?.get('branches-ignore')?.texts.includes('**')) return 'its branch filter leaves no branch'
  return undefined
}
