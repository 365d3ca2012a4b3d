/** What files that are plain lists of commands have in common: jobs that a push starts, and steps that are no commands. */
import type { Job, Pipelines, Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'

/** Adds what one file's documents run. */
export type Reader = (path: string, documents: YamlValue[], found: Pipelines) => void

/** A trigger that no file of the tree tells, as far as one file can say. */
export const outside = 'not in the repository'

/** A trigger: data that lies in a store is replaced. */
export const objectChange = 'change of an object'

export const base = (provider: string, path: string, line: number): Omit<Job, 'job' | 'steps'> => ({
  provider,
  workflow: path,
  path,
  line,
  trigger: 'push',
  automatic: true,
  off: [],
  forgiven: [],
})

export const listOf = (value: YamlValue | undefined): YamlValue[] => (value?.isList ? value.items.flatMap(listOf) : value ? [value] : [])

/** A step that is no command: a deployment of the provider's own, a pipe. */
export const actionStep = (path: string, name: string, value: YamlValue, given: { [name: string]: string } = textsOf(value)): Step => ({
  ...stepFrom(path, name, [value]),
  script: '',
  language: 'other',
  action: { name, given },
})
