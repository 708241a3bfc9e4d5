/** The conformance suite (but for what only adapters decide: fallback pairs, fuzz) once more, over the platform of `llmgen/runtime/fetch`: `fetch` for undici, Web Crypto for Node's. */
import { expect, test, vi } from 'vitest'

vi.mock('../../src/runtime/platform/node-platform.js', async () => {
  const { fetchPlatform } = await import('../../src/runtime/platform/fetch-platform.js')
  return { nodePlatform: fetchPlatform }
})

test('what follows runs over fetch', async () => {
  const [{ nodePlatform }, { fetchPlatform }] = await Promise.all([
    import('../../src/runtime/platform/node-platform.js'),
    import('../../src/runtime/platform/fetch-platform.js'),
  ])
  expect(nodePlatform).toBe(fetchPlatform)
})

await import('./adapters.test.js')
await import('./bedrock.test.js')
await import('./cohere.test.js')
await import('./cost-equality.test.js')
await import('./natives-a.test.js')
await import('./natives-b.test.js')
await import('./natives-b-calls.test.js')
await import('./ollama.test.js')
await import('./openai-responses.test.js')
