/**
 * What the price list does not know, kept by hand under LiteLLM's key names. Prices are US dollars per unit.
 * A key here wins over the list. Sources: each vendor's public price and model pages.
 */
import type { Mode } from '../plan/plan.js'

export type OverlayEntry = {
  readonly mode?: Mode
  readonly max_input_tokens?: number
  readonly max_output_tokens?: number
  readonly input_cost_per_token?: number
  readonly output_cost_per_token?: number
  readonly cache_read_input_token_cost?: number
  readonly cache_creation_input_token_cost?: number
  readonly cache_creation_input_token_cost_above_1hr?: number
  readonly input_cost_per_audio_token?: number
  readonly output_cost_per_audio_token?: number
  readonly output_cost_per_reasoning_token?: number
  readonly input_cost_per_request?: number
  readonly input_cost_per_second?: number
  readonly input_cost_per_character?: number
  readonly input_cost_per_query?: number
  readonly output_cost_per_image?: number
  readonly supports_function_calling?: boolean
  readonly supports_vision?: boolean
  readonly supports_response_schema?: boolean
  readonly supports_reasoning?: boolean
  /** Day the vendor stops or stopped serving the model. */
  readonly deprecation_date?: string
  /** Not LiteLLM's: further ids of the same model. */
  readonly aliases?: readonly string[]
}

/** Keyed by price family and model: `openai/gpt-4o`. */
export const overlay: { readonly [familyAndModel: string]: OverlayEntry } = {
  'openai/gpt-4.1': { max_input_tokens: 1_047_576 },
  'openai/gpt-4.1-mini': { max_input_tokens: 1_047_576 },
  'openai/gpt-4.1-nano': { max_input_tokens: 1_047_576 },
  'openai/gpt-5-codex': {
    mode: 'responses',
    max_input_tokens: 400_000,
    input_cost_per_token: 1.25e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-7,
  },
  'openai/gpt-5-chat-latest': {
    max_input_tokens: 128_000,
    max_output_tokens: 16_384,
    input_cost_per_token: 1.25e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-7,
    aliases: ['gpt-5-chat'],
  },
  'openai/gpt-5.1-chat-latest': {
    max_input_tokens: 128_000,
    max_output_tokens: 16_384,
    input_cost_per_token: 1.25e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-7,
    aliases: ['gpt-5.1-chat'],
  },
  'openai/gpt-5.2-chat-latest': {
    max_input_tokens: 128_000,
    max_output_tokens: 16_384,
    input_cost_per_token: 1.75e-6,
    output_cost_per_token: 1.4e-5,
    cache_read_input_token_cost: 1.75e-7,
    aliases: ['gpt-5.2-chat'],
  },
  // Also what completions replies call it.
  'openai/gpt-3.5-turbo-instruct': { aliases: ['gpt-3.5-turbo-instruct:20230824-v2'] },
  'openai/chatgpt-4o-latest': { max_output_tokens: 16_384 },
  'openai/gpt-4o-mini-tts': { max_input_tokens: 2_000 },
  'openai/tts-1': { mode: 'audio_speech', input_cost_per_character: 1.5e-5, aliases: ['tts-1-1106'] },
  'openai/tts-1-hd': { mode: 'audio_speech', input_cost_per_character: 3e-5, aliases: ['tts-1-hd-1106'] },
  // Standard quality, 1024 by 1024; other sizes cost more and are not told apart here.
  'openai/dall-e-2': { mode: 'image_generation', output_cost_per_image: 0.02 },
  'openai/dall-e-3': { mode: 'image_generation', output_cost_per_image: 0.04 },
  'openai/omni-moderation-latest': {
    mode: 'moderation',
    input_cost_per_token: 0,
    output_cost_per_token: 0,
    aliases: ['omni-moderation-2024-09-26'],
  },
  'openai/text-moderation-latest': {
    mode: 'moderation',
    input_cost_per_token: 0,
    output_cost_per_token: 0,
    aliases: ['text-moderation-stable'],
  },
  'openai/babbage-002': { mode: 'completion', max_input_tokens: 16_384, input_cost_per_token: 4e-7, output_cost_per_token: 4e-7 },
  'openai/davinci-002': { mode: 'completion', max_input_tokens: 16_384, input_cost_per_token: 2e-6, output_cost_per_token: 2e-6 },

  'anthropic/claude-2': { aliases: ['claude-2.0', 'claude-2.1'], deprecation_date: '2025-07-21' },
  'anthropic/claude-3-haiku': { deprecation_date: '2026-04-20' },
  'anthropic/claude-3-opus-latest': { deprecation_date: '2026-01-05' },
  'anthropic/claude-3-sonnet': { deprecation_date: '2025-07-21' },
  'anthropic/claude-3-5-sonnet': { deprecation_date: '2025-10-28' },

  // Both names are served by V4 Flash; DeepSeek announced their end for this day.
  'deepseek/deepseek-chat': {
    max_input_tokens: 1_000_000,
    input_cost_per_token: 2.2e-7,
    output_cost_per_token: 6.6e-7,
    cache_read_input_token_cost: 7e-9,
    deprecation_date: '2026-07-24',
    aliases: ['deepseek-coder'],
  },
  'deepseek/deepseek-reasoner': {
    max_input_tokens: 1_000_000,
    input_cost_per_token: 2.2e-7,
    output_cost_per_token: 6.6e-7,
    cache_read_input_token_cost: 7e-9,
    deprecation_date: '2026-07-24',
  },

  'groq/llama-3.3-70b-versatile': { max_input_tokens: 131_072, max_output_tokens: 32_768 },
  'groq/llama-3.1-8b-instant': { max_input_tokens: 131_072, max_output_tokens: 131_072 },
  'groq/llama-3.1-70b-versatile': { max_input_tokens: 131_072, deprecation_date: '2025-01-24' },
  'groq/mixtral-8x7b-32768': { max_input_tokens: 32_768, deprecation_date: '2025-03-20' },
  'groq/gemma2-9b-it': { max_input_tokens: 8_192 },
  'groq/meta-llama/llama-4-scout-17b-16e-instruct': { max_input_tokens: 131_072, max_output_tokens: 8_192 },
  'groq/meta-llama/llama-4-maverick-17b-128e-instruct': { max_output_tokens: 8_192 },
  'groq/qwen/qwen3-32b': { max_output_tokens: 40_960 },
  'groq/openai/gpt-oss-120b': { max_output_tokens: 65_536 },
  'groq/openai/gpt-oss-20b': { max_output_tokens: 65_536 },

  'mistral/mistral-large': { max_input_tokens: 131_072 },
  // What `-latest` names today: Large 3 and Small 4.
  'mistral/mistral-large-2512': { aliases: ['mistral-large-latest'] },
  'mistral/mistral-small-2603': { aliases: ['mistral-small-latest'], supports_reasoning: true, supports_function_calling: true },
  'mistral/mistral-medium-3-1': { max_input_tokens: 131_072 },
  'mistral/mistral-medium-latest': { max_input_tokens: 262_144 },
  'mistral/mistral-saba': { max_input_tokens: 32_768 },
  'mistral/mistral-nemo': { max_input_tokens: 131_072, aliases: ['open-mistral-nemo'] },
  'mistral/magistral-medium': {
    max_input_tokens: 40_960,
    aliases: ['magistral-medium-latest', 'magistral-medium-2506', 'magistral-medium-2507', 'magistral-medium-2509'],
  },
  'mistral/magistral-small': {
    max_input_tokens: 40_960,
    aliases: ['magistral-small-latest', 'magistral-small-2506', 'magistral-small-2507', 'magistral-small-2509'],
  },
  'mistral/ministral-8b-latest': { max_input_tokens: 262_144 },
  'mistral/codestral': { aliases: ['codestral-latest', 'codestral-2501'] },
  'mistral/codestral-embed': {
    mode: 'embedding',
    max_input_tokens: 8_192,
    input_cost_per_token: 1.5e-7,
    aliases: ['codestral-embed-2505'],
  },
  'mistral/pixtral-12b': { max_input_tokens: 131_072, aliases: ['pixtral-12b-2409'] },
  'mistral/pixtral-large': { max_input_tokens: 131_072 },
  'mistral/mistral-moderation-latest': { mode: 'moderation', aliases: ['mistral-moderation-2411'] },

  'cohere/command-a': { max_input_tokens: 256_000, max_output_tokens: 8_000 },
  'cohere/command-r': { max_input_tokens: 128_000, max_output_tokens: 4_096 },
  'cohere/command-r-plus': { max_input_tokens: 128_000, max_output_tokens: 4_096 },
  'cohere/command-r7b': { max_input_tokens: 128_000, max_output_tokens: 4_096 },
  'cohere/command-a-reasoning-08-2025': {
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    max_input_tokens: 256_000,
    max_output_tokens: 32_000,
    supports_function_calling: true,
    supports_reasoning: true,
  },
  'cohere/command-a-vision-07-2025': {
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    max_input_tokens: 128_000,
    max_output_tokens: 8_000,
    supports_vision: true,
    supports_function_calling: false,
  },
  'cohere/embed-english-v3.0': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'cohere/embed-english-light-v3.0': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'cohere/embed-multilingual-v3.0': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'cohere/embed-multilingual-light-v3.0': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'cohere/rerank-v3.5': { mode: 'rerank', max_input_tokens: 4_096, input_cost_per_query: 0.002 },
  'cohere/rerank-english-v3.0': { mode: 'rerank', max_input_tokens: 4_096, input_cost_per_query: 0.002 },
  'cohere/rerank-multilingual-v3.0': { mode: 'rerank', max_input_tokens: 4_096, input_cost_per_query: 0.002 },

  'google/gemini-2.5-pro': { max_input_tokens: 1_048_576 },
  'google/gemini-3-pro-preview': { max_input_tokens: 1_048_576 },
  'google/gemini-3.1-pro-preview': { max_input_tokens: 1_048_576 },
  'google/gemini-embedding-2': { aliases: ['gemini-embedding-2-preview'] },
  'google/gemini-embedding-001': { max_input_tokens: 2_048 },
  'google/text-embedding-004': { mode: 'embedding', max_input_tokens: 2_048, deprecation_date: '2026-01-14' },
  'google/text-embedding-005': { mode: 'embedding', max_input_tokens: 2_048 },
  'google/imagen-3.0-generate-001': { mode: 'image_generation', output_cost_per_image: 0.04 },
  'google/imagen-3.0-generate-002': { mode: 'image_generation', output_cost_per_image: 0.04 },
  'google/imagen-4.0-generate-001': { mode: 'image_generation', output_cost_per_image: 0.04 },
  'google/imagen-4.0-fast-generate-001': { mode: 'image_generation', output_cost_per_image: 0.02 },
  'google/imagen-4.0-ultra-generate-001': { mode: 'image_generation', output_cost_per_image: 0.06 },

  'xai/grok-4.20': {
    aliases: ['grok-4.20-0309-reasoning', 'grok-4.20-0309-non-reasoning', 'grok-4.20-reasoning', 'grok-4.20-non-reasoning'],
  },
  'xai/grok-2-image-1212': { mode: 'image_generation', output_cost_per_image: 0.07, aliases: ['grok-2-image', 'grok-2-image-latest'] },

  'perplexity/sonar-reasoning': { max_input_tokens: 128_000 },

  'together_ai/openai/gpt-oss-120b': { max_input_tokens: 131_072, input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 },
  'together_ai/openai/gpt-oss-20b': { max_input_tokens: 131_072, input_cost_per_token: 5e-8, output_cost_per_token: 2e-7 },
  'together_ai/Qwen/Qwen2.5-72B-Instruct-Turbo': { max_input_tokens: 32_768, input_cost_per_token: 1.2e-6, output_cost_per_token: 1.2e-6 },
  'together_ai/black-forest-labs/FLUX.1.1-pro': { mode: 'image_generation', output_cost_per_image: 0.04 },
  'bedrock/amazon.titan-embed-text-v2': { mode: 'embedding', max_input_tokens: 8_192, input_cost_per_token: 2e-8 },
  // With and without the revision: `bedrock/` and `bedrock_mantle/` name them so.
  'bedrock/openai.gpt-oss-120b-1': { aliases: ['openai.gpt-oss-120b'] },
  'bedrock/openai.gpt-oss-20b-1': { aliases: ['openai.gpt-oss-20b'] },
  'bedrock/cohere.embed': { mode: 'embedding', max_input_tokens: 128_000, input_cost_per_token: 1.2e-7 },
  'bedrock/cohere.embed-english': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'bedrock/cohere.embed-multilingual': { mode: 'embedding', max_input_tokens: 512, input_cost_per_token: 1e-7 },
  'bedrock/cohere.rerank': { mode: 'rerank', input_cost_per_query: 0.002 },
  'bedrock/amazon.rerank': { mode: 'rerank', input_cost_per_query: 0.001 },

  'zai/glm-4.7': {
    max_input_tokens: 200_000,
    input_cost_per_token: 6e-7,
    output_cost_per_token: 2.2e-6,
    cache_read_input_token_cost: 1.1e-7,
  },
  'zai/glm-4.6': {
    max_input_tokens: 200_000,
    input_cost_per_token: 6e-7,
    output_cost_per_token: 2.2e-6,
    cache_read_input_token_cost: 1.1e-7,
  },
  'zai/glm-4.5': {
    max_input_tokens: 128_000,
    input_cost_per_token: 6e-7,
    output_cost_per_token: 2.2e-6,
    cache_read_input_token_cost: 1.1e-7,
  },
  'zai/glm-4.5-air': {
    max_input_tokens: 128_000,
    input_cost_per_token: 2e-7,
    output_cost_per_token: 1.1e-6,
    cache_read_input_token_cost: 3e-8,
  },
}
