import { describe, expect, test, vi } from 'vitest'
import type { Claim, Settlement, StateStore } from '../../../src/protocol/state-store.js'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import type { FakeAnswer } from '../../support/fake-transport.js'
import { at, delta, end, errorOf, fails, messages, ok, role, stop, streams, usage } from '../harness.js'
import { limitedClient, settled } from '../limited-client.js'

/** A store that writes down what it is asked, and answers as one in memory. */
function noted(more: Partial<StateStore> = {}) {
  const reserved: (readonly Claim[])[] = []
  const settlements: Settlement[] = []
  const inner = memoryStore()
  const state: StateStore = {
    reserve: (claims, now) => {
      reserved.push(claims)
      return inner.reserve(claims, now)
    },
    settle: (reservation, settlement, now) => {
      settlements.push(settlement)
      return inner.settle(reservation, settlement, now)
    },
    shareRest: inner.shareRest.bind(inner),
    onRest: inner.onRest.bind(inner),
    budgets: inner.budgets.bind(inner),
    close: inner.close.bind(inner),
    ...more,
  }
  return { state, reserved, settlements }
}

const prices = [{ model: 'gpt-4o', family: 'openai', input: 1_000_000, output: 1_000_000 }]
const full = at(0, 'a', {
  rpm: 10,
  tpm: 10_000,
  maxParallelRequests: 3,
  price: { by: 'row', row: 0 },
  budget: { maxUsd: 1, period: { ms: 60_000 } },
  timeoutMs: 30_000,
})
const routing = { limits: 'enforce', numRetries: 0 } as const

test('an attempt claims all it needs at once', async () => {
  const { state, reserved } = noted()
  const { ask } = limitedClient({ deployments: [full], prices, routing }, { state, answer: () => ok() })
  await ask('x', { max_tokens: 100 })
  expect(reserved).toEqual([
    [
      { kind: 'requests', key: 'deployment:d0:rpm', limit: 10, windowMs: 60_000 },
      { kind: 'tokens', key: 'deployment:d0:tpm', limit: 10_000, windowMs: 60_000, amount: expect.any(Number) },
      { kind: 'permits', key: 'deployment:d0:parallel', limit: 3, leaseMs: 90_000 },
      {
        kind: 'budget',
        key: 'deployment:d0:budget',
        limit: 1_000_000_000,
        amount: expect.any(Number),
        period: { ms: 60_000 },
        leaseMs: 3_600_000,
      },
    ],
  ])
})

test('a deployment without limits claims nothing', async () => {
  const { state, reserved } = noted()
  const { ask } = limitedClient({ deployments: [full, at(1, 'b')], prices, routing }, { state, answer: () => ok() })
  await ask('x', { model: 'b' })
  expect(reserved).toEqual([])
})

describe('what is settled, once for each attempt', () => {
  const opened = async (more: object = {}, ...pieces: NonNullable<FakeAnswer['pieces']>) => {
    const made = noted()
    const limited = limitedClient({ deployments: [full], prices, routing }, { state: made.state, answer: () => streams(...pieces) })
    const stream = await limited.client.chat.completions.create({ model: 'a', messages, stream: true, ...more })
    return { ...made, ...limited, stream }
  }

  test('of a whole answer what it says', async () => {
    const { state, settlements } = noted()
    const { ask } = limitedClient({ deployments: [full], prices, routing }, { state, answer: () => ok() })
    await ask('x')
    expect(settlements).toEqual([{ tokens: 15, costNanoUsd: 15_000 }])
  })

  test('of a failed attempt nothing', async () => {
    const { state, settlements } = noted()
    const { ask } = limitedClient({ deployments: [full], prices, routing }, { state, answer: () => fails(500) })
    await errorOf(ask('x'))
    expect(settlements).toEqual([{ tokens: 0, costNanoUsd: 0 }])
  })

  test('of an answer that a content filter cut off what was reserved, for it was written all the same', async () => {
    const { state, settlements } = noted()
    const given = ok()
    const cut = { ...given, json: JSON.parse(JSON.stringify(given.json).replace('"stop"', '"content_filter"')) }
    const chains = { contentPolicy: [{ from: 'a', to: [{ group: 'b' }] }] }
    const { ask, hosts } = limitedClient(
      { deployments: [full, at(1, 'b')], prices, routing, chains },
      { state, answer: (host) => (host === 'd0' ? cut : given) },
    )
    await ask('x')
    expect([hosts, settlements]).toEqual([['d0', 'd1'], [{ tokens: undefined, costNanoUsd: undefined }]])
  })

  test('of a stream what it says at its end, and not before', async () => {
    const { stream, settlements } = await opened({}, role, delta('hello'), stop, usage, end)
    expect(settlements).toEqual([])
    await stream.finalMessage()
    stream.abort()
    expect(settlements).toEqual([{ tokens: 15, costNanoUsd: 15_000 }])
  })

  test('of a stream that its caller left, an estimate of what came', async () => {
    const { stream, settlements } = await opened({}, role, delta('x'.repeat(300)), delta('never read'), stop, end)
    const chunks = stream[Symbol.asyncIterator]()
    await chunks.next()
    await chunks.next()
    stream.abort()
    stream.abort()
    const [{ tokens = 0, costNanoUsd, isEstimated } = { tokens: 0, costNanoUsd: 0 }] = settlements
    expect([settlements.length, isEstimated, costNanoUsd]).toEqual([1, true, tokens * 1_000])
    expect(tokens).toBeGreaterThanOrEqual(100)
    expect(tokens).toBeLessThan(130)
  })

  test('of a stream that broke off, an estimate of what came', async () => {
    const { stream, settlements } = await opened({}, role, delta('x'.repeat(30)), { fault: 'reset' })
    await expect(stream.finalMessage()).rejects.toThrow()
    expect(settlements).toMatchObject([{ isEstimated: true }])
  })
})

test('counting tokens claims nothing', async () => {
  const { state, reserved } = noted()
  const { client } = limitedClient({ deployments: [at(0, 'a', { rpm: 1, tpm: 1 })], routing }, { state })
  for (let nth = 0; nth < 2; nth++) await client.tokens.count({ model: 'a', messages })
  expect(reserved).toEqual([])
})

test('tokens are reserved as the family of the model counts them', async () => {
  const { state, reserved } = noted()
  const input = { deployments: [at(0, 'a', { tpm: 10_000 }), at(1, 'b', { tpm: 10_000, model: 'openai/claude-x', maxOutputTokens: 50 })] }
  const { ask } = limitedClient({ ...input, routing }, { state, answer: () => ok() })
  const content = 'word '.repeat(400)
  await ask(content, { max_tokens: 100 })
  await ask(content, { max_tokens: 100, model: 'b' })
  const [plain = 0, claude = 0] = reserved.flatMap((claims) => claims.flatMap((claim) => (claim.kind === 'tokens' ? claim.amount : [])))
  expect(claude).toBe(Math.ceil((plain - 100) * 1.2) + 50)
})

test('a shared store that answers late refuses, and another deployment serves', async () => {
  const inner = memoryStore()
  const { state } = noted({
    reserve: async (claims, now) => inner.reserve(claims, now),
    settle: async (reservation, settlement, now) => inner.settle(reservation, settlement, now),
  })
  const input = { deployments: [at(0, 'a', { rpm: 1 }), at(1, 'a', { rpm: 1 })], routing }
  const here = limitedClient(input, { state, answer: () => ok() })
  const there = limitedClient(input, { state, answer: () => ok() })
  await here.ask('x')
  await there.ask('x')
  expect([here.hosts, there.hosts]).toEqual([['d0'], ['d1']])
  const refusals = there.events.flatMap((event) => (event.type === 'refused' ? [[event.deploymentId, event.by]] : []))
  expect(refusals).toEqual([['d0', 'deployment:d0:rpm']])
  expect(await errorOf(there.ask('x'))).toMatchObject({ status: 429, code: 'no_deployment_available' })
})

test('a caller who leaves while a shared store is asked gets nothing, and what was taken is given back', async () => {
  const inner = memoryStore()
  let answerIt: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    answerIt = resolve
  })
  const { state } = noted({
    reserve: async (claims, now) => {
      await asked
      return inner.reserve(claims, now)
    },
    settle: (reservation, settlement, now) => inner.settle(reservation, settlement, now),
  })
  const { ask, hosts, clock } = limitedClient({ deployments: [at(0, 'a', { maxParallelRequests: 1 })] }, { state, answer: () => ok() })
  const leaver = new AbortController()
  const call = errorOf(ask('x', {}, { signal: leaver.signal }))
  await settled()
  leaver.abort()
  answerIt()
  expect(await call).toMatchObject({ name: 'APIUserAbortError' })
  expect(hosts).toEqual([])
  const again = inner.reserve([{ kind: 'permits', key: 'deployment:d0:parallel', limit: 1, leaseMs: 1 }], clock.now())
  expect('id' in again).toBe(true)
})

test.each<{ how: string; reserve: StateStore['reserve'] }>([
  { how: 'rejects', reserve: () => Promise.reject(new Error('broken')) },
  {
    how: 'throws',
    reserve: () => {
      throw new Error('broken')
    },
  },
])('a store that $how ends no call, and is told of once', async ({ reserve }) => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { state } = noted({ reserve })
  const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { rpm: 1 })], routing }, { state, answer: () => ok() })
  for (let nth = 0; nth < 3; nth++) await ask('x')
  expect(hosts.length).toBe(3)
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining('reserve of the state store given to createLlm failed: broken'), 'LlmgenWarning'],
  ])
  warn.mockRestore()
})
