import { expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { LocalUse } from '../../src/redis/local-use.js'

const start = 1_700_000_040_000
const requests: Claim = { kind: 'requests', key: 'a', limit: 100, windowMs: 60_000 }
const tokens: Claim = { kind: 'tokens', key: 'a', limit: 1_000, windowMs: 60_000, amount: 1 }

test('what was used is told by the second, never as older than it is, and once', () => {
  const own = new LocalUse()
  for (const at of [0, 10, 1_500]) own.add(requests, 1, start + at)
  own.add(tokens, 70, start + 20)
  own.add({ kind: 'permits', key: 'p', limit: 1, leaseMs: 1_000 }, 1, start)
  expect(own.take('{n}:', 'id', start + 11_500)).toEqual([
    { keys: ['{n}:req:60000:a'], args: ['requests', 'id', 60_000, 10_500, 2, 9_500, 1] },
    { keys: ['{n}:tok:60000:a'], args: ['tokens', 'id', 60_000, 10_500, 70] },
  ])
  expect(own.take('{n}:', 'id', start + 11_500)).toEqual([])
})

test('what has left the window is not told, and nothing lies in the future', () => {
  const own = new LocalUse()
  own.add(requests, 1, start)
  own.add(requests, 1, start + 70_000)
  expect(own.take('', 'id', start + 70_100)).toEqual([{ keys: ['req:60000:a'], args: ['requests', 'id', 60_000, 0, 1] }])
  own.add(requests, 1, start)
  expect(own.take('', 'id', start + 61_000)).toEqual([])
  own.add(tokens, 0, start)
  own.add(tokens, Number.NaN, start)
  expect(own.take('', 'id', start)).toEqual([])
})

test('an outage of any length keeps as many steps as a window has, and 10,000 windows', () => {
  const own = new LocalUse()
  for (let at = 0; at < 600_000; at += 500) own.add(requests, 1, start + at)
  expect(own.take('', 'id', start + 600_000).map(({ args }) => args.length)).toEqual([3 + 2 * 60])
  for (let nth = 0; nth < 10_050; nth++) own.add({ ...requests, key: `k${nth}` }, 1, start)
  const keys = own.take('', 'id', start).map((call) => call.keys[0])
  expect([keys.length, keys[0], keys.at(-1)]).toEqual([10_000, 'req:60000:k50', 'req:60000:k10049'])
})
