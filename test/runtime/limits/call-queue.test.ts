import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import { at, delta, errorOf, fails, messages, role, streams } from '../harness.js'
import { limitedClient, settled } from '../limited-client.js'

const one = (more: object = {}) => ({ deployments: [at(0, 'a', { maxParallelRequests: 1, ...more })] })
const contents = (held: ReturnType<typeof limitedClient>['held']) => held.map(({ body }) => body.messages?.[0]?.content)

describe('calls beyond max_parallel_requests', () => {
  test('wait, and go one by one as permits come back, first come first served', async () => {
    const { ask, held, types } = limitedClient(one())
    const calls = ['1', '2', '3'].map((content) => ask(content))
    await settled()
    expect(contents(held)).toEqual(['1'])
    await held[0]?.answer()
    expect(contents(held)).toEqual(['2'])
    await held[0]?.answer()
    expect(contents(held)).toEqual(['3'])
    await held[0]?.answer()
    await Promise.all(calls)
    expect(types().filter((type) => type !== 'done')).toEqual([
      'attempt',
      'queued',
      'queued',
      ...['success', 'attempt', 'success', 'attempt', 'success'],
    ])
  })

  test('tell how many are ahead of them', async () => {
    const { ask, held, events } = limitedClient(one())
    const calls = ['1', '2', '3'].map((content) => ask(content))
    await settled()
    expect(events.flatMap((event) => (event.type === 'queued' ? [[event.group, event.ahead]] : []))).toEqual([
      ['a', 0],
      ['a', 1],
    ])
    for (let nth = 0; nth < 3; nth++) await held[0]?.answer()
    await Promise.all(calls)
  })

  test('go by priority, lower first; the default is the config’s', async () => {
    const { ask, held } = limitedClient({ ...one(), routing: { queue: { defaultPriority: 5 } } })
    const calls = [ask('first'), ask('default'), ask('low', { priority: 9 }), ask('high', { priority: 1 }), ask('default too')]
    const seen: unknown[] = []
    await settled()
    while (held.length > 0) {
      seen.push(...contents(held))
      await held[0]?.answer()
    }
    await Promise.all(calls)
    expect(seen).toEqual(['first', 'high', 'default', 'default too', 'low'])
  })

  test('take another deployment of the group where one has a permit', async () => {
    const { ask, held } = limitedClient({
      deployments: [at(0, 'a', { maxParallelRequests: 1 }), at(1, 'a', { maxParallelRequests: 2 })],
    })
    const calls = ['1', '2', '3', '4'].map((content) => ask(content))
    await settled()
    expect(held.map(({ host }) => host)).toEqual(['d0', 'd1', 'd1'])
    await held[2]?.answer()
    expect(held.map(({ host }) => host)).toEqual(['d0', 'd1', 'd1'])
    for (let nth = 0; nth < 3; nth++) await held[0]?.answer()
    await Promise.all(calls)
  })

  test('a newcomer does not overtake the one that is waked', async () => {
    const { ask, held, client, clock } = limitedClient(one())
    const opening = client.chat.completions.create({ model: 'a', messages, stream: true })
    await vi.waitFor(() => expect(held.length).toBe(1))
    await held[0]?.answer(streams(role, delta('x'), delta('y')))
    const stream = await opening
    const waiting = ask('waiting')
    await clock.advance(5_000)
    stream.abort()
    const newcomer = ask('newcomer')
    await settled()
    expect(contents(held)).toEqual(['waiting'])
    await held[0]?.answer()
    expect(contents(held)).toEqual(['newcomer'])
    await held[0]?.answer()
    await Promise.all([waiting, newcomer])
  })

  test('are refused where so many wait already', async () => {
    const { ask, held } = limitedClient({ ...one(), routing: { numRetries: 2, queue: { maxLength: 1 } } })
    const calls = [ask('1'), ask('2')]
    const error = await errorOf(ask('3'))
    expect({ status: error.status, code: error.code, message: error.message }).toEqual({
      status: 429,
      code: 'queue_full',
      message: expect.stringContaining('1 calls wait already (max_queue_length)'),
    })
    await held[0]?.answer()
    await held[0]?.answer()
    await Promise.all(calls)
  })

  test('are refused at once where nobody may wait', async () => {
    const { ask, held } = limitedClient({ ...one(), routing: { queue: { maxWaitMs: 0 } } })
    const first = ask('1')
    expect(await errorOf(ask('2'))).toMatchObject({ status: 429, code: 'queue_full' })
    await held[0]?.answer()
    await first
  })

  test('are refused after the longest wait, a minute if nothing is said, and tried no further', async () => {
    const { ask, held, clock, hosts } = limitedClient(one())
    const first = ask('1')
    const second = errorOf(ask('2'))
    await clock.advance(59_999)
    expect(clock.waiting).toBe(1)
    await clock.advance(1)
    expect(await second).toMatchObject({ status: 429, code: 'queue_timeout', message: expect.stringContaining('waited 60.0 s') })
    expect([hosts, clock.waiting]).toEqual([['d0'], 0])
    await held[0]?.answer()
    await first
  })

  test('fall back where the group has a chain', async () => {
    const { ask, held, clock } = limitedClient({
      deployments: [at(0, 'a', { maxParallelRequests: 1 }), at(1, 'b')],
      chains: { general: [{ from: 'a', to: [{ group: 'b' }] }] },
      routing: { queue: { maxWaitMs: 1_000 } },
    })
    const calls = [ask('1'), ask('2')]
    await clock.advance(1_000)
    await settled()
    expect(held.map(({ host }) => host)).toEqual(['d0', 'd1'])
    await held[0]?.answer()
    await held[0]?.answer()
    await Promise.all(calls)
  })

  test('end with their deadline', async () => {
    const { ask, held, clock } = limitedClient(one())
    const first = ask('1')
    const second = errorOf(ask('2', {}, { deadline: 500 }))
    await clock.advance(500)
    expect(await second).toMatchObject({ code: 'deadline_exceeded', status: 408 })
    expect(clock.waiting).toBe(0)
    await held[0]?.answer()
    await first
  })

  test('leave at once when their caller does, and cost nobody the place', async () => {
    const { ask, held, clock } = limitedClient(one())
    const leaver = new AbortController()
    const first = ask('1')
    const second = errorOf(ask('2', {}, { signal: leaver.signal }))
    const third = ask('3')
    await settled()
    leaver.abort()
    expect(await second).toMatchObject({ name: 'APIUserAbortError' })
    await held[0]?.answer()
    expect(contents(held)).toEqual(['3'])
    await held[0]?.answer()
    await Promise.all([first, third])
    expect(clock.waiting).toBe(0)
  })

  test('one that leaves in the moment it is waked passes the permit on', async () => {
    const { ask, held, client } = limitedClient(one())
    const leaver = new AbortController()
    const opening = client.chat.completions.create({ model: 'a', messages, stream: true })
    await vi.waitFor(() => expect(held.length).toBe(1))
    await held[0]?.answer(streams(role, delta('x'), delta('y')))
    const stream = await opening
    const second = errorOf(ask('2', {}, { signal: leaver.signal }))
    const third = ask('3')
    await settled()
    stream.abort()
    leaver.abort()
    expect(await second).toMatchObject({ name: 'APIUserAbortError' })
    await settled()
    expect(contents(held)).toEqual(['3'])
    await held[0]?.answer()
    await third
  })

  test('do not wait for a full window: the error says when it has room', async () => {
    const { ask, held } = limitedClient({ ...one({ rpm: 1 }), routing: { limits: 'enforce' } })
    const first = ask('1')
    await settled()
    const error = await errorOf(ask('2'))
    expect([error.status, error.code, error.headers['retry-after']]).toEqual([429, 'no_deployment_available', '60'])
    await held[0]?.answer()
    await first
  })

  test('are let go where a window fills up while they wait', async () => {
    const { ask, held, clock } = limitedClient({ ...one({ rpm: 2 }), routing: { limits: 'enforce' } })
    const calls = [ask('1'), ask('2')]
    const third = errorOf(ask('3'))
    await settled()
    await held[0]?.answer()
    await clock.advance(1_000)
    await held[0]?.answer()
    const error = await third
    expect([error.status, error.code, error.headers['retry-after']]).toEqual([429, 'no_deployment_available', '59'])
    await Promise.all(calls)
    expect(clock.waiting).toBe(0)
  })

  test('default_max_parallel_requests is for deployments without their own', async () => {
    const { ask, held } = limitedClient({
      deployments: [at(0, 'a'), at(1, 'a', { maxParallelRequests: 2 })],
      routing: { defaultMaxParallelRequests: 1 },
    })
    const calls = ['1', '2', '3', '4'].map((content) => ask(content))
    await settled()
    expect(held.map(({ host }) => host).sort()).toEqual(['d0', 'd1', 'd1'])
    while (held.length > 0) await held[0]?.answer()
    await Promise.all(calls)
  })

  test('go to a deployment that comes back from its rest while they wait', async () => {
    const { client, ask, held, clock } = limitedClient({
      deployments: [at(0, 'a', { maxParallelRequests: 1 }), at(1, 'a')],
      routing: { numRetries: 0, cooldownMs: 5_000 },
    })
    const first = ask('1')
    const failing = errorOf(client.chat.completions.create({ model: 'd1' as never, messages }))
    await settled()
    await held[1]?.answer(fails(401))
    expect(await failing).toMatchObject({ status: 401 })
    const waiting = ask('2')
    await clock.advance(4_999)
    expect(held.map(({ host }) => host)).toEqual(['d0'])
    await clock.advance(1)
    await settled()
    expect(held.map(({ host }) => host)).toEqual(['d0', 'd1'])
    for (let nth = 0; nth < 2; nth++) await held[0]?.answer()
    await Promise.all([first, waiting])
    expect(clock.waiting).toBe(0)
  })

  test('go to a deployment whose window has room again while they wait, and keep their place and their longest wait', async () => {
    const { ask, held, clock, types } = limitedClient({
      deployments: [at(0, 'a', { maxParallelRequests: 1 }), at(1, 'a', { rpm: 1 })],
      routing: { limits: 'enforce', queue: { maxWaitMs: 70_000 } },
    })
    const calls = ['1', '2', '3', '4'].map((content) => ask(content))
    const [, , third, fourth] = calls
    await settled()
    expect(contents(held)).toEqual(['1', '2'])
    const late = errorOf(fourth ?? Promise.resolve())
    await clock.advance(60_000)
    await settled()
    expect(contents(held)).toEqual(['1', '2', '3'])
    await clock.advance(10_000)
    expect(await late).toMatchObject({ code: 'queue_timeout', message: expect.stringContaining('waited 70.0 s') })
    while (held.length > 0) await held[0]?.answer()
    await Promise.all([...calls.slice(0, 2), third])
    expect([types().filter((type) => type === 'queued').length, clock.waiting]).toEqual([2, 0])
  })

  test('a newcomer to a long queue lines up without asking for what it cannot have', async () => {
    const { ask, held, clock, types } = limitedClient(one())
    const calls = [ask('1'), ask('2')]
    await clock.advance(30_000)
    calls.push(ask('3'))
    await settled()
    expect(types()).toEqual(['attempt', 'queued', 'queued'])
    for (let nth = 0; nth < 3; nth++) await held[0]?.answer()
    await Promise.all(calls)
  })

  test('a failed attempt gives its permit back, and its call waits for another', async () => {
    const { ask, held, clock } = limitedClient({ ...one(), routing: { numRetries: 1 } })
    const calls = [ask('1'), ask('2')]
    await settled()
    await held[0]?.answer(fails(500))
    expect(contents(held)).toEqual(['2'])
    await clock.advance(10_000)
    await held[0]?.answer()
    await settled()
    expect(contents(held)).toEqual(['1'])
    await held[0]?.answer()
    await Promise.all(calls)
  })
})

test('with a store shared with others, permits given back elsewhere are found', async () => {
  const state = memoryStore()
  const here = limitedClient(one(), { state })
  const there = limitedClient(one(), { state })
  const first = there.ask('there')
  await settled()
  const second = here.ask('here')
  await settled()
  expect([here.held.length, here.types()]).toEqual([0, ['refused', 'queued']])
  await there.held[0]?.answer()
  await first
  await here.clock.advance(200)
  expect(here.held.length).toBe(1)
  await here.held[0]?.answer()
  await second
  await here.clock.advance(200)
  expect(here.clock.waiting).toBe(0)
})

test('where others give back many permits at once, all who wait go with the first question', async () => {
  const state = memoryStore()
  const input = one({ maxParallelRequests: 5 })
  const here = limitedClient(input, { state })
  const there = limitedClient(input, { state })
  const theirs = Array.from({ length: 5 }, () => there.ask('there'))
  await settled()
  const ours = Array.from({ length: 6 }, () => here.ask('here'))
  await settled()
  while (there.held.length > 0) await there.held[0]?.answer()
  await Promise.all(theirs)
  await here.clock.advance(100)
  await settled()
  expect(here.held.length).toBe(5)
  while (here.held.length > 0) await here.held[0]?.answer()
  await Promise.all(ours)
})

test('whatever comes and goes, no call is forgotten and no more than the limit are under way', async () => {
  const step = fc.record({ what: fc.constantFrom('ask', 'answer', 'fail', 'leave'), which: fc.nat(9) })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (limit, steps) => {
      const { ask, held, clock } = limitedClient({ ...one({ maxParallelRequests: limit }), routing: { numRetries: 0 } })
      const calls: Promise<unknown>[] = []
      const leavers: AbortController[] = []
      for (const { what, which } of steps) {
        if (what === 'ask') {
          const leaver = new AbortController()
          leavers.push(leaver)
          calls.push(
            ask('x', { priority: which % 2 }, { signal: leaver.signal }).then(
              () => 'ok',
              () => 'failed',
            ),
          )
        } else if (what === 'leave') leavers[which % Math.max(1, leavers.length)]?.abort()
        else await held[which % Math.max(1, held.length)]?.answer(what === 'fail' ? fails(400) : undefined)
        await settled()
        expect(held.length).toBeLessThanOrEqual(limit)
      }
      while (held.length > 0) await held[0]?.answer()
      await Promise.all(calls)
      expect(clock.waiting).toBe(0)
    }),
    { numRuns: 60 },
  )
})
