import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import type { Claim, StateStore } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { type StoreFactory, stateStoreSuite } from '../conformance/state-store-suite.js'
import { sumSuite } from '../conformance/sum-suite.js'
import { openRedis } from '../support/servers.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

describe.skipIf(redis === undefined)('a real server', () => {
  const url = redis?.url ?? ''
  const lost: string[] = []
  const onStatus = (status: { readonly up: boolean }) => void lost.push(JSON.stringify(status))
  const settings = () => ({ url, clock: 'caller' as const, timeoutMs: 5_000, onStatus })
  const factory: StoreFactory = {
    // A busy machine must not turn a test of Redis into one of the local store.
    open: () => redisState({ ...settings(), namespace: `test-${randomUUID()}` }),
    runs: 30,
  }
  stateStoreSuite('on Redis', factory)
  sumSuite('on Redis', factory)
  // where limits are near nobody is allotted anything, and whoever is must not be noticed
  const allotting = { ...factory, open: () => bundled(redisState({ ...settings(), namespace: `test-${randomUUID()}` })) }
  stateStoreSuite('on Redis, as calls of one caller', allotting)
  sumSuite('on Redis, as calls of one caller', allotting)

  test('none of these was answered locally', () => {
    expect(lost).toEqual([])
  })
})

/** The same store, told which calls make the same claims. */
function bundled(store: StateStore): StateStore {
  const bundles = new Map<string, object>()
  const bundleOf = (claims: readonly Claim[]): object => {
    const name = JSON.stringify(claims.map((claim) => ({ ...claim, amount: 0 })))
    const known = bundles.get(name) ?? {}
    bundles.set(name, known)
    return known
  }
  return {
    reserve: (claims, now) => store.reserve(claims, now, bundleOf(claims)),
    settle: (reservation, settlement, now) => store.settle(reservation, settlement, now),
    shareRest: (deploymentId, untilMs) => store.shareRest(deploymentId, untilMs),
    onRest: (listener) => store.onRest(listener),
    budgets: (keys, now) => store.budgets(keys, now),
    close: () => store.close(),
  }
}
