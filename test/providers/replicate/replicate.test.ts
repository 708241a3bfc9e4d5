/** Predictions: where they are made, what they are given, and how their end is waited for. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { replicate } from '../../../src/providers/replicate.js'
import { chatCall, foldStream, httpReply, testTarget } from '../../support/codec.js'

const base = 'https://api.replicate.com/v1'
const place = (model = 'meta/meta-llama-3-8b-instruct') =>
  testTarget({ provider: { name: 'replicate', format: 'replicate', auth: 'bearer' }, baseUrl: base, model })
const version = 'a'.repeat(64)
const codec = replicate.endpoints.chat

function built(model: string, request = {}, stream = false) {
  const outcome = codec?.toRequest(chatCall(request, { stream }), place(model))
  if (outcome === undefined || isFault(outcome)) throw new Error(outcome?.failure.message)
  return { url: outcome.url, headers: outcome.headers, body: JSON.parse(String(outcome.body)) }
}

test.each([
  ['meta/meta-llama-3-8b-instruct', `${base}/models/meta/meta-llama-3-8b-instruct/predictions`, undefined],
  [`meta/llama:${version}`, `${base}/predictions`, version],
  [version, `${base}/predictions`, version],
  ['deployments/me/mine', `${base}/deployments/me/mine/predictions`, undefined],
])('%s', (model, url, id) => {
  const { url: where, body } = built(model)
  expect([where, body.version]).toEqual([url, id])
})

test('a whole answer is waited for by the host, a streamed one is not', () => {
  expect([built('a/b').headers.prefer, built('a/b', {}, true).headers.prefer, built('a/b', {}, true).body.stream]).toEqual([
    'wait=60',
    undefined,
    true,
  ])
})

test('parameters under the names of the model', () => {
  const request = { max_tokens: 9, temperature: 0.5, top_p: 0.9, seed: 1, stop: ['a', 'b'], top_k: 3 }
  const common = { temperature: 0.5, top_p: 0.9, seed: 1, stop_sequences: 'a,b', top_k: 3 }
  expect(built('lmsys/vicuna-13b', request).body.input).toEqual({ prompt: 'hello', max_length: 9, ...common })
  expect(built('joe/my-model', request).body.input).toEqual({ prompt: 'hello', max_new_tokens: 9, ...common })
  expect(built('openai/gpt-5', request).body.input).toEqual({ prompt: 'hello', max_tokens: 9, ...common })
})

test('a template is written once, by whoever knows it', () => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi.' },
  ]
  const { input } = built('meta/meta-llama-3-8b-instruct', { messages }).body
  expect([input.prompt.startsWith('<|begin_of_text|>'), input.prompt_template, input.system_prompt]).toEqual([true, '{prompt}', undefined])
  expect(built('joe/my-model', { messages, supports_system_prompt: true }).body.input).toEqual({
    prompt: 'Hi.',
    system_prompt: 'Be brief.',
  })
})

describe('waiting', () => {
  const follow = (body: unknown, round = 0, stream = false) => codec?.follow?.(httpReply(body), chatCall({}, { stream }), place(), round)
  const running = (stream?: string) => ({
    id: 'p/1',
    status: 'processing',
    urls: { get: 'https://evil.example/p1', ...(stream !== undefined && { stream }) },
  })

  test.each([
    [0, 500],
    [1, 1000],
    [3, 4000],
    [9, 5000],
    [90, 5000],
  ])('round %d asks after %d ms, at the host’s own address', (round, afterMs) => {
    expect(follow(running(), round)).toEqual({
      request: { method: 'GET', url: `${base}/predictions/p%2F1`, headers: { accept: 'application/json' } },
      afterMs,
    })
  })

  test.each([['succeeded'], ['failed'], ['canceled'], [undefined]])('%s is an end', (status) => {
    expect(follow({ id: 'p1', status })).toBeUndefined()
  })

  test.each([
    ['https://stream.replicate.com/v1/files/abc', true],
    ['https://stream-b.svc.rno2.c.replicate.net/v1/streams/x', true],
    [`${base}/streams/x`, true],
    ['https://evil.example/replicate.com/', false],
    ['https://replicate.com.evil.example/x', false],
    ['http://stream.replicate.com/x', false],
  ])('a stream at %s is followed: %s', (url, trusted) => {
    const next = follow(running(url), 0, true)
    const got = next !== undefined && (isFault(next) ? next.failure.code : next.request.url)
    expect(got).toBe(trusted ? url : 'stream_not_supported')
  })

  test('a running prediction without an id is a failure', () => {
    const next = follow({ status: 'starting' })
    expect(next !== undefined && isFault(next) && next.failure.code).toBe('invalid_response')
  })
})

describe('answers', () => {
  const answer = (body: object) => {
    const reply = codec?.fromResponse(httpReply(body), chatCall(), place())
    if (reply === undefined) throw new Error('no codec')
    return reply
  }

  test.each([
    ['a text', 'Hi.', 'Hi.'],
    ['pieces', ['H', 'i', '.'], 'Hi.'],
    ['nothing', null, ''],
    ['an object', { a: 1 }, '{"a":1}'],
  ])('%s', (_name, output, text) => {
    const reply = answer({ id: 'p1', status: 'succeeded', output })
    expect(!isFault(reply) && [reply.id, reply.choices[0]?.message.content, reply.usage]).toEqual(['p1', text, undefined])
  })

  test.each([
    [{ status: 'failed', error: 'CUDA out of memory' }, 'internal'],
    [{ status: 'failed', error: 'NSFW content detected' }, 'content-policy'],
    [{ status: 'failed', error: 'Prompt length exceeds maximum input length of 4096 tokens, too long' }, 'context-window'],
    [{ status: 'canceled', error: null }, 'internal'],
    [{ status: 'processing', id: 'p1' }, 'timeout'],
    [{ status: 'succeeded', id: 'p1' }, 'connection'],
  ])('%j is a failure: %s', (body, kind) => {
    const reply = answer(body)
    expect(isFault(reply) && reply.failure.kind).toBe(kind)
  })

  test('metrics stay readable', () => {
    const reply = answer({ id: 'p1', status: 'succeeded', output: 'x', metrics: { predict_time: 1.5 } })
    expect(!isFault(reply) && reply.choices[0]?.message.provider_specific_fields).toEqual({ metrics: { predict_time: 1.5 } })
  })

  test('a stream that was cancelled is a failure', () => {
    const bytes = new TextEncoder().encode('event: output\ndata: Hi\n\nevent: done\ndata: {"reason":"canceled"}\n\n')
    const { failure } = foldStream(replicate, [bytes], place(), chatCall({}, { stream: true }))
    expect(failure?.message).toContain('canceled')
  })
})
