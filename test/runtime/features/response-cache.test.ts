/** The response cache over whole answers: what is kept, for whom, how long, and what callers are told. */
import { describe, expect, test } from 'vitest'
import type { ResponseCacheStore } from '../../../src/protocol/response-cache.js'
import { chain } from '../../support/plan.js'
import { at, errorOf, fails, harness, messages, ok } from '../harness.js'
import { cachedClient, gate, vectors } from '../response-cache/cached-client.js'

describe('an equal request', () => {
  test('is answered without a call, for nothing, and says so', async () => {
    const { client, calls, did, events } = cachedClient((_, nth) => ok(`answer ${nth}`))
    const first = await client.chat.completions.create({ model: 'a', messages })
    const { data: second, response, request_id } = await client.chat.completions.create({ model: 'a', messages }).withResponse()
    expect(second).toEqual(first)
    expect(calls()).toBe(1)
    expect(first.meta.cacheHit).toBeUndefined()
    const key = first.meta.cacheKey
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(second.meta).toEqual({
      deploymentId: 'd0',
      provider: 'openai',
      model: 'gpt-4o',
      group: 'a',
      cost: 0,
      costNanoUsd: 0,
      costReason: 'answered from the response cache',
      attempts: [],
      fallbacks: [],
      latencyMs: 0,
      timeToFirstTokenMs: undefined,
      requestId: null,
      headers: { 'x-litellm-cache-key': key },
      cacheKey: key,
      cacheHit: true,
    })
    expect(response).toEqual({ status: 200, headers: { 'x-litellm-cache-key': key } })
    expect(request_id).toBe(null)
    expect(did()).toEqual(['miss', 'stored', 'hit'])
    expect(
      events
        .filter((event) => event.type === 'done')
        .map(({ call, outcome, attempts, costNanoUsd }) => ({ call, outcome, attempts, costNanoUsd })),
    ).toEqual([
      { call: 1, outcome: 'ok', attempts: 1, costNanoUsd: undefined },
      { call: 2, outcome: 'ok', attempts: 0, costNanoUsd: 0 },
    ])
  })

  test('gets an answer of its own, which the first caller cannot change', async () => {
    const { client } = cachedClient(() => ok('kept'))
    const first = await client.chat.completions.create({ model: 'a', messages })
    if (first.choices[0] !== undefined) first.choices[0].message.content = 'changed'
    const second = await client.chat.completions.create({ model: 'a', messages })
    expect(second.choices[0]?.message.content).toBe('kept')
  })

  test('by an alias is the same as by the name of its group', async () => {
    const { client, calls } = cachedClient(() => ok(), { plan: { aliases: [{ name: 'b2', group: 'a', hidden: false }] } })
    await client.chat.completions.create({ model: 'a', messages })
    // The types of this client know no alias.
    const { meta } = await client.chat.completions.create({ model: 'b2' as 'a', messages })
    expect([calls(), meta.cacheHit]).toEqual([1, true])
  })

  test('of another model, caller scope, caller key or parameter is another one', async () => {
    const { client, calls } = cachedClient(() => ok())
    const body = { model: 'a', messages } as const
    const each = [
      () => client.chat.completions.create(body),
      () => client.chat.completions.create({ ...body, model: 'b' }),
      () => client.chat.completions.create({ ...body, temperature: 0 }),
      () => client.chat.completions.create({ ...body, user: 'u1' }),
      () => client.chat.completions.create({ ...body, cache: { namespace: 'n' } }),
      () => client.chat.completions.create(body, { cacheNamespace: 't1' }),
      () => client.chat.completions.create({ ...body, cache: { namespace: 't1' } }),
      () => client.chat.completions.create(body, { headers: { 'x-api-key': 'k1' } }),
    ]
    for (const call of each) await call()
    expect(calls()).toBe(each.length)
    for (const call of each) expect((await call()).meta.cacheHit).toBe(true)
    expect(calls()).toBe(each.length)
  })

  test.each<[string, object, object?]>([
    ['metadata', { metadata: { trace: '1' } }],
    ['retries and timeouts', { num_retries: 1, timeout: 5 }, { maxRetries: 2, timeout: 9 }],
    ['what is undefined or null', { temperature: undefined, top_p: null }],
    ['a trace header', {}, { headers: { traceparent: '00-1' } }],
  ])('may differ in %s', async (_, more, options) => {
    const { client, calls } = cachedClient(() => ok())
    await client.chat.completions.create({ model: 'a', messages })
    await client.chat.completions.create({ model: 'a', messages, ...more }, options)
    expect(calls()).toBe(1)
  })

  test('is sent without the controls of the cache', async () => {
    const { client, transport } = cachedClient(() => ok())
    await client.chat.completions.create({ model: 'a', messages, cache: { ttl: 5 }, caching: true })
    expect(JSON.parse(String(transport.requests[0]?.body))).toEqual({ model: 'gpt-4o', messages })
  })
})

describe('how long an answer is kept', () => {
  test.each<[string, object, object, number]>([
    ['ten minutes by default', {}, {}, 600_000],
    ['as the config says', { ttlMs: 5_000 }, {}, 5_000],
    ['as the config says through the environment', { ttlMs: { env: 'TTL', scale: 1_000 } }, {}, 7_000],
    ['as the call says', { ttlMs: 5_000 }, { ttl: 9 }, 9_000],
  ])('%s', async (_, cache, asked, ttlMs) => {
    const { client, calls, clock } = cachedClient(() => ok(), { cache, options: { env: { TTL: '7' } } })
    const ask = () => client.chat.completions.create({ model: 'a', messages, cache: asked })
    await ask()
    await clock.advance(ttlMs - 1)
    await ask()
    expect(calls()).toBe(1)
    await clock.advance(1)
    await ask()
    expect(calls()).toBe(2)
  })

  test('s-maxage takes nothing older', async () => {
    const { client, calls, clock } = cachedClient(() => ok())
    const ask = (cache: object) => client.chat.completions.create({ model: 'a', messages, cache })
    await ask({})
    await clock.advance(2_000)
    await ask({ 's-maxage': 2 })
    expect(calls()).toBe(1)
    await clock.advance(1)
    await ask({ 's-maxage': 2 })
    expect(calls()).toBe(2)
  })
})

describe('what a call can ask for', () => {
  test.each<[string, object, readonly string[]]>([
    ['no-cache takes nothing, and keeps the new answer', { cache: { 'no-cache': true } }, ['miss', 'stored']],
    ['no-store keeps nothing', { cache: { 'no-store': true } }, ['hit']],
    ['a ttl of 0 keeps nothing', { cache: { ttl: 0 } }, ['hit']],
    ['both together stay away', { cache: { 'no-cache': true, 'no-store': true } }, []],
    ['caching: false stays away', { caching: false }, []],
    ['a mock stays away', { mock_response: 'played' }, []],
  ])('%s', async (_, more, want) => {
    const { client, did } = cachedClient(() => ok())
    await client.chat.completions.create({ model: 'a', messages })
    await client.chat.completions.create({ model: 'a', messages, ...more })
    expect(did()).toEqual(['miss', 'stored', ...want])
  })

  test.each<[string, object, boolean]>([
    ['nothing', {}, false],
    ['use-cache', { cache: { 'use-cache': true } }, true],
    ['use_cache', { cache: { use_cache: true } }, true],
    ['caching', { caching: true }, true],
    ['caching: false beside use_cache', { caching: false, cache: { use_cache: true } }, false],
  ])('under default_off %s decides', async (_, more, isCached) => {
    const { client, calls } = cachedClient(() => ok(), { cache: { byDefault: false } })
    await client.chat.completions.create({ model: 'a', messages, ...more })
    await client.chat.completions.create({ model: 'a', messages, ...more })
    expect(calls()).toBe(isCached ? 1 : 2)
  })

  test('only the endpoints of the config are cached', async () => {
    const { client, calls } = cachedClient((request) => (request.url.includes('embeddings') ? vectors(request) : ok()), {
      cache: { endpoints: ['embeddings'] },
    })
    for (let time = 0; time < 2; time++) {
      await client.chat.completions.create({ model: 'a', messages })
      await client.embeddings.create({ model: 'e', input: 'x' })
    }
    expect(calls()).toBe(3)
  })
})

describe('not kept', () => {
  const cut = (finish_reason: string | null) => {
    const { json, ...rest } = ok()
    // As `ok` makes it.
    const reply = json as { choices: object[] }
    return { ...rest, json: { ...reply, choices: [{ ...reply.choices[0], finish_reason }] } }
  }

  test.each([
    ['an answer that a content filter cut', 'content_filter', 2],
    ['an answer cut by its token limit is kept, which is in the key', 'length', 1],
    ['an answer with tool calls is kept', 'tool_calls', 1],
  ] as const)('%s', async (_, reason, want) => {
    const { client, calls } = cachedClient(() => cut(reason))
    await client.chat.completions.create({ model: 'a', messages })
    await client.chat.completions.create({ model: 'a', messages })
    expect(calls()).toBe(want)
  })

  test('an error', async () => {
    const { client, calls, did } = cachedClient((_, nth) => (nth === 0 ? fails(400) : ok()))
    await errorOf(client.chat.completions.create({ model: 'a', messages }))
    await client.chat.completions.create({ model: 'a', messages })
    expect([calls(), did()]).toEqual([2, ['miss', 'miss', 'stored']])
  })

  test('the answer that a deployment plays', async () => {
    const deployments = [{ group: 'a', model: 'openai/gpt-4o', id: 'm', mockResponse: 'played', apiKey: { placeholder: 'none' } } as const]
    const { client, did } = cachedClient(() => ok(), { plan: { deployments } })
    await client.chat.completions.create({ model: 'a', messages })
    await client.chat.completions.create({ model: 'a', messages })
    expect(did()).toEqual(['miss', 'miss'])
  })

  test('speech, and a response that goes on in the background or joins a conversation', async () => {
    const { client, did } = cachedClient((request) =>
      request.url.includes('speech') ? { text: 'bytes', headers: { 'content-type': 'audio/mpeg' } } : { json: responseOf('x') },
    )
    await client.audio.speech.create({ model: 's', input: 'hi', voice: 'v' })
    await client.responses.create({ model: 'r', input: 'hi', background: true })
    await client.responses.create({ model: 'r', input: 'hi', conversation: 'c1' })
    expect(did()).toEqual([])
  })
})

const responseOf = (text: string, more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'gpt-4o',
  status: 'completed',
  output: [
    { type: 'message', id: 'm1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text, annotations: [] }] },
  ],
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
  ...more,
})

test('the answer of a fallback is kept for those who ask for that model, and the first choice is tried again', async () => {
  const { client, transport } = cachedClient((request, nth) => (request.url.includes('d0') && nth === 0 ? fails(500) : ok(request.url)), {
    plan: { chains: { general: [chain('a', 'b')] }, routing: { disableCooldowns: true } },
  })
  const ask = async (model: 'a' | 'b') => {
    const { meta } = await client.chat.completions.create({ model, messages })
    return [meta.group, meta.cacheHit]
  }
  expect([await ask('a'), await ask('b'), await ask('a'), await ask('a')]).toEqual([
    ['b', undefined],
    ['b', true],
    ['a', undefined],
    ['a', true],
  ])
  expect(transport.requests.map(({ url }) => new URL(url).host)).toEqual(['d0', 'd1', 'd0'])
})

describe('other endpoints', () => {
  test('text completions, reranking and responses', async () => {
    const { client, calls } = cachedClient((request) => {
      if (request.url.includes('responses'))
        return { json: responseOf('hi', { metadata: JSON.parse(String(request.body)).metadata ?? {} }) }
      if (request.url.includes('rerank'))
        return { json: { id: 'k1', results: [{ index: 0, relevance_score: 1 }], meta: { billed_units: { search_units: 1 } } } }
      return {
        json: {
          id: 't1',
          object: 'text_completion',
          created: 1,
          model: 'x',
          choices: [{ index: 0, text: 'T', finish_reason: 'stop', logprobs: null }],
        },
      }
    })
    for (const want of [undefined, true]) {
      const completion = await client.completions.create({ model: 't', prompt: 'p' })
      expect([completion.choices[0]?.text, completion.meta.cacheHit]).toEqual(['T', want])
      const ranked = await client.rerank({ model: 'k', query: 'q', documents: ['d'] })
      expect([ranked.results, ranked.meta.cacheHit, ranked.meta.billed_units]).toEqual([
        [{ index: 0, relevance_score: 1 }],
        want,
        { search_units: 1 },
      ])
      const who = want === undefined ? 'first' : 'second'
      const response = await client.responses.create({ model: 'r', input: 'hi', metadata: { who } })
      expect([response.output_text, response.metadata, response.meta.cacheHit]).toEqual(['hi', { who }, want])
    }
    expect(calls()).toBe(3)
  })

  test('transcriptions, by what is in the file and not by its name', async () => {
    const { client, calls } = cachedClient(() => ({ json: { text: 'said' } }))
    const ask = (name: string, text: string) =>
      client.audio.transcriptions.create({ model: 'w', file: { bytes: new TextEncoder().encode(text), name } })
    await ask('one.mp3', 'sound')
    expect((await ask('two.mp3', 'sound')).meta.cacheHit).toBe(true)
    expect((await ask('one.mp3', 'noise')).meta.cacheHit).toBeUndefined()
    expect(calls()).toBe(2)
  })
})

describe('a store', () => {
  const storeOf = (more: Partial<ResponseCacheStore>) => {
    const kept = new Map<string, string>()
    const store: ResponseCacheStore = {
      get: async (key) => kept.get(key),
      set: async (key, text) => {
        kept.set(key, text)
      },
      delete: (key) => {
        kept.delete(key)
      },
      close: async () => undefined,
      ...more,
    }
    return { kept, store }
  }

  test('of the caller is used, and told for how long', async () => {
    const told: unknown[] = []
    const { kept, store } = storeOf({})
    const set: ResponseCacheStore['set'] = (key, text, ttlMs) => {
      told.push(ttlMs)
      kept.set(key, text)
    }
    const first = cachedClient(() => ok(), { options: { cache: { ...store, set } } })
    await first.client.chat.completions.create({ model: 'a', messages })
    for (const ttl of [3, Number.POSITIVE_INFINITY, Number.NaN, -1])
      await first.client.chat.completions.create({ model: 'a', messages, cache: { 'no-cache': true, ttl } })
    const second = cachedClient(() => ok(), { options: { cache: store } })
    expect((await second.client.chat.completions.create({ model: 'a', messages })).meta.cacheHit).toBe(true)
    expect([told, second.calls()]).toEqual([[undefined, 3_000, 315_360_000_000, undefined, undefined], 0])
  })

  test.each<[string, (text: string) => string]>([
    ['is no JSON', () => '{"v":1'],
    ['is of another version', (text) => text.replace('"v":1', '"v":0')],
    ['is of another shape', (text) => text.replace('"choices"', '"chosen"')],
    ['does not say who answered', (text) => text.replace('"provider"', '"who"')],
    ['is null', () => 'null'],
  ])('with an entry that %s has a miss, and the entry is deleted', async (_, spoil) => {
    const deleted: string[] = []
    const { kept, store } = storeOf({})
    const forget: ResponseCacheStore['delete'] = (key) => {
      deleted.push(key)
      kept.delete(key)
    }
    const { client, did } = cachedClient(() => ok(), { options: { cache: { ...store, delete: forget } } })
    const { meta } = await client.chat.completions.create({ model: 'a', messages })
    for (const [key, text] of kept) kept.set(key, spoil(text))
    await client.chat.completions.create({ model: 'a', messages })
    expect([did(), deleted]).toEqual([['miss', 'stored', 'miss', 'stored'], [meta.cacheKey]])
    expect((await client.chat.completions.create({ model: 'a', messages })).meta.cacheHit).toBe(true)
  })

  test.each<[string, Partial<ResponseCacheStore>]>([
    ['rejects', { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) }],
    [
      'throws',
      {
        get: () => {
          throw new Error('down')
        },
        set: () => {
          throw new Error('down')
        },
      },
    ],
  ])('that %s fails no call', async (_, more) => {
    const { client, calls } = cachedClient(() => ok('fresh'), { options: { cache: storeOf(more).store } })
    const replies = [
      await client.chat.completions.create({ model: 'a', messages }),
      await client.chat.completions.create({ model: 'a', messages }),
    ]
    expect(replies.map(({ choices }) => choices[0]?.message.content)).toEqual(['fresh', 'fresh'])
    expect(calls()).toBe(2)
  })

  test('that hangs delays a call by 200 ms at most', async () => {
    const { passed } = gate<undefined>()
    const { client, clock } = cachedClient(() => ok('fresh'), { options: { cache: storeOf({ get: () => passed }).store } })
    const reply = client.chat.completions.create({ model: 'a', messages })
    await clock.advance(200)
    expect((await reply).meta.latencyMs).toBe(200)
  })
})

test('a config that keeps answers on Redis, and a client without one: they are kept in memory, and the process is warned', async () => {
  const warnings: string[] = []
  const warn = (warning: Error) => warnings.push(warning.message)
  process.on('warning', warn)
  const { client } = cachedClient(() => ok(), { cache: { store: 'redis' } })
  await client.chat.completions.create({ model: 'a', messages })
  expect((await client.chat.completions.create({ model: 'a', messages })).meta.cacheHit).toBe(true)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  expect(warnings).toEqual([expect.stringContaining('createLlm({ cache: redisCache(url) })')])
})

test('a client without the feature sends none of what its calls ask of a cache', async () => {
  const { client, transport } = harness({ deployments: [at(0, 'a')] }, { d0: ok() })
  const { meta } = await client.chat.completions.create({ model: 'a', messages, caching: true, cache: { ttl: 1 } })
  expect(meta.cacheKey).toBeUndefined()
  expect(JSON.parse(String(transport.requests[0]?.body))).toEqual({ model: 'gpt-4o', messages })
})
