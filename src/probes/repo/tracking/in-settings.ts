/** Finds records of runs that a pipeline's settings declare: metrics of DVC, metrics that CI posts, and metrics that Kedro hands to MLflow. */
import type { RepoHandle } from '../../../model/handles.ts'
import { treeOf } from '../ci/tree.ts'
import { isForeign, isRegular, nameOf, pathKind } from '../paths.ts'
import { type PythonSource, readEach } from '../python/sources.ts'
import { WhatTrains } from '../retraining/what-trains.ts'
import type { Declared } from './declared.ts'
import { metricsOfDvc, metricsPosted } from './dvc-metrics.ts'

const mostFiles = 200
const most = 400

/** `starting`: texts of CI, make files and scripts. */
export async function declaredIn(
  repo: RepoHandle,
  files: Map<string, PythonSource>,
  starting: { path: string; text: string }[],
  signal: AbortSignal,
): Promise<Declared[]> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 200_000 && !isForeign(path) && pathKind(path) !== 'test')
    .map(({ path }) => path)
  const wanted = paths.filter((path) => nameOf(path) === 'dvc.yaml' || catalog.test(path))
  const read = await textsOf(repo, wanted.slice(0, mostFiles), signal)
  const posted = starting.filter(({ path }) => ofCi.test(path))
  const out = read.filter(({ path }) => catalog.test(path)).flatMap(({ path, text }) => ofKedro(path, plainLines(text), files))
  const pipelines = read.filter(({ path }) => nameOf(path) === 'dvc.yaml')
  if (pipelines.length === 0 && !posted.some(({ text }) => mayPost.test(text))) return out
  const settings = await textsOf(repo, paths.filter((path) => /\.(ya?ml|toml)$/.test(path)).slice(0, most), signal)
  const around = { files, trains: new WhatTrains(treeOf(repo), files), starting, settings }
  for (const one of pipelines) out.push(...(await metricsOfDvc(one, around, signal)))
  for (const one of posted) out.push(...(await metricsPosted(one, around, signal)))
  return out
}

const catalog = /(^|\/)catalog[^/]*\.ya?ml$|(^|\/)catalog\/[^/]+\.ya?ml$/
const ofCi = /^\.github\/workflows\/|(^|\/)\.gitlab-ci\.yml$|^bitbucket-pipelines\.yml$|^azure-pipelines\.yml$/
const mayPost = /\bcml\b|GITHUB_STEP_SUMMARY/

const textsOf = async (repo: RepoHandle, paths: string[], signal: AbortSignal): Promise<{ path: string; text: string }[]> =>
  (await readEach(repo, paths, signal)).map(({ path, text }) => ({ path, text: text ?? '' }))

const plainLines = (text: string): string[] => text.split('\n').map((line) => line.replace(/^\s*#.*$/, ''))

function ofKedro(path: string, lines: string[], files: Map<string, PythonSource>): Declared[] {
  return lines.flatMap((line, at) => {
    if (!/^\s+type:\s*["']?kedro_mlflow\.io\.metrics\./.test(line)) return []
    const name = lines
      .slice(0, at)
      .findLast((one) => /^["']?[\w.@-]+["']?:/.test(one))
      ?.match(/[\w.@-]+/)?.[0]
    if (name === undefined) return []
    const quoted = new RegExp(`["']${name.replaceAll(/\W/g, '\\$&')}["']`)
    const reached = [...files.values()].some((source) => /\bnode\(/.test(source.text) && quoted.test(source.text))
    return [
      { tool: 'MLflow', path, line: at + 1, reached, note: `Kedro hands ${name} to MLflow${reached ? '' : ', and no node makes it'}` },
    ]
  })
}
