/** Reads Taskcluster hooks: a schedule or an exchange that starts a task, which may send off the tasks of a file it names. */
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { nameOf } from '../paths.ts'
import type { WhatTrains } from './what-trains.ts'

export type HookRow = { line: number; enabled: boolean; trains: boolean; note: string }

/** Undefined when the document is no hook. */
export async function ofHook(root: YamlValue, tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<HookRow | undefined> {
  const command = root.get('task')?.get('payload')?.get('command')
  const schedule = root.get('schedule')
  const bindings = root.get('bindings')
  if (command === undefined || (schedule === undefined && bindings === undefined) || root.get('metadata') === undefined) return undefined
  const starts = (schedule?.items.length ?? 0) + (bindings?.items.length ?? 0) > 0
  const does = (await commandTrains(command, trains, signal)) || (await namedTasksTrain(command, tree, trains, signal))
  return {
    line: (schedule ?? bindings ?? root).line,
    enabled: starts,
    trains: does,
    note: `a Taskcluster hook${does ? '' : ', and trains nothing'}${starts ? '' : ': it has no schedule and is bound to nothing'}`,
  }
}

const shells = /^(.*\/)?(ba|da|z)?sh$/

/** A list of words, or a shell with a script as its last word. */
async function commandTrains(command: YamlValue, trains: WhatTrains, signal: AbortSignal): Promise<boolean> {
  const words = command.isList ? command.texts : (command.text ?? '').split(/\s+/)
  const all = shells.test(words[0] ?? '') ? (words.at(-1) ?? '').split(/&&|\|\||;|\n/).map((part) => part.trim().split(/\s+/)) : [words]
  for (const one of all)
    if (one[0] !== undefined && one[0] !== '' && (await trains.command({ words: one, cwd: null, variables: {} }, '', signal))) return true
  return false
}

/** `spawn.py /code/pipeline.yml`: the commands of the tasks in that file. */
async function namedTasksTrain(command: YamlValue, tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<boolean> {
  for (const word of command.texts.filter((one) => /\.(ya?ml|json)$/.test(one))) {
    const paths = tree.paths.filter((path) => nameOf(path) === nameOf(word))
    const text = paths.length === 1 ? await tree.read(paths[0] as string) : undefined
    for (const root of readYaml(text ?? '') ?? [])
      for (const one of commandsIn(root)) if (await commandTrains(one, trains, signal)) return true
  }
  return false
}

function* commandsIn(value: YamlValue): Generator<YamlValue> {
  for (const [key, inner] of value.entries)
    if (key === 'command') yield inner
    else yield* commandsIn(inner)
  for (const inner of value.items) yield* commandsIn(inner)
}
