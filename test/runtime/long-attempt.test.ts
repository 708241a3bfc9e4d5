/** Attempts of several requests: hosts that answer later, and requests that go out in parts. */
import { describe, expect, test } from 'vitest'
import { type HttpRequest, type Transport, TransportFault } from '../../src/protocol/http.js'
import type { Adapter, EndpointCodec } from '../../src/providers/adapter.js'
import { openai } from '../../src/providers/openai.js'
import type { FakeAnswer } from '../support/fake-transport.js'
import { at, delta, end, errorOf, harness, messages, ok, role, stop, streams, usage } from './harness.js'
import { bodyOf, post, toyAdapter, toyCodec } from './toy-adapter.js'

const oneImage = { deployments: [at(0, 'i', { mode: 'image_generation' })] }
const draw = { model: 'i', prompt: 'p' } as const

/** Follows `next` of an answer, after `after` milliseconds. */
const following: Partial<EndpointCodec<'images'>> = {
  follow(reply, _call, target, round) {
    const { next, after } = bodyOf(reply)
    if (typeof next !== 'string') return undefined
    return { request: post(`${target.baseUrl}/${next}/${round}`, {}), afterMs: Number(after ?? 0) }
  },
}
const polling = toyAdapter({ endpoints: { images: toyCodec(following) } })
const paths = (requests: readonly HttpRequest[]) => requests.map(({ url }) => new URL(url).pathname)

describe('a host that answers later', () => {
  test('is not asked with a signature that fails, which nobody leaves unheard', async () => {
    const authorize = () => Promise.reject(new Error('the key cannot sign'))
    const adapters = toyAdapter({ endpoints: { images: toyCodec(following) }, authorize })
    const { client, hosts } = harness(oneImage, {}, {}, adapters)
    const error = await errorOf(client.images.generate(draw, { maxRetries: 0 }))
    expect([error.message.includes('the key cannot sign'), hosts]).toEqual([true, []])
  })

  test('is followed, with its waits and signed each time, to the answer', async () => {
    const answers: FakeAnswer[] = [
      { status: 202, json: { next: 'a', after: 500 } },
      { json: { next: 'b', after: 700 } },
      { json: { data: [{ url: 'u' }] } },
    ]
    const { client, transport, sleeps } = harness(oneImage, { d0: answers }, {}, polling)
    const reply = await client.images.generate(draw)
    expect([reply.data, sleeps, paths(transport.requests)]).toEqual([[{ url: 'u' }], [500, 700], ['/v1/images', '/v1/a/0', '/v1/b/1']])
    expect(transport.requests.every(({ headers }) => headers.signed === 'yes')).toBe(true)
    expect([reply.meta.attempts.length, reply.meta.latencyMs]).toEqual([1, 1_200])
  })

  test('is given up when a wait is longer than what the attempt has left, and the time of each request is what is left', async () => {
    const { client, transport, sleeps } = harness(oneImage, { d0: { json: { next: 'a', after: 400 } } }, {}, polling)
    const error = await errorOf(client.images.generate(draw, { timeout: 1_000, maxRetries: 0 }))
    expect([error.name, error.code, sleeps]).toEqual(['APIConnectionTimeoutError', 'total_timeout', [400, 400]])
    expect(error.message).toContain('the host was not done after 1 s and 3 answers')
    expect(transport.timers.map(({ totalMs }) => totalMs)).toEqual([1_000, 600, 200])
  })

  test('without pauses is paused for, and is not followed for ever', async () => {
    const { client, sleeps } = harness(oneImage, { d0: { json: { next: 'a' } } }, {}, polling)
    const error = await errorOf(client.images.generate(draw, { timeout: 1_000, maxRetries: 0 }))
    expect([error.code, sleeps]).toEqual(['total_timeout', Array.from({ length: 9 }, () => 100)])
  })

  describe('that keeps what it was given', () => {
    const keeping = toyAdapter({
      endpoints: {
        images: toyCodec({
          follow(reply, _call, target, round) {
            const { next } = bodyOf(reply)
            const tidy = { method: 'DELETE', url: `${target.baseUrl}/${Math.min(round, 1)}`, headers: {} } as const
            return typeof next === 'string' ? { request: post(`${target.baseUrl}/${next}`, {}), afterMs: 0, tidy } : undefined
          },
        } satisfies Partial<EndpointCodec<'images'>>),
      },
    })
    const steps = (requests: readonly HttpRequest[]) => requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)
    const chain: readonly FakeAnswer[] = [{ json: { next: 'a' } }, { json: { next: 'b' } }, { json: { next: 'c' } }]
    const way = ['POST /v1/images', 'POST /v1/a', 'POST /v1/b', 'POST /v1/c']
    const removals = ['DELETE /v1/1', 'DELETE /v1/0']

    test.each<[string, FakeAnswer]>([
      ['is rid of it', {}],
      ['may refuse', { status: 409 }],
      ['may be gone', { fault: 'reset' }],
    ])('%s after the answer, the latest first and once each', async (_name, removed) => {
      const { client, transport } = harness(oneImage, { d0: [...chain, { json: { data: [] } }, removed] }, {}, keeping)
      expect((await client.images.generate(draw)).data).toEqual([])
      expect(steps(transport.requests)).toEqual([...way, ...removals])
      expect(transport.requests.every(({ headers }) => headers.signed === 'yes')).toBe(true)
    })

    test('is rid of it after a failure too, which does not wait for that', async () => {
      const { client, transport } = harness(oneImage, { d0: [...chain, { status: 400, json: {} }, {}] }, {}, keeping)
      await errorOf(client.images.generate(draw, { maxRetries: 0 }))
      await new Promise((done) => setImmediate(done))
      expect(steps(transport.requests)).toEqual([...way, ...removals])
    })
  })

  test('that fails on the way is retried from the start', async () => {
    const answers: FakeAnswer[] = [{ json: { next: 'a' } }, { status: 500 }, { json: { data: [] } }]
    const { client, transport } = harness(oneImage, { d0: answers }, {}, polling)
    const { meta } = await client.images.generate(draw)
    expect([paths(transport.requests), meta.attempts.map(({ outcome }) => outcome)]).toEqual([
      ['/v1/images', '/v1/a/0', '/v1/images'],
      ['internal', 'ok'],
    ])
  })

  test('is not asked again once the caller has left', async () => {
    const controller = new AbortController()
    const { client, hosts } = harness(
      oneImage,
      { d0: { json: { next: 'a', after: 10 } } },
      { sleep: async () => controller.abort() },
      polling,
    )
    const error = await errorOf(client.images.generate(draw, { signal: controller.signal }))
    expect([error.name, hosts]).toEqual(['APIUserAbortError', ['d0']])
  })

  test('that refuses what it said to follow is a failure of its own words', async () => {
    const refusing = {
      follow: () => ({
        failure: {
          kind: 'content-policy',
          message: 'no',
          status: 400,
          code: 'x',
          type: null,
          param: null,
          headers: {},
          requestId: null,
          provider: 'p',
          model: 'm',
        } as const,
      }),
    }
    const { client } = harness(oneImage, { d0: { json: {} } }, {}, toyAdapter({ endpoints: { images: toyCodec(refusing) } }))
    expect((await errorOf(client.images.generate(draw))).name).toBe('ContentPolicyViolationError')
  })

  describe('in a stream', () => {
    const chat = openai.endpoints.chat
    if (chat === undefined) throw new Error('the adapter has no chat')
    const follow: NonNullable<EndpointCodec<'chat'>['follow']> = (reply, _call, target) => {
      const { next } = bodyOf(reply)
      return typeof next === 'string' ? { request: post(`${target.baseUrl}/${next}`, {}), afterMs: 5 } : undefined
    }
    const adapters: { readonly openai: Adapter } = { openai: { ...openai, endpoints: { chat: { ...chat, follow } } } }
    const ask = { model: 'a', messages, stream: true } as const

    test('is asked once whole, and what follows is the stream', async () => {
      const answers = [{ json: { next: 'stream' } }, streams(role, delta('hel'), delta('lo'), stop, usage, end)]
      const { client, transport, sleeps } = harness({ deployments: [at(0, 'a')] }, { d0: answers }, {}, adapters)
      const { choices } = await (await client.completion(ask)).finalMessage()
      expect([choices[0]?.message.content, paths(transport.requests), sleeps]).toEqual([
        'hello',
        ['/v1/chat/completions', '/v1/stream'],
        [5],
      ])
    })

    test('may answer at once', async () => {
      const { client } = harness({ deployments: [at(0, 'a')] }, { d0: ok('whole') }, {}, adapters)
      expect((await (await client.completion(ask)).finalMessage()).choices[0]?.message.content).toBe('whole')
    })
  })
})

describe('a request in parts', () => {
  test('is not sent where the caller has left before', async () => {
    const controller = new AbortController()
    const leaving: Partial<EndpointCodec<'images'>> = {
      split: ({ request }) => {
        controller.abort(new Error('gone home'))
        return [request, request]
      },
      join: ([reply = { created: 0, data: [] }]) => reply,
    }
    const adapters = toyAdapter({ endpoints: { images: toyCodec(leaving) } })
    const stopped: unknown[] = []
    const whole: Transport['whole'] = async (_request, _timers, signal) => {
      stopped.push(signal?.aborted && signal.reason)
      throw new TransportFault('aborted', 'stopped')
    }
    const transport: Transport = { whole, stream: () => Promise.reject(new Error('nothing streams here')), close: async () => undefined }
    const { client } = harness(oneImage, {}, { transport }, adapters)
    expect((await errorOf(client.images.generate(draw, { signal: controller.signal }))).name).toBe('APIUserAbortError')
    expect(stopped.every((reason) => reason === controller.signal.reason)).toBe(true)
  })

  const codec = toyCodec<'embeddings'>({
    split: ({ request }) =>
      Array.isArray(request.input) && request.input.length > 1
        ? request.input.map((input) => ({ ...request, input: String(input) }))
        : undefined,
    join: (replies) => ({
      object: 'list',
      model: 'x',
      data: replies.flatMap(({ data }) => data),
      usage: {
        prompt_tokens: replies.reduce((sum, { usage }) => sum + usage.prompt_tokens, 0),
        total_tokens: replies.reduce((sum, { usage }) => sum + usage.total_tokens, 0),
      },
    }),
  })
  const adapters = toyAdapter({ endpoints: { embeddings: codec } })
  const input = {
    deployments: [at(0, 'e', { mode: 'embedding', price: { by: 'row', row: 0 } })],
    prices: [{ model: 'x', family: 'f', input: 1_000_000 }],
  }
  const vector = (request: HttpRequest): FakeAnswer => {
    const { input: text } = JSON.parse(String(request.body))
    return {
      json: {
        object: 'list',
        model: 'x',
        data: [{ object: 'embedding', index: 0, embedding: [Number(text)] }],
        usage: { prompt_tokens: 2, total_tokens: 2 },
      },
    }
  }
  const texts = ['0', '1', '2', '3', '4', '5']

  test('is one attempt, at most four at a time, joined in order and billed together', async () => {
    let open = 0
    let most = 0
    const answer = async (request: HttpRequest) => {
      open++
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open--
      return vector(request)
    }
    const { client, hosts } = harness(input, { d0: answer }, {}, adapters)
    const { data, meta } = await client.embeddings.create({ model: 'e', input: texts })
    expect([data.map(({ embedding }) => embedding[0]), most, hosts.length]).toEqual([[0, 1, 2, 3, 4, 5], 4, 6])
    expect([meta.attempts.length, meta.costNanoUsd]).toEqual([1, 12_000])
  })

  test('fails as a whole with its first failure, and no further part is sent', async () => {
    let sent = 0
    const answer = (request: HttpRequest) => (++sent === 1 ? { status: 400, json: { error: { message: 'too long' } } } : vector(request))
    const { client, hosts } = harness(input, { d0: answer }, {}, adapters)
    const error = await errorOf(client.embeddings.create({ model: 'e', input: texts }))
    expect([error.name, hosts.length]).toEqual(['BadRequestError', 4])
  })

  test('that fits goes out whole', async () => {
    const { client, hosts } = harness(input, { d0: vector }, {}, adapters)
    expect([(await client.embeddings.create({ model: 'e', input: ['7'] })).data[0]?.embedding, hosts.length]).toEqual([[7], 1])
  })
})

describe('the deadline of a call', () => {
  test('bounds every attempt by what is left, and ends the call', async () => {
    const { client, transport, clock } = harness(
      { deployments: [at(0, 'a')] },
      {
        d0: () => {
          clock.time += 700
          return { status: 500 }
        },
      },
    )
    const error = await errorOf(client.completion({ model: 'a', messages, num_retries: 5 }, { deadline: 2_500 }))
    expect([error.name, transport.timers.map(({ totalMs }) => totalMs)]).toEqual(['InternalServerError', [2_500, 1_300]])
  })

  test('is in seconds in the body, and the second argument wins', async () => {
    const { client, transport } = harness({ deployments: [at(0, 'a')] }, { d0: ok() })
    await client.completion({ model: 'a', messages, deadline: 3 })
    await client.completion({ model: 'a', messages, deadline: 3 }, { deadline: 40 })
    expect(transport.timers.map(({ totalMs }) => totalMs)).toEqual([3_000, 40])
    expect(JSON.parse(String(transport.requests[0]?.body))).toEqual({ model: 'gpt-4o', messages })
  })
})
