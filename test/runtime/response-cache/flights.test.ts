/** Identical calls at the same time. */
import { describe, expect, test } from 'vitest'
import { errorOf, fails, messages, ok } from '../harness.js'
import { cachedClient, gate } from './cached-client.js'

const body = { model: 'a', messages } as const
const textOf = (reply: { choices: readonly { message: { content: string | null } }[] }) => reply.choices[0]?.message.content

describe('identical calls', () => {
  test('share one call, and only the first one pays', async () => {
    const { passed, open } = gate()
    const { client, calls, did } = cachedClient(async () => {
      await passed
      return ok()
    })
    const all = Array.from({ length: 1_000 }, () => client.chat.completions.create(body))
    open()
    const replies = await Promise.all(all)
    expect(calls()).toBe(1)
    expect(new Set(replies).size).toBe(1_000)
    expect(new Set(replies.map(textOf))).toEqual(new Set(['hello']))
    const [first, ...others] = replies.map(({ meta }) => meta)
    expect([first?.cacheHit, first?.attempts.length, first?.cacheKey === others[0]?.cacheKey]).toEqual([undefined, 1, true])
    expect(new Set(others.map(({ cacheHit, costNanoUsd, attempts }) => `${cacheHit} ${costNanoUsd} ${attempts.length}`))).toEqual(
      new Set(['shared 0 0']),
    )
    expect(did()).toEqual(['miss', 'stored', ...others.map(() => 'shared')])
  })

  test('share one look into a store that takes its time', async () => {
    const { passed, open } = gate<string | undefined>()
    const asked: string[] = []
    const cache = {
      get: (key: string) => {
        asked.push(key)
        return passed
      },
      set: () => undefined,
      delete: () => undefined,
      close: async () => undefined,
    }
    const { client, calls, clock } = cachedClient(() => ok(), { options: { cache } })
    const all = Array.from({ length: 20 }, () => client.chat.completions.create(body))
    await clock.advance(1)
    open(undefined)
    await Promise.all(all)
    expect([asked.length, calls()]).toEqual([1, 1])
  })

  test('that want a fresh answer, or none kept, ask by themselves', async () => {
    const { client, calls } = cachedClient(() => ok())
    const ask = (cache: object) => client.chat.completions.create({ ...body, cache })
    await Promise.all([ask({ 'no-cache': true }), ask({ 'no-cache': true }), ask({ 'no-store': true }), ask({ 'no-store': true })])
    expect(calls()).toBe(4)
  })

  test('that name other models to stand in do not wait for each other', async () => {
    const { client, transport } = cachedClient((request) => (request.url.includes('d0') ? fails(500) : ok('from b')))
    const chains = [
      {},
      { fallbacks: ['b'] },
      { fallbacks: ['b'] },
      { fallbacks: [{ model: 'b', temperature: 0 }] },
      { disable_fallbacks: true },
    ]
    const ends = await Promise.all(
      chains.map((chain) => client.chat.completions.create({ ...body, ...chain } as typeof body).then(textOf, ({ status }) => status)),
    )
    expect(ends).toEqual([500, 'from b', 'from b', 'from b', 500])
    const sent = transport.requests.map(({ url, body: text }) => `${new URL(url).host} ${JSON.parse(String(text)).temperature}`)
    expect(sent.sort()).toEqual(['d0 undefined', 'd0 undefined', 'd0 undefined', 'd0 undefined', 'd1 0', 'd1 undefined'])
  })

  test('that take answers of another age do not wait for each other', async () => {
    const { client, calls } = cachedClient(() => ok())
    await Promise.all([{}, { 's-maxage': 5 }].map((cache) => client.chat.completions.create({ ...body, cache })))
    expect(calls()).toBe(2)
  })
})

describe('a call that fails', () => {
  test('lets the first of those that waited ask, and the others share that', async () => {
    const { client, calls, did } = cachedClient((_, nth) => (nth === 0 ? fails(400) : ok()))
    const [first, ...others] = Array.from({ length: 10 }, () => client.chat.completions.create(body))
    if (first === undefined) throw new Error('there are ten')
    expect((await errorOf(first)).status).toBe(400)
    const metas = (await Promise.all(others)).map(({ meta }) => meta.cacheHit)
    expect(metas).toEqual([undefined, ...Array.from({ length: 8 }, () => 'shared')])
    expect(calls()).toBe(2)
    expect(did().filter((what) => what === 'miss').length).toBe(2)
  })

  test('twice lets each ask by itself, with an error of its own', async () => {
    const { client, calls } = cachedClient(() => fails(400))
    const all = Array.from({ length: 10 }, () => errorOf(client.chat.completions.create(body)))
    const errors = await Promise.all(all)
    expect([new Set(errors).size, new Set(errors.map(({ status }) => status)), calls()]).toEqual([10, new Set([400]), 10])
    expect(new Set(errors.map(({ attempts }) => attempts.length))).toEqual(new Set([1]))
  })
})

test('nobody waits for a long line of failing calls', async () => {
  const made = cachedClient(async () => {
    await made.clock.sleep(100)
    return fails(400)
  })
  const all = Array.from({ length: 10 }, () => errorOf(made.client.chat.completions.create(body)))
  await made.clock.advance(300)
  expect((await Promise.all(all)).length).toBe(10)
  expect(made.clock.now()).toBe(1_000_300)
})

test('calls that find the same kept answer at once get one each', async () => {
  const kept = new Map<string, string>()
  const cache = {
    get: async (key: string) => kept.get(key),
    set: (key: string, text: string) => void kept.set(key, text),
    delete: () => undefined,
    close: async () => undefined,
  }
  const { client, did } = cachedClient(() => ok(), { options: { cache } })
  await client.chat.completions.create(body)
  const replies = await Promise.all([client.chat.completions.create(body), client.chat.completions.create(body)])
  expect([replies[0] === replies[1], replies.map(({ meta }) => meta.cacheHit)]).toEqual([false, [true, true]])
  expect(did()).toEqual(['miss', 'stored', 'hit', 'hit'])
})

describe('a caller that leaves', () => {
  const setting = () => {
    const { passed, open } = gate()
    const aborted: boolean[] = []
    const made = cachedClient(async () => {
      await passed
      return ok()
    })
    const { transport } = made
    const { whole } = transport
    transport.whole = (request, timers, signal) => {
      const listen = () => aborted.push(true)
      signal?.addEventListener('abort', listen)
      return whole(request, timers, signal)
    }
    return { ...made, open, aborted }
  }

  test('and waited does not end the call', async () => {
    const { client, open, calls, clock } = setting()
    const stop = new AbortController()
    const leader = client.chat.completions.create(body)
    const follower = errorOf(client.chat.completions.create(body, { signal: stop.signal }))
    await clock.advance(1)
    stop.abort(new Error('enough'))
    expect((await follower).kind).toBe('abort')
    open()
    expect([textOf(await leader), calls()]).toEqual(['hello', 1])
  })

  test('and asked does not end it either while others wait', async () => {
    const { client, open, calls, aborted, clock, events } = setting()
    const stop = new AbortController()
    const leader = errorOf(client.chat.completions.create(body, { signal: stop.signal }))
    const follower = client.chat.completions.create(body)
    await clock.advance(1)
    stop.abort()
    expect([(await leader).kind, aborted]).toEqual(['abort', []])
    open()
    const reply = await follower
    expect([textOf(reply), reply.meta.cacheHit, calls()]).toEqual(['hello', 'shared', 1])
    expect(events.flatMap((event) => (event.type === 'done' ? [[event.call, event.outcome]] : []))).toEqual([
      [1, 'abort'],
      [2, 'ok'],
    ])
  })

  test('as the last one ends it, and the next call asks anew', async () => {
    const { client, open, calls, aborted, clock } = setting()
    const stop = new AbortController()
    const all = [0, 1].map(() => errorOf(client.chat.completions.create(body, { signal: stop.signal })))
    await clock.advance(1)
    stop.abort()
    expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(['abort', 'abort'])
    expect(aborted).toEqual([true])
    open()
    expect((await client.chat.completions.create(body)).meta.cacheHit).toBeUndefined()
    expect(calls()).toBe(2)
  })

  test('by its deadline hears of that', async () => {
    const { client, open, clock } = setting()
    const leader = client.chat.completions.create(body)
    const follower = errorOf(client.chat.completions.create(body, { deadline: 500 }))
    await clock.advance(500)
    expect(await follower).toMatchObject({ kind: 'timeout', code: 'deadline_exceeded', attempts: [] })
    open()
    await leader
  })

  test('by its own timeout asks by itself', async () => {
    const { passed, open } = gate()
    const { client, calls, clock } = cachedClient(async (_, nth) => {
      if (nth === 0) await passed
      return ok(`answer ${nth}`)
    })
    const leader = client.chat.completions.create(body)
    const follower = client.chat.completions.create(body, { timeout: 500 })
    await clock.advance(499)
    expect(calls()).toBe(1)
    await clock.advance(1)
    expect(textOf(await follower)).toBe('answer 1')
    open()
    expect(textOf(await leader)).toBe('answer 0')
  })
})
