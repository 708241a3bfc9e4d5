/** The forms in which a call may bring fallbacks, and what comes of odd ones. */
import { describe, expect, test } from 'vitest'
import { toChains, toSteps } from '../../src/runtime/requested-chains.js'
import { at, errorOf, fails, harness, messages, ok } from './harness.js'

const endless: { model: string; fallbacks: unknown[] } = { model: 'b', fallbacks: [] }
endless.fallbacks.push(endless, endless)

/** Lists within lists, so many of them. */
const nested = (levels: number): unknown[] => (levels === 0 ? ['b'] : [{ model: 'b', fallbacks: nested(levels - 1) }])

describe('a list', () => {
  test.each([
    { name: 'of names', value: ['b', 'c'], want: [{ group: 'b' }, { group: 'c' }] },
    {
      name: 'of maps, whose own lists come right after them',
      value: [{ model: 'b', temperature: 0, fallbacks: ['c', { model: 'd', top_p: 1 }] }, 'e'],
      want: [{ group: 'b', params: { temperature: 0 } }, { group: 'c' }, { group: 'd', params: { top_p: 1 } }, { group: 'e' }],
    },
    { name: 'with an empty list in it', value: [{ model: 'b', fallbacks: null }], want: [{ group: 'b', params: {} }] },
    { name: 'of nothing', value: [], want: [] },
    { name: 'that is none', value: 'b', want: undefined },
    { name: 'of numbers', value: [1], want: undefined },
    { name: 'with nothing in it', value: [null], want: undefined },
    { name: 'with something odd further down', value: [{ model: 'b', fallbacks: ['c', 5] }], want: undefined },
    { name: 'with a text for a list further down', value: [{ model: 'b', fallbacks: 'c' }], want: undefined },
    { name: 'that holds itself, twice', value: [endless], want: undefined },
    { name: 'of a great many levels', value: nested(5_000), want: undefined },
  ])('$name', ({ value, want }) => expect(toSteps(value)).toEqual(want))

  test('of eight levels is followed', () => expect(toSteps(nested(8))?.length).toBe(9))

  test('of a hundred thousand names is read', () => expect(toSteps(Array.from({ length: 100_000 }, () => 'b'))?.length).toBe(100_000))
})

test('lists by model: a model named like a member of every object is a name like any other', () => {
  const chains = toChains(JSON.parse('[{"__proto__": ["b"], "constructor": "c"}]'))
  expect([...(chains ?? [])]).toEqual([
    ['__proto__', [{ group: 'b' }]],
    ['constructor', [{ group: 'c' }]],
  ])
})

test.each([
  { name: 'a list that holds itself', fallbacks: [endless] },
  { name: 'a number', fallbacks: 5 },
  { name: 'lists by model with one that is odd', fallbacks: [{ a: ['b', 7] }] },
])('$name is the caller’s mistake: nothing is asked', async ({ fallbacks }) => {
  const { client, hosts } = harness({ deployments: [at(0, 'a'), at(1, 'b')] }, { d0: fails(500), d1: ok() })
  const error = await errorOf(client.completion({ model: 'a', messages, fallbacks } as never))
  expect([error.name, error.param, hosts]).toEqual(['BadRequestError', 'fallbacks', []])
})
