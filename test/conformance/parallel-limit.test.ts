/** A thousand calls at once on one deployment that takes ten at a time, half of them aborted at any moment. */
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type AbortSignalLike, type HttpStream, type Transport, TransportFault } from '../../src/protocol/http.js'
import type { Claim, StateStore } from '../../src/protocol/state-store.js'
import { isRefusal } from '../../src/protocol/state-store.js'
import { openai } from '../../src/providers/openai.js'
import { limits } from '../../src/runtime/features/limits.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { type MemoryStore, memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { at, delta, end, type Models, messages, ok, role, stop, usage } from '../runtime/harness.js'
import { buildPlan } from '../support/plan.js'

const calls = 1_000
const limit = 10
const start = 1_700_000_000_000

/** Random numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A host that takes between 1 and 50 ms for each step, and counts what it has under way. */
function slowHost(clock: ReturnType<typeof fakeClock>, random: () => number) {
  const counts = { now: 0, most: 0, served: 0 }
  const step = async (signal: AbortSignalLike | undefined) => {
    await clock.sleep(1 + Math.floor(random() * 50), signal)
    if (signal?.aborted) throw new TransportFault('aborted', 'fake abort')
  }
  const enter = () => {
    counts.most = Math.max(counts.most, ++counts.now)
    let isIn = true
    return () => {
      if (isIn) counts.now--
      isIn = false
    }
  }
  const whole: Transport['whole'] = async (_request, _timers, signal) => {
    const leave = enter()
    try {
      await step(signal)
      counts.served++
      const text = random() < 0.1 ? '{"error":{"message":"no"}}' : JSON.stringify(ok().json)
      return { status: text.startsWith('{"error') ? 400 : 200, headers: {}, text: () => text, bytes: () => new TextEncoder().encode(text) }
    } finally {
      leave()
    }
  }
  const stream: Transport['stream'] = async (_request, _timers, signal): Promise<HttpStream> => {
    const leave = enter()
    try {
      await step(signal)
    } catch (error) {
      leave()
      throw error
    }
    const pieces = [role, delta('a'), delta('b'), delta('c'), stop, usage, end]
    const read = async () => {
      try {
        await step(signal)
      } catch (error) {
        leave()
        throw error
      }
      const piece = pieces.shift()
      if (piece === end) {
        counts.served++
        leave()
      }
      return piece === undefined ? undefined : new TextEncoder().encode(piece)
    }
    return { status: 200, headers: {}, read, rest: () => Promise.reject(new Error('not an error')), cancel: leave }
  }
  return { counts, transport: { whole, stream, close: async () => undefined } satisfies Transport }
}

/** The store, its answers late as over a network. */
function remote(inner: MemoryStore): StateStore {
  return {
    reserve: async (claims, now) => {
      await setImmediate()
      return inner.reserve(claims, now)
    },
    settle: async (reservation, settlement, now) => {
      await setImmediate()
      inner.settle(reservation, settlement, now)
    },
    shareRest: (id, until) => inner.shareRest(id, until),
    onRest: (listener) => inner.onRest(listener),
    budgets: async (keys, now) => inner.budgets(keys, now),
    close: () => inner.close(),
  }
}

describe.each<{ name: string; wrap: (inner: MemoryStore) => StateStore }>([
  { name: 'in memory', wrap: (inner) => inner },
  { name: 'over a network', wrap: remote },
])('permits $name', ({ wrap }) => {
  test.each([1, 2])('never more than ten are under way, and none is left, seed %i', async (seed) => {
    const random = numbers(seed)
    const clock = fakeClock(start)
    const store = memoryStore()
    const { counts, transport } = slowHost(clock, random)
    const plan = buildPlan({
      deployments: [at(0, 'a', { maxParallelRequests: limit })],
      routing: { numRetries: 0, queue: { maxWaitMs: 3_600_000 } },
    })
    const parts = { plan, adapters: { openai }, strategies: { 'simple-shuffle': simpleShuffle }, features: [limits] }
    const settings = { env: {}, now: clock.now, sleep: clock.sleep, random, transport, state: wrap(store) }
    const client = createClient<Models>(parts, settings)
    const one = async (nth: number): Promise<string> => {
      const leaver = new AbortController()
      const leaves = nth % 2 === 0
      if (leaves) void clock.sleep(Math.floor(random() * 3_000)).then(() => leaver.abort())
      try {
        if (nth % 4 < 2) await client.chat.completions.create({ model: 'a', messages }, { signal: leaver.signal })
        else {
          const stream = await client.chat.completions.create({ model: 'a', messages, stream: true }, { signal: leaver.signal })
          let seen = 0
          for await (const _ of stream) if (++seen === 2 && nth % 8 === 3) break
        }
        return 'ok'
      } catch (error) {
        return error instanceof Error ? error.name : String(error)
      }
    }
    const all = Array.from({ length: calls }, (_, nth) => one(nth))
    let over = false
    const outcomes = Promise.all(all).finally(() => {
      over = true
    })
    while (!over) await clock.advance(25)
    const ends = await outcomes
    expect(counts.most).toBe(limit)
    expect(counts.now).toBe(0)
    expect(new Set(ends)).toEqual(new Set(['ok', 'APIUserAbortError', 'BadRequestError']))
    expect(ends.filter((name) => name === 'APIUserAbortError').length).toBeGreaterThan(100)
    await clock.advance(5_000)
    // Nobody waits: no timer of a queue is left, nor its poll.
    expect(clock.waiting).toBe(0)
    const free: Claim = { kind: 'permits', key: 'deployment:d0:parallel', limit, leaseMs: 1_000 }
    const rest = Array.from({ length: limit + 1 }, () => store.reserve([free], clock.now()))
    expect(rest.map(isRefusal)).toEqual([...Array.from({ length: limit }, () => false), true])
  })
})
