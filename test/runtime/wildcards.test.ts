/** Patterns with `*`. */
import { expect, test } from 'vitest'
import { createPattern, fillModel, matchPattern, withProvider } from '../../src/runtime/wildcards.js'

test.each([
  ['openai/*', 'openai/gpt-4o', ['gpt-4o']],
  ['openai/*', 'openai/', ['']],
  ['openai/*', 'azure/gpt-4o', undefined],
  ['*', 'anything/at/all', ['anything/at/all']],
  ['*meta.llama3*', 'us.meta.llama3-70b', ['us.', '-70b']],
  ['my::*::x', 'my::a::xyz', ['a']],
  ['a.b*', 'axb', undefined],
  ['(*', '(x', ['x']],
  ['p/*', 'p/../../tokens', undefined],
  ['p/*', 'p/a/%2E./b', undefined],
  ['p/*', 'p/..?x', undefined],
  ['p/*', 'p/v1..2/...', ['v1..2/...']],
])('%s against %s', (pattern, name, want) => {
  expect(matchPattern(createPattern(pattern), name)?.captures).toEqual(want)
})

test.each([
  ['*', ['gpt-4o'], 'openai/gpt-4o', 'gpt-4o'],
  ['accounts/*/models/*', ['a', 'b'], 'x/a/b', 'accounts/a/models/b'],
  ['fixed', ['x'], 'y/x', 'fixed'],
  ['*', ['a', 'b'], 'a/b', 'a/b'],
  ['*', ['$&'], 'x/$&', '$&'],
])('%s filled from %o', (model, captures, name, want) => {
  expect(fillModel(model, { captures, name })).toBe(want)
})

test.each([
  ['gpt-4o', 'openai/gpt-4o'],
  ['o3-mini', 'openai/o3-mini'],
  ['claude-opus-4', 'anthropic/claude-opus-4'],
  ['gemini-2.5-pro', 'gemini/gemini-2.5-pro'],
  ['openai/gpt-4o', undefined],
  ['my-model', undefined],
  ['o3x', undefined],
])('%s belongs to %s', (name, want) => {
  expect(withProvider(name)).toBe(want)
})
