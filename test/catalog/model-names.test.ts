import { describe, expect, test } from 'vitest'
import { bareName, bedrockBase, spellings, withoutDate } from '../../src/catalog/model-names.js'

test.each([
  ['gpt-4o-2024-11-20', 'gpt-4o'],
  ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
  ['claude-opus-4-1@20250805', 'claude-opus-4-1'],
  ['claude-haiku-4-5@default', 'claude-haiku-4-5'],
  ['gpt-4-0613', 'gpt-4-0613'],
  ['mistral-large-2411', 'mistral-large-2411'],
  ['model-20259999', 'model-20259999'],
  ['gpt-4o-2024-08-06-ft', 'gpt-4o-2024-08-06-ft'],
])('%s without its date is %s', (model, want) => {
  expect(withoutDate(model)).toBe(want)
})

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5-20250929'],
  ['global.anthropic.claude-opus-4-6-v1', 'global.anthropic.claude-opus-4-6'],
  ['us-gov.anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-haiku-20240307'],
  ['converse/eu.amazon.nova-pro-v1:0', 'amazon.nova-pro'],
  ['amazon.nova-pro-v1:0:24k', 'amazon.nova-pro'],
  ['amazon.titan-embed-text-v2:0', 'amazon.titan-embed-text-v2'],
  ['mistral.mistral-7b-instruct-v0:2', 'mistral.mistral-7b-instruct'],
])('Bedrock: %s is the model %s', (model, want) => {
  expect(bedrockBase(model)).toBe(want)
})

test.each([
  ['GPT-4o-2024-11-20', 'gpt-4o'],
  ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4.5'],
  ['meta-llama/llama-3.3-70b-instruct:free', 'llama-3.3-70b-instruct'],
  ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet'],
  ['anthropic.claude-v2:1', 'claude-v2:1'],
  ['deepseek-v3', 'deepseek-v3'],
  ['ft:gpt-4o-mini-2024-07-18:org::id', 'gpt-4o-mini'],
  ['o_series/o3', 'o3'],
  ['', ''],
])('the bare name of %j is %j', (model, want) => {
  expect(bareName(model)).toBe(want)
})

describe('spellings', () => {
  test.each([
    ['openai', 'gpt-4o', ['gpt-4o']],
    ['openai', 'responses/GPT-5', ['responses/gpt-5', 'gpt-5']],
    ['anthropic', 'claude-3-5-haiku-latest', ['claude-3-5-haiku-latest', 'claude-3-5-haiku']],
    ['gemini', 'models/gemini-2.0-flash-001', ['models/gemini-2.0-flash-001', 'gemini-2.0-flash-001', 'gemini-2.0-flash']],
    ['azure', 'o_series/o3-mini-2025-01-31', ['o_series/o3-mini-2025-01-31', 'o_series/o3-mini', 'o3-mini-2025-01-31', 'o3-mini']],
    ['openrouter', 'z-ai/glm-4.6:nitro', ['z-ai/glm-4.6:nitro', 'z-ai/glm-4.6']],
    ['__proto__', 'x', ['x']],
  ])('of %s %s, likeliest first', (provider, model, want) => {
    expect(spellings(provider, model)).toEqual(want)
  })
})
