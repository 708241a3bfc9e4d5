/** Which models are called in another format than their provider's. */
import { describe, expect, test } from 'vitest'
import { formatOf } from '../../src/catalog/format-of.js'
import { findModel } from '../../src/catalog/models.js'
import { findProvider } from '../../src/catalog/providers.js'

function formatFor(name: string, model: string, responses = false) {
  const provider = findProvider(name)
  if (provider === undefined) throw new Error(`no provider ${name}`)
  return formatOf({ provider, model, mode: findModel(name, model)?.mode ?? 'chat', responses })
}

describe('the Responses API', () => {
  test.each([
    ['openai', 'o1-pro'],
    ['openai', 'o3-pro-2025-06-10'],
    ['openai', 'gpt-5-pro'],
    ['openai', 'gpt-5.2-pro'],
    ['openai', 'gpt-5-codex'],
    ['openai', 'gpt-5.1-codex-max'],
    ['openai', 'codex-mini-latest'],
    ['openai', 'computer-use-preview'],
    ['openai', 'o3-deep-research'],
    ['openai', 'o4-mini-deep-research-2025-06-26'],
    ['azure', 'gpt-5-codex', 'azure-responses'],
    ['azure', 'o1-pro', 'azure-responses'],
    ['openrouter', 'openai/gpt-5-pro'],
  ])('%s/%s answers there only', (provider, model, want = 'openai-responses') => {
    expect(formatFor(provider, model)).toBe(want)
  })

  test.each([
    ['openai', 'gpt-5', 'openai-responses'],
    ['azure', 'my-deployment', 'azure-responses'],
    ['xai', 'grok-4', 'openai-responses'],
    ['azure_text', 'x', undefined],
    ['mistral', 'x', undefined],
    ['anthropic', 'x', undefined],
  ])('%s/responses/%s asks for it', (provider, model, want) => {
    expect(formatFor(provider, model, true)).toBe(want)
  })

  test.each([
    ['openai', 'gpt-5'],
    ['openai', 'gpt-5-mini'],
    ['openai', 'gpt-4o'],
    ['openai', 'gpt-5.2-proo'],
    ['azure', 'gpt-5-chat'],
    ['poe', 'gpt-5-codex'],
  ])('%s/%s is called by chat', (provider, model) => {
    expect(formatFor(provider, model)).toBeUndefined()
  })
})
