import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Timers } from '../../src/protocol/http.js'
import { createMockProvider, createNodeTransport, type MockProvider } from '../../src/testing/index.js'

let mock: MockProvider
const transport = createNodeTransport()
beforeAll(async () => {
  mock = await createMockProvider()
})
afterAll(async () => {
  await transport.close()
  await mock.close()
})

const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
const request = (fault: string, stream = true) => ({
  method: 'POST' as const,
  url: `${mock.url}/v1/chat/completions`,
  headers: { 'x-llmgen-mock': fault },
  body: JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content: 'grüße' }] }),
})

async function readAll(fault: string, timers: Partial<Timers>) {
  const stream = await transport.stream(request(fault), { ...noTimers, ...timers })
  return (await stream.rest()).text()
}

test('a stream is read piece by piece to its end, and again gives the end', async () => {
  const stream = await transport.stream(request(''), noTimers)
  let text = ''
  for (let piece = await stream.read(); piece !== undefined; piece = await stream.read()) text += new TextDecoder().decode(piece)
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  expect(text).toContain('grüße')
  expect(await stream.read()).toBeUndefined()
  stream.cancel()
})

test.each([
  ['first-byte-timeout', 'delay=5000', { firstByteMs: 30 }],
  ['total-timeout', 'delay=5000', { totalMs: 30 }],
  ['idle-timeout', 'stall=5000', { idleMs: 30 }],
  ['total-timeout', 'stall=5000', { totalMs: 60 }],
  ['truncated', 'cut=2', {}],
])('%s is the fault of %s', async (reason, fault, timers) => {
  await expect(readAll(fault, timers)).rejects.toMatchObject({ name: 'TransportFault', reason })
})

test('a port nobody listens on is refused', async () => {
  const closed = await createMockProvider()
  await closed.close()
  await expect(transport.whole({ ...request(''), url: `${closed.url}/v1/chat/completions` }, noTimers)).rejects.toMatchObject({
    reason: 'refused',
  })
})

test('an abort ends a waiting request, a running stream, and one not yet sent', async () => {
  const waiting = new AbortController()
  const reply = transport.whole(request('delay=5000', false), noTimers, waiting.signal)
  waiting.abort()
  await expect(reply).rejects.toMatchObject({ reason: 'aborted' })
  await expect(transport.whole(request(''), noTimers, waiting.signal)).rejects.toMatchObject({ reason: 'aborted' })
  const running = new AbortController()
  const stream = await transport.stream(request('stall=5000'), noTimers, running.signal)
  await stream.read()
  const next = stream.read()
  running.abort()
  await expect(next).rejects.toMatchObject({ reason: 'aborted' })
})

test('a cancelled stream stays cancelled', async () => {
  const stream = await transport.stream(request('stall=5000'), noTimers)
  stream.cancel()
  stream.cancel()
  await expect(stream.read()).rejects.toMatchObject({ reason: 'aborted' })
})

test.each(['https://127.0.0.1:9/v1', 'nonsense'])('%s is refused as a fault of the transport', async (url) => {
  const refused = transport.whole({ ...request(''), url }, noTimers)
  await expect(refused).rejects.toMatchObject({
    name: 'TransportFault',
    reason: 'other',
    message: `${url}: this transport carries http: requests only, with valid headers`,
  })
})
