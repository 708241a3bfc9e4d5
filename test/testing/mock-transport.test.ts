import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMockProvider, type MockProvider, mockTransport } from '../../src/testing/index.js'

let mock: MockProvider
beforeAll(async () => {
  mock = await createMockProvider()
})
afterAll(() => mock.close())

const noTimers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })
const url = 'https://my-deployment.openai.azure.com/openai/deployments/prod/chat/completions?api-version=1'

test('every origin leads to the mock, which learns the host that was meant', async () => {
  const transport = mockTransport(mock)
  const reply = await transport.whole({ method: 'POST', url, headers: { 'api-key': 'k' }, body }, noTimers)
  expect([reply.status, JSON.parse(reply.text()).choices[0].message.content]).toEqual([200, 'prod heard: hi'])
  expect(mock.requests.at(-1)).toMatchObject({
    host: 'my-deployment.openai.azure.com',
    path: '/openai/deployments/prod/chat/completions?api-version=1',
    format: 'azure',
    headers: { 'api-key': 'k' },
  })
  await transport.close()
  await expect(transport.whole({ method: 'POST', url, headers: {}, body }, noTimers)).rejects.toMatchObject({ reason: 'other' })
})

test('an inner transport gets the redirected request', async () => {
  const seen: string[] = []
  const reply = { status: 200, headers: {}, text: () => '', bytes: () => new Uint8Array() }
  const inner = {
    whole: async ({ url: to }: { url: string }) => {
      seen.push(to)
      return reply
    },
    stream: () => Promise.reject(new Error('not used')),
    close: async () => {},
  }
  await mockTransport('http://127.0.0.1:9/', inner).whole({ method: 'POST', url, headers: {}, body }, noTimers)
  expect(seen).toEqual(['http://127.0.0.1:9/openai/deployments/prod/chat/completions?api-version=1'])
})
