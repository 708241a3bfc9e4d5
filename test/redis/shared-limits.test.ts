import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { openRedis } from '../support/servers.js'
import type { Offered } from './claim-process.js'
import { offerFrom } from './processes.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

/** Between a call's time on Redis and its time here. */
const clockSlackMs = 25

describe.skipIf(redis === undefined)('two processes that share Redis', () => {
  const url = redis?.url ?? ''
  /** The clocks of the two differ by half a minute, which must not matter. */
  const pair = (claims: readonly Claim[], count: number, everyMs: number, more: { readonly costNanoUsd?: number } = {}) => {
    const namespace = `test-${randomUUID()}`
    return { namespace, offered: offerFrom([0, 30_000].map((skewMs) => ({ url, namespace, claims, count, everyMs, skewMs, ...more }))) }
  }

  test('an rpm limit of 100 admits at most 100 in any window, and at least 98 when 200 are offered', async () => {
    const windowMs = 2_000
    const claim: Claim = { kind: 'requests', key: 'deployment:a', limit: 100, windowMs }
    const processes = await pair([claim], 500, 10).offered
    expect(processes.map((each) => each.lost)).toEqual([0, 0])
    const admitted = inOrder(processes)
    // Of any 101 in a row, the last came a window after the first.
    const spans = admitted.slice(100).map((at, nth) => at - (admitted[nth] ?? 0))
    const first = admitted.filter((at) => at < (admitted[0] ?? 0) + windowMs - clockSlackMs).length
    console.info(
      `two processes, 100 in ${windowMs} ms: ${first} in the first window, ${admitted.length} of 1,000 offered in 5 s; 101 in a row took ${Math.min(...spans)} ms or more`,
    )
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(windowMs - clockSlackMs)
    expect(first).toBeGreaterThanOrEqual(98)
    expect(first).toBeLessThanOrEqual(100)
    // Five seconds hold two whole windows and the begin of a third.
    expect(admitted.length).toBeGreaterThanOrEqual(98 * 2)
    expect(admitted.length).toBeLessThanOrEqual(300)
    expect(processes.every((each) => each.admitted.length > 0)).toBe(true)
  })

  test('200 reservations at once never pass a budget, to the nano-dollar', async () => {
    const claim: Claim = { kind: 'budget', key: 'b', limit: 1_000, amount: 7, period: { ms: 600_000 }, leaseMs: 60_000 }
    const { namespace, offered } = pair([claim], 100, 0)
    const processes = await offered
    expect(inOrder(processes).length).toBe(142)
    const store = redisState({ url, namespace })
    expect(await store.budgets(['b'], 0)).toMatchObject([{ spent: 0, reserved: 994 }])
    await store.close()
  })

  test('what 200 calls cost is what was spent', async () => {
    const claim: Claim = { kind: 'budget', key: 'b', limit: 1_000_000, amount: 7, period: { ms: 600_000 }, leaseMs: 60_000 }
    const { namespace, offered } = pair([claim], 100, 0, { costNanoUsd: 3 })
    expect(inOrder(await offered).length).toBe(200)
    const store = redisState({ url, namespace })
    expect(await store.budgets(['b'], 0)).toMatchObject([{ spent: 600, reserved: 0 }])
    await store.close()
  })

  test('permits are those of both together', async () => {
    const claim: Claim = { kind: 'permits', key: 'p', limit: 10, leaseMs: 60_000 }
    expect(inOrder(await pair([claim], 100, 0).offered).length).toBe(10)
  })
})

/** When Redis admitted each call of all processes, as near as callers can tell. */
function inOrder(processes: readonly Offered[]): readonly number[] {
  return processes.flatMap((each) => each.admitted.map(({ sent, answered }) => (sent + answered) / 2)).sort((a, b) => a - b)
}
