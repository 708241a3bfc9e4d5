/** Which provider LiteLLM means by a model name without a prefix. */
import { bareName, spellings, withoutDate } from './model-names.js'
import { isListed } from './prices.js'

/** LiteLLM asks its lists in this order; a name belongs to the first that has it. */
const lists: readonly { readonly provider: string; readonly family: string; readonly shape: RegExp }[] = [
  { provider: 'text-completion-openai', family: 'openai', shape: /^(?:gpt-3\.5-turbo-instruct|babbage-002|davinci-002)/ },
  {
    provider: 'openai',
    family: 'openai',
    shape:
      /^(?:gpt-(?!oss)|o\d|chatgpt-|codex-|computer-use|text-embedding-(?:3|ada)|dall-e-|whisper-1|tts-1|omni-moderation|text-moderation)/,
  },
  { provider: 'anthropic_text', family: 'anthropic', shape: /^claude-(?:2|instant)/ },
  { provider: 'anthropic', family: 'anthropic', shape: /^claude-/ },
  { provider: 'cohere_chat', family: 'cohere', shape: /^command-(?:a|r)/ },
  { provider: 'cohere', family: 'cohere', shape: /^(?:command|embed-|rerank-)/ },
  // Vertex AI, not AI Studio: so LiteLLM reads an unprefixed Gemini name.
  { provider: 'vertex_ai', family: 'google', shape: /^(?:gemini-|imagen-|text-embedding-00|text-multilingual-embedding)/ },
  {
    provider: 'bedrock',
    family: 'bedrock',
    shape: /^(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen)\./,
  },
]

/** Hosts by which LiteLLM knows the provider of a model without prefix, before it looks at the name. */
const hosts: readonly { readonly provider: string; readonly part: string }[] = [
  { provider: 'perplexity', part: 'api.perplexity.ai' },
  { provider: 'anyscale', part: 'api.endpoints.anyscale.com/v1' },
  { provider: 'deepinfra', part: 'api.deepinfra.com/v1/openai' },
  { provider: 'mistral', part: 'api.mistral.ai/v1' },
  { provider: 'groq', part: 'api.groq.com/openai/v1' },
  { provider: 'nvidia_nim', part: 'https://integrate.api.nvidia.com/v1' },
  { provider: 'cerebras', part: 'https://api.cerebras.ai/v1' },
  { provider: 'sambanova', part: 'https://api.sambanova.ai/v1' },
  { provider: 'ai21_chat', part: 'https://api.ai21.com/studio/v1' },
  { provider: 'empower', part: 'app.empower.dev/api/v1' },
  { provider: 'deepseek', part: 'api.deepseek.com/v1' },
  { provider: 'friendliai', part: 'https://api.friendli.ai/serverless/v1' },
  { provider: 'galadriel', part: 'api.galadriel.com/v1' },
  { provider: 'meta_llama', part: 'https://api.llama.com/compat/v1' },
  { provider: 'nscale', part: 'https://inference.api.nscale.com/v1' },
]

const jamba = /^jamba-(?:1\.5(?:-mini|-large)?|(?:large|mini)-1\.[67])(?:@001)?$/

/**
 * LiteLLM's provider for a name without prefix, or undefined where it would refuse the name ("LLM Provider NOT provided").
 * Only names that its tables hold count: Mistral, Groq, DeepSeek and xAI models need their prefix, unless `apiBase` is
 * the host of one of them.
 */
export function guessProvider(model: string, apiBase?: string): string | undefined {
  const host = apiBase === undefined ? undefined : hosts.find(({ part }) => apiBase.includes(part))
  if (host !== undefined) return host.provider
  if (model === '*' || /^ft:gpt-(?:3\.5-turbo|4)/.test(model)) return 'openai'
  const lower = model.toLowerCase()
  if (jamba.test(lower)) return 'ai21_chat'
  return lists.find(({ provider, family, shape }) => shape.test(lower) && isKnown(provider, family, lower))?.provider
}

function isKnown(provider: string, family: string, model: string): boolean {
  return [...spellings(provider, model), withoutDate(bareName(model))].some((name) => isListed(family, name))
}
