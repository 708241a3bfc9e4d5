import { describe, expect, test } from 'vitest'
import { at, delta, end, errorOf, fails, messages, ok, role, stop, streams } from '../harness.js'
import { limitedClient } from '../limited-client.js'

const answer = () => ok()
const enforce = { limits: 'enforce' } as const
const usage = (total: number) => {
  const given = ok()
  return { ...given, json: { ...(given.json as object), usage: { prompt_tokens: total, completion_tokens: 0, total_tokens: total } } }
}

async function readAll(stream: unknown): Promise<void> {
  for await (const _ of stream as AsyncIterable<unknown>);
}

describe('rpm as a limit', () => {
  test('a deployment at its limit gets nothing, and others serve', async () => {
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { rpm: 2 }), at(1, 'a')], routing: enforce }, { answer })
    for (let nth = 0; nth < 4; nth++) await ask('x')
    expect(hosts).toEqual(['d0', 'd0', 'd1', 'd1'])
  })

  test('the window slides: what was sent a minute ago makes room, not the turn of the minute', async () => {
    const { ask, clock } = limitedClient({ deployments: [at(0, 'a', { rpm: 2 })], routing: enforce }, { answer })
    await ask('1')
    await clock.advance(40_000)
    await ask('2')
    const error = await errorOf(ask('3'))
    expect([error.status, error.code, error.headers['retry-after'], error.retryAfterMs]).toEqual([
      429,
      'no_deployment_available',
      '20',
      20_000,
    ])
    await clock.advance(20_000)
    await ask('4')
    expect(await errorOf(ask('5'))).toMatchObject({ retryAfterMs: 40_000 })
  })

  test('a refused pick says so, and goes on to another', async () => {
    const { ask, hosts, events, client } = limitedClient(
      { deployments: [at(0, 'a', { rpm: 1 }), at(1, 'a')], routing: enforce },
      { answer, random: () => 0 },
    )
    await client.chat.completions.create({ model: 'd0' as never, messages })
    await ask('x')
    expect(hosts).toEqual(['d0', 'd1'])
    expect(events.filter(({ type }) => type === 'refused')).toEqual([])
  })

  test('failed attempts count too', async () => {
    const { ask } = limitedClient(
      { deployments: [at(0, 'a', { rpm: 1 })], routing: { ...enforce, numRetries: 0 } },
      { answer: () => fails(400) },
    )
    expect(await errorOf(ask('1'))).toMatchObject({ status: 400 })
    expect(await errorOf(ask('2'))).toMatchObject({ status: 429 })
  })

  test('0 is none', async () => {
    const { ask, hosts } = limitedClient(
      { deployments: [at(0, 'a', { rpm: 0, tpm: 0, maxParallelRequests: 0 })], routing: enforce },
      { answer },
    )
    for (let nth = 0; nth < 3; nth++) await ask('x')
    expect(hosts.length).toBe(3)
  })

  test('without routing.limits rpm and tpm are weights only', async () => {
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { rpm: 1, tpm: 1 })] }, { answer })
    for (let nth = 0; nth < 3; nth++) await ask('x')
    expect(hosts.length).toBe(3)
  })
})

describe('tpm as a limit', () => {
  test('what is reserved holds others off, and what was used is what counts', async () => {
    const { ask, held } = limitedClient({ deployments: [at(0, 'a', { tpm: 1_000 })], routing: enforce })
    const first = ask('x', { max_tokens: 900 })
    await new Promise(setImmediate)
    expect(await errorOf(ask('y', { max_tokens: 900 }))).toMatchObject({ status: 429, code: 'no_deployment_available' })
    await held[0]?.answer(usage(50))
    await first
    const second = ask('y', { max_tokens: 900 })
    await new Promise(setImmediate)
    expect(held.length).toBe(1)
    await held[0]?.answer(usage(990))
    await second
    expect(await errorOf(ask('z', { max_tokens: 10 }))).toMatchObject({ status: 429 })
  })

  test('a smaller call passes where a larger one does not', async () => {
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { tpm: 1_000 })], routing: enforce }, { answer: () => usage(500) })
    await ask('x', { max_tokens: 100 })
    expect(await errorOf(ask('x', { max_tokens: 800 }))).toMatchObject({ status: 429 })
    await ask('x', { max_tokens: 100 })
    expect(hosts.length).toBe(2)
  })

  test('one larger than the limit by our estimate passes alone', async () => {
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { tpm: 100 })], routing: enforce }, { answer: () => usage(20) })
    await ask('x', { max_tokens: 5_000 })
    expect(await errorOf(ask('x', { max_tokens: 5_000 }))).toMatchObject({ status: 429 })
    await ask('x', { max_tokens: 20 })
    expect(hosts.length).toBe(2)
  })

  test('failed attempts used nothing', async () => {
    let fail = true
    const { ask, hosts } = limitedClient(
      { deployments: [at(0, 'a', { tpm: 100 })], routing: { ...enforce, numRetries: 0 } },
      { answer: () => (fail ? fails(400) : usage(10)) },
    )
    await errorOf(ask('x', { max_tokens: 5_000 }))
    fail = false
    await ask('x', { max_tokens: 5_000 })
    expect(hosts.length).toBe(2)
  })
})

describe('rpm and tpm as preferences', () => {
  const prefer = { limits: 'prefer' } as const

  test('those below come first, and where none is left the limit is exceeded', async () => {
    const { ask, hosts } = limitedClient({ deployments: [at(0, 'a', { rpm: 1 }), at(1, 'a', { rpm: 2 })], routing: prefer }, { answer })
    for (let nth = 0; nth < 5; nth++) await ask('x')
    expect(hosts).toEqual(['d0', 'd1', 'd1', 'd0', 'd0'])
  })

  test('a minute later they are as before', async () => {
    const { ask, hosts, clock } = limitedClient({ deployments: [at(0, 'a', { rpm: 1 }), at(1, 'a')], routing: prefer }, { answer })
    await ask('x')
    await ask('x')
    await clock.advance(61_000)
    await ask('x')
    expect(hosts).toEqual(['d0', 'd1', 'd0'])
  })

  test('tokens that were really used count', async () => {
    const { ask, hosts } = limitedClient(
      { deployments: [at(0, 'a', { tpm: 1_000 }), at(1, 'a')], routing: prefer },
      { answer: () => usage(700) },
    )
    for (let nth = 0; nth < 3; nth++) await ask('x', { max_tokens: 400 })
    expect(hosts).toEqual(['d0', 'd1', 'd1'])
  })

  test('tokens of a stream that broke off count as well', async () => {
    const content = 'x'.repeat(3_000)
    const { ask, hosts } = limitedClient(
      { deployments: [at(0, 'a', { tpm: 1_200 }), at(1, 'a')], routing: prefer },
      { answer: (host) => (host === 'd0' ? streams(role, delta(content), { fault: 'reset' }) : streams(role, delta('x'), stop, end)) },
    )
    for (let nth = 0; nth < 2; nth++) await readAll(await ask('x', { stream: true })).catch(() => undefined)
    expect(hosts).toEqual(['d0', 'd1'])
  })

  test('nothing is claimed, but permits are limits all the same', async () => {
    const { ask, held, types } = limitedClient({ deployments: [at(0, 'a', { rpm: 1, maxParallelRequests: 1 })], routing: prefer })
    const calls = [ask('1'), ask('2')]
    await new Promise(setImmediate)
    expect(held.length).toBe(1)
    await held[0]?.answer()
    await held[0]?.answer()
    await Promise.all(calls)
    expect(types()).toContain('queued')
  })
})
