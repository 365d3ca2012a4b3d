/** Builds steps from the lists of commands that most providers use. */
import type { Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { type ShellKind, strictBash } from './shells.ts'

/** One shell text of several YAML values, each on its own line of the file so that line numbers stay right. */
export const joinedLines = (values: readonly YamlValue[]): { script: string; scriptLine: number } => {
  const scalars = values.flatMap((value) => (value.isList ? value.items : [value])).filter(({ text }) => text !== undefined)
  const scriptLine = scalars[0]?.textLine ?? 1
  let script = ''
  let line = scriptLine
  for (const value of scalars) {
    // Values that stand out of order (from an anchor above) cannot be padded into place.
    const gap = Math.max(0, value.textLine - line)
    const text = (value.text ?? '').trimEnd()
    script += `${'\n'.repeat(gap)}${text}\n`
    line += gap + text.split('\n').length
  }
  return { script, scriptLine }
}

type More = Partial<Pick<Step, 'cwd' | 'variables' | 'off' | 'forgiven' | 'chain'>> & { shell?: ShellKind }

export const stepFrom = (path: string, name: string, values: readonly YamlValue[], more: More = {}): Step => {
  const { shell, ...rest } = more
  return {
    name,
    path,
    line: values[0]?.line ?? 1,
    ...joinedLines(values),
    ...(shell ?? strictBash),
    cwd: '',
    variables: {},
    off: [],
    forgiven: [],
    chain: [],
    ...rest,
  }
}

export const textsOf = (env: YamlValue | undefined): { [name: string]: string } =>
  Object.fromEntries((env?.entries ?? []).flatMap(([name, value]) => (value.text === undefined ? [] : [[name, value.text]])))
