/** The list of providers as people read it. */
import { expect, test } from 'vitest'
import { listProviders, providersPage } from '../../src/catalog/provider-list.js'
import { providerNames } from '../../src/catalog/providers.js'

const all = listProviders()
const byPrefix = new Map(all.map((one) => [one.prefix, one]))

test('every prefix is listed, and more than 130 are for chat', () => {
  expect(all.map(({ prefix }) => prefix)).toEqual(providerNames())
  expect(all.filter(({ endpoints, retired }) => endpoints.includes('chat') && retired === undefined).length).toBeGreaterThanOrEqual(130)
})

test.each([
  ['groq', ['chat', 'transcriptions', 'translations', 'speech', 'responses']],
  ['jina_ai', ['embeddings', 'rerank']],
  ['cohere', ['chat', 'embeddings', 'rerank']],
  ['deepgram', ['transcriptions', 'speech']],
  ['topaz', []],
])('%s serves what is known of it', (prefix, endpoints) => {
  expect(byPrefix.get(prefix)?.endpoints).toEqual(endpoints)
})

test('the page has a row for each', () => {
  const page = providersPage(all)
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(all.length)
  expect(page).toContain('| `anthropic` | Anthropic | chat, tokens | `ANTHROPIC_API_KEY`')
})
