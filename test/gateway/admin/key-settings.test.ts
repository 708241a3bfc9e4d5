/** Durations and fields of keys. */
import { expect, test } from 'vitest'
import { endOf, type KeyValues, keyColumns, settled } from '../../../src/gateway/admin/key-fields.js'
import { durationMs } from '../../../src/gateway/admin/key-settings.js'
import { nameable } from '../../../src/gateway/admin/key-shown.js'

const now = Date.UTC(2026, 0, 31, 12)
const desk = { now, timeZone: 'UTC', by: 'me' }

test.each([
  ['30s', 30_000],
  ['1d', 86_400_000],
  ['1mo', 2_592_000_000],
  [null, Number.POSITIVE_INFINITY],
])('%s is %d ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})

test.each([
  ['1h', '2026-01-31T13:00:00.000Z'],
  ['1mo', '2026-02-28T12:00:00.000Z'],
  ['2mo', '2026-03-31T12:00:00.000Z'],
  ['999999999d', '9999-12-31T00:00:00.000Z'],
  ['999999999mo', '9999-12-31T00:00:00.000Z'],
])('a lifetime of %s ends at %s', (text, end) => {
  expect(endOf(text, now)?.toISOString()).toBe(end)
})

test.each([
  ['a'.repeat(64), 'a'.repeat(64)],
  ['sk-0123456789abcdef', 'sk-...cdef'],
  ['sk-short', 'sk-...'],
  ['password', 'sk-...'],
])('%s is named %s', (given, name) => {
  expect(nameable(given)).toBe(name)
})

test('absent fields are no columns, null ones are empty', () => {
  expect(keyColumns(desk, {}, undefined)).toEqual({ updatedBy: 'me' })
  expect(keyColumns(desk, { models: null, aliases: null, max_budget: null, duration: null, budget_limits: null }, undefined)).toEqual({
    models: [],
    aliases: {},
    maxBudget: null,
    expires: null,
    budgetLimits: [],
    updatedBy: 'me',
  })
})

test('fields within the metadata are the fields; one that is given by itself counts', () => {
  expect(settled({ tags: ['a'], metadata: { tags: ['b'], policies: ['p'], free: 1 } })).toEqual({
    tags: ['a'],
    policies: ['p'],
    metadata: { free: 1 },
  })
})

test.each([
  ['llm_api', ['llm_api_routes']],
  ['management', ['management_routes']],
  ['read_only', ['info_routes']],
  ['default', undefined],
] as const)('a key of type %s has the routes %j', (type, routes) => {
  const values: KeyValues = { key_type: type }
  expect(settled(values).allowed_routes).toEqual(routes)
})
