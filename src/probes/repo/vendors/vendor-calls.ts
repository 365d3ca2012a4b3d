/** Recognises calls that ask a model of a vendor, by the library they go through. */
import type { Syntax } from '../python/parser.ts'
import { literalOf } from '../python/syntax.ts'

export type Argument = { name: string | null; value: Syntax }
/** `model`: the expression of the model's name, where the call has one. `deployment`: the name is that of a deployment, whose version is set elsewhere. */
export type VendorCall = { vendor: string; model: Syntax | undefined; deployment: boolean }

type Kind = { vendor: string; callee: RegExp; names: string[]; position?: number }

/** Libraries that ask one vendor (or a broker of several), and what names the model. Clients that only hold a key are no call. */
const kinds: Kind[] = [
  {
    vendor: 'OpenAI',
    callee: /^openai\.(\w+\.)*(ChatCompletion|Completion|Embedding|Image|Moderation)\.a?create$/,
    names: ['model', 'engine', 'deployment_id'],
  },
  {
    vendor: 'OpenAI',
    callee:
      /^(langfuse\.)?openai\b.*\.(chat\.completions|completions|responses|embeddings|images|transcriptions|speech|moderations)(\.with_raw_response)?\.(create|parse|stream|generate|edit)$/,
    names: ['model'],
  },
  { vendor: 'Anthropic', callee: /^anthropic\b.*\.(messages|completions)(\.batches)?\.(create|stream|parse)$/, names: ['model'] },
  { vendor: 'Google', callee: /^(google\.generativeai|vertexai(\.\w+)*)\.GenerativeModel$/, names: ['model_name', 'model'], position: 0 },
  {
    vendor: 'Google',
    callee: /^google\.genai\b.*\.(generate_content|generate_content_stream|embed_content|generate_images|chats\.create)$/,
    names: ['model'],
  },
  { vendor: 'Google', callee: /^google\.generativeai\.(embed_content|generate_text|chat)$/, names: ['model'], position: 0 },
  {
    vendor: 'Google',
    callee:
      /^vertexai(\.\w+)*\.(TextGenerationModel|ChatModel|TextEmbeddingModel|CodeGenerationModel|ImageGenerationModel)\.(from_pretrained|get_tuned_model)$/,
    names: ['model_name'],
    position: 0,
  },
  {
    vendor: 'Cohere',
    callee: /^cohere\.(Async)?Client(V2)?\(\)\.(v2\.)?(chat|chat_stream|generate|embed|rerank|classify|summarize)$/,
    names: ['model'],
  },
  {
    vendor: 'Mistral',
    callee: /^mistralai\b.*\.(chat|embeddings|fim|agents|ocr)(\.(complete|stream|create|process)(_async)?)?$/,
    names: ['model'],
  },
  { vendor: 'Groq', callee: /^groq\b.*\.create$/, names: ['model'] },
  { vendor: 'Together', callee: /^together\b.*\.(create|generate)$/, names: ['model'] },
  { vendor: 'Fireworks', callee: /^fireworks\b.*\.create$/, names: ['model'] },
  {
    vendor: 'Replicate',
    callee: /^replicate(\.Client\(\))?\.(run|async_run|stream|predictions\.create)$/,
    names: ['ref', 'version', 'model'],
    position: 0,
  },
  { vendor: 'Hugging Face', callee: /^huggingface_hub\.(Async)?InferenceClient$/, names: ['model'], position: 0 },
  {
    vendor: 'Amazon Bedrock',
    callee: /^boto3\b.*\.(invoke_model|invoke_model_with_response_stream|converse|converse_stream)$/,
    names: ['modelId'],
  },
  {
    vendor: 'LiteLLM',
    callee: /^litellm\.(main\.)?(a?completion|a?embedding|a?text_completion|a?responses|batch_completion|Router)$/,
    names: ['model'],
    position: 0,
  },
  {
    vendor: 'LangChain',
    callee:
      /^langchain\w*(\.\w+)*\.(Chat(OpenAI|Anthropic|GoogleGenerativeAI|VertexAI|Bedrock|BedrockConverse|Cohere|MistralAI|Groq|Together|Fireworks|Perplexity|DeepSeek|XAI|NVIDIA|OpenRouter)|OpenAI|Anthropic|VertexAI|GooglePalm|Bedrock(LLM)?|Cohere|Replicate|HuggingFaceHub|HuggingFaceEndpoint|(OpenAI|Cohere|VertexAI|GoogleGenerativeAI|Bedrock|MistralAI|VoyageAI)Embeddings)$/,
    names: ['model', 'model_name', 'model_id', 'repo_id'],
  },
  { vendor: 'LangChain', callee: /^langchain(\.chat_models(\.base)?)?\.init_chat_model$/, names: ['model'], position: 0 },
  {
    vendor: 'LlamaIndex',
    callee:
      /^llama_index(\.\w+)*\.(OpenAI|Anthropic|Gemini|GoogleGenAI|Vertex|Cohere|MistralAI|Groq|Bedrock|BedrockConverse|TogetherLLM|OpenRouter|(OpenAI|Cohere|Gemini|MistralAI|Bedrock)Embedding)$/,
    names: ['model', 'model_name'],
  },
  {
    vendor: 'Pydantic AI',
    callee: /^pydantic_ai(\.\w+)*\.(Agent|(?!Test|Function|Fallback|Wrapper|Base)\w+Model)$/,
    names: ['model', 'model_name'],
    position: 0,
  },
  { vendor: 'DSPy', callee: /^dspy\.(LM|OpenAI|Claude|Google)$/, names: ['model'], position: 0 },
  { vendor: 'CrewAI', callee: /^crewai\.LLM$/, names: ['model'], position: 0 },
  {
    vendor: 'smolagents',
    callee: /^smolagents\.(LiteLLMModel|InferenceClientModel|HfApiModel|OpenAIServerModel|OpenAIModel)$/,
    names: ['model_id'],
    position: 0,
  },
  {
    vendor: 'Haystack',
    callee:
      /^haystack(_integrations)?(\.\w+)*\.(OpenAI|Anthropic|Cohere|Mistral|AmazonBedrock|GoogleGenAI|HuggingFaceAPI)\w*(Generator|Embedder)$/,
    names: ['model'],
  },
  { vendor: 'Voyage', callee: /^voyageai\.(Async)?Client\(\)\.(embed|rerank)$/, names: ['model'] },
]

/** Azure: what is called a model is a deployment. */
const azure: [RegExp, string][] = [
  [/^openai(\.\w+)*\.(Async)?AzureOpenAI\(\)/, 'model'],
  [/^langchain\w*(\.\w+)*\.Azure(ChatOpenAI|OpenAI|OpenAIEmbeddings|AIChatCompletionsModel)$/, 'azure_deployment'],
  [/^llama_index(\.\w+)*\.AzureOpenAI(Embedding)?$/, 'engine'],
  [/^azure\.ai\.inference\b.*\.(complete|embed)$/, 'model'],
]

/** The last words of calls whose receiver could not be followed; with the import they go with. */
const handed: [vendor: string, tail: RegExp, imported: RegExp][] = [
  ['OpenAI', /(^|\.)(chat\.completions|beta\.chat\.completions|responses)\.(create|parse|stream)$/, /^(openai|langfuse\.openai)\b/],
  ['OpenAI', /(^|\.)client\.(embeddings|completions)\.create$/, /^openai\b/],
  ['Anthropic', /(^|\.)messages\.(create|stream)$/, /^anthropic\b/],
  ['Groq', /(^|\.)chat\.completions\.create$/, /^groq\b/],
  ['Google', /(^|\.)models\.(generate_content|generate_content_stream|embed_content)$/, /^google\.genai\b/],
  ['Amazon Bedrock', /(^|\.)(invoke_model|invoke_model_with_response_stream|converse)$/, /^(boto3|botocore|aioboto3)\b/],
]

const address: [vendor: string, pattern: RegExp][] = [
  ['OpenAI', /\bapi\.openai\.com\b/],
  ['Anthropic', /\bapi\.anthropic\.com\b/],
  ['Google', /\bgenerativelanguage\.googleapis\.com\b/],
  ['Mistral', /\bapi\.mistral\.ai\b/],
  ['Cohere', /\bapi\.cohere\.(ai|com)\b/],
  ['Groq', /\bapi\.groq\.com\b/],
  ['OpenRouter', /\bopenrouter\.ai\/api\b/],
  ['Together', /\bapi\.together\.(xyz|ai)\b/],
  ['DeepSeek', /\bapi\.deepseek\.com\b/],
  ['xAI', /\bapi\.x\.ai\b/],
  ['Hugging Face', /\b(api-inference\.huggingface\.co|router\.huggingface\.co)\b/],
  ['Azure OpenAI', /\.openai\.azure\.com\b/],
]
export const vendorAt = (text: string): string | undefined => address.find(([, pattern]) => pattern.test(text))?.[0]

/** Text that may hold such a call; saves parsing the rest. */
export const mayCall =
  /\b(openai|anthropic|generativeai|genai|vertexai|cohere|mistralai|groq|together|fireworks|replicate|InferenceClient|bedrock|boto3|litellm|langchain\w*|llama_index|pydantic_ai|dspy|crewai|smolagents|haystack\w*|voyageai|azure\.ai|api\.mistral|openrouter|api\.deepseek|api\.x\.ai|api-inference)\b/i

const http = /^(requests|httpx|aiohttp)(\.(Session|Client|AsyncClient|ClientSession)\(\))?\.(post|request|stream)$/
const named = (args: Argument[], names: string[]): Syntax | undefined =>
  args.find(({ name }) => name !== null && names.includes(name))?.value

export function vendorCall(callee: string, args: Argument[], imports: Iterable<string>): VendorCall | undefined {
  const first = args.find(({ name, value }) => name === null && !/splat/.test(value.type))?.value
  for (const [pattern, key] of azure)
    if (pattern.test(callee) && (/\)\./.test(callee) || key !== 'model'))
      return { vendor: 'Azure OpenAI', model: named(args, [key, 'model', 'deployment_name']), deployment: true }
  const kind = kinds.find((one) => one.callee.test(callee))
  // Bedrock's methods are boto3's: only they are called so.
  if (kind !== undefined)
    return { vendor: kind.vendor, model: named(args, kind.names) ?? (kind.position === 0 ? first : undefined), deployment: false }
  const all = [...imports]
  const tail = handed.find(([, pattern, imported]) => pattern.test(callee) && all.some((name) => imported.test(name)))
  if (tail !== undefined) return { vendor: tail[0], model: named(args, ['model', 'modelId', 'engine']), deployment: false }
  return undefined
}

/** A request to the address of a vendor; the model's name lies in what is sent. */
export function isRequest(callee: string, args: Argument[]): Syntax | undefined {
  if (!http.test(callee) && !/(^|\.)(session|client|http)(\(\))?\.post$/.test(callee)) return undefined
  return named(args, ['url']) ?? args.find(({ name, value }) => name === null && literalOf(value) !== 'POST')?.value
}

export const bodyOf = (args: Argument[]): Syntax | undefined => named(args, ['json', 'data', 'content'])
