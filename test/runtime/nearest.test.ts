/** Names that look like a misspelled one. */
import { expect, test } from 'vitest'
import { nearestNames } from '../../src/runtime/nearest.js'

test.each([
  ['gpt-4', ['gpt-4o', 'claude-sonnet'], ['gpt-4o']],
  ['Claude-Sonet', ['gpt-4o', 'claude-sonnet', 'claude-sonnet-4'], ['claude-sonnet', 'claude-sonnet-4']],
  ['zebra', ['gpt-4o', 'claude-sonnet'], []],
  ['x'.repeat(100_000), ['gpt-4o'], []],
  ['a', [], []],
])('%s', (name, names, want) => {
  expect(nearestNames(name, names)).toEqual(want)
})
