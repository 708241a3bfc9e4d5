/** The functions against the mock provider: what is sent where, with which key, and what comes back. */

import OpenAI from 'openai'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openaiErrors } from '../../src/facades/openai-errors.js'
import * as sdk from '../../src/sdk/index.js'
import { createMockProvider, mockTransport } from '../../src/testing/index.js'
import { reset } from './reset.js'

const mock = await createMockProvider()
const transport = mockTransport(mock)
const messages = [{ role: 'user' as const, content: 'hi' }]
const env: Record<string, string> = {}
const keys = {
  OPENAI_API_KEY: 'sk-openai-1234567890',
  ANTHROPIC_API_KEY: 'sk-ant-1234567890ab',
  GEMINI_API_KEY: 'AIza-1234567890abcd',
  COHERE_API_KEY: 'cohere-1234567890ab',
}

beforeEach(() => {
  reset()
  mock.script({})
  mock.forget()
  for (const name of Object.keys(env)) delete env[name]
  Object.assign(env, keys)
  sdk.configure({ transport, env, sleep: async () => {} })
})
afterEach(() => reset())
afterAll(() => mock.close())

/** Host, path and key of each request. */
function sent() {
  return mock.requests.map(({ host, path, headers }) => [
    host,
    path.replace(/\?.*$/, ''),
    headers.authorization?.replace('Bearer ', '') ?? headers['x-api-key'] ?? headers['x-goog-api-key'],
  ])
}

async function errorOf(call: Promise<unknown>): Promise<Error & sdk.ErrorDetails> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!sdk.ApiError.is(error)) throw new Error(`not an error of the set: ${String(error)}`)
  return error
}

describe('every function', () => {
  const file = { bytes: new Uint8Array([1, 2]), name: 'a.wav' }
  const image = { bytes: new Uint8Array([1, 2]), name: 'a.png' }
  const rows: readonly (readonly [string, () => Promise<object>, string, string])[] = [
    ['completion', () => sdk.completion({ model: 'gpt-4o', messages }), 'choices', '/v1/chat/completions'],
    ['textCompletion', () => sdk.textCompletion({ model: 'openai/gpt-3.5-turbo-instruct', prompt: 'a' }), 'choices', '/v1/completions'],
    ['embedding', () => sdk.embedding({ model: 'openai/text-embedding-3-small', input: 'a' }), 'data', '/v1/embeddings'],
    ['imageGeneration', () => sdk.imageGeneration({ model: 'openai/gpt-image-1', prompt: 'a' }), 'data', '/v1/images/generations'],
    ['imageEdit', () => sdk.imageEdit({ model: 'openai/gpt-image-1', prompt: 'a', image }), 'data', '/v1/images/edits'],
    ['transcription', () => sdk.transcription({ model: 'openai/whisper-1', file }), 'text', '/v1/audio/transcriptions'],
    ['translation', () => sdk.translation({ model: 'openai/whisper-1', file }), 'text', '/v1/audio/translations'],
    ['speech', () => sdk.speech({ model: 'openai/tts-1', input: 'a', voice: 'alloy' }), 'bytes', '/v1/audio/speech'],
    ['moderation', () => sdk.moderation({ model: 'openai/omni-moderation-latest', input: 'a' }), 'results', '/v1/moderations'],
    ['rerank', () => sdk.rerank({ model: 'cohere/rerank-v3.5', query: 'a', documents: ['a', 'b'] }), 'results', '/v2/rerank'],
    ['responses', () => sdk.responses({ model: 'openai/gpt-4o', input: 'a' }), 'output', '/v1/responses'],
    ['tokenCount', () => sdk.tokenCount({ model: 'anthropic/claude-sonnet-4-5', messages }), 'input_tokens', '/v1/messages/count_tokens'],
  ]
  test.each(rows)('%s answers', async (_, call, member, path) => {
    const reply = await call()
    expect(member in reply).toBe(true)
    expect(sent().map(([, asked]) => asked)).toEqual([path])
  })

  test('is exported', () => {
    const functions = Object.entries(sdk).filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
    expect(functions.map(([name]) => name).sort()).toEqual([...rows.map(([name]) => name), 'configure'].sort())
  })
})

test('a key comes from the environment, the call or configure’s environment as it is then', async () => {
  await sdk.completion({ model: 'openai/gpt-4o', messages })
  await sdk.completion({ model: 'openai/gpt-4o', messages, api_key: 'sk-call-1234567890' })
  await sdk.completion({ model: 'openai/gpt-4o', messages, api_key: 'os.environ/TEAM_KEY' }).catch(() => {})
  env.TEAM_KEY = 'sk-team-1234567890'
  await sdk.completion({ model: 'openai/gpt-4o', messages, api_key: 'os.environ/TEAM_KEY' })
  env.OPENAI_API_KEY = 'sk-new-12345678901'
  await sdk.completion({ model: 'openai/gpt-4o', messages })
  expect(sent().map(([, , key]) => key)).toEqual([
    keys.OPENAI_API_KEY,
    'sk-call-1234567890',
    keys.OPENAI_API_KEY,
    'sk-team-1234567890',
    'sk-new-12345678901',
  ])
})

test('a key that is missing is named, and a key set afterwards is used', async () => {
  delete env.ANTHROPIC_API_KEY
  const call = () => sdk.completion({ model: 'anthropic/claude-sonnet-4-5', messages })
  const error = await errorOf(call())
  expect(error).toBeInstanceOf(sdk.AuthenticationError)
  expect(error.message).toMatch(
    /has no API key: none of the variables ANTHROPIC_API_KEY, .* is set\. Set it, pass it with the call, or hand it over as configure\(\{ env \}\)\.$/,
  )
  env.ANTHROPIC_API_KEY = keys.ANTHROPIC_API_KEY
  expect((await call()).choices[0]?.message.content).toBe('claude-sonnet-4-5 heard: hi')
})

test('a wrong key is an error each time, for a model does not rest here', async () => {
  mock.script({ 'gpt-4o': [{ status: 401 }, { status: 401 }, { text: 'back' }] })
  const call = () => sdk.completion({ model: 'openai/gpt-4o', messages, num_retries: 0 })
  expect([(await errorOf(call())).status, (await errorOf(call())).status]).toEqual([401, 401])
  expect((await call()).choices[0]?.message.content).toBe('back')
})

describe('a call that names no model rightly', () => {
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['a wrong prefix', { model: 'antropic/claude-sonnet-4-5', messages }, /Did you mean "anthropic\/claude-sonnet-4-5"\?/],
    ['no prefix', { model: 'mistral-large-latest', messages }, /Did you mean "mistral\/mistral-large-latest"/],
    ['no model', { messages }, /^model is missing/],
    ['no body', undefined, /^model is missing/],
    ['a model that is no text', { model: 7 }, /^model is missing/],
    ['a prefix alone', { model: 'openai/', messages }, /has a provider and no model/],
    ['a pattern', { model: 'openai/*', messages }, /^"openai\/\*" is no model to call/],
    ['a variable', { model: 'os.environ/OPENAI_API_KEY', messages }, /is no model to call/],
    ['a fallback without provider', { model: 'openai/gpt-4o', messages, fallbacks: ['grok-4'] }, /Did you mean "xai\/grok-4"/],
    ['fallbacks in a wrong form', { model: 'openai/gpt-4o', messages, fallbacks: [7] }, /^fallbacks of a call is a list/],
  ]
  test.each(wrong)('%s', async (_, body, message) => {
    // bodies that no type checker would let through
    const call = (sdk.completion as (body: unknown) => Promise<unknown>)(body)
    const error = await errorOf(call)
    expect([error.name, error.status, error.message]).toEqual(['BadRequestError', 400, expect.stringMatching(message)])
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(sent()).toEqual([])
  })

  test('a connection that is no JSON', async () => {
    const circle: { [key: string]: unknown } = {}
    circle.self = circle
    const error = await errorOf(sdk.completion({ model: 'openai/gpt-4o', messages, vertex_credentials: circle }))
    expect(error.message).toMatch(/^a parameter that says where the call goes is not JSON: /)
  })
})

test('a stream comes in pieces, and its response is at hand', async () => {
  const { data, response } = await sdk.completion({ model: 'gemini/gemini-2.5-flash', messages, stream: true }).withResponse()
  let text = ''
  for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? ''
  expect([text, response.status, data.meta.provider]).toEqual(['gemini-2.5-flash heard: hi', 200, 'gemini'])
})

describe('fallbacks', () => {
  test('lead to another vendor, whose key is its own', async () => {
    mock.script({ 'gpt-4o': [{ status: 500 }] })
    const reply = await sdk.completion({
      model: 'openai/gpt-4o',
      messages,
      api_key: 'sk-call-1234567890',
      num_retries: 0,
      fallbacks: ['anthropic/claude-sonnet-4-5'],
    })
    expect([reply.meta.provider, reply.meta.group, reply.meta.fallbacks]).toEqual([
      'anthropic',
      'anthropic/claude-sonnet-4-5',
      ['anthropic/claude-sonnet-4-5'],
    ])
    expect(sent()).toEqual([
      ['api.openai.com', '/v1/chat/completions', 'sk-call-1234567890'],
      ['api.anthropic.com', '/v1/messages', keys.ANTHROPIC_API_KEY],
    ])
  })

  test('bring a key and parameters of their own', async () => {
    mock.script({ 'gpt-4o': [{ status: 500 }, { text: 'second' }] })
    const reply = await sdk.completion({
      model: 'openai/gpt-4o',
      messages,
      temperature: 1,
      num_retries: 0,
      fallbacks: [{ model: 'openai/gpt-4o', api_key: 'sk-other-1234567890', temperature: 0 }],
    })
    expect(reply.choices[0]?.message.content).toBe('second')
    expect(sent().map(([, , key]) => key)).toEqual([keys.OPENAI_API_KEY, 'sk-other-1234567890'])
    expect(mock.requests.map(({ body }) => body)).toEqual([
      expect.objectContaining({ model: 'gpt-4o', temperature: 1 }),
      expect.objectContaining({ model: 'gpt-4o', temperature: 0 }),
    ])
  })
})

test('nothing of a connection is sent in the body, and nothing secret is in an error', async () => {
  mock.script({ 'gpt-4o': [{ status: 400, message: 'your key sk-call-1234567890 is odd' }] })
  const error = await errorOf(
    sdk.completion({ model: 'openai/gpt-4o', messages, api_key: 'sk-call-1234567890', organization: 'o', num_retries: 0 }),
  )
  expect(mock.requests[0]?.body).toEqual({ model: 'gpt-4o', messages })
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.attempts)}`
  expect([error.status, shown.includes('sk-call-1234567890')]).toEqual([400, false])
})

test('first calls side by side make one client', async () => {
  const calls: number[] = []
  sdk.configure({ onEvent: (event) => void (event.type === 'attempt' && calls.push(event.call)) })
  await Promise.all([1, 2, 3].map(() => sdk.completion({ model: 'openai/gpt-4o', messages })))
  await sdk.completion({ model: 'openai/gpt-4o', messages, temperature: 0 })
  expect(calls).toEqual([1, 2, 3, 4])
})

test('a mocked answer needs neither key nor network', async () => {
  delete env.OPENAI_API_KEY
  const reply = await sdk.completion({ model: 'openai/gpt-4o', messages, mock_response: 'as told' })
  expect([reply.choices[0]?.message.content, sent()]).toEqual(['as told', []])
})

describe('configure', () => {
  test('holds for later calls, and undefined brings the default back', async () => {
    const call = () => sdk.completion({ model: 'openai/o3', messages, temperature: 0.5 })
    expect((await errorOf(call())).name).toBe('UnsupportedParamsError')
    sdk.configure({ drop_params: true })
    expect((await call()).meta.provider).toBe('openai')
    sdk.configure({ drop_params: undefined })
    expect((await errorOf(call())).name).toBe('UnsupportedParamsError')
  })

  test('sets the retries, and the call wins', async () => {
    sdk.configure({ num_retries: 1 })
    mock.script({ 'gpt-4o': { status: 500 } })
    await errorOf(sdk.completion({ model: 'openai/gpt-4o', messages }))
    expect(mock.requests).toHaveLength(2)
    await errorOf(sdk.completion({ model: 'openai/gpt-4o', messages, num_retries: 0 }))
    expect(mock.requests).toHaveLength(3)
  })

  test('takes the openai package’s errors, also for a model that cannot be told', async () => {
    sdk.configure({ errors: openaiErrors })
    const model: string = 'no-such-model'
    expect(await errorOf(sdk.completion({ model: model as sdk.Model<'chat'>, messages }))).toBeInstanceOf(OpenAI.BadRequestError)
    mock.script({ 'gpt-4o': { status: 429 } })
    expect(await errorOf(sdk.completion({ model: 'openai/gpt-4o', messages, num_retries: 0 }))).toBeInstanceOf(OpenAI.RateLimitError)
  })
})
