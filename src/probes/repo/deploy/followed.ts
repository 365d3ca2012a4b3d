/** Controllers and platforms that follow a branch by themselves: Argo CD, Flux, Render. */
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { isForeign, pathKind } from '../paths.ts'
import { type Deployment, showsOnly } from './kinds.ts'

const mostYaml = 3_000
const worthReading = /argoproj\.io|toolkit\.fluxcd\.io|fleet\.cattle\.io/

export const followedBranches = async (tree: Tree): Promise<Deployment[]> => {
  const out: Deployment[] = []
  const paths = tree.paths.filter(
    (path) => /\.ya?ml$/.test(path) && !isForeign(path) && !showsOnly.test(path) && !['test', 'docs', 'example'].includes(pathKind(path)),
  )
  for (const path of paths.slice(0, mostYaml)) {
    const text = await tree.read(path)
    if (text === undefined || (!worthReading.test(text) && !/(^|\/)render\.ya?ml$/.test(path))) continue
    for (const root of readYaml(text) ?? []) out.push(...followedBy(root, path))
  }
  return out
}

type Said = { target: string; automatic: boolean; enabled: boolean; note: string }

const followedBy = (root: YamlValue, path: string): Deployment[] => {
  const row = ({ target, automatic, enabled, note }: Said, line: number): Deployment => ({
    target,
    ends: 'service',
    path,
    line,
    automatic,
    enabled,
    after_tests: false,
    note,
  })
  const kind = root.get('kind')?.text ?? ''
  const api = root.get('apiVersion')?.text ?? ''
  if (/argoproj/.test(api) && /^Application(Set)?$/.test(kind)) {
    const spec = kind === 'Application' ? root.get('spec') : root.get('spec')?.get('template')?.get('spec')
    const follows = spec?.get('syncPolicy')?.get('automated')
    const automatic = follows !== undefined && follows.get('enabled')?.isFalse !== true
    return [
      row(
        { target: 'Argo CD', automatic, enabled: true, note: automatic ? 'follows its branch' : 'waits for a person to sync' },
        root.line,
      ),
    ]
  }
  if (/fluxcd/.test(api) && /^(Kustomization|HelmRelease)$/.test(kind)) {
    const enabled = root.get('spec')?.get('suspend')?.isTrue !== true
    return [row({ target: 'Flux', automatic: true, enabled, note: enabled ? 'follows its source' : 'is suspended' }, root.line)]
  }
  if (!/(^|\/)render\.ya?ml$/.test(path)) return []
  return (root.get('services')?.items ?? []).map((service) => {
    const off = service.get('autoDeploy')?.isFalse || service.get('autoDeployTrigger')?.text === 'off'
    return row(
      {
        target: 'render',
        automatic: !off,
        enabled: true,
        note: off ? 'automatic deployment is switched off' : 'follows its branch once connected',
      },
      service.line,
    )
  })
}
