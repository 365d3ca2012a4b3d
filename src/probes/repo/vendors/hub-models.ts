/** Recognises ready-made weights that code takes from a hub, and whether it names one revision of them. */
import type { Syntax } from '../python/parser.ts'
import { literalOf } from '../python/syntax.ts'
import type { Argument } from './vendor-calls.ts'

export type HubCall = { hub: string; model: Syntax | undefined; pinned: boolean }

export const mayTakeFromHub =
  /\bfrom_pretrained\b|\bSentenceTransformer\(|\bCrossEncoder\(|\bpipeline\(|\bhub\.load\(|\bcreate_model\(|\bKerasLayer\(|\bspacy\.load\(|\bhf_hub_download\(|\bsnapshot_download\(|\bfrom_hub\b/

const notWeights = /(Tokenizer\w*|Config|Processor|FeatureExtractor|ImageProcessor|Scheduler)\.from_pretrained$/
const revisioned = /^[0-9a-f]{7,40}$|^v?\d+\.\d+/
const named = (args: Argument[], ...names: string[]): Syntax | undefined =>
  args.find(({ name }) => name !== null && names.includes(name))?.value

export function hubCall(callee: string, args: Argument[], imports: Iterable<string>): HubCall | undefined {
  const first = args.find(({ name, value }) => name === null && !/splat/.test(value.type))?.value
  const revision = literalOf(named(args, 'revision', 'code_revision'))
  const pinned = typeof revision === 'string' && revisioned.test(revision)
  const all = [...imports]
  if (/\.from_pretrained$/.test(callee) && !notWeights.test(callee) && !/^vertexai/.test(callee))
    return { hub: 'Hugging Face', model: first ?? named(args, 'pretrained_model_name_or_path', 'model_name', 'model_id'), pinned }
  if (/^sentence_transformers(\.\w+)*\.(SentenceTransformer|CrossEncoder)$/.test(callee))
    return { hub: 'Hugging Face', model: first ?? named(args, 'model_name_or_path', 'model_name'), pinned }
  if (/^transformers(\.pipelines)?\.pipeline$/.test(callee))
    return { hub: 'Hugging Face', model: named(args, 'model') ?? args.filter(({ name }) => name === null)[1]?.value, pinned }
  if (/^huggingface_hub\.(hf_hub_download|snapshot_download)$/.test(callee)) {
    if (literalOf(named(args, 'repo_type')) === 'dataset') return undefined
    return { hub: 'Hugging Face', model: first ?? named(args, 'repo_id'), pinned }
  }
  if (callee === 'torch.hub.load' && literalOf(named(args, 'source')) !== 'local') {
    const repo = literalOf(first)
    return { hub: 'PyTorch Hub', model: first, pinned: typeof repo === 'string' && /:(v?\d|[0-9a-f]{7,40}$)/.test(repo) }
  }
  if (/^tensorflow_hub\.(load|KerasLayer)$/.test(callee)) {
    const at = literalOf(first)
    return { hub: 'TensorFlow Hub', model: first, pinned: typeof at === 'string' && /\/\d+$/.test(at) }
  }
  if (
    /^timm(\.\w+)*\.create_model$/.test(callee) &&
    literalOf(named(args, 'pretrained')) === true &&
    all.some((name) => name.startsWith('timm'))
  )
    return { hub: 'timm', model: first ?? named(args, 'model_name'), pinned: false }
  return undefined
}

/** `org/model`, or one of the few without an owner; a path or a file of the repository is none. */
export const isHubId = (text: string, paths: ReadonlySet<string>): boolean =>
  (/^[A-Za-z0-9][\w.-]*\/[\w.-]+(:[\w./-]+)?$/.test(text) &&
    !paths.has(text) &&
    !/\.(py|json|ya?ml|pt|pth|bin|ckpt|csv|txt|model|h5|pkl)$/.test(text) &&
    !/^(models?|data|outputs?|checkpoints?|artifacts?|weights|results|runs|saved_models?|tmp|src)\//i.test(text)) ||
  /^(distil|al|ro|xlm-ro|de|camem|mo)?bert(a)?-[\w-]+$|^(gpt2|t5|bart|facebook|openai-gpt|xlnet|electra)(-[\w-]+)?$|^all-[\w-]+-v\d$|^paraphrase-[\w-]+|^https:\/\/tfhub\.dev\/|^(resnet|efficientnet|vit|convnext|swin|mobilenet|densenet)\w*/.test(
    text,
  )
