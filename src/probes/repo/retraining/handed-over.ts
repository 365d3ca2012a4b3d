/** Training that a program hands to a service of a cloud: pipelines of SageMaker, Azure ML, Vertex AI and Kubeflow. */
import { nameOf } from '../paths.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { PythonSource } from '../python/sources.ts'
import { saysTraining } from './kinds.ts'

const services = /^(azureml|azure\.ai\.ml|sagemaker|kfp|vertexai|google\.cloud\.aiplatform|databricks)\b/
const submitting = /\.(submit|start|upsert|create_or_update|create_run_from_\w+|run_pipeline)$|PipelineJob\(\)\.run$/
const trainingStep = /(^|\.)(Training|Tuning|AutoML|Estimator)Step$|Estimator\(\)\.fit$/
const registering =
  /\bregister_(the_)?model\w*|registered_model_name|\bModel\.register\(|\bModel\.upload\(|push_to_hub\(|\bRegisterModel\(|\bModelStep\(/

type Sources = { files: Map<string, PythonSource>; index: ModuleIndex }

/** Does the program submit something, and is it, or the module that it is given by name, a pipeline that trains? */
export async function handsTrainingOver(path: string, words: readonly string[], sources: Sources): Promise<boolean> {
  const program = sources.files.get(path)
  if (program === undefined) return false
  const { calls, imports } = await parsedModule(program)
  if (!calls.some(({ callee, dead }) => !dead && submitting.test(callee))) return false
  if (saysTraining.test(nameOf(path)) && [...imports.values()].some((name) => services.test(name))) return true
  for (const source of modulesGiven(path, words, sources)) {
    const given = await parsedModule(source)
    if (![...given.imports.values()].some((name) => services.test(name))) continue
    if (given.calls.some(({ callee, dead }) => !dead && trainingStep.test(callee))) return true
  }
  return false
}

/** Does the program register what it trains, or the pipeline that it hands over? */
export const registersModels = (path: string, words: readonly string[], sources: Sources): boolean =>
  [sources.files.get(path), ...modulesGiven(path, words, sources)].some((one) =>
    registering.test((one?.text ?? '').replace(/^\s*#.*$/gm, '')),
  )

/** `run_pipeline.py --module-name pipelines.price`: modules that a program is told to import. */
const modulesGiven = (path: string, words: readonly string[], { files, index }: Sources): PythonSource[] =>
  words.flatMap((word, at) => {
    const option = /^--?[\w-]*module[\w-]*(?:=(.+))?$/.exec(word)
    const name = option === null ? undefined : (option[1] ?? words[at + 1])
    const source = name === undefined ? undefined : files.get(index.resolve(name, path)?.path ?? '')
    return source === undefined ? [] : [source]
  })
