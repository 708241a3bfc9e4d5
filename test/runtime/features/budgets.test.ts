import { describe, expect, test, vi } from 'vitest'
import type { PriceRow } from '../../../src/plan/prices.js'
import { at, errorOf, fails, ok } from '../harness.js'
import { limitedClient } from '../limited-client.js'

/** A dollar a million tokens, both ways: 1,000 nano-dollars a token. */
const prices: readonly PriceRow[] = [
  { model: 'gpt-4o', family: 'openai', input: 1_000_000, output: 1_000_000 },
  { model: 'free', family: 'openai', input: 0, output: 0 },
  { model: 'listener', family: 'openai', perSecond: 100_000_000 },
]
const priced = { price: { by: 'row', row: 0 } } as const
const hour = { ms: 3_600_000 } as const
const answer = () => ok()
/** An answer of `ok` costs 15 tokens, 15,000 nano-dollars. */
const answerUsd = 0.000015

const body = { max_tokens: 5 }

describe('a budget of a deployment', () => {
  test('of next to nothing lets the first call pass and no other, until it starts anew', async () => {
    const { ask, clock, hosts } = limitedClient(
      { deployments: [at(0, 'a', { ...priced, budget: { maxUsd: 1e-12, period: hour } })], prices },
      { answer },
    )
    const started = clock.now()
    await ask('1', body)
    await clock.advance(600_000)
    const error = await errorOf(ask('2', body))
    expect(error).toMatchObject({ status: 429, code: 'budget_exceeded', type: 'budget_exceeded', retryAfterMs: 3_000_000 })
    expect(error.headers['retry-after']).toBe('3000')
    const resetsAt = new Date(started + 3_600_000).toISOString()
    expect(error.error).toEqual({
      error: { code: 'budget_exceeded', budget: { scope: 'deployment', id: 'd0', limit: 1e-9, spent: answerUsd, resetsAt } },
    })
    await clock.advance(3_000_000)
    await ask('3', body)
    expect(hosts.length).toBe(2)
  })

  test('that is spent leaves the others of the group', async () => {
    const { ask, hosts } = limitedClient(
      { deployments: [at(0, 'a', { ...priced, budget: { maxUsd: answerUsd * 2, period: hour } }), at(1, 'a', priced)], prices },
      { answer },
    )
    for (let nth = 0; nth < 4; nth++) await ask('x', body)
    expect(hosts).toEqual(['d0', 'd0', 'd1', 'd1'])
  })

  test('holds for calls side by side: what they may cost is reserved', async () => {
    const { ask, held } = limitedClient({
      deployments: [at(0, 'a', { ...priced, budget: { maxUsd: 0.001, period: hour } })],
      prices,
    })
    const calls = Array.from({ length: 5 }, () =>
      ask('x', { max_tokens: 300 }).then(
        () => 'ok',
        (error) => error.code,
      ),
    )
    await new Promise(setImmediate)
    expect(held.length).toBe(3)
    for (let nth = 0; nth < 3; nth++) await held[0]?.answer()
    expect(await Promise.all(calls)).toEqual(['ok', 'ok', 'ok', 'budget_exceeded', 'budget_exceeded'])
    const again = ask('x', { max_tokens: 300 })
    await new Promise(setImmediate)
    await held[0]?.answer()
    await again
  })

  test('a failed call costs nothing', async () => {
    let fail = true
    const { ask } = limitedClient(
      { deployments: [at(0, 'a', { ...priced, budget: { maxUsd: answerUsd, period: hour } })], prices, routing: { numRetries: 0 } },
      { answer: () => (fail ? fails(400) : ok()) },
    )
    await errorOf(ask('x', body))
    fail = false
    await ask('x', body)
    expect(await errorOf(ask('x', body))).toMatchObject({ code: 'budget_exceeded' })
  })

  test('of 0 is none, and free models are not kept back', async () => {
    const { ask, hosts } = limitedClient(
      {
        deployments: [
          at(0, 'a', { ...priced, budget: { maxUsd: 0, period: hour } }),
          at(1, 'b', { price: { by: 'row', row: 1 }, budget: { maxUsd: 1e-12, period: hour } }),
        ],
        prices,
      },
      { answer },
    )
    for (let nth = 0; nth < 2; nth++) await ask('x', body)
    for (let nth = 0; nth < 2; nth++) await ask('x', { ...body, model: 'b' })
    expect(hosts).toEqual(['d0', 'd0', 'd1', 'd1'])
  })

  test('is not used up by what has no price, which is said once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { budget: { maxUsd: 0.001, period: hour } })], prices }, { answer })
    for (let nth = 0; nth < 3; nth++) await ask('x', body)
    expect(hosts.length).toBe(3)
    expect(warn.mock.calls).toEqual([[expect.stringContaining('deployment "d0" of "a" has a budget'), 'LlmgenWarning']])
    warn.mockRestore()
  })

  test('counts what only the answer tells the cost of', async () => {
    const listener = { price: { by: 'row', row: 2 }, mode: 'audio_transcription', budget: { maxUsd: 0.01, period: hour } } as const
    const { client } = limitedClient(
      { deployments: [at(0, 'w', listener)], prices },
      { answer: () => ({ json: { text: 'hello', usage: { type: 'duration', seconds: 60 } } }) },
    )
    const hear = () => client.audio.transcriptions.create({ model: 'w', file: new Blob(['x']) })
    for (let nth = 0; nth < 2; nth++) await hear()
    const error = await errorOf(hear())
    expect(error).toMatchObject({ code: 'budget_exceeded', error: { error: { budget: { spent: 0.012 } } } })
  })

  test('that never ends is as good as any other', async () => {
    const period = { ms: 999_999_999 * 86_400_000 }
    const { ask } = limitedClient({ deployments: [at(0, 'a', { ...priced, budget: { maxUsd: answerUsd, period } })], prices }, { answer })
    await ask('x', body)
    const resetsAt = '+275760-09-13T00:00:00.000Z'
    expect(await errorOf(ask('x', body))).toMatchObject({ code: 'budget_exceeded', error: { error: { budget: { resetsAt } } } })
  })
})

test('a budget of a provider is shared by its deployments, and another provider serves', async () => {
  const { ask, hosts } = limitedClient(
    {
      deployments: [at(0, 'a', priced), at(1, 'a', priced), at(2, 'a', { ...priced, model: 'groq/gpt-4o' })],
      prices,
      routing: { providerBudgets: [{ name: 'openai', maxUsd: answerUsd * 2, period: hour }] },
    },
    { answer },
  )
  for (let nth = 0; nth < 4; nth++) await ask('x', body)
  expect(hosts).toEqual(['d0', 'd0', 'd2', 'd2'])
})

test('a spent budget of a provider holds back what has no price too', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { ask } = limitedClient(
    {
      deployments: [at(0, 'a', priced), at(1, 'b', { price: { by: 'none', reason: 'of our own' } })],
      prices,
      routing: { providerBudgets: [{ name: 'openai', maxUsd: answerUsd, period: hour }] },
    },
    { answer },
  )
  await ask('x', body)
  expect(await errorOf(ask('x', { ...body, model: 'b' }))).toMatchObject({ status: 429, code: 'budget_exceeded' })
  warn.mockRestore()
})

test('a budget of a tag keeps back calls with that tag, and no others', async () => {
  const { ask, hosts } = limitedClient(
    {
      deployments: [at(0, 'a', priced), at(1, 'a', priced)],
      prices,
      routing: { tagBudgets: [{ name: 'team-x', maxUsd: answerUsd, period: hour }] },
    },
    { answer },
  )
  const tagged = { ...body, metadata: { tags: ['team-x', 'team-x'] } }
  await ask('x', tagged)
  const error = await errorOf(ask('x', tagged))
  expect({ ...error, code: error.code, status: error.status }).toMatchObject({
    status: 429,
    code: 'budget_exceeded',
    retryAfterMs: 3_600_000,
    error: { error: { budget: { scope: 'tag', id: 'team-x' } } },
  })
  await ask('x', body)
  await ask('x', { ...body, metadata: { tags: ['team-y'] } })
  expect(hosts.length).toBe(3)
})
