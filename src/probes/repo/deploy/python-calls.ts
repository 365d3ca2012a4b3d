/** Finds Python code that puts a model or a service into use through a provider's library, and the programs that reach it. */
import type { Reached } from '../ci/model.ts'
import { isPythonProgram } from '../ci/runners/unwrap.ts'
import { walkShell } from '../ci/shell/walk.ts'
import { isNotebook, nameOf, pathKind } from '../paths.ts'
import type { Call, Module } from '../python/module.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Callers } from '../python/reach.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { deployOf } from './commands.ts'

/** `file`: the program that starts it, or the place itself when nothing does. `programs`: every file on the ways to it. */
export type DeployingProgram = { target: string; file: string; line: number; call: string; programs: Set<string>; reached: boolean }

type Rule = { target: string; imports: RegExp; call: RegExp; given?: RegExp }

/** `imports` is searched in the file's text, `call` in the resolved name of the call, `given` among its arguments. */
const rules: Rule[] = [
  { target: 'vertex ai', imports: /\b(aiplatform|vertexai|vertex_ai)\b/, call: /\.(deploy|deploy_model|raw_predict_deploy)$/ },
  { target: 'sagemaker', imports: /\bsagemaker\b/, call: /\.(deploy|create_endpoint|update_endpoint|create_endpoint_config)$/ },
  {
    target: 'azure ml',
    imports: /\bazure(ml|\.ai\.ml)\b/,
    call: /(online_deployments|online_endpoints|batch_deployments|batch_endpoints)\.(begin_)?create_or_update$|(^|\.)Model\.deploy$|Webservice\.deploy\w*$|\.deploy_configuration$/,
  },
  {
    target: 'mlflow',
    imports: /\bmlflow\b/,
    call: /(get_deploy_client\(\)|client)\.(create|update)_(deployment|endpoint)$|^mlflow\.(sagemaker|azureml)\.(deploy|push_model_to_sagemaker)$/,
  },
  { target: 'bentoml', imports: /\bbentoml\b/, call: /\bdeployment\.(create|update|apply)$|^bentoml\.deploy$/ },
  {
    target: 'databricks',
    imports: /\bdatabricks\b/,
    call: /serving_endpoints\.(create|create_and_wait|update_config|update_config_and_wait)$/,
  },
  {
    target: 'kserve',
    imports: /\b(kserve|kfserving)\b/,
    call: /(KServeClient|KFServingClient)\(\)\.(create|replace|patch|set_credentials)$/,
  },
  {
    target: 'kubernetes',
    imports: /\bkubernetes\b/,
    call: /\.(create|patch|replace)_namespaced_(deployment|stateful_set)$|\butils\.create_from_yaml$/,
  },
  { target: 'cloudformation', imports: /\bboto3\b[\s\S]*cloudformation/, call: /\.(create_stack|update_stack|execute_change_set)$/ },
  { target: 'aws', imports: /\bboto3\b/, call: /\.(update_function_code|update_service|create_deployment)$/ },
  {
    target: 'google cloud',
    imports: /\brun_v2\b|\bfunctions_v[12]\b/,
    call: /\.(create_service|update_service|create_function|update_function)$/,
  },
  {
    target: 'cloudera',
    imports: /\bcml(bootstrap|api)\b/i,
    call: /\.(create_model|create_model_deployment|build_model|deploy_model)$/,
  },
  {
    target: 'hugging face space',
    imports: /\bhuggingface_hub\b/,
    call: /(^|\.)(upload_folder|upload_file|create_commit|upload_large_folder)$/,
    given: /^repo_type=["']space/,
  },
  { target: 'modal', imports: /\bmodal\b/, call: /(^|\.)(deploy_app|app\.deploy|stub\.deploy)$/ },
]

const mayDeploy =
  /gcloud|kubectl|helm|twine|heroku|railway|flyctl|\bdeploy|create_endpoint|update_endpoint|create_or_update|serving_endpoints|namespaced_deployment|update_function_code|update_service|create_service|KServeClient|cmlbootstrap|cmlapi|huggingface_hub|create_stack|update_stack|execute_change_set/

const started =
  /\b(?:run|system|call|check_call|check_output|Popen|getoutput|local|sudo|shell|execute_command)\(\s*[rf]{0,2}("{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

/** Commands that a program starts as one text: `subprocess.run("gcloud run deploy …", shell=True)`. */
const deployingTexts = (text: string): { target: string; line: number; call: string }[] =>
  [...text.matchAll(started)].flatMap((found) => {
    const quoted = found[1] ?? ''
    const size = /^("{3}|'{3})/.test(quoted) ? 3 : 1
    const leaves = walkShell(quoted.slice(size, -size), { errexit: false, pipefail: false, cwd: '', variables: {}, line: 1 })
    return leaves.flatMap(({ words }) => puttingOut(words, text, found.index))
  })

/** plumbum's `local["eb"]["deploy", …]` and `local["twine"]("upload", …)`. */
const plumbed = /\blocal\[\s*["'](\w[\w.-]*)["']\s*\]\s*[[(]\s*((?:["'][^"'\n]*["']\s*,?\s*)+)/g
const plumbedCommands = (text: string): { target: string; line: number; call: string }[] =>
  [...text.matchAll(plumbed)].flatMap((found) => {
    const words = [found[1] ?? '', ...[...(found[2] ?? '').matchAll(/["']([^"'\n]*)["']/g)].map(([, word]) => word ?? '')]
    return puttingOut(words, text, found.index)
  })

const puttingOut = (words: string[], text: string, index: number): { target: string; line: number; call: string }[] => {
  const deploys = deployOf(words)
  return deploys === undefined || deploys.infrastructure || (deploys.ends !== 'service' && deploys.ends !== 'package')
    ? []
    : [{ target: deploys.target, line: text.slice(0, index).split('\n').length, call: words.slice(0, 3).join(' ') }]
}

const list = /\[\s*((?:[rf]?["'][^"'\n]*["']\s*,\s*){2,}[^\]]{0,300})\]/g

/** Commands that a program starts: `["gcloud", "run", "deploy", …]`, wherever the list is written. */
const deployingLists = (text: string): { target: string; line: number; call: string }[] =>
  [...text.matchAll(list)].flatMap((found) => {
    const words = [...(found[1] ?? '').matchAll(/["']([^"'\n]*)["']/g)].map(([, word]) => word as string)
    return puttingOut(words, text, found.index)
  })

/** The innermost scope around a line. */
const scopeAt = ({ scopes }: Module, line: number): number =>
  scopes.reduce(
    (best, scope, at) =>
      scope.kind !== 'class' && scope.line <= line && line <= scope.end_line && scope.line >= (scopes[best]?.line ?? 0) ? at : best,
    0,
  )

export const deployingCalls = (module: Module, text: string): { target: string; call: Call }[] => {
  const fitting = rules.filter(({ imports }) => imports.test(text))
  return module.calls.flatMap((call) => {
    if (call.dead) return []
    const rule = fitting.find(
      (one) =>
        one.call.test(call.callee) && (one.given === undefined || call.args.some(({ name, text }) => one.given?.test(`${name}=${text}`))),
    )
    return rule ? [{ target: rule.target, call }] : []
  })
}

/** The programs, found by asking backwards from each call. */
export const deployingPrograms = async (
  files: Map<string, PythonSource>,
  callers: Callers,
  signal: AbortSignal,
): Promise<DeployingProgram[]> => {
  const out: DeployingProgram[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || !mayDeploy.test(source.text)) continue
    const plain = source.text.replaceAll(/^[ \t]*#.*$/gm, '')
    const lists = [...deployingLists(plain), ...deployingTexts(plain), ...plumbedCommands(plain)]
    if (lists.length === 0 && !rules.some(({ imports }) => imports.test(source.text))) continue
    const module = await parsedModule(source)
    const calls = deployingCalls(module, source.text).map(({ target, call }) => ({
      target,
      line: call.line,
      scope: call.scope,
      call: call.callee.split('.').at(-1) ?? call.callee,
    }))
    for (const { target, line, scope, call } of [...calls, ...lists.map((one) => ({ ...one, scope: scopeAt(module, one.line) }))]) {
      const { entry, places } = await callers.reach({ module, scope }, signal)
      const programs = new Set(places.map(({ module: { path } }) => path))
      out.push({
        target,
        file: source.path,
        line: fileLine(source, line),
        call,
        programs,
        reached: entry !== undefined || isNotebook(source.path),
      })
    }
  }
  return out
}

/** The program that a command runs, when it is one of these. A folder that only a run knows lets the end of the path decide. */
export const programRun = ({ words, cwd }: Reached, programs: DeployingProgram[]): DeployingProgram | undefined => {
  const file = fileRun(words)
  if (file === undefined) return undefined
  const name = nameOf(file)
  const way = file.replace(/^(\.{1,2}\/)+/, '')
  const here = cwd === null || cwd === '' ? way : `${cwd}/${way}`
  return programs.find(({ programs: paths }) =>
    [...paths].some(
      (path) => nameOf(path) === name && (path === here || path === way || path.endsWith(`/${way}`) || way.endsWith(`/${path}`)),
    ),
  )
}

const fileRun = (words: readonly string[]): string | undefined => {
  const [first = '', ...rest] = words
  if (first.endsWith('.py')) return first
  if (!isPythonProgram(first)) return /^(papermill)$/.test(first) ? rest.find((word) => word.endsWith('.ipynb')) : undefined
  const module = rest.indexOf('-m')
  if (module >= 0) return rest[module + 1] === undefined ? undefined : `${rest[module + 1]?.replaceAll('.', '/')}.py`
  return rest.find((word) => word.endsWith('.py'))
}
