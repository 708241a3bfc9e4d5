/** The response cache of several processes, over a real Redis. */
import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { redisCache } from '../../../src/redis/index.js'
import { startRedis } from '../../support/servers.js'
import { delta, end, messages, ok, role, stop, streams, usage } from '../harness.js'
import { cachedClient, vectors } from './cached-client.js'

const redis = await startRedis()
afterAll(() => redis?.stop())

describe.skipIf(redis === undefined)('two clients over one Redis', () => {
  const namespace = `test-${randomUUID()}`
  const stores = [0, 1].map(() => redisCache({ url: redis?.url, namespace, timeoutMs: 5_000 }))
  afterAll(() => Promise.all(stores.map((store) => store.close())))
  const pair = (answer: Parameters<typeof cachedClient>[0]) =>
    stores.map((cache) => cachedClient(answer, { cache: { store: 'redis' }, options: { cache, now: Date.now } }))
  /** Writes are not waited for by a call; this waits until they are there. */
  const written = async (key: string | undefined) => {
    while ((await stores[1]?.get(key ?? '')) === undefined) await new Promise((resolve) => setImmediate(resolve))
  }

  test('share whole answers, streams and vectors', async () => {
    const [one, other] = pair((request) => {
      const body = String(request.body)
      if (request.url.includes('embeddings')) return vectors(request)
      return body.includes('"stream":true') ? streams(role, delta('hello '), delta('you'), stop, usage, end) : ok('whole')
    })
    if (one === undefined || other === undefined) throw new Error('there are two')
    const streamed = await one.client.chat.completions.create({ model: 'a', messages, stream: true })
    for await (const _ of streamed);
    await written(streamed.meta.cacheKey)
    const replayed = await other.client.chat.completions.create({ model: 'a', messages })
    expect([replayed.choices[0]?.message.content, replayed.meta.cacheHit, other.calls()]).toEqual(['hello you', true, 0])

    const whole = await other.client.chat.completions.create({ model: 'b', messages })
    await written(whole.meta.cacheKey)
    const stream = await one.client.chat.completions.create({ model: 'b', messages, stream: true })
    expect([(await stream.finalMessage()).choices[0]?.message.content, stream.meta.cacheHit]).toEqual(['whole', true])

    const single = await one.client.embeddings.create({ model: 'e', input: 'bb' })
    await written(single.meta.cacheKey)
    const list = await other.client.embeddings.create({ model: 'e', input: ['a', 'bb'] })
    expect([list.data.map(({ embedding }) => embedding), list.meta.cacheHit]).toEqual([[[1], [2]], 'partial'])
  })

  test('go on when it is killed', async () => {
    await redis?.kill()
    const [one] = pair(() => ok('without'))
    const started = performance.now()
    const replies = [0, 1].map(() => one?.client.chat.completions.create({ model: 'a', messages, seed: 1 }))
    expect((await Promise.all(replies)).map((reply) => reply?.choices[0]?.message.content)).toEqual(['without', 'without'])
    expect([one?.calls(), performance.now() - started < 5_500]).toEqual([1, true])
  })
})
