/** What a name stands for. */
import { describe, expect, test } from 'vitest'
import { createRoutingTable } from '../../src/runtime/routing-table.js'
import { simpleShuffle } from '../../src/runtime/strategies/simple-shuffle.js'
import { buildPlan } from '../support/plan.js'

const plan = buildPlan({
  deployments: [
    { group: 'gpt-4o', model: 'openai/gpt-4o', id: 'one' },
    { group: 'gpt-4o', model: 'azure/prod', id: 'two', order: 2 },
    { group: 'openai/*', model: 'openai/*', id: 'wild' },
    { group: 'openai/gpt-5*', model: 'openai/*', id: 'wilder' },
    { group: 'two', model: 'openai/x', id: 'three' },
  ],
  aliases: [
    { name: 'fast', group: 'gpt-4o', hidden: false },
    { name: 'secret', group: 'gpt-4o', hidden: true },
    { name: 'any', group: 'openai/gpt-3', hidden: false },
  ],
})
const specific = { ...plan, wildcards: [...plan.wildcards].reverse() }
const table = createRoutingTable(specific, { 'simple-shuffle': simpleShuffle }, () => undefined)
const found = (name: string) => {
  const resolved = table.resolve(name)
  return resolved === undefined
    ? undefined
    : [resolved.group.name, [...resolved.group.deployments], resolved.group.pinned, resolved.match?.captures]
}

describe('resolve', () => {
  test.each([
    ['a group', 'gpt-4o', ['gpt-4o', [0, 1], false, undefined]],
    ['an alias', 'fast', ['gpt-4o', [0, 1], false, undefined]],
    ['a hidden alias', 'secret', ['gpt-4o', [0, 1], false, undefined]],
    ['a deployment id', 'one', ['gpt-4o', [0], true, undefined]],
    ['an id before a group of the same name', 'two', ['gpt-4o', [1], true, undefined]],
    ['a wildcard', 'openai/o3', ['openai/*', [2], false, ['o3']]],
    ['the more specific wildcard', 'openai/gpt-5-mini', ['openai/gpt-5*', [3], false, ['-mini']]],
    ['a bare name through its provider', 'gpt-4.1', ['openai/*', [2], false, ['gpt-4.1']]],
    ['an alias of a wildcard name', 'any', ['openai/*', [2], false, ['gpt-3']]],
    ['no wildcard deployment by its id', 'wild', undefined],
    ['nothing', 'mistral-large', undefined],
    ['nothing by a name of Object.prototype', '__proto__', undefined],
  ])('%s', (_name, name, want) => {
    expect(found(name)).toEqual(want)
  })
})

test('names for messages leave hidden aliases out', () => {
  expect(table.names).toEqual(['gpt-4o', 'two', 'fast', 'any'])
})

test('group sizes, wildcards and orders are known by deployment', () => {
  expect([[...table.groupSize], [...table.isWildcard]]).toEqual([
    [2, 2, 1, 1, 1],
    [0, 0, 1, 1, 0],
  ])
  expect([...(table.resolve('gpt-4o')?.group.orders ?? [])].slice(0, 2)).toEqual([Number.NaN, 2])
  expect(table.resolve('openai/o3')?.group.orders).toBeUndefined()
})

test("the Plan's own table of weights is used where there is one", () => {
  const given = { ...specific, pickTables: [{ group: 'gpt-4o', cumulative: [3, 4] }] }
  const group = createRoutingTable(given, { 'simple-shuffle': simpleShuffle }, () => undefined).resolve('gpt-4o')?.group
  expect([[...(group?.weights ?? [])].slice(0, 2), [...(group?.cumulative ?? [])]]).toEqual([
    [3, 1],
    [3, 4],
  ])
})

test('a deployment that cannot be called is nobody’s peer', () => {
  const sizes = (ready: (index: number) => boolean) => [
    ...createRoutingTable(specific, { 'simple-shuffle': simpleShuffle }, () => undefined, ready).groupSize,
  ]
  expect(sizes(() => true).slice(0, 2)).toEqual([2, 2])
  expect(sizes((index) => index !== 0).slice(0, 2)).toEqual([1, 1])
})

test('only deployments that are ready serve', () => {
  const group = createRoutingTable(
    specific,
    { 'simple-shuffle': simpleShuffle },
    () => undefined,
    (index) => index !== 0,
  ).resolve('gpt-4o')?.group
  expect([[...(group?.deployments ?? [])], [...(group?.serving ?? [])]]).toEqual([[0, 1], [1]])
})

test('a strategy that was not handed over is a bug, said when the client is made', () => {
  expect(() => createRoutingTable(specific, {}, () => undefined)).toThrow(
    'llmgen bug: the client was made without the strategy "simple-shuffle"',
  )
})
