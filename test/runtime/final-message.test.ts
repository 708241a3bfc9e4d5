/** Chunks folded into one answer. */
import { expect, test } from 'vitest'
import type { ChatChunk, ChunkChoice } from '../../src/protocol/chat.js'
import { createMessageFold } from '../../src/runtime/final-message.js'

const chunk = (choice: Partial<ChunkChoice>, more: Partial<ChatChunk> = {}): ChatChunk => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }],
  ...more,
})
const fold = (chunks: readonly ChatChunk[]) => {
  const made = createMessageFold()
  for (const each of chunks) made.add(each)
  return made.finish()
}
const message = (chunks: readonly ChatChunk[]) => fold(chunks)?.choices[0]?.message

test('text, refusal and finish', () => {
  const reply = fold([
    chunk({ delta: { role: 'assistant', content: '' } }, { system_fingerprint: 'fp', service_tier: 'default' }),
    chunk({ delta: { content: 'a' } }),
    chunk({ delta: { content: 'b', refusal: 'no' } }),
    chunk({ finish_reason: 'length' }),
  ])
  expect(reply).toEqual({
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    system_fingerprint: 'fp',
    service_tier: 'default',
    choices: [{ index: 0, finish_reason: 'length', logprobs: null, message: { role: 'assistant', content: 'ab', refusal: 'no' } }],
  })
})

test('tool calls by index, arguments joined, empty text beside them is null', () => {
  const call = (index: number, more: object) => chunk({ delta: { tool_calls: [{ index, ...more }] } })
  expect(
    message([
      chunk({ delta: { role: 'assistant', content: '' } }),
      call(0, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
      call(0, { function: { arguments: '{"x"' } }),
      call(1, { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } }),
      call(0, { function: { arguments: ':1}' } }),
      chunk({ finish_reason: 'tool_calls' }),
    ]),
  ).toEqual({
    role: 'assistant',
    content: null,
    refusal: null,
    tool_calls: [
      { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
      { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
    ],
  })
})

test('thinking: pieces joined, the signature closes a block, redacted ones stand alone', () => {
  const think = (thinking: string, signature: string) =>
    chunk({ delta: { reasoning_content: thinking, thinking_blocks: [{ type: 'thinking', thinking, signature }] } })
  expect(
    message([
      think('a', ''),
      think('b', ''),
      think('', 'sig'),
      think('c', ''),
      chunk({ delta: { thinking_blocks: [{ type: 'redacted_thinking', data: 'x' }] } }),
    ]),
  ).toEqual({
    role: 'assistant',
    content: null,
    refusal: null,
    reasoning_content: 'abc',
    thinking_blocks: [
      { type: 'thinking', thinking: 'ab', signature: 'sig' },
      { type: 'thinking', thinking: 'c', signature: '' },
      { type: 'redacted_thinking', data: 'x' },
    ],
  })
})

test('several choices, log probabilities, citations and provider fields', () => {
  const token = (name: string) => ({ token: name, bytes: null, logprob: -1, top_logprobs: [] })
  const citation = { type: 'url_citation' as const, url_citation: { start_index: 0, end_index: 1, title: 't', url: 'u' } }
  const reply = fold([
    chunk({ delta: { content: 'a' }, logprobs: { content: [token('a')], refusal: null } }),
    chunk({ index: 1, delta: { content: 'z', annotations: [citation] } }),
    chunk({ delta: { content: 'b', provider_specific_fields: { x: 1 } }, logprobs: { content: [token('b')], refusal: null } }),
  ])
  expect(reply?.choices.map((choice) => [choice.index, choice.message.content])).toEqual([
    [0, 'ab'],
    [1, 'z'],
  ])
  expect(reply?.choices[0]?.logprobs).toEqual({ content: [token('a'), token('b')], refusal: null })
  expect([reply?.choices[1]?.message.annotations, reply?.choices[0]?.message.provider_specific_fields]).toEqual([[citation], { x: 1 }])
})

test('nothing came', () => {
  expect(fold([])).toBeUndefined()
})
