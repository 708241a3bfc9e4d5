/** Mode, limits, capabilities and flags: the catalogue's, overridden by the config. */
import { describe, expect, test } from 'vitest'
import { resolveOne } from './resolve-one.js'

describe('facts', () => {
  test('come from the catalogue', () => {
    const { mode, modeFrom, contextWindow, capabilities } = resolveOne('model: openai/gpt-4o')
    expect({ mode, modeFrom, contextWindow, tools: capabilities.tools, vision: capabilities.vision }).toEqual({
      mode: 'chat',
      modeFrom: 'catalogue',
      contextWindow: 128_000,
      tools: 'yes',
      vision: 'yes',
    })
  })

  test('model_info wins', () => {
    const info = 'mode: embedding, max_input_tokens: 9, max_output_tokens: "7", supports_vision: false, supports_reasoning: true'
    const { mode, contextWindow, maxOutputTokens, capabilities } = resolveOne('model: openai/gpt-4o', info)
    expect({ mode, contextWindow, maxOutputTokens, vision: capabilities.vision, reasoning: capabilities.reasoning }).toEqual({
      mode: 'embedding',
      contextWindow: 9,
      maxOutputTokens: 7,
      vision: 'no',
      reasoning: 'yes',
    })
  })

  test('base_model says what an Azure deployment is', () => {
    const azure = resolveOne('model: azure/prod, api_base: http://h', 'base_model: azure/gpt-4o')
    expect([azure.contextWindow, azure.price.by]).toEqual([128_000, 'row'])
    expect(resolveOne('model: azure/prod, api_base: http://h').contextWindow).toBeUndefined()
  })

  test('an unknown mode counts as not given', () => {
    const { mode, modeFrom } = resolveOne('model: openai/text-embedding-3-small', 'mode: embeddings')
    expect([mode, modeFrom]).toEqual(['embedding', 'catalogue'])
  })

  test('the model of another provider is found by its host', () => {
    expect(resolveOne('model: openai/grok-4, api_base: "https://api.x.ai/v1"').contextWindow).toBe(
      resolveOne('model: xai/grok-4').contextWindow,
    )
    const cohere = resolveOne('model: openai/command-a-03-2025, api_base: "https://api.cohere.ai/compatibility/v1"')
    expect(cohere.contextWindow).toBe(256_000)
  })

  test('series hints mark reasoning models under any deployment name', () => {
    expect(resolveOne('model: azure/o_series/prod, api_base: http://h').flags).toEqual(['openai-reasoning'])
  })

  test('a text model holds chats where its format does, and only there', () => {
    const mode = (model: string, info = '') => resolveOne(`model: ${model}, api_base: "http://h"`, info).mode
    expect([
      mode('text-completion-openai/gpt-3.5-turbo-instruct'),
      mode('text-completion-openai/mine', 'mode: completion'),
      mode('watsonx_text/mine', 'mode: completion'),
      mode('openai/gpt-3.5-turbo-instruct'),
      mode('azure/mine', 'mode: completion'),
    ]).toEqual(['chat', 'chat', 'chat', 'completion', 'completion'])
  })

  test('a pattern has the flags of no model, whatever it sounds like', () => {
    expect(resolveOne('model: anthropic/claude-*')).toMatchObject({ flags: [], maxOutputTokens: undefined })
    expect(resolveOne('model: anthropic/claude-*', 'base_model: anthropic/claude-opus-4-5').flags).toContain('effort')
  })
})
