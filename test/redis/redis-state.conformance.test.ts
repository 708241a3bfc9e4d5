import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
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
  const factory: StoreFactory = {
    // A busy machine must not turn a test of Redis into one of the local store.
    open: () => redisState({ url, clock: 'caller', namespace: `test-${randomUUID()}`, timeoutMs: 5_000, onStatus }),
    runs: 30,
  }
  stateStoreSuite('on Redis', factory)
  sumSuite('on Redis', factory)

  test('none of these was answered locally', () => {
    expect(lost).toEqual([])
  })
})
