/** Reads Kubeflow's own YAML: components, and pipelines compiled for version 2; what version 1 compiles to is an Argo workflow. */
import type { Pipelines } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { containerStep } from './argo.ts'

export const looksLikeKubeflow = (text: string): boolean =>
  (/^\s*["']?deploymentSpec["']?:/m.test(text) && /executors["']?:/.test(text)) ||
  (/^implementation:/m.test(text) && /^\s+container:/m.test(text))

/** A component or a compiled pipeline starts nothing by itself: whoever submits it does. */
export const readKubeflow = (path: string, documents: YamlValue[], found: Pipelines): void => {
  for (const root of documents) {
    const spec = root.get('pipelineSpec') ?? root
    const executors = spec.get('deploymentSpec')?.get('executors')?.entries ?? []
    const component = root.get('implementation')?.get('container')
    const named: [string, YamlValue][] = [
      ...executors.flatMap(([name, one]): [string, YamlValue][] => {
        const container = one.get('container')
        return container ? [[name.replace(/^exec-/, ''), container]] : []
      }),
      ...(component ? [[root.get('name')?.text ?? 'component', component] as [string, YamlValue]] : []),
    ]
    const steps = named.flatMap(([name, container]) => containerStep(container, path, name, 'kubeflow'))
    if (steps.length === 0) continue
    const name = spec.get('pipelineInfo')?.get('name')?.text ?? root.get('name')?.text ?? path
    found.jobs.push({
      provider: 'kubeflow',
      workflow: name,
      path,
      line: root.line,
      job: name,
      trigger: 'manual',
      automatic: false,
      off: [],
      forgiven: [],
      steps,
    })
  }
}
