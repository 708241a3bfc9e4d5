/** Every fault in every format, each with the error body of its vendor. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type HttpStream, type Timers, TransportFault } from '../../src/protocol/http.js'
import { createMockProvider, createNodeTransport, type MockProvider, type MockStep } from '../../src/testing/index.js'

let mock: MockProvider
const transport = createNodeTransport()
beforeAll(async () => {
  mock = await createMockProvider()
})
beforeEach(() => mock.script({}))
afterAll(async () => {
  await transport.close()
  await mock.close()
})

type Ask = {
  readonly path: string
  readonly streamPath?: string
  readonly body: object
  readonly streamBody?: object
  /** Events of an undisturbed answer. */
  readonly events: number
  /** The vendor's error body for 429 with the message `slow down`. */
  readonly error: unknown
  /** Event that carries the error inside a stream; default: `error` as data. */
  readonly inStream?: unknown
}

const hi = { model: 'm', messages: [{ role: 'user', content: 'hi' }] }
const openaiError = { error: { message: 'slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' } }
const parts = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }
const formats: { readonly [format: string]: Ask } = {
  openai: { path: '/v1/chat/completions', body: hi, events: 6, error: openaiError },
  responses: {
    path: '/v1/responses',
    body: { model: 'm', input: 'hi' },
    events: 11,
    error: openaiError,
    inStream: { type: 'error', sequence_number: 0, error: openaiError.error },
  },
  completions: { path: '/v1/completions', body: { model: 'm', prompt: 'hi' }, events: 5, error: openaiError },
  azure: { path: '/openai/deployments/m/chat/completions?api-version=1', body: hi, events: 7, error: openaiError },
  anthropic: {
    path: '/v1/messages',
    body: { ...hi, max_tokens: 9, anthropic_version: 'x' },
    events: 9,
    error: { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' }, request_id: 'req_mock' },
  },
  gemini: {
    path: '/v1beta/models/m:generateContent',
    streamPath: '/v1beta/models/m:streamGenerateContent?alt=sse',
    body: parts,
    streamBody: parts,
    events: 4,
    error: {
      error: {
        code: 429,
        message: 'slow down',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
      },
    },
  },
  bedrock: {
    path: '/model/m/converse',
    streamPath: '/model/m/converse-stream',
    body: { messages: [{ role: 'user', content: [{ text: 'hi' }] }] },
    streamBody: { messages: [{ role: 'user', content: [{ text: 'hi' }] }] },
    events: 7,
    error: { message: 'slow down' },
  },
  cohere: { path: '/v2/chat', body: hi, events: 7, error: { id: 'mock-error', message: 'slow down' } },
  ollama: { path: '/api/chat', body: { ...hi, stream: false }, events: 4, error: { error: 'slow down' } },
}

const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
const fault: MockStep = { status: 429, message: 'slow down', retryAfter: 2 }

describe.each(Object.entries(formats))('%s', (format, { path, streamPath, body, streamBody, events, error, inStream = error }) => {
  const request = (stream: boolean) => ({
    method: 'POST' as const,
    url: mock.url + (stream ? (streamPath ?? path) : path),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(stream ? (streamBody ?? { ...body, stream: true }) : body),
  })
  const whole = (timers: Partial<Timers> = {}) => transport.whole(request(false), { ...noTimers, ...timers })
  const open = (timers: Partial<Timers> = {}) => transport.stream(request(true), { ...noTimers, ...timers })

  test('a status comes with the error body and the wait, whole and streamed', async () => {
    mock.script({ m: fault })
    const replies = [await whole(), await (await open()).rest()]
    expect(replies.map((reply) => [reply.status, reply.headers['retry-after'], JSON.parse(reply.text())])).toEqual(
      Array.from({ length: 2 }, () => [429, '2', error]),
    )
    if (format === 'bedrock') expect(replies[0]?.headers['x-amzn-errortype']).toMatch(/^ThrottlingException:/)
  })

  test('an undisturbed stream is whole, and a cut one ends after its events', async () => {
    expect((await dataOf(await open())).read).toHaveLength(events)
    mock.script({ m: { cutAfter: 2 } })
    const cut = await dataOf(await open())
    expect([cut.read.length, cut.fault]).toEqual([2, 'truncated'])
  })

  test('an error inside a stream is the last event; inside a whole answer it comes with status 200', async () => {
    mock.script({ m: { ...fault, errorAt: 2 } })
    const stream = await open()
    const { read, fault: end } = await dataOf(stream)
    expect([stream.status, read.length, end, JSON.parse(read[2] ?? '')]).toEqual([200, 3, undefined, inStream])
    const reply = await whole()
    expect([reply.status, JSON.parse(reply.text())]).toEqual([200, error])
  })

  test('a malformed event is not JSON, the others are', async () => {
    mock.script({ m: { malformedAt: 1 } })
    const { read } = await dataOf(await open())
    expect(read.map((data) => data.startsWith('{"this is": not'))).toEqual(read.map((_, index) => index === 1))
    expect((await whole()).text()).toBe('{"this is": not JSON')
  })

  test('an answer that hangs never ends: silent when whole, open after its events when streamed', async () => {
    mock.script({ m: { hangAfter: 1 } })
    await expect(whole({ firstByteMs: 30 })).rejects.toMatchObject({ reason: 'first-byte-timeout' })
    const { read, fault: end } = await dataOf(await open({ idleMs: 30 }))
    expect([read.length, end]).toEqual([1, 'idle-timeout'])
  })

  test('slow headers and slow events are noticed by the timers for them', async () => {
    mock.script({ m: { delayMs: 5000 } })
    await expect(open({ firstByteMs: 20 })).rejects.toMatchObject({ reason: 'first-byte-timeout' })
    mock.script({ m: { stallMs: 5000 } })
    expect(await dataOf(await open({ idleMs: 20 }))).toMatchObject({ read: { length: 1 }, fault: 'idle-timeout' })
  })

  test('a text of ones own stands in for the answer', async () => {
    mock.script({ m: { body: '<html>' } })
    expect([(await whole()).text(), (await (await open()).rest()).text()]).toEqual(['<html>', '<html>'])
  })
})

type Read = { readonly read: readonly string[]; readonly fault: string | undefined }

/** Data of each event that came, and how the connection ended. */
async function dataOf(stream: HttpStream): Promise<Read> {
  const bytes: Uint8Array[] = []
  const read = () => eventData(Buffer.concat(bytes), stream.headers['content-type'] ?? '')
  try {
    for (let piece = await stream.read(); piece !== undefined; piece = await stream.read()) bytes.push(piece)
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error
    return { read: read(), fault: error.reason }
  }
  return { read: read(), fault: undefined }
}

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
)

function eventData(bytes: Buffer, type: string): readonly string[] {
  if (type === 'application/x-ndjson') return bytes.toString().split('\n').filter(Boolean)
  if (type === 'text/event-stream') return [...bytes.toString().matchAll(/^data: (.*?)\r?$/gm)].map(([, data = '']) => data)
  const found: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const { body, headers } = codec.decode(bytes.subarray(at, at + length))
    expect(headers[':event-type'] ?? headers[':exception-type']).toBeDefined()
    found.push(new TextDecoder().decode(body))
    at += length
  }
  return found
}
