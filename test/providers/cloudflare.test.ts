/** Workers AI: the account, both doors, JSON mode, tool calls, vectors, error codes. */
import { describe, expect, test } from 'vitest'
import { cloudflare } from '../../src/providers/cloudflare.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget } from '../support/native-request.js'

const root = 'https://api.cloudflare.com/client/v4'
const model = '@cf/meta/llama-3.1-8b-instruct'
const target = rowTarget('cloudflare', { baseUrl: root, model, settings: { account_id: 'a1' } })
const run = { ...target, baseUrl: `${root}/accounts/a1/ai/run` }

describe('where it answers', () => {
  test.each([
    [root, `${root}/accounts/a1/ai/v1/chat/completions`],
    [`${root}/accounts/a2`, `${root}/accounts/a2/ai/v1/chat/completions`],
    [`${root}/accounts/a2/ai/v1`, `${root}/accounts/a2/ai/v1/chat/completions`],
    [`${root}/accounts/a2/ai`, `${root}/accounts/a2/ai/v1/chat/completions`],
    [`${root}/accounts/a2/ai/run/`, `${root}/accounts/a2/ai/run/${model}`],
    [`${root}/accounts/a2/ai/run/${model}`, `${root}/accounts/a2/ai/run/${model}`],
    ['https://gateway.ai.cloudflare.com/v1/a2/g/workers-ai', 'https://gateway.ai.cloudflare.com/v1/a2/g/workers-ai/v1/chat/completions'],
  ])('%s leads to %s', (baseUrl, url) => {
    expect(chatSent(cloudflare, { ...target, baseUrl }).url).toBe(url)
  })

  test('a model is a part of the path, never a query', () => {
    const odd = { ...run, model: '@cf/x?y#z' }
    expect(chatSent(cloudflare, odd).url).toBe(`${root}/accounts/a1/ai/run/@cf/x%3Fy%23z`)
  })

  test('without an account it says what to set', () => {
    expect(failureOf(cloudflare.endpoints.chat?.toRequest(chatCall(), { ...target, settings: {} }))).toMatchObject({
      code: 'missing_setting',
      param: 'account_id',
      message: expect.stringContaining('CLOUDFLARE_ACCOUNT_ID'),
    })
  })
})

test('ai/run takes the model from the path, OpenAI’s door from the body', () => {
  const given = { max_completion_tokens: 5 }
  const messages = [{ role: 'user', content: 'hello' }]
  expect(chatSent(cloudflare, run, given, { stream: true }).body).toEqual({ messages, max_tokens: 5, stream: true })
  expect(chatSent(cloudflare, target, given).body).toEqual({ model, messages, max_tokens: 5 })
})

describe('answers of ai/run', () => {
  const read = (result: object) => madeOf(cloudflare.endpoints.chat?.fromResponse(httpReply({ result, success: true }), chatCall(), run))

  test('the object of JSON mode is its text', () => {
    expect(read({ response: { a: 1 } }).choices[0]).toMatchObject({ message: { content: '{"a":1}' }, finish_reason: 'stop' })
  })

  test('a tool call has its arguments as an object and no id', () => {
    const { choices } = read({ response: null, tool_calls: [{ name: 'f', arguments: { a: 1 } }] })
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ id: expect.stringMatching(/^call_/), type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] },
    })
  })

  test('newer models write OpenAI’s answer into the result', () => {
    const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'length' }]
    expect(read({ id: 'x', choices }).choices[0]).toMatchObject({ message: { content: 'Hi' }, finish_reason: 'length' })
  })

  test('an error under status 200 is a failure', () => {
    const body = { result: null, success: false, errors: [{ code: 5007, message: 'No such model' }], messages: [] }
    expect(failureOf(cloudflare.endpoints.chat?.fromResponse(httpReply(body), chatCall(), run))).toMatchObject({
      kind: 'not-found',
      code: 'model_not_found',
    })
  })

  test('calls in several events are numbered on', () => {
    const call = (name: string) => ({ response: null, tool_calls: [{ name, arguments: {} }] })
    const { chunks } = foldStream(cloudflare, [sse(call('f'), call('g'), '[DONE]')], run, chatCall({}, { stream: true }))
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []).map((each) => [each.index, each.function?.name])).toEqual([
      [0, 'f'],
      [1, 'g'],
    ])
  })
})

describe('embeddings', () => {
  test('both doors', () => {
    expect(embeddingSent(cloudflare, target, { input: 'a' })).toMatchObject({
      url: `${root}/accounts/a1/ai/v1/embeddings`,
      body: { model, input: 'a' },
    })
    expect(embeddingSent(cloudflare, run, { input: 'a' })).toMatchObject({ url: `${run.baseUrl}/${model}`, body: { text: ['a'] } })
    const body = { result: { shape: [1, 2], data: [[1, 2]] }, success: true }
    expect(madeOf(cloudflare.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), run)).data).toEqual([
      { object: 'embedding', index: 0, embedding: [1, 2] },
    ])
  })
})

test.each([
  [400, 5007, 'bad-request'],
  [429, 3036, 'rate-limit'],
  [429, 3040, 'rate-limit'],
  [403, 10000, 'authentication'],
])('%i with code %i is %s', (status, code, kind) => {
  const text = JSON.stringify({ result: null, success: false, errors: [{ code, message: 'no' }] })
  expect(cloudflare.toFailure({ status, headers: {}, text }, target, testNow)).toMatchObject({ kind, status })
})
