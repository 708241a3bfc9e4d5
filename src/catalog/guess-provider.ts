/** Which provider LiteLLM means by a model name without a prefix. */
import { bareName, spellings, withoutDate } from './model-names.js'
import { familyFacts } from './prices.js'

/** LiteLLM asks its lists in this order; a name belongs to the first that has it. */
const lists: readonly { readonly provider: string; readonly family: string; readonly shape: RegExp }[] = [
  { provider: 'text-completion-openai', family: 'openai', shape: /^(?:gpt-3\.5-turbo-instruct|babbage-002|davinci-002)/ },
  {
    provider: 'openai',
    family: 'openai',
    shape: /^(?:gpt-(?!oss)|o\d|chatgpt-|codex-|computer-use|text-embedding-(?:3|ada)|dall-e-|whisper-1|tts-1|omni-moderation|text-moderation)/,
  },
  { provider: 'anthropic', family: 'anthropic', shape: /^claude-/ },
  { provider: 'cohere_chat', family: 'cohere', shape: /^command-(?:a|r)/ },
  { provider: 'cohere', family: 'cohere', shape: /^(?:command|embed-|rerank-)/ },
  // Differs from nothing: LiteLLM takes an unprefixed gemini name for Vertex AI, not for AI Studio.
  { provider: 'vertex_ai', family: 'google', shape: /^(?:gemini-|imagen-|text-embedding-00|text-multilingual-embedding)/ },
  { provider: 'bedrock', family: 'bedrock', shape: /^(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen)\./ },
]

/**
 * LiteLLM's provider for a name without prefix, or undefined where it would refuse the name ("LLM Provider NOT provided").
 * Only names that its tables hold count: Mistral, Groq, DeepSeek and xAI models need their prefix.
 */
export function guessProvider(model: string): string | undefined {
  if (model.startsWith('ft:gpt-')) return 'openai'
  const lower = model.toLowerCase()
  return lists.find(({ provider, family, shape }) => shape.test(lower) && isListed(provider, family, lower))?.provider
}

function isListed(provider: string, family: string, model: string): boolean {
  const table = familyFacts(family)
  return spellings(provider, model).some((name) => table.has(name)) || table.has(withoutDate(bareName(model)))
}
