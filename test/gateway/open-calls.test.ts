import { expect, test } from 'vitest'
import type { OpenCall } from '../../src/gateway/open-call.js'
import { OpenCalls } from '../../src/gateway/open-calls.js'

/** Calls as the list sees them. */
const callOf = (name: string) => ({ name, place: -1 }) as unknown as OpenCall // it reads and writes nothing but the place

test('each call is taken from wherever it stands, once, and the others stay', () => {
  const open = new OpenCalls()
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(callOf) as [OpenCall, OpenCall, OpenCall, OpenCall]
  for (const each of [a, b, c, d]) open.add(each)
  const left = (gone: OpenCall) => {
    open.delete(gone)
    return new Set(open.list())
  }
  expect(left(b)).toEqual(new Set([a, c, d]))
  expect(left(d)).toEqual(new Set([a, c]))
  open.add(b)
  expect(new Set(open.list())).toEqual(new Set([a, b, c]))
  expect([left(a), left(c), left(b)]).toEqual([new Set([b, c]), new Set([b]), new Set()])
})

test('one that is not in the list is no harm to those that are', () => {
  const open = new OpenCalls()
  const [a, b, never] = ['a', 'b', 'never'].map(callOf) as [OpenCall, OpenCall, OpenCall]
  open.delete(never)
  open.add(a)
  open.add(b)
  open.delete(a)
  open.delete(a)
  open.delete(never)
  expect(open.list()).toEqual([b])
})
