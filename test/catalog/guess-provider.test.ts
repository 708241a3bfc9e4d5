import { describe, expect, test } from 'vitest'
import { guessProvider } from '../../src/catalog/guess-provider.js'

describe('guessProvider', () => {
  test.each([
    ['gpt-4o', 'openai'],
    ['gpt-4o-2024-11-20', 'openai'],
    ['o3-mini', 'openai'],
    ['chatgpt-4o-latest', 'openai'],
    ['text-embedding-3-large', 'openai'],
    ['dall-e-3', 'openai'],
    ['whisper-1', 'openai'],
    ['tts-1', 'openai'],
    ['ft:gpt-3.5-turbo:my-org::id', 'openai'],
    ['*', 'openai'],
    ['gpt-3.5-turbo-instruct', 'text-completion-openai'],
    ['claude-sonnet-4-6', 'anthropic'],
    ['claude-3-5-sonnet-20240620', 'anthropic'],
    ['claude-2', 'anthropic_text'],
    ['claude-instant-1', 'anthropic_text'],
    ['claude-2.1', 'anthropic'],
    ['claude-opus-9-9', 'anthropic'],
    ['claude-opus-9-9-20290101', 'anthropic'],
    ['gpt-image-9', 'openai'],
    [`meta/llama-2-70b-chat:${'0'.repeat(64)}`, 'replicate'],
    [`meta/llama-2-70b-chat:${'0'.repeat(63)}`, undefined],
    ['meta-llama/llama-3.3-70b-instruct', undefined],
    ['GPT-4o', undefined],
    ['command-r-plus', 'cohere_chat'],
    ['embed-english-v3.0', 'cohere'],
    ['gemini-2.5-pro', 'vertex_ai'],
    ['jamba-1.5-large', 'ai21_chat'],
    ['anthropic.claude-3-sonnet-20240229-v1:0', 'bedrock'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock'],
    ['gpt-oss:20b', undefined],
    ['gpt-7000', undefined],
    ['my-gpt-4o', undefined],
    ['mistral-large-latest', undefined],
    ['llama3.1:latest', undefined],
    ['deepseek-chat', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%j without prefix belongs to %s', (model, provider) => {
    expect(guessProvider(model)).toBe(provider)
  })

  test('a known host decides before the name', () => {
    expect(guessProvider('gpt-4o', 'https://api.groq.com/openai/v1')).toBe('groq')
    expect(guessProvider('llama-3.3-70b', 'https://api.cerebras.ai/v1')).toBe('cerebras')
    expect(guessProvider('llama-3.3-70b', 'https://llm.example.com/v1')).toBeUndefined()
  })

  test.each([
    ['https://API.groq.com/openai/v1/', 'groq'],
    ['https://api.groq.com:443/openai/v1/chat/completions?x=1', 'groq'],
    ['api.perplexity.ai', 'perplexity'],
    ['https://api.moonshot.ai/v1', 'moonshot'],
    ['https://ollama.com/v1', 'ollama'],
    ['https://codestral.mistral.ai/v1/fim/completions', 'text-completion-codestral'],
    ['https://api.groq.com/openai/v11', undefined],
    ['https://api.groq.com', undefined],
    ['https://evil.example/api.groq.com/openai/v1', undefined],
    ['https://evil.example/?u=https://api.groq.com/openai/v1', undefined],
    ['https://api.groq.com.evil.example/openai/v1', undefined],
    ['https://api.groq.com@evil.example/openai/v1', undefined],
    ['', undefined],
  ])('the host of %j belongs to %s', (apiBase, provider) => {
    expect(guessProvider('some-model', apiBase)).toBe(provider)
  })
})
