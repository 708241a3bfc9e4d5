/** Lists of texts to embed, kept text by text. */
import { describe, expect, test } from 'vitest'
import { chain } from '../../support/plan.js'
import { at, fails } from '../harness.js'
import { cachedClient, gate, kinds, vectors } from './cached-client.js'

const inputOf = (body: unknown) => (JSON.parse(String(body)) as { input: unknown }).input
const lengthsOf = (reply: { data: readonly { embedding: number[]; index: number }[] }) =>
  reply.data.map(({ embedding, index }) => [index, embedding[0]])

describe('a list of texts', () => {
  test('is sent without those that are kept, and comes back in its order', async () => {
    const { client, transport, did } = cachedClient(vectors)
    const first = await client.embeddings.create({ model: 'e', input: ['a', 'bb'] })
    const second = await client.embeddings.create({ model: 'e', input: ['ccc', 'bb', 'dddd', 'a'] })
    const third = await client.embeddings.create({ model: 'e', input: ['dddd', 'a', 'ccc'] })
    const one = await client.embeddings.create({ model: 'e', input: 'ccc' })
    expect(transport.requests.map(({ body }) => inputOf(body))).toEqual([
      ['a', 'bb'],
      ['ccc', 'dddd'],
    ])
    expect([first, second, third, one].map(lengthsOf)).toEqual([
      [
        [0, 1],
        [1, 2],
      ],
      [
        [0, 3],
        [1, 2],
        [2, 4],
        [3, 1],
      ],
      [
        [0, 4],
        [1, 1],
        [2, 3],
      ],
      [[0, 3]],
    ])
    expect([first, second, third, one].map(({ meta }) => meta.cacheHit)).toEqual([undefined, 'partial', true, true])
    // What was sent, where something was; else what was recorded, shared out among the texts of its list: 7 as 4 and 3.
    expect([first, second, third, one].map(({ usage }) => usage)).toEqual([
      { prompt_tokens: 7, total_tokens: 7 },
      { prompt_tokens: 7, total_tokens: 7 },
      { prompt_tokens: 11, total_tokens: 11 },
      { prompt_tokens: 4, total_tokens: 4 },
    ])
    expect(second.meta.attempts.length).toBe(1)
    expect(did()).toEqual(['miss', 'stored', 'stored', 'miss', 'stored', 'stored', 'hit', 'hit'])
  })

  test('of which one was asked for alone takes it from there', async () => {
    const { client, transport } = cachedClient(vectors)
    await client.embeddings.create({ model: 'e', input: 'a' })
    await client.embeddings.create({ model: 'e', input: ['a', 'b'] })
    expect(transport.requests.map(({ body }) => inputOf(body))).toEqual(['a', ['b']])
  })

  test('is not mixed of vectors of different models', async () => {
    const { client, transport, events } = cachedClient((request, nth) => {
      const { json, ...rest } = vectors(request)
      return { ...rest, json: { ...Object(json), model: nth === 0 ? 'old' : 'new' } }
    })
    await client.embeddings.create({ model: 'e', input: 'a' })
    const { meta } = await client.embeddings.create({ model: 'e', input: ['a', 'b'] })
    expect(transport.requests.map(({ body }) => inputOf(body))).toEqual(['a', ['b'], ['a', 'b']])
    expect([meta.cacheHit, meta.attempts.length]).toEqual([undefined, 2])
    const all = await client.embeddings.create({ model: 'e', input: ['b', 'a'] })
    expect([all.model, all.meta.cacheHit]).toEqual(['new', true])
    expect(events.flatMap((event) => (event.type === 'done' ? [event.call] : []))).toEqual([1, 2, 3])
  })

  test('of which two were kept by different models is asked for as a whole', async () => {
    const { client, transport } = cachedClient((request, nth) => {
      const { json, ...rest } = vectors(request)
      return { ...rest, json: { ...Object(json), model: `model ${nth}` } }
    })
    await client.embeddings.create({ model: 'e', input: 'a' })
    await client.embeddings.create({ model: 'e', input: 'b' })
    const all = await client.embeddings.create({ model: 'e', input: ['a', 'b'] })
    expect([all.model, inputOf(transport.requests[2]?.body)]).toEqual(['model 2', ['a', 'b']])
  })

  test('whose answer is not complete is asked for as a whole, and not kept', async () => {
    const { client, transport, did } = cachedClient((request, nth) => {
      const answer = vectors(request)
      return nth === 0 ? answer : { json: { ...Object(answer.json), data: [{ object: 'embedding', index: 0, embedding: [9] }] } }
    })
    await client.embeddings.create({ model: 'e', input: 'a' })
    await client.embeddings.create({ model: 'e', input: ['a', 'b', 'c'] })
    expect(transport.requests.map(({ body }) => inputOf(body))).toEqual(['a', ['b', 'c'], ['a', 'b', 'c']])
    expect(did()).toEqual(['miss', 'stored', 'miss'])
  })

  test('that a fallback embeds is not kept', async () => {
    const fallback = at(9, 'f', { mode: 'embedding', model: 'openai/text-embedding-3-large' })
    const { client, calls, did } = cachedClient((request) => (request.url.includes('d2') ? fails(500) : vectors(request)), {
      plan: { deployments: [...kinds, fallback], chains: { general: [chain('e', 'f')] }, routing: { disableCooldowns: true } },
    })
    for (let time = 0; time < 2; time++) await client.embeddings.create({ model: 'e', input: ['a', 'b'] })
    expect([calls(), did()]).toEqual([4, ['miss', 'miss']])
  })

  test('at the same time is one call', async () => {
    const { passed, open } = gate()
    const { client, calls, did } = cachedClient(async (request) => {
      await passed
      return vectors(request)
    })
    const ask = () => client.embeddings.create({ model: 'e', input: ['a', 'b'] })
    const all = [ask(), ask(), ask()]
    open()
    const replies = await Promise.all(all)
    expect(replies.map(lengthsOf)).toEqual(
      Array.from({ length: 3 }, () => [
        [0, 1],
        [1, 1],
      ]),
    )
    expect(replies.map(({ meta }) => meta.cacheHit)).toEqual([undefined, 'shared', 'shared'])
    expect([calls(), did()]).toEqual([1, ['miss', 'stored', 'stored', 'shared', 'shared']])
  })
})

test('tokens are kept as they were given, and no-store keeps nothing', async () => {
  const { client, calls } = cachedClient(vectors)
  const tokens = [
    [1, 2],
    [3, 4],
  ]
  for (const want of [undefined, true]) expect((await client.embeddings.create({ model: 'e', input: tokens })).meta.cacheHit).toBe(want)
  const cache = { 'no-store': true }
  for (let time = 0; time < 2; time++) await client.embeddings.create({ model: 'e', input: ['x', 'y'], cache })
  expect(calls()).toBe(3)
})
