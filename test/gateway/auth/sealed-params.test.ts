/** Parameters of stored models at rest. */
import { expect, test } from 'vitest'
import { createSeal, SealError } from '../../../src/gateway/auth/sealed-params.js'
import type { JsonObject } from '../../../src/gateway/store/tables.js'

const params: JsonObject = {
  model: 'openai/gpt-4o',
  api_key: 'sk-planted-key',
  rpm: 7,
  drop_params: true,
  weight: null,
  extra_headers: { 'x-team': 'planted-value' },
  tags: ['planted-tag'],
}

/** What opening says, or what it gives. */
function outcome(open: () => JsonObject): unknown {
  try {
    return open()
  } catch (error) {
    return error instanceof SealError ? error.message : error
  }
}

test('what is sealed shows neither texts nor lists nor objects, and opens to the same', async () => {
  const seal = await createSeal('salt')
  const closed = seal.close('id', params)
  expect(Object.keys(closed)).toEqual(Object.keys(params))
  expect([closed.rpm, closed.drop_params, closed.weight]).toEqual([7, true, null])
  for (const name of ['model', 'api_key', 'extra_headers', 'tags']) expect(closed[name]).toMatch(/^llmgen:1:[\w-]{40,}$/)
  expect(JSON.stringify(closed)).not.toMatch(/planted|openai/)
  expect(seal.open('id', closed)).toEqual(params)
  // another process with the same secret derives the same key
  expect((await createSeal('salt')).open('id', closed)).toEqual(params)
})

test('the same is never sealed the same way twice', async () => {
  const seal = await createSeal('salt')
  expect(seal.close('id', params).api_key).not.toBe(seal.close('id', params).api_key)
})

test('nothing opens with another secret, for another model, under another name, or changed', async () => {
  const seal = await createSeal('salt')
  const closed = seal.close('id', { api_key: 'sk-planted-key' })
  const text = String(closed.api_key)
  const last = text[40] === 'A' ? 'B' : 'A'
  const otherKey = 'it was encrypted under another LITELLM_SALT_KEY or master key than the one that is set now'
  const other = await createSeal('another')
  expect([
    outcome(() => other.open('id', closed)),
    outcome(() => seal.open('id2', closed)),
    outcome(() => seal.open('id', { api_base: text })),
    outcome(() => seal.open('id', { api_key: `${text.slice(0, 40)}${last}${text.slice(41)}` })),
    outcome(() => seal.open('id', { api_key: text.slice(0, 30) })),
    outcome(() => seal.open('id', { api_key: 'sk-open' })),
    outcome(() => seal.open('id', { api_key: text.replace('llmgen:1:', 'llmgen:2:') })),
  ]).toEqual([
    otherKey,
    otherKey,
    otherKey,
    otherKey,
    otherKey,
    'it was not encrypted by this gateway',
    'it was encrypted by another version of this gateway (way 2)',
  ])
})

test('without a secret there is nothing to seal with', async () => {
  await expect(createSeal('')).rejects.toThrow(
    new SealError('stored models are encrypted, and there is nothing to do it with: set LITELLM_SALT_KEY'),
  )
})
