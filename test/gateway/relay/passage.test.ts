/** What passes to whom as bytes follows from what the adapter makes of samples: nobody keeps a list. */
import { describe, expect, test } from 'vitest'
import { findPassage } from '../../../src/gateway/relay/passage.js'
import type { Target } from '../../../src/providers/adapter.js'
import { openai } from '../../../src/providers/openai.js'
import { chatCall } from '../../support/codec.js'
import { rowTarget } from '../../support/native-request.js'

function passage(target: Target) {
  const { chat } = openai.endpoints
  if (chat === undefined) throw new Error('the format has chats')
  return findPassage({ endpoint: 'chat', adapter: openai, codec: chat, target, call: chatCall() })
}

describe('a passage', () => {
  test('to OpenAI takes every member that has a sample, in every role', () => {
    const found = passage(rowTarget('openai', { model: 'gpt-4o' }))
    expect([...(found?.roles ?? [])]).toEqual(['user', 'system', 'developer', 'assistant', 'tool'])
    expect([...(found?.members ?? [])]).toEqual(
      expect.arrayContaining(['temperature', 'tools', 'tool_choice', 'response_format', 'stop', 'user']),
    )
    expect([found?.model, found?.streams]).toEqual(['gpt-4o', true])
  })

  test('knows which members do not pass together', () => {
    const found = passage(rowTarget('openai', { model: 'gpt-4o' }))
    expect([...(found?.conflicts.get('max_tokens') ?? [])]).toEqual(['max_completion_tokens'])
  })

  test('to a reasoning model leaves out what is renamed or refused for it', () => {
    const target = rowTarget('openai', { model: 'o3', deployment: { flags: ['openai-reasoning'] } })
    const found = passage(target)
    expect(['temperature', 'max_tokens', 'presence_penalty'].filter((name) => found?.members.has(name))).toEqual([])
    expect(found?.members.has('max_completion_tokens')).toBe(true)
    expect(found?.roles.has('system')).toBe(false)
  })

  test('to a host with quirks leaves out what its row changes', () => {
    const found = passage(rowTarget('mistral', { model: 'mistral-small-latest' }))
    expect(found?.members.has('max_completion_tokens') ?? false).toBe(false)
    expect(found?.roles.has('tool') ?? false).toBe(false)
  })

  test('is none where the config adds to every body', () => {
    const target = rowTarget('openai', { model: 'gpt-4o', deployment: { extraBody: { more: 1 } } })
    expect(passage(target)).toBeUndefined()
  })
})
