/** What a caller sees: replies, meta, streams, mocks, controls, and what is sent. */
import { describe, expect, test } from 'vitest'
import { errorBrand } from '../../src/protocol/errors.js'
import { createClient, lazyClient, openaiErrorsFree } from './client-support.js'
import { at, delta, end, errorOf, fails, harness, type Models, messages, ok, role, stop, streams, usage } from './harness.js'

const a = { model: 'a', messages } as const
const oneOfA = { deployments: [at(0, 'a')] }
const sent = (transport: { requests: readonly { body?: string | Uint8Array }[] }, nth = 0) =>
  JSON.parse(String(transport.requests[nth]?.body))

describe('a reply', () => {
  test('carries its meta where neither JSON nor a loop sees it', async () => {
    const { client } = harness(
      {
        ...oneOfA,
        prices: [{ model: 'gpt-4o', family: 'openai', input: 2_500_000, output: 10_000_000 }],
        deployments: [at(0, 'a', { price: { by: 'reply', family: 'openai' } })],
      },
      { d0: ok() },
    )
    const reply = await client.completion(a)
    expect(Object.keys(reply)).not.toContain('meta')
    expect(JSON.parse(JSON.stringify(reply)).meta).toBeUndefined()
    expect(reply.meta).toEqual({
      deploymentId: 'd0',
      provider: 'openai',
      model: 'gpt-4o',
      group: 'a',
      cost: 0.000075,
      costNanoUsd: 75_000,
      costReason: undefined,
      attempts: [{ deploymentId: 'd0', group: 'a', provider: 'openai', outcome: 'ok', status: 200, durationMs: 0 }],
      fallbacks: [],
      latencyMs: 0,
      timeToFirstTokenMs: undefined,
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
      requestId: 'req_1',
      headers: { 'x-request-id': 'req_1', 'content-type': 'application/json' },
    })
  })

  test('without a known price has no cost, and the reason', async () => {
    const { client } = harness({ deployments: [at(0, 'a', { price: { by: 'reply', family: 'openai' } })] }, { d0: ok() })
    const { meta } = await client.completion(a)
    expect([meta.cost, meta.costReason]).toEqual([undefined, 'no price is known for "gpt-4o-2024-08-06", the model that the reply names'])
  })

  test('comes with its response when asked', async () => {
    const { client } = harness(oneOfA, { d0: ok() })
    const { data, response, request_id } = await client.chat.completions.create(a).withResponse()
    expect([data.choices[0]?.message.content, response.status, response.headers['x-request-id'], request_id]).toEqual([
      'hello',
      200,
      'req_1',
      'req_1',
    ])
  })
})

describe('what is sent', () => {
  test('is the request without the parameters that steer the call', async () => {
    const { client, transport } = harness(oneOfA, { d0: ok() })
    await client.completion({ ...a, temperature: 0.5, fallbacks: [], num_retries: 1, timeout: 3, drop_params: true })
    expect(sent(transport)).toEqual({ model: 'gpt-4o', messages, temperature: 0.5 })
  })

  test("has a deployment's defaults under the request's own values, tools joined, metadata joined", async () => {
    const tool = (name: string) => ({ type: 'function' as const, function: { name } })
    const defaults = { temperature: 0, top_p: 0.5, tools: [tool('first')], metadata: { team: 'x', user: 'd' } }
    const { client, transport } = harness({ deployments: [at(0, 'a', { defaults })], routing: { defaults: { top_p: 0.9 } } }, { d0: ok() })
    await client.completion({ ...a, temperature: 1, tools: [tool('second')], metadata: { user: 'r' } } as never)
    expect(sent(transport)).toEqual({
      model: 'gpt-4o',
      messages,
      temperature: 1,
      top_p: 0.9,
      tools: [tool('first'), tool('second')],
      metadata: { team: 'x', user: 'r' },
    })
  })

  test.each([
    { name: "the second argument's milliseconds", body: { timeout: 9 }, options: { timeout: 1_500 }, totalMs: 1_500 },
    { name: "the body's seconds", body: { timeout: 9 }, options: undefined, totalMs: 9_000 },
    { name: "the deployment's", body: {}, options: undefined, totalMs: 4_000 },
    { name: 'zero as not set', body: { timeout: 0 }, options: { timeout: 0 }, totalMs: 4_000 },
  ])('has the timeout of $name', async ({ body, options, totalMs }) => {
    const { client, transport } = harness({ deployments: [at(0, 'a', { timeoutMs: 4_000 })], routing: { timeoutMs: 60_000 } }, { d0: ok() })
    await client.completion({ ...a, ...body }, options)
    expect(transport.timers).toEqual([{ connectMs: Math.min(totalMs, 10_000), firstByteMs: undefined, idleMs: undefined, totalMs }])
  })

  test('a stream_timeout bounds the first byte and each silence, not the whole', async () => {
    const { client, transport } = harness(
      { deployments: [at(0, 'a', { streamTimeoutMs: 2_000 })], routing: { timeoutMs: 60_000 } },
      { d0: streams(delta('x'), stop, end) },
    )
    await (await client.completion({ ...a, stream: true })).finalMessage()
    expect(transport.timers).toEqual([{ connectMs: 10_000, firstByteMs: 2_000, idleMs: 2_000, totalMs: 60_000 }])
  })

  test('has the headers of the second argument, whatever their case', async () => {
    const { client, transport } = harness(oneOfA, { d0: ok() })
    await client.completion(a, { headers: { 'X-Trace': '7' } })
    expect(transport.requests[0]?.headers['x-trace']).toBe('7')
  })

  test('a wildcard fills the upstream model from the name', async () => {
    const { client, transport } = harness({ deployments: [at(0, 'x/*', { model: 'openai/*' })] }, { d0: ok() })
    const reply = await client.completion({ model: 'x/gpt-5', messages })
    expect([sent(transport).model, reply.meta.group, reply.meta.model]).toEqual(['gpt-5', 'x/gpt-5', 'gpt-5'])
  })

  test('settings and keys come from the environment handed over', async () => {
    const deployment = at(0, 'a', {
      baseUrl: { env: 'BASE' },
      apiKey: { env: 'KEY' },
      defaults: { seed: { env: 'SEED' }, store: { env: 'STORE' } },
    })
    const { client, transport } = harness(
      { deployments: [deployment], routing: { environment: { BASE: 'http://wrong/v1', STORE: 'True' } } },
      { d0: ok() },
      { env: { BASE: 'http://d0/v1/', KEY: 'secret' } },
    )
    await client.completion(a)
    expect([transport.requests[0]?.url, transport.requests[0]?.headers.authorization]).toEqual([
      'http://d0/v1/chat/completions',
      'Bearer secret',
    ])
    expect(sent(transport)).toEqual({ model: 'gpt-4o', messages, store: true })
  })
})

describe('a stream', () => {
  const body = { ...a, stream: true } as const
  const whole = streams(role + delta('hel'), delta('lo'), stop + usage + end)

  test('hides the usage that was not asked for, and still knows the cost', async () => {
    const deployments = [at(0, 'a', { price: { by: 'row', row: 0 } })]
    const { client } = harness(
      { deployments, prices: [{ model: 'x', family: 'openai', input: 1_000_000, output: 2_000_000 }] },
      { d0: whole },
    )
    const stream = await client.completion(body)
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(
      chunks.map((chunk) => [chunk.choices[0]?.delta.content ?? null, chunk.choices[0]?.finish_reason ?? null, 'usage' in chunk]),
    ).toEqual([
      ['', null, false],
      ['hel', null, false],
      ['lo', null, false],
      [null, 'stop', false],
    ])
    expect([stream.meta.costNanoUsd, stream.meta.requestId, stream.meta.timeToFirstTokenMs]).toEqual([20_000, 'req_s', 0])
    expect(stream.meta.attempts).toEqual([
      { deploymentId: 'd0', group: 'a', provider: 'openai', outcome: 'ok', status: 200, durationMs: 0 },
    ])
  })

  test('gives its whole answer, also after it was iterated', async () => {
    const { client } = harness(oneOfA, { d0: whole })
    const stream = await client.completion(body)
    for await (const chunk of stream) void chunk
    const reply = await stream.finalMessage()
    expect(reply).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'gpt-4o-2024-08-06',
      choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: 'hello', refusal: null } }],
      usage: expect.objectContaining({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }),
    })
    expect(reply.meta.deploymentId).toBe('d0')
  })

  test('abort() closes the provider connection, ends the loop, and counts nothing against the deployment', async () => {
    const { client, transport, events } = harness(oneOfA, { d0: streams(delta('one'), delta('two'), stop, end) })
    const stream = await client.completion(body)
    const seen = []
    for await (const chunk of stream) {
      seen.push(chunk.choices[0]?.delta.content)
      stream.abort()
    }
    expect(seen).toEqual(['one'])
    expect(transport.cancelled).toEqual(['http://d0/v1/chat/completions'])
    expect(events.some((event) => event.type === 'cooldown')).toBe(false)
    expect(stream.meta.attempts.map((attempt) => attempt.outcome)).toEqual(['abort'])
  })

  test('leaving the loop closes the provider connection', async () => {
    const { client, transport } = harness(oneOfA, { d0: streams(delta('one'), delta('two'), stop, end) })
    for await (const chunk of await client.completion(body)) if (chunk.choices.length > 0) break
    expect(transport.cancelled).toHaveLength(1)
  })

  test('after a failure says once what happened, then that it is over', async () => {
    const { client } = harness(oneOfA, { d0: streams(delta('one'), { fault: 'reset' }) })
    const stream = await client.completion(body)
    const iterator = stream[Symbol.asyncIterator]()
    await iterator.next()
    await expect(iterator.next()).rejects.toMatchObject({ kind: 'connection' })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    await expect(stream.finalMessage()).rejects.toMatchObject({ kind: 'connection' })
  })

  test('comes with its response when asked', async () => {
    const { client } = harness(oneOfA, { d0: whole })
    const { data, response, request_id } = await client.completion(body).withResponse()
    expect([response.status, request_id, (await data.finalMessage()).choices[0]?.message.content]).toEqual([200, 'req_s', 'hello'])
  })
})

describe('mock_response', () => {
  test('of the request answers without a call', async () => {
    const { client, hosts } = harness(oneOfA, {})
    const reply = await client.completion({ ...a, mock_response: 'canned' })
    expect([reply.choices[0]?.message.content, reply.usage, hosts]).toEqual([
      'canned',
      { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
      [],
    ])
  })

  test('of the request needs no key', async () => {
    const { client, hosts } = harness({ deployments: [at(0, 'a', { apiKey: { env: 'NONE' } })] }, {})
    const reply = await client.completion({ ...a, mock_response: 'canned' })
    expect([reply.choices[0]?.message.content, hosts]).toEqual(['canned', []])
    const error = await errorOf(client.completion(a))
    expect([error.name, error.code]).toEqual(['AuthenticationError', 'missing_api_key'])
  })

  test('of a deployment answers a stream in pieces, without a key', async () => {
    const { client, hosts } = harness({ deployments: [at(0, 'a', { mockResponse: 'canned', apiKey: { env: 'NONE' } })] }, {})
    const stream = await client.completion({ ...a, stream: true })
    const pieces = []
    for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content)
    expect([pieces, hosts]).toEqual([['', 'can', 'ned', undefined], []])
  })

  test.each([
    ['litellm.RateLimitError', 'RateLimitError', 429],
    ['litellm.ContextWindowExceededError', 'ContextWindowExceededError', 400],
    ['litellm.InternalServerError', 'InternalServerError', 500],
    ['litellm.AuthenticationError', 'AuthenticationError', 401],
    ['litellm.Timeout', 'APIConnectionTimeoutError', 408],
  ])('%s raises %s', async (mock_response, name, status) => {
    const { client } = harness({ ...oneOfA, routing: { numRetries: 0 } }, {})
    const error = await errorOf(client.completion({ ...a, mock_response }))
    expect([error.name, error.status, error.llm_provider]).toEqual([name, status, 'openai'])
  })

  test('mock_timeout waits for the timeout and raises it', async () => {
    const { client, sleeps } = harness(
      { deployments: [at(0, 'a', { mockTimeout: true, timeoutMs: 2_500 })], routing: { numRetries: 0 } },
      {},
    )
    const error = await errorOf(client.completion(a))
    expect([error.name, error.status, sleeps]).toEqual(['APIConnectionTimeoutError', 408, [2_500]])
  })
})

describe('an answer that is odd', () => {
  test('a host that sends a meta of its own does not make ours visible', async () => {
    const answer = { ...ok(), json: { ...(ok().json as object), meta: { theirs: true } } } // `json` of ok() is an object
    const { client } = harness(oneOfA, { d0: answer })
    const reply = await client.completion(a)
    expect([reply.meta.deploymentId, Object.keys(reply).includes('meta')]).toEqual(['d0', false])
  })

  test('a host that sends a member called failure has answered all the same', async () => {
    const answer = { ...ok(), json: { ...(ok().json as object), failure: 'none' } } // `json` of ok() is an object
    const { client } = harness(oneOfA, { d0: answer })
    expect((await client.completion(a)).choices[0]?.message.content).toBe('hello')
  })

  test.each([
    { name: 'no body', answer: { status: 204, text: '' } },
    { name: 'an empty body', answer: { status: 200, text: '' } },
    { name: 'HTML', answer: { status: 200, text: '<html><title>Sign in</title></html>', headers: { 'content-type': 'text/html' } } },
    { name: 'half a JSON text', answer: { status: 200, text: '{"choices": [' } },
    { name: 'null', answer: { status: 200, text: 'null' } },
  ])('$name is no answer, whole or streamed', async ({ answer }) => {
    const { client } = harness({ ...oneOfA, routing: { numRetries: 0 } }, { d0: answer })
    for (const stream of [false, true]) {
      const error = await errorOf(client.completion({ ...a, stream }))
      expect([error.name, error.status, error.llm_provider]).toEqual(['APIConnectionError', 500, 'openai'])
    }
  })
})

test('mock_response gives embeddings a vector for each text', async () => {
  const { client } = harness({ deployments: [at(0, 'e', { mode: 'embedding' })] }, {})
  const lengths = await Promise.all(
    ['x', ['x', 'y'], [1, 2, 3], [[1], [2]]].map(async (input) => {
      const { data } = await client.embeddings.create({ model: 'e', input, mock_response: 'x' } as never)
      return data.map(({ index }) => index)
    }),
  )
  expect(lengths).toEqual([[0], [0, 1], [0], [0, 1]])
})

describe('what cannot be called', () => {
  test.each([undefined, null, 7, {}])('%s is no body: a bad request, as a rejection', async (body) => {
    const { client } = harness(oneOfA, {})
    const error = await errorOf(client.completion(body as never))
    expect([error.name, error.param]).toEqual(['BadRequestError', 'model'])
  })

  test('an unknown model is a 400 with the nearest names', async () => {
    const { client } = harness({ deployments: [at(0, 'gpt-4o'), at(1, 'claude-sonnet')] }, {})
    const error = await errorOf(client.completion({ model: 'gpt-4', messages } as never))
    expect([error.name, error.status, error.code, error.param]).toEqual(['BadRequestError', 400, 'model_not_found', 'model'])
    expect(error.message).toBe(
      'no model is called "gpt-4". Did you mean "gpt-4o"? Known: "gpt-4o", "claude-sonnet". Names come from model_name in the config; run llmgen again after changing it.',
    )
  })

  test.each(['__proto__', 'constructor', 'toString'])('%s is just an unknown name', async (model) => {
    const { client } = harness(oneOfA, {})
    expect((await errorOf(client.completion({ model, messages } as never))).code).toBe('model_not_found')
  })

  test('a format without an adapter is named', async () => {
    const { client } = harness({ deployments: [at(0, 'a', { model: 'azure/gpt' })] }, {})
    const error = await errorOf(client.completion(a))
    expect([error.name, error.code]).toEqual(['BadRequestError', 'format_not_loaded'])
    expect(error.message).toContain('speaks the format "azure", for which this client carries no adapter')
  })

  test('a base URL whose variable is not set is named', async () => {
    const { client } = harness({ deployments: [at(0, 'a', { baseUrl: { env: 'MY_BASE' } })] }, {})
    const error = await errorOf(client.completion(a))
    expect(error.message).toContain('api_base comes from the variable MY_BASE, which is not set')
  })

  test.each([
    { name: 'the first variable that is set', env: { SECOND: 'http://d1/v1/' }, want: 'd1' },
    { name: "the provider's own host where none is", env: {}, want: 'd0' },
  ])('a deployment without api_base goes to $name', async ({ env, want }) => {
    const baseUrl = { firstOf: ['FIRST', 'SECOND'], else: 'http://d0/v1' }
    const { client, hosts } = harness({ deployments: [at(0, 'a', { baseUrl })] }, { d0: ok(), d1: ok() }, { env })
    await client.completion(a)
    expect(hosts).toEqual([want])
  })

  test('a provider without a host of its own names the variables that may hold one', async () => {
    const { client } = harness({ deployments: [at(0, 'a', { baseUrl: { firstOf: ['FIRST', 'SECOND'] } })] }, {})
    const error = await errorOf(client.completion(a))
    expect(error.message).toContain('api_base is not in the config, and FIRST or SECOND is not set')
  })

  test('a closed client refuses', async () => {
    const { client, transport } = harness(oneOfA, { d0: ok() })
    await client.close()
    expect(transport.closed).toBe(true)
    await expect(client.completion(a)).rejects.toThrow('this client was closed')
    await expect(client.completion({ ...a, stream: true })).rejects.toThrow('this client was closed')
    await expect(client.embeddings.create({ model: 'e', input: 'x' })).rejects.toThrow('this client was closed')
  })

  test('a Plan of another version is refused when the client is made', () => {
    expect(() => createClient({ planVersion: 99 })).toThrow('run llmgen again')
  })
})

test('a timeout arrives as its class, with provider and advice', async () => {
  const { client } = harness({ ...oneOfA, routing: { numRetries: 0 } }, { d0: { fault: 'total-timeout' } })
  const error = await errorOf(client.completion(a))
  expect([error.name, error.status, error.code, error.llm_provider, error.model, error.retryable]).toEqual([
    'APIConnectionTimeoutError',
    408,
    'total_timeout',
    'openai',
    'gpt-4o',
    true,
  ])
  expect(error.message).toBe('openai deployment "d0" (gpt-4o): fake total-timeout. Raise timeout if the model needs longer.')
})

test('embeddings are answered by the same engine', async () => {
  const { client, hosts } = harness(
    { deployments: [at(0, 'e', { mode: 'embedding' }), at(1, 'e', { mode: 'embedding' })] },
    {
      d0: fails(503),
      d1: {
        json: {
          object: 'list',
          model: 'text-embedding-3-small',
          data: [{ object: 'embedding', index: 0, embedding: [1, 2] }],
          usage: { prompt_tokens: 3, total_tokens: 3 },
        },
      },
    },
  )
  const reply = await client.embeddings.create({ model: 'e', input: 'x' })
  expect([reply.data[0]?.embedding, reply.meta.deploymentId, hosts]).toEqual([[1, 2], 'd1', ['d0', 'd1']])
})

test('another error set makes the errors', async () => {
  const { client } = harness({ ...oneOfA, routing: { numRetries: 0 } }, { d0: fails(500) }, { errors: openaiErrorsFree })
  await expect(client.completion(a)).rejects.toMatchObject({ message: 'internal', [errorBrand]: true })
})

test('a lazy client is made at its first use', async () => {
  let made = 0
  const client = lazyClient<Models>(() => {
    made++
    return harness(oneOfA, { d0: ok() }).client
  })
  expect(made).toBe(0)
  await client.close()
  expect(made).toBe(0)
  await client.chat.completions.create(a)
  await client.completion(a)
  expect(made).toBe(1)
})
