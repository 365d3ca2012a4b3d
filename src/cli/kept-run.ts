/** Tells a run again that was just told: the same question of a repository in which nothing has changed measures nothing anew. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ownCode, readRun, stateOfRepository, writeRun } from '../collect/before.ts'
import type { Assessment } from '../model/index.ts'
import type { Asked } from './arguments.ts'
import { screen } from './screen.ts'
import { version } from './version.ts'
import { holdWritable, writeFolder } from './write-files.ts'

/** `files` by path in the folder; `text` as it was printed. */
export type ToldRun = { assessment: Assessment; files: { [path: string]: string }; text: string; exit: number }
export type KeepRun = (run: ToldRun) => Promise<void>

/** What `bin/assay.mjs` settled on, or the environment names; nothing is kept where nobody names a folder. */
export const keptFolder = (kind: 'evidence' | 'runs'): string | undefined => {
  const cache = process.env.ASSAY_CACHE ?? ''
  return cache === '' || cache === 'off' ? undefined : join(resolve(cache), kind)
}

/** A repository alone: what else a subject declares has no state that could be told without reading it. */
const repositoryOf = ({ words }: Asked): string | undefined => {
  const path = resolve(words[0] ?? '.')
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return words.length > 1 || !isFolder || existsSync(join(path, 'assay.yaml')) ? undefined : realpathSync(path)
}

const isShipped = (id: string): boolean => /^[a-z][\w-]*$/.test(id)

/** A folder of one's own may change under its name; a run that was bounded in time or compares commits is not the same again. */
const mayRepeat = ({ command, noCache, since, minutes, frameworks, editions }: Asked): boolean =>
  command === 'assess' && !noCache && since === undefined && minutes === undefined && [...(frameworks ?? []), ...editions].every(isShipped)

/** Said of what this version cannot do or a cut history does not hold: the same again tomorrow. Anything else is tried anew. */
const lasting = new Set(['not_built', 'not_supported', 'shallow'])
const isLasting = ({ evidence }: Assessment): boolean => evidence.every(({ error }) => error === undefined || lasting.has(error.code))

/** The exit code where nothing has changed; else `keep` for the run that follows. */
export const toldAgain = async (asked: Asked): Promise<{ exit?: number; keep?: KeepRun }> => {
  const folder = keptFolder('runs')
  const path = folder === undefined || !mayRepeat(asked) ? undefined : repositoryOf(asked)
  if (folder === undefined || path === undefined) return {}
  const state = await stateOfRepository(path)
  if (state === undefined) return {}
  const { frameworks, editions, gate, json, out = 'assay-report', asOf = new Date().toISOString().slice(0, 10) } = asked
  const key = JSON.stringify([ownCode(version, 'everything'), path, state, frameworks ?? null, editions, gate, json, out, asOf, screen()])
  const run = await readRun(folder, key)
  if (run === undefined)
    return {
      keep: async (made) => {
        if (isLasting(made.assessment)) await writeRun(folder, key, { files: made.files, text: made.text, exit: made.exit })
      },
    }
  await holdWritable(resolve(out))
  await writeFolder(resolve(out), run.files)
  if (!asked.quiet && !asked.json) process.stderr.write('nothing has changed since this was last asked today; `--no-cache` measures anew\n')
  process.stdout.write(run.text)
  return { exit: run.exit }
}
