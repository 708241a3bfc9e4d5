/** Counting tokens here: exact with a tokenizer, near without. */
import * as tokenizer from 'gpt-tokenizer'
import { describe, expect, test } from 'vitest'
import { countLocally } from '../../../src/runtime/tokens/local-tokens.js'
import { estimateTokens } from '../../../src/runtime/tokens/token-estimate.js'

describe('a request', () => {
  const messages = [
    { role: 'user' as const, content: 'hello world' },
    {
      role: 'user' as const,
      content: [
        { type: 'text' as const, text: 'hello' },
        { type: 'image_url' as const, image_url: { url: 'data:' } },
      ],
    },
  ]
  test('is counted by the tokenizer where there is one', () => {
    const tools = [{ type: 'function' as const, function: { name: 'f' } }]
    const want = 3 + (3 + 1 + 2) + (3 + 1 + 1 + 765) + tokenizer.countTokens(JSON.stringify(tools))
    expect(countLocally({ model: 'a', messages, tools }, 'gpt-4o', tokenizer)).toEqual({
      input_tokens: want,
      model: 'gpt-4o',
      source: 'local',
    })
  })

  test('is estimated where there is none, or another thing of that name', () => {
    const words = ['user', 'hello world', 'user', 'hello'].reduce((sum, text) => sum + estimateTokens(text), 0)
    const want = { input_tokens: Math.ceil(words) + 3 + 3 + (3 + 765), model: 'gpt-4o', source: 'local' }
    expect([countLocally({ model: 'a', messages }, 'gpt-4o', undefined), countLocally({ model: 'a', messages }, 'gpt-4o', {})]).toEqual([
      want,
      want,
    ])
  })

  test('holds text that the tokenizer takes for a control token', () => {
    const hostile = { model: 'a', messages: [{ role: 'user' as const, content: 'a <|endoftext|> b' }] }
    expect(countLocally(hostile, 'gpt-4o', tokenizer).input_tokens).toBeGreaterThan(10)
  })
})
