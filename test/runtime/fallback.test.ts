/** The next step of a chain. */
import { expect, test } from 'vitest'
import type { Failure } from '../../src/protocol/failure.js'
import { ruleOf } from '../../src/runtime/class-rules.js'
import { createFailure } from '../../src/runtime/failures.js'
import { indexChains, nextStep } from '../../src/runtime/fallback.js'
import { chain } from '../support/plan.js'

const chains = indexChains({
  general: [chain('a', 'b', 'c'), chain('gpt-4o', 'd'), chain('*', 'z')],
  contextWindow: [chain('a', 'big'), chain('b', 'bigger')],
  contentPolicy: [],
})
const ruleFor = (kind: Failure['kind']) =>
  ruleOf(createFailure({ provider: 'p', model: 'm' }, { kind, status: 0, code: null, message: 'x' }))
const step = (
  kind: Failure['kind'],
  from: readonly string[],
  visited: readonly string[] = [],
  requested?: readonly string[],
  failed = from[0] ?? '',
) =>
  nextStep({
    chains,
    rule: ruleFor(kind),
    requested: requested?.map((group) => ({ group })),
    from,
    failed,
    visited: (group) => visited.includes(group),
  })?.group

test.each([
  ['the general chain', step('internal', ['a']), 'b'],
  ['its next step', step('internal', ['a'], ['a', 'b']), 'c'],
  ['its end', step('internal', ['a'], ['a', 'b', 'c']), undefined],
  ['the default chain', step('internal', ['x']), 'z'],
  ['a name without its provider', step('internal', ['openai/gpt-4o']), 'd'],
  ["an alias's group", step('internal', ['alias', 'a']), 'b'],
  ['a too long prompt: its own chain', step('context-window', ['a']), 'big'],
  ['then the general one', step('context-window', ['a'], ['big']), 'b'],
  ['within a fallback group: that group’s own chain first', step('context-window', ['a'], ['a', 'b'], undefined, 'b'), 'bigger'],
  ['checklist 10: no chain of its own', step('content-policy', ['a']), 'b'],
  ['a malformed request: none', step('bad-request', ['a']), undefined],
  ["the call's own list", step('context-window', ['a'], [], ['q']), 'q'],
  ["the call's own list, used up", step('internal', ['a'], ['q'], ['q']), undefined],
  ['an empty list of the call', step('internal', ['a'], [], []), undefined],
])('%s', (_name, got, want) => {
  expect(got).toBe(want)
})

test('checklist 11: a flat list of ten is tried to its end', () => {
  const ten = Array.from({ length: 10 }, (_, at) => `g${at}`)
  const visited: string[] = []
  for (let next = step('internal', ['x'], visited, ten); next !== undefined; next = step('internal', ['x'], visited, ten))
    visited.push(next)
  expect(visited).toEqual(ten)
})
