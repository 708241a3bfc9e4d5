/** Clients are kept by what they call, within a bound. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Transport } from '../../src/protocol/http.js'
import { clientFor, mostClients } from '../../src/sdk/client-cache.js'
import { configure } from '../../src/sdk/index.js'
import { splitCall } from '../../src/sdk/split-body.js'
import { reset } from './reset.js'

const env: { [name: string]: string } = {}
const unused: Transport = {
  whole: () => Promise.reject(new Error('nothing is sent here')),
  stream: () => Promise.reject(new Error('nothing is sent here')),
  close: async () => {},
}

beforeEach(() => {
  reset()
  env.OPENAI_API_KEY = 'sk-1234567890ab'
  configure({ env, transport: unused })
})
afterEach(() => reset())

function find(more: object = {}, endpoint: 'chat' | 'embeddings' = 'chat') {
  const { key, entries } = splitCall({ model: 'openai/gpt-4o', ...more })
  return clientFor(endpoint, key, entries)
}

test('the second call finds the first one’s client, and without waiting', async () => {
  const first = await find()
  expect(find()).toBe(first)
  expect(find({ temperature: 1, stream: true })).toBe(first)
})

const others: readonly (readonly [string, object, 'chat' | 'embeddings'])[] = [
  ['another key', { api_key: 'sk-other-123456' }, 'chat'],
  ['another address', { api_base: 'http://127.0.0.1:1' }, 'chat'],
  ['another model', { model: 'openai/gpt-4o-mini' }, 'chat'],
  ['a fallback', { fallbacks: ['openai/gpt-4o-mini'] }, 'chat'],
  ['another endpoint', {}, 'embeddings'],
]
test.each(others)('%s has a client of its own', async (_, more, endpoint) => {
  const first = await find()
  const other = await find(more, endpoint)
  expect(other).not.toBe(first)
  expect(find(more, endpoint)).toBe(other)
  expect(find()).toBe(first)
})

test('a changed key makes another client, and so does configure', async () => {
  const first = await find()
  env.OPENAI_API_KEY = 'sk-changed-12345'
  const second = await find()
  expect(second).not.toBe(first)
  configure({ num_retries: 1 })
  expect(await find()).not.toBe(second)
})

test('a failure is not kept', async () => {
  await expect(find({ model: 'nowhere/x' })).rejects.toThrow('unknown provider "nowhere"')
  const again = find({ model: 'nowhere/x' })
  expect(again).toBeInstanceOf(Promise)
  await expect(again).rejects.toThrow('unknown provider "nowhere"')
})

test('the one not used for longest goes when there are too many', async () => {
  const used = await find()
  const idle = await find({ model: 'openai/gpt-4o-mini' })
  for (let count = 2; count <= mostClients; count++) {
    await find({ model: `openai/gpt-${count}` })
    expect(find()).toBe(used)
  }
  expect(await find({ model: 'openai/gpt-4o-mini' })).not.toBe(idle)
})
