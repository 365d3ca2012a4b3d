/** Tells whether a release in CI waits for a program or a test that holds a threshold. */
import { activityOf } from '../ci/activity.ts'
import type { Reached } from '../ci/model.ts'
import type { Reachable } from '../ci/reach.ts'
import type { Tree } from '../ci/tree.ts'
import { afterTestsIn } from '../deploy/after-tests.ts'

export type Release = Pick<Reached, 'provider' | 'path' | 'workflow' | 'job' | 'line' | 'trigger'> & { text: string }

const script =
  /(^|[/_.-])(register|promote|deploy|publish|release|push|upload|rollout|serve)[\w-]*(\.py|\.sh)?$|^(register|promote|deploy|publish|release)(_model|-model)?$/i
const action =
  /(deploy|publish|upload-to|push-action|build-push-action|gh-release|ecs-render|azure\/(webapps|k8s)|google-github-actions\/deploy)/i

export function releasesInCi({ commands, actions }: Pick<Reachable, 'commands' | 'actions'>): Release[] {
  const out: Release[] = []
  for (const one of commands) {
    const named = one.words.slice(0, 4).some((word) => script.test(word))
    const pushed =
      /^(docker|podman) (buildx .*--push|push)|^dvc push|^twine upload|^(poetry|uv) publish|^railway up|^gsutil .*cp|^aws s3 (cp|sync)|^(scp|rsync)\b/.test(
        one.words.join(' '),
      )
    if (one.enabled && (named || pushed || activityOf(one.words, one.variables) === 'deploy'))
      out.push({ ...one, text: one.words.join(' ') })
  }
  for (const one of actions) {
    const name = JSON.stringify(one.action)
    if (one.enabled && action.test(name)) out.push({ ...one, text: name })
  }
  return out
}

/** The first release that does not run when one of these commands fails. */
export async function releaseAfter(gates: Reached[], releases: Release[], tree: Tree): Promise<Release | undefined> {
  const stopping = gates.filter(({ propagates, enabled }) => propagates && enabled)
  if (stopping.length === 0) return undefined
  // What is asked of tests there is asked of gates here: these commands stand in their place.
  const after = await afterTestsIn(
    tree,
    stopping.map((one) => ({ ...one, words: ['pytest'], variables: {} })),
  )
  const self = new Set(stopping.map(({ words }) => words.join(' ')))
  return releases.find(
    (one) =>
      !self.has(one.text) &&
      after(one) &&
      stopping.some(({ path, line }) => one.path !== path || one.line >= line || !sameJob(one, stopping)),
  )
}

const sameJob = (release: Release, gates: Reached[]): boolean => gates.some(({ job, path }) => release.job === job && release.path === path)
