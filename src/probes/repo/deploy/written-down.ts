/** Releases that are written down for a controller to follow: a job sets the version in manifests and pushes them to git. */
import type { Reached } from '../ci/model.ts'

/** Sets an image or a tag in manifests, charts or overlays. */
const setsVersion =
  /^(kustomize (.* )?edit set image|yq (.* )?.*\b(image|tag|digest|version)\b|sed (.* )?.*\b(image|tag|newTag|version)\b.*\.ya?ml|.*\b(update|bump|set)[-_]?(image|tag|version|manifest)\w*\b.*\.(sh|py|ya?ml))/i
const manifests =
  /\b(k8s|kubernetes|manifests?|overlays?|kustomi[sz]\w*|values|deployments?|charts?|helm|argo\w*|flux|gitops|clusters?|infra\w*|environments?|prod\w*|staging)\b/i
const pushes = /^git (.* )?push\b/

/** For each push to git: does an earlier command of its job set a version in manifests? */
export const followedPushes = (commands: readonly Reached[]): Set<Reached> => {
  const out = new Set<Reached>()
  const setting = new Set<string>()
  for (const one of commands) {
    const text = one.words.join(' ')
    const job = `${one.path}\n${one.workflow}\n${one.job}`
    if (setsVersion.test(text) && manifests.test(`${text} ${one.cwd ?? ''}`)) setting.add(job)
    if (pushes.test(text) && setting.has(job)) out.add(one)
  }
  return out
}
