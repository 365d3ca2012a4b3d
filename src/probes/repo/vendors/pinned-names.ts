/** Says whether a model's name stands for one fixed set of weights, or for whatever its vendor puts behind it. */

/** A date (`2024-08-06`, `20241022`, `0613`, `2411`, `08-2024`), a numbered version, or a digest closes the name. */
const dated = /(^|[-@._])((19|20)\d{2}-?[01]\d-?[0-3]\d|[01]\d-(19|20)\d{2}|(0[1-9]|1[0-2])[0-3]\d|2[3-9](0[1-9]|1[0-2]))(?=$|[-:@._v])/
const versioned = /(@\d{3,}|@(19|20)\d{6}|-v\d+(:\d+)?|-(001|002|003|004|005)|:[0-9a-f]{12,}|@sha256:[0-9a-f]{64})$/
const moving = /(^|[-_:@/])(latest|preview|default|auto|stable|current|exp|experimental)$/i

/** Since its 4.6 generation Anthropic names no date: there each name stands for one version (platform.claude.com, model ids and versions). */
const claude = /claude-[a-z]+-(\d+)(?:-(\d{1,2}))?$/
/** Embeddings whose names have never been moved to other weights. */
const embeddings = /^(text-embedding-(3-(small|large)|ada-002|00\d)|embed-(english|multilingual)(-light)?-v\d(\.\d)?|voyage-\d[\w.-]*)$/

export const looksLikeModel = (text: string): boolean =>
  /^[\w.@:/-]{3,120}$/.test(text) &&
  !/[/:]$|^\.{0,2}\//.test(text) &&
  /(gpt|claude|gemini|gemma|llama|mistral|mixtral|codestral|command|titan|nova|deepseek|qwen|palm|bison|davinci|babbage|curie|ada-|o[134](-|$)|embed|dall-e|whisper|tts-|imagen|sonar|grok|phi-|jamba|kimi|glm|sonnet|opus|haiku|voyage|rerank|^[\w.-]+\/[\w.-]+(:[0-9a-f]{64})?$)/i.test(
    text,
  )

export function isPinned(name: string): boolean {
  const plain = name.trim().replace(/^(ft|tuned):/, '')
  if (moving.test(plain)) return false
  if (dated.test(plain) || versioned.test(plain)) return true
  const last = plain.split(/[/:]/).at(-1) ?? plain
  if (embeddings.test(last)) return true
  const [, major, minor] = claude.exec(last) ?? []
  return major !== undefined && (Number(major) > 4 || (Number(major) === 4 && Number(minor ?? 0) >= 6))
}
