/** Finds metrics that are kept or told beside a training run without a tracker: those of DVC's stages, and those that CI posts. */
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { evaluatingName } from '../learning/training.ts'
import { folderOf, joinPath, nameOf } from '../paths.ts'
import { startedFile } from '../python/ahead.ts'
import { ModuleIndex } from '../python/modules.ts'
import type { PythonSource } from '../python/sources.ts'
import type { WhatTrains } from '../retraining/what-trains.ts'
import type { Declared } from './declared.ts'

type Text = { path: string; text: string }
/** `starting`: texts of CI, make files and scripts. `settings`: small YAML and TOML files, where a program may find its file names. */
export type Around = { files: Map<string, PythonSource>; trains: WhatTrains; starting: Text[]; settings: Text[] }

const experiment = /\bdvc\s+exp\s+(run|save)\b/
const keptInGit = /\bdvc\s+repro\b[\s\S]*\bgit\s+(?:-\S+\s+\S+\s+)*push\b|\bdvc\s+repro\b[\s\S]*(auto-commit|add-and-commit)/

/** A stage that trains or evaluates, with a metrics file that its program writes. `dvc exp` keeps the run; a commit keeps one figure. */
export async function metricsOfDvc({ path, text }: Text, around: Around, signal: AbortSignal): Promise<Declared[]> {
  const [pipeline] = readYaml(text) ?? []
  const kept = around.starting.some((one) => experiment.test(one.text) || keptInGit.test(one.text))
  for (const [name, stage] of pipeline?.get('stages')?.entries ?? []) {
    const one = stage.get('do') ?? stage
    const files = [...figures(one.get('metrics')), ...figures(one.get('plots'))]
    const words = (one.get('cmd')?.texts ?? []).join(' && ')
    const at = one.get('metrics') ?? one.get('plots')
    if (at === undefined || !(await fits(name, words, folderOf(path), around, signal))) continue
    if (!files.some((file) => isWritten(file, words, around))) continue
    const note = kept ? 'what runs the stage keeps its metrics with the run' : 'a stage has metrics; git keeps them, and no tracker the run'
    return [{ tool: 'DVC metrics', path, line: at.line, reached: kept, note }]
  }
  return []
}

const figures = (list: YamlValue | undefined): string[] =>
  (list?.items ?? []).flatMap((one) => one.text ?? one.entries.map(([file]) => file))

/** The stage runs a program of the tree that trains, or one that is named for evaluating. */
async function fits(name: string, command: string, folder: string, { files, trains }: Around, signal: AbortSignal): Promise<boolean> {
  for (const part of command.split(/&&|\|\||;|\n/)) {
    const words = part.trim().split(/\s+/)
    const path = startedFile(words, folder, files, new ModuleIndex(files.keys()))
    const does =
      path === undefined ? await trains.command({ words, cwd: folder, variables: {} }, name, signal) : await trains.file(path, signal)
    if (does || (path !== undefined && evaluatingName.test(`${name}.${nameOf(path)}`))) return true
  }
  return false
}

/** A program names the file, the command hands its name over, or a settings file holds it for a program. */
function isWritten(file: string, command: string, { files, settings }: Around): boolean {
  const name = nameOf(file)
  if (/\$\{/.test(name) || command.includes(name)) return true
  const stem = new RegExp(`["'/]${name.replace(/\.\w+$/, '').replaceAll(/\W/g, '\\$&')}(\\.\\w+)?["']`)
  if ([...files.values()].some(({ text }) => stem.test(text.replaceAll(/^\s*#.*$/gm, '')))) return true
  if ([...files.values()].some(({ text }) => /\bdvclive\b/.test(text))) return true
  return settings.some(({ path, text }) => nameOf(path) !== 'dvc.yaml' && text.includes(name))
}

const posts = /\bcml\s+(comment|send-comment|publish|pr)\b|\bcml-(send-comment|publish)\b|GITHUB_STEP_SUMMARY/
const figure =
  /(?:\bcat|<|--publish|\bcml[- ](?:comment create|send-comment|publish))\s+["']?([\w./-]*(?:metric|score|result|report|perf)[\w./-]*\.(?:json|txt|csv|md))/gi

/** CI that trains and posts a file of metrics which its program writes: a comment keeps the figure, and nothing else of the run. */
export async function metricsPosted({ path, text }: Text, around: Around, signal: AbortSignal): Promise<Declared[]> {
  const live = text.replaceAll(/^\s*#.*$/gm, '')
  if (!posts.test(live)) return []
  const found = [...live.matchAll(figure)].find(([, file]) => isWritten(file ?? '', '', { ...around, settings: [] }))
  const programs = [...live.matchAll(/[\w./-]+\.py\b/g)].flatMap(([word]) => joinPath('', word) ?? [])
  for (const program of found === undefined ? [] : programs)
    if (await around.trains.file(program, signal)) {
      const line = live.slice(0, found?.index).split('\n').length
      return [{ tool: 'posted metrics', path, line, reached: false, note: 'CI posts the metrics of a training; nothing keeps the run' }]
    }
  return []
}
