import { describe, expect, test } from 'vitest'
import { findModel, modelNames } from '../../src/catalog/models.js'
import type { ModelRow } from '../../src/catalog/rows.js'
import type { ModelFlag } from '../../src/plan/plan.js'

const row = (name: string): ModelRow => {
  const slash = name.indexOf('/')
  const found = findModel(name.slice(0, slash), name.slice(slash + 1))
  if (found === undefined) throw new Error(`no model ${name}`)
  return found
}
const letters = ({ capabilities: can }: ModelRow): string =>
  [can.tools, can.vision, can.jsonSchema, can.reasoning].map((known) => (known === 'yes' ? 'y' : known === 'no' ? 'n' : '?')).join('')

test('the models of the example config have mode, window, price and capabilities', () => {
  expect(row('openai/gpt-4o')).toEqual({
    provider: 'openai',
    model: 'gpt-4o',
    mode: 'chat',
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    capabilities: { tools: 'yes', vision: 'yes', jsonSchema: 'yes', reasoning: 'no' },
    flags: [],
    price: {
      model: 'gpt-4o',
      family: 'openai',
      input: 2_500_000,
      output: 10_000_000,
      cacheRead: 1_250_000,
      perSearch: 10_000_000_000,
      services: { batch: { input: 1_250_000, output: 5_000_000 } },
    },
  })
  expect(row('anthropic/claude-sonnet-4-20250514')).toEqual({
    provider: 'anthropic',
    model: 'claude-sonnet-4-20250514',
    mode: 'chat',
    contextWindow: 200_000,
    maxOutputTokens: 64_000,
    capabilities: { tools: 'yes', vision: 'yes', jsonSchema: 'yes', reasoning: 'yes' },
    flags: [],
    price: {
      model: 'claude-sonnet-4-0',
      family: 'anthropic',
      input: 3_000_000,
      output: 15_000_000,
      cacheRead: 300_000,
      cacheWrite: 3_750_000,
      cacheWrite1h: 6_000_000,
      perSearch: 10_000_000_000,
    },
  })
  // A deployment name: no model, no price, no flag.
  expect(findModel('azure', 'gpt-4o-prod')?.price).toBeUndefined()
})

describe('a model is found under every spelling', () => {
  test.each([
    ['openai/gpt-4o-2024-11-20', 'openai', 'gpt-4o'],
    ['openai/gpt-4o-2024-05-13', 'openai', 'gpt-4o-2024-05-13'],
    ['openai/gpt-4-0613', 'openai', 'gpt-4'],
    ['openai/GPT-4o-mini', 'openai', 'gpt-4o-mini'],
    ['anthropic/claude-3-5-haiku-20241022', 'anthropic', 'claude-3-5-haiku-latest'],
    ['anthropic/claude-opus-4-1-20250805', 'anthropic', 'claude-opus-4-1'],
    ['anthropic/claude-sonnet-4-5-latest', 'anthropic', 'claude-sonnet-4-5'],
    ['azure/gpt-4o', 'openai', 'gpt-4o'],
    ['azure/gpt-35-turbo', 'openai', 'gpt-3.5-turbo'],
    ['azure/gpt-4-1-mini', 'openai', 'gpt-4.1-mini'],
    ['azure/o_series/o3-mini', 'openai', 'o3-mini'],
    ['azure/whisper', 'openai', 'whisper-1'],
    ['bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock', 'anthropic.claude-sonnet-4-5-20250929'],
    ['bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock', 'global.anthropic.claude-sonnet-4-5-20250929'],
    ['bedrock/converse/eu.amazon.nova-micro-v1:0', 'bedrock', 'amazon.nova-micro'],
    ['bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0', 'bedrock', 'anthropic.claude-3-5-sonnet-20241022'],
    ['bedrock/amazon.titan-embed-text-v2:0', 'bedrock', 'amazon.titan-embed-text-v2'],
    ['gemini/models/gemini-2.5-flash', 'google', 'gemini-2.5-flash'],
    ['gemini/gemini-2.0-flash-001', 'google', 'gemini-2.0-flash'],
    ['vertex_ai/claude-sonnet-4-5@20250929', 'google', 'claude-sonnet-4-5'],
    ['vertex_ai/claude-haiku-4-5@20251001', 'anthropic', 'claude-haiku-4-5'],
    ['openrouter/anthropic/claude-4.5-sonnet-20250929', 'openrouter', 'anthropic/claude-sonnet-4.5'],
    ['openrouter/openai/gpt-4.1-mini:nitro', 'openrouter', 'openai/gpt-4.1-mini'],
    ['fireworks_ai/deepseek-v3p2', 'fireworks_ai', 'accounts/fireworks/models/deepseek-v3p2'],
    ['fireworks_ai/accounts/fireworks/models/deepseek-v3p2', 'fireworks_ai', 'accounts/fireworks/models/deepseek-v3p2'],
    ['groq/meta-llama/llama-4-scout-17b-16e-instruct', 'groq', 'meta-llama/llama-4-scout-17b-16e-instruct'],
    ['xai/grok-4-latest', 'xai', 'grok-4-0709'],
    ['mistral/mistral-large-latest', 'mistral', 'mistral-large-2512'],
    ['cohere_chat/command-r-plus-08-2024', 'cohere', 'command-r-plus'],
  ])('%s is priced as %s/%s', (name, family, model) => {
    const { price } = row(name)
    expect({ family: price?.family, model: price?.model }).toEqual({ family, model })
  })

  test('a free variant of OpenRouter is free, the same model without the suffix is not', () => {
    expect(row('openrouter/minimax/minimax-m2:free').price).toMatchObject({ input: 0, output: 0 })
    expect(row('openrouter/minimax/minimax-m2').price?.input).toBeGreaterThan(0)
  })

  test("every model on a local Ollama is free, on another server of one's own its price is unknown", () => {
    expect(row('ollama/qwen3:4b').price).toEqual({ model: 'qwen3:4b', family: 'ollama', input: 0, output: 0 })
    expect(row('hosted_vllm/qwen3-32b').price).toBeUndefined()
  })

  test.each(['openai/__proto__', 'openai/constructor', '__proto__/gpt-4o-x', 'openai/my-model', 'azure/<your-deployment>'])(
    '%s is unknown',
    (name) => {
      const slash = name.indexOf('/')
      expect(findModel(name.slice(0, slash), name.slice(slash + 1))?.price).toBeUndefined()
    },
  )
})

describe('the mode of a model', () => {
  test.each([
    ['openai/gpt-4o', 'chat'],
    ['openai/text-embedding-3-small', 'embedding'],
    ['ollama/nomic-embed-text', 'embedding'],
    ['bedrock/cohere.embed-v4:0', 'embedding'],
    ['openai/whisper-1', 'audio_transcription'],
    ['azure/gpt-4o-transcribe-diarize', 'audio_transcription'],
    ['openai/tts-1', 'audio_speech'],
    ['azure/gpt-4o-mini-tts', 'audio_speech'],
    ['openai/dall-e-3', 'image_generation'],
    ['azure/gpt-image-2', 'image_generation'],
    ['together_ai/black-forest-labs/FLUX.1.1-pro', 'image_generation'],
    ['gemini/imagen-4.0-generate-001', 'image_generation'],
    ['vertex_ai/gemini-2.5-flash-image', 'image_generation'],
    ['cohere/rerank-v3.5', 'rerank'],
    ['openai/omni-moderation-latest', 'moderation'],
    ['openai/gpt-realtime', 'realtime'],
    ['openai/gpt-3.5-turbo-instruct', 'completion'],
    ['openai/gpt-5-pro-2025-10-06', 'responses'],
    ['azure/gpt-5.1-codex', 'responses'],
    ['azure/responses/gpt-5.4', 'responses'],
    ['openai/o3-deep-research', 'responses'],
    ['perplexity/sonar-deep-research', 'chat'],
    ['groq/openai/gpt-oss-20b', 'chat'],
    ['mistral/codestral-embed', 'embedding'],
  ])('%s is for %s', (name, mode) => {
    expect(row(name).mode).toBe(mode)
  })
})

describe('capabilities: tools, vision, JSON schema, reasoning', () => {
  test.each([
    ['openai/gpt-4o-mini', 'yyyn'],
    ['openai/gpt-4-turbo', 'yynn'],
    ['openai/gpt-4', 'ynnn'],
    ['openai/gpt-3.5-turbo', 'ynnn'],
    ['openai/o1-mini', 'nnn?'],
    ['openai/o3-mini', 'ynyy'],
    ['openai/gpt-5-mini', 'yyyy'],
    ['anthropic/claude-3-haiku-20240307', 'yyyn'],
    ['anthropic/claude-2.1', 'nnnn'],
    ['anthropic/claude-sonnet-4-5', 'yyyy'],
    ['gemini/gemini-2.0-flash', 'yyyn'],
    ['gemini/gemini-2.5-pro', 'yyyy'],
    ['perplexity/sonar', 'n?y?'],
    ['deepseek/deepseek-chat', 'y?y?'],
    ['openai/llama3', '????'],
  ])('%s has %s', (name, want) => {
    expect(letters(row(name))).toBe(want)
  })
})

describe('flags', () => {
  const newest: readonly ModelFlag[] = ['adaptive-thinking', 'no-prefill', 'no-sampling', 'effort-xhigh', 'native-json-schema']
  test.each<[string, readonly ModelFlag[]]>([
    ['openai/gpt-4o', []],
    ['openai/o1', ['openai-reasoning']],
    ['openai/o1-mini', ['openai-reasoning', 'no-system-role']],
    ['openai/o1-preview-2024-09-12', ['openai-reasoning', 'no-system-role']],
    ['openai/o4-mini', ['openai-reasoning']],
    ['openai/gpt-5', ['openai-reasoning']],
    ['openai/gpt-5-chat-latest', []],
    ['openai/gpt-5.1', ['openai-reasoning', 'no-sampling-unless-effort-none']],
    ['openai/gpt-5.4-mini', ['openai-reasoning', 'no-sampling-unless-effort-none']],
    ['openai/gpt-6-sol', ['openai-reasoning', 'no-sampling-unless-effort-none']],
    ['azure/o_series/my-deployment', ['openai-reasoning']],
    ['azure/gpt5_series/my-deployment', ['openai-reasoning']],
    ['openrouter/openai/gpt-5', []],
    ['openrouter/anthropic/claude-opus-4.7', []],
    ['groq/openai/gpt-oss-120b', []],
    ['anthropic/claude-3-5-sonnet-20241022', []],
    ['anthropic/claude-opus-4-20250514', []],
    ['anthropic/claude-opus-4-1-20250805', ['native-json-schema']],
    ['anthropic/claude-haiku-4-5', ['native-json-schema']],
    ['anthropic/claude-opus-4-5', ['native-json-schema', 'effort']],
    ['anthropic/claude-opus-4-6', ['adaptive-thinking', 'no-prefill', 'native-json-schema']],
    ['anthropic/claude-sonnet-4-6', ['adaptive-thinking', 'no-prefill', 'native-json-schema']],
    ['anthropic/claude-opus-4-7', newest],
    ['anthropic/claude-sonnet-5', newest],
    ['anthropic/claude-opus-5-5', newest],
    [
      'anthropic/claude-fable-5',
      ['adaptive-thinking', 'no-prefill', 'no-sampling', 'effort-xhigh', 'no-forced-tool', 'native-json-schema'],
    ],
    [
      'anthropic/claude-mythos-preview',
      ['adaptive-thinking', 'no-prefill', 'no-sampling', 'effort-xhigh', 'no-forced-tool', 'native-json-schema'],
    ],
    ['anthropic/claude-saga-7', newest],
    ['bedrock/us.anthropic.claude-opus-4-6-v1:0', ['adaptive-thinking', 'no-prefill', 'native-json-schema']],
    ['vertex_ai/claude-sonnet-4-5@20250929', ['native-json-schema']],
    ['gemini/gemini-3-pro-preview', ['gemini-3', 'no-effort-medium']],
    ['gemini/gemini-3-flash-preview', ['gemini-3', 'effort-minimal']],
    ['gemini/gemini-3.1-pro-preview', ['gemini-3']],
    ['vertex_ai/gemini-3-pro-preview', ['gemini-3', 'no-effort-medium']],
    ['vertex_ai_beta/gemini-4-flash', ['gemini-3']],
    ['gemini/gemini-2.5-pro', ['thinking-always']],
    ['gemini/models/gemini-2.5-pro', ['thinking-always']],
    ['gemini/gemini-2.5-pro-preview-06-05', ['thinking-always', 'no-penalties']],
    ['gemini/gemini-2.5-flash', []],
    ['gemini/gemini-2.0-flash', []],
    ['gemini/gemini-1.5-pro', ['openapi-schema']],
    ['gemini/gemini-1.5-flash-8b', ['openapi-schema']],
    ['gemini/gemini-1.0-pro', ['openapi-schema']],
    ['gemini/gemma-3-27b-it', ['openapi-schema', 'no-system-instruction']],
    ['openrouter/google/gemini-3-pro-preview', []],
    ['ollama/gemma3:27b', []],
    ['groq/gemma2-9b-it', []],
  ])('%s has %j', (name, flags) => {
    expect(row(name).flags).toEqual(flags)
  })
})

describe("most output of Claude, the default of Anthropic's max_tokens", () => {
  test.each([
    ['claude-2.1', 4_096],
    ['claude-3-haiku-20240307', 4_096],
    ['claude-3-opus-latest', 4_096],
    ['claude-3-5-sonnet-20241022', 8_192],
    ['claude-3-5-haiku-latest', 8_192],
    ['claude-3-7-sonnet-20250219', 64_000],
    ['claude-opus-4-0', 32_000],
    ['claude-opus-4-1', 32_000],
    ['claude-sonnet-4-0', 64_000],
    ['claude-sonnet-4-5', 64_000],
    ['claude-haiku-4-5', 64_000],
    ['claude-opus-4-5-20251101', 64_000],
    ['claude-opus-4-6', 128_000],
    ['claude-sonnet-5', 128_000],
    ['claude-something-new', 128_000],
  ])('%s writes up to %i tokens', (model, tokens) => {
    expect(findModel('anthropic', model)?.maxOutputTokens).toBe(tokens)
  })
})

test('modelNames lists what a provider has rows for, sorted', () => {
  expect(modelNames('deepseek')).toEqual(modelNames('deepseek').toSorted())
  expect(modelNames('deepseek')).toContain('deepseek-v4-pro')
  expect(modelNames('__proto__')).toEqual([])
})
