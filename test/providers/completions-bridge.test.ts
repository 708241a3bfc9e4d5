/** Text completions over a chat codec. */
import { describe, expect, test } from 'vitest'
import type { CompletionChunk, CompletionRequest } from '../../src/protocol/completions.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Call } from '../../src/providers/adapter.js'
import { completionsOverChat } from '../../src/providers/completions-bridge.js'
import { openai } from '../../src/providers/openai.js'
import { httpReply, seededRandom, testNow, testTarget } from '../support/codec.js'
import { wholeChat } from '../support/late-streams.js'

const chat = wholeChat(openai)
const bridge = completionsOverChat(chat)
const target = testTarget({ provider: { name: 'groq' } })

function call(request: Partial<CompletionRequest> = {}, options: Partial<Call<'completions'>> = {}): Call<'completions'> {
  const given = { model: 'group', prompt: 'Once upon', ...request }
  const rest = { stream: false, dropParams: false, modifyParams: false, headers: {}, random: seededRandom(7), now: () => testNow }
  return { endpoint: 'completions', request: given, ...rest, ...options }
}

function bodyOf(given: Call<'completions'>) {
  const built = bridge.toRequest(given, target)
  return isFault(built) ? built.failure : JSON.parse(String(built.body))
}

const plain = { model: 'model-x', messages: [{ role: 'user', content: 'Once upon' }] }

describe('requests', () => {
  test.each<{ name: string; request: Partial<CompletionRequest>; options?: Partial<Call<'completions'>>; want: object }>([
    { name: 'a prompt', request: {}, want: plain },
    { name: 'a list of one', request: { prompt: ['Once upon'] }, want: plain },
    {
      name: 'what chat has too',
      request: { max_tokens: 9, temperature: 0, stop: ['.'], n: 2, seed: 1, echo: false, suffix: null, best_of: 2, extra_body: { x: 1 } },
      want: { ...plain, max_tokens: 9, temperature: 0, stop: ['.'], n: 2, seed: 1, x: 1 },
    },
    {
      name: 'what drop_params leaves out',
      request: { echo: true, logprobs: 3, suffix: 'end' },
      options: { dropParams: true },
      want: plain,
    },
  ])('$name', ({ request, options, want }) => {
    expect(bodyOf(call(request, options))).toEqual(want)
  })

  test.each<{ request: Partial<CompletionRequest>; stream?: boolean; want: readonly [string, string] }>([
    { request: { suffix: 'end' }, want: ['unsupported-params', 'suffix'] },
    { request: { echo: true }, want: ['unsupported-params', 'echo'] },
    { request: { best_of: 3 }, want: ['unsupported-params', 'best_of'] },
    { request: { logprobs: 1 }, want: ['unsupported-params', 'logprobs'] },
    { request: { prompt: [1, 2, 3] }, want: ['bad-request', 'prompt'] },
    { request: { prompt: null }, want: ['bad-request', 'prompt'] },
    { request: { prompt: ['a', 'b'] }, stream: true, want: ['bad-request', 'prompt'] },
  ])('$want is refused', ({ request, stream = false, want }) => {
    const failure = bodyOf(call(request, { stream }))
    expect([failure.kind, failure.param]).toEqual(want)
  })
})

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }
const chatReply = (content: string | null, finish_reason: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason, message: { role: 'assistant', content } }],
  usage,
})

describe('answers', () => {
  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['tool_calls', 'stop'],
  ])('%s is %s', (finish, want) => {
    expect(bridge.fromResponse(httpReply(chatReply(' a time', finish)), call(), target)).toEqual({
      id: 'chatcmpl-1',
      object: 'text_completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, text: ' a time', finish_reason: want, logprobs: null }],
      usage,
    })
  })

  test('a list of prompts is one call each, and one reply', () => {
    const given = call({ prompt: ['a', 'b'] })
    const parts = bridge.split?.(given, target) ?? []
    expect(parts.map(({ prompt }) => prompt)).toEqual(['a', 'b'])
    expect(bridge.split?.(call(), target)).toBeUndefined()
    const replies = parts.map((request) => {
      const reply = bridge.fromResponse(httpReply(chatReply(`${String(request.prompt)}!`, 'stop')), call(request), target)
      if (isFault(reply)) throw new Error(reply.failure.message)
      return reply
    })
    expect(bridge.join?.(replies, given)).toMatchObject({
      choices: [
        { index: 0, text: 'a!' },
        { index: 1, text: 'b!' },
      ],
      usage: { prompt_tokens: 6, completion_tokens: 4, total_tokens: 10 },
    })
  })

  test('an error is the chat’s', () => {
    const reply = bridge.fromResponse(httpReply({ error: { message: 'no', code: 'server_error' } }), call(), target)
    expect(isFault(reply) && reply.failure.message).toContain('no')
  })
})

test('a stream has text, one end and the counts', () => {
  const { stream } = bridge
  if (stream === undefined) throw new Error('no stream')
  const state = stream.start(call({}, { stream: true }), target)
  const chunk = (choices: readonly object[], more: object = {}) => JSON.stringify({ id: 'c', created: 1, model: 'm', choices, ...more })
  const data = [
    chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
    chunk([{ index: 0, delta: { reasoning_content: 'hm' }, finish_reason: null }]),
    chunk([{ index: 0, delta: { content: ' a' }, finish_reason: null }]),
    chunk([{ index: 0, delta: { content: ' time' }, finish_reason: null }]),
    chunk([{ index: 0, delta: {}, finish_reason: 'length' }]),
    chunk([], { usage }),
    '[DONE]',
  ]
  const seen = data.flatMap((one): readonly CompletionChunk[] => {
    const step = stream.fromEvent(state, { event: '', data: one })
    if (isFault(step)) throw new Error(step.failure.message)
    return step
  })
  expect(
    seen.map(({ choices, usage: counts }) => [choices.map(({ text, finish_reason }) => [text, finish_reason]), counts?.total_tokens]),
  ).toEqual([
    [[[' a', null]], undefined],
    [[[' time', null]], undefined],
    [[['', 'length']], undefined],
    [[], 5],
  ])
  expect(stream.isDone(state)).toBe(true)
})
