/** The model registries that are known: which calls register a version, which only keep or take a model. */
import type { Argument, Call } from '../python/module.ts'

/** `registers`: a version of a named model; `keeps`: a file with its run; `takes`: a version, or its alias, from the registry. */
export type Does = 'registers' | 'keeps' | 'takes'
export type Use = { tool: string; does: Does; call: Call }

/** `text` must be somewhere in the file, `callee` fits the resolved name. `judge` may say otherwise of one call. */
type Rule = { tool: string; text: RegExp; callee: RegExp; does: Does; judge?: (call: Call, text: string) => Does | undefined }

const given = (call: Call, ...names: string[]): Argument | undefined => call.args.find(({ name }) => name !== null && names.includes(name))
const isSet = (arg: Argument | undefined): boolean => arg !== undefined && !/^(None|''|""|False)$/.test(arg.text)
const says = (call: Call, pattern: RegExp): boolean => call.args.some(({ text }) => pattern.test(text))

/** The model that is handed over is `None`: nothing can be registered. */
const ofNothing = (call: Call): boolean => {
  const model = call.args.find(({ name }) => name === null || /model$/.test(name))
  return model?.text === 'None'
}

const mlflow = /\bmlflow\b/
const wandb = /\bwandb\b/
const azure = /\bazureml\b|azure\.ai\.ml/
const vertex = /aiplatform|vertexai|vertex_ai|google_cloud_pipeline_components/

const rules: Rule[] = [
  {
    tool: 'MLflow',
    text: mlflow,
    callee: /^mlflow(\.\w+)*\.(register_model|create_model_version)$|(^|\.)create_model_version$|Client\(\)\.create_model_version$/,
    does: 'registers',
  },
  {
    tool: 'MLflow',
    text: mlflow,
    callee: /(^|\.)(log_model|save_model|autolog|log_model_async)$/,
    does: 'keeps',
    judge: (call) =>
      isSet(given(call, 'registered_model_name')) && !(/log_model/.test(call.callee) && ofNothing(call))
        ? 'registers'
        : /^mlflow\b.*\.(log_model|autolog)$/.test(call.callee) && given(call, 'log_models')?.text !== 'False'
          ? 'keeps'
          : undefined,
  },
  {
    tool: 'MLflow',
    text: mlflow,
    callee:
      /(^|\.)(get_latest_versions|get_model_version_by_alias|get_registered_model|search_model_versions|search_registered_models|transition_model_version_stage|set_registered_model_alias|create_registered_model|get_model_version|load_model)$/,
    does: 'takes',
    judge: (call) => (/load_model$/.test(call.callee) && !says(call, /models:\//) ? undefined : 'takes'),
  },
  { tool: 'Weights & Biases', text: wandb, callee: /(^|\.)(link_artifact|link_model)$|Artifact\(\)\.link$/, does: 'registers' },
  {
    tool: 'Weights & Biases',
    text: wandb,
    callee: /^wandb\.(.*\.)?(log_model|Artifact|use_model)$|(^|\.)use_model$/,
    does: 'keeps',
    judge: (call) =>
      /use_model$/.test(call.callee)
        ? 'takes'
        : /Artifact$/.test(call.callee)
          ? says(call, /["'](trained[_-])?model["']/)
            ? 'keeps'
            : undefined
          : 'keeps',
  },
  {
    tool: 'Azure ML',
    text: azure,
    callee:
      /(^|\.)Model\.register(_\w+)?$|(^|\.)(run|_run|parent|pipeline_run|run_context|\w+_run|get_context\(\))\.register_model$|(^|\.)models\.(begin_)?create_or_update$|^azureml\..*register_model$/,
    does: 'registers',
  },
  { tool: 'Vertex AI', text: vertex, callee: /(^|\.)(Model\.upload|ModelUploadOp|upload_model|Model\.upload_\w+)$/, does: 'registers' },
  {
    tool: 'Vertex AI',
    text: vertex,
    callee: /(TrainingJob|AutoML\w*Job)(\(\))?\.(run|submit)$|(^|\.)job\.(run|submit)$|TrainingJobRunOp$/,
    does: 'registers',
    judge: (call) => (isSet(given(call, 'model_display_name', 'parent_model')) ? 'registers' : undefined),
  },
  {
    tool: 'Vertex AI',
    text: vertex,
    callee: /(ModelRegistry|model_registry)(\(\))?\.(add_version_aliases|get_model|list_versions|get_version_info)$/,
    does: 'takes',
  },
  {
    tool: 'SageMaker',
    text: /sagemaker/,
    callee: /(^|\.)(RegisterModel|create_model_package|ModelPackageGroup\.create|ModelPackage\.create)$/,
    does: 'registers',
  },
  {
    tool: 'SageMaker',
    text: /sagemaker/,
    callee: /(^|\.)register$/,
    does: 'registers',
    judge: (call) => (given(call, 'model_package_group_name', 'model_package_name') === undefined ? undefined : 'registers'),
  },
  {
    tool: 'Hugging Face Hub',
    text: /huggingface_hub|transformers|diffusers|sentence_transformers|peft|setfit|datasets|keras_hub/,
    callee: /(^|\.)(push_to_hub|upload_folder|upload_file|push_to_hub_keras|save_to_hub|upload_large_folder)$/,
    does: 'registers',
    judge: (call, text) =>
      says(call, /^["'](dataset|space)["']$/) ||
      /(dataset|tokenizer|processor|ds|data)(\(\)|\[\])*\.push_to_hub$/i.test(call.callee) ||
      (/upload_/.test(call.callee) && !/huggingface_hub/.test(text))
        ? undefined
        : 'registers',
  },
  {
    tool: 'Hugging Face Hub',
    text: /transformers|trl|setfit/,
    callee: /(^|\.)(\w*TrainingArguments|SFTConfig|DPOConfig|\w+Config)$/,
    does: 'registers',
    judge: (call) => (given(call, 'push_to_hub')?.text === 'True' ? 'registers' : undefined),
  },
  { tool: 'BentoML', text: /\bbentoml\b/, callee: /^bentoml\.(\w+\.)?(save|save_model|models\.create|import_model)$/, does: 'registers' },
  { tool: 'BentoML', text: /\bbentoml\b/, callee: /^bentoml\.(\w+\.)?(get|load_model|models\.get|load_runner)$/, does: 'takes' },
  { tool: 'ClearML', text: /\bclearml\b/, callee: /(^|\.)OutputModel$|OutputModel\(\)\.(update_weights|publish)$/, does: 'registers' },
  {
    tool: 'Comet',
    text: /\bcomet_ml\b/,
    callee: /(^|\.)register_model$/,
    does: 'registers',
    judge: (call) => (call.callee.includes('.') ? 'registers' : undefined),
  },
  {
    tool: 'Comet',
    text: /\bcomet_ml\b/,
    callee: /(experiment|exp|Experiment\(\)|start\(\))\.log_model$|^comet_ml\..*log_model$/,
    does: 'keeps',
  },
  { tool: 'Neptune', text: /\bneptune\b/, callee: /(^|\.)init_model_version$/, does: 'registers' },
  {
    tool: 'Hopsworks',
    text: /\b(hopsworks|hsml)\b/,
    callee: /\.(python|sklearn|torch|tensorflow|llm)\.create_model(\(\)\.save)?$/,
    does: 'registers',
  },
  {
    tool: 'Kubeflow Model Registry',
    text: /from model_registry import|import model_registry\b/,
    callee: /\.register_model$/,
    does: 'registers',
  },
  {
    tool: 'ZenML',
    text: /\bzenml\b/,
    callee: /(^|\.)(mlflow_register_model_step|register_model|mlflow_model_registry_deployer_step)$/,
    does: 'registers',
  },
  {
    tool: 'ZenML',
    text: /@(pipeline|step)\([^@]*\bmodel\s*=/,
    callee: /^zenml(\.model\.model)?\.Model$/,
    does: 'registers',
    judge: (call) => (isSet(given(call, 'name')) ? 'registers' : undefined),
  },
  { tool: 'Hugging Face Hub', text: /\bskops\b/, callee: /^skops\.hub_utils\.push$/, does: 'registers' },
  { tool: 'Snowflake', text: /snowflake\.ml/, callee: /Registry(\(\))?\.log_model$|(^|\.)(registry|reg)\.log_model$/, does: 'registers' },
  { tool: 'Kaggle', text: /\bkagglehub\b/, callee: /(^|\.)model_upload$/, does: 'registers' },
  {
    tool: 'modelstore',
    text: /\bmodelstore\b/,
    callee: /(^|\.)(model_store|modelstore|ms|ModelStore(\.\w+)?\(\))\.upload$/,
    does: 'registers',
  },
  {
    tool: 'Verta',
    text: /\bverta\b/,
    callee: /\.(create_standard_model\w*|create_version|get_or_create_registered_model)$/,
    does: 'registers',
  },
  { tool: 'GTO', text: /\bgto\b/, callee: /^gto\.(api\.)?(register|assign)$/, does: 'registers' },
  {
    tool: 'DVC',
    text: /\bdvclive\b/,
    callee: /(^|\.)log_artifact$/,
    does: 'keeps',
    judge: (call) => (given(call, 'type')?.literal === 'model' ? 'keeps' : undefined),
  },
]

/** Text that may hold one of these calls; saves parsing the rest. */
export const mayRegister =
  /register|log_model|autolog|model_version|link_(artifact|model)|Artifact\(|use_model|create_or_update|Model\.upload|upload_model|ModelUploadOp|TrainingJob|ModelRegistry|model_package|ModelPackage|push_to_hub|upload_(folder|file|large_folder)|bentoml|OutputModel|create_model|model_upload|models:\/|get_latest_versions|modelstore|save_model|log_artifact|hub_utils|\bzenml\b/

export const usesIn = (calls: readonly Call[], text: string): Use[] => {
  const fitting = rules.filter((rule) => rule.text.test(text))
  if (fitting.length === 0) return []
  return calls.flatMap((call): Use[] => {
    if (call.dead) return []
    for (const rule of fitting) {
      if (!rule.callee.test(call.callee)) continue
      const does = rule.judge ? rule.judge(call, text) : rule.does
      if (does !== undefined) return [{ tool: rule.tool, does, call }]
    }
    return []
  })
}

export const toolNames = [...new Set(rules.map(({ tool }) => tool))]

const commands: [pattern: RegExp, tool: string][] = [
  [/^az (.* )?ml model (create|register)\b/, 'Azure ML'],
  [/^gcloud (.* )?ai models upload\b/, 'Vertex AI'],
  [/^aws (.* )?sagemaker create-model-package\b/, 'SageMaker'],
  [/^gto (register|assign)\b/, 'GTO'],
  [/^bentoml (push|build|containerize)\b/, 'BentoML'],
  [/^(hf|huggingface-cli) (.* )?upload(?!.*(repo-)?type[ =](space|dataset))/, 'Hugging Face Hub'],
  [/^kaggle models (instances )?(versions )?create\b/, 'Kaggle'],
  [/^mlflow (.* )?(models (register|create-version)|registered-models)\b/, 'MLflow'],
]

/** The registry that a command registers in; its wrappers are off. */
export const registeredBy = (words: readonly string[]): string | undefined => {
  const text = words.join(' ')
  return commands.find(([pattern]) => pattern.test(text))?.[1]
}
