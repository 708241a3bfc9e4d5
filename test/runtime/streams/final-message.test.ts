/** Chunks folded into one answer. */
import { expect, test } from 'vitest'
import type { ChatChunk, ChunkChoice } from '../../../src/protocol/chat.js'
import { createMessageFold } from '../../../src/runtime/streams/final-message.js'

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

test('a custom call keeps its free text', () => {
  const call = (more: object) => chunk({ delta: { tool_calls: [{ index: 0, ...more }] } })
  expect(
    message([call({ id: 'a', type: 'custom', custom: { name: 'f', input: 'he' } }), call({ custom: { input: 'llo' } })])?.tool_calls,
  ).toEqual([{ id: 'a', type: 'custom', custom: { name: 'f', input: 'hello' } }])
})

test('audio is joined, also where each piece is padded', () => {
  const pieces = [{ id: 'au' }, { transcript: 'h', data: btoa('a') }, { transcript: 'i', data: btoa('bc') }, { expires_at: 9 }]
  expect(message(pieces.map((audio) => chunk({ delta: { audio } })))?.audio).toEqual({
    id: 'au',
    expires_at: 9,
    transcript: 'hi',
    data: btoa('abc'),
  })
})

test('images, citations and search results', () => {
  const image = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AA' } }
  const reply = fold([
    chunk({ delta: { images: [image] } }, { citations: ['u'] }),
    chunk({ finish_reason: 'stop' }, { citations: ['u', 'v'], search_results: [{ url: 'v' }] }),
  ])
  expect([reply?.choices[0]?.message.images, reply?.citations, reply?.search_results]).toEqual([[image], ['u', 'v'], [{ url: 'v' }]])
})

test('lists of what only one provider sends grow, and reasoning details come together again', () => {
  const fields = (more: { [key: string]: unknown }) => chunk({ delta: { provider_specific_fields: more } })
  const text = (piece: string, more: object = {}) =>
    fields({ reasoning_details: [{ type: 'reasoning.text', index: 0, text: piece, ...more }] })
  const folded = message([
    text('I '),
    text('see'),
    text('', { signature: 'S' }),
    text('Next'),
    fields({ reasoning_details: [{ type: 'reasoning.encrypted', index: 1, data: 'Z' }], executed_tools: [1] }),
    fields({ executed_tools: [2], native_finish_reason: 'end_turn' }),
  ])
  expect(folded?.provider_specific_fields).toEqual({
    reasoning_details: [
      { type: 'reasoning.text', index: 0, text: 'I see', signature: 'S' },
      { type: 'reasoning.text', index: 0, text: 'Next' },
      { type: 'reasoning.encrypted', index: 1, data: 'Z' },
    ],
    executed_tools: [1, 2],
    native_finish_reason: 'end_turn',
  })
})
