/** The transport over `fetch`, with real sockets: answers, timers, aborts, and every way an answer can fail to come. */
import { getEventListeners } from 'node:events'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type HttpRequest, type Timers, TransportFault } from '../../../src/protocol/http.js'
import { fetchFault } from '../../../src/runtime/transport/fetch-faults.js'
import { createFetchTransport } from '../../../src/runtime/transport/fetch-transport.js'

const open: (() => unknown)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
  vi.unstubAllGlobals()
})

const none: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
const wire = createFetchTransport()

function listen(server: Server | NetServer): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  open.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
    })
  })
}

const http = (handler: RequestListener) => listen(createHttpServer(handler))
const raw = (text: string, then: (socket: Socket) => void = () => {}) =>
  listen(
    createNetServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => (text === '' ? then(socket) : socket.write(text, () => then(socket))))
    }),
  )

const post = (base: string, path = '/v1/chat'): HttpRequest => ({
  method: 'POST',
  url: `${base}${path}`,
  headers: { 'content-type': 'application/json' },
  body: '{"a":"ü"}',
})

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof TransportFault)) throw new Error(`no transport fault, but ${String(error)}`)
  return error.reason
}

describe('a whole answer', () => {
  test('has status, headers joined, and text whose characters are not cut', async () => {
    const base = await http((request, response) => {
      let body = ''
      request.on('data', (bytes) => {
        body += bytes
      })
      request.on('end', () => {
        const bytes = Buffer.from(`\ufeff${JSON.stringify({ path: request.url, body, method: request.method, snow: '☃'.repeat(50_000) })}`)
        response.writeHead(201, ['X-Request-Id', 'r1', 'X-Twice', 'a', 'X-Twice', 'b'])
        response.write(bytes.subarray(0, 70_001))
        response.end(bytes.subarray(70_001))
      })
    })
    const reply = await wire.whole(post(base, '/v1/chat?x=1'), none)
    expect([reply.status, reply.headers['x-request-id'], reply.headers['x-twice']]).toEqual([201, 'r1', 'a, b'])
    expect(JSON.parse(reply.text())).toEqual({ path: '/v1/chat?x=1', body: '{"a":"ü"}', method: 'POST', snow: '☃'.repeat(50_000) })
    expect(reply.bytes().length).toBe(Buffer.byteLength(reply.text()) + 3)
  })

  test('without a body is empty, and a redirect is an answer', async () => {
    const base = await http((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    const reply = await wire.whole(post(base), { ...none, totalMs: 60_000 })
    expect([reply.status, reply.headers.location, reply.text(), reply.bytes().length]).toEqual([302, '/elsewhere', '', 0])
  })

  test('forty calls may share one signal, and nothing stays on it', async () => {
    const base = await http((_request, response) => response.end('{}'))
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 40 }, () => wire.whole(post(base), none, signal)))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('no whole answer', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
  test.each([
    { name: 'closed before an answer', text: '', want: 'reset' },
    { name: 'closed within a body of known length', text: `${head}content-length: 10\r\n\r\nabc`, want: 'truncated' },
    { name: 'closed within a chunked body', text: `${head}transfer-encoding: chunked\r\n\r\n5\r\nab`, want: 'truncated' },
    { name: 'not HTTP', text: 'hello there\r\n\r\n', want: 'other' },
  ])('$name is "$want"', async ({ text, want }) => {
    const base = await raw(text, (socket) => socket.end())
    expect(await reasonOf(wire.whole(post(base), none))).toBe(want)
  })

  test('a port where nothing listens is "refused"', async () => {
    const server = createNetServer()
    const base = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await reasonOf(wire.whole(post(base), none))).toBe('refused')
  })

  test('a name that does not resolve is "dns", and the user name and password of an address stay out of what is said', async () => {
    await expect(wire.whole(post('http://me:hush@nothing.invalid'), none)).rejects.toMatchObject({
      reason: 'dns',
      message: expect.stringMatching(/^http:\/\/nothing\.invalid: the host name does not resolve/),
    })
  })

  test('a header that cannot be sent is named, without its value', async () => {
    const request = { ...post('http://127.0.0.1:9'), headers: { authorization: 'Bearer hu\nsh' } }
    const error = await wire.whole(request, none).catch((fault: unknown) => fault)
    expect(error).toEqual(new TransportFault('other', 'http://127.0.0.1:9: the exchange failed (invalid authorization header)'))
    expect(error).not.toHaveProperty('cause')
  })

  test('a closed transport refuses', async () => {
    const closed = createFetchTransport()
    await closed.close()
    await expect(closed.whole(post('http://127.0.0.1:9'), none)).rejects.toThrow('http://127.0.0.1:9: the client is closed')
  })

  test('what is no address is said to be none', async () => {
    await expect(wire.whole(post('ftp://host'), none)).rejects.toThrow('"ftp://host" is not an http or https address')
  })

  test('a redirect that a browser hides is refused with what to do', async () => {
    vi.stubGlobal('fetch', async () => Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' }))
    await expect(wire.whole(post('http://host'), none)).rejects.toThrow(
      'the answer is a redirect, and requests are not sent on; correct api_base',
    )
  })

  test('certificates cannot be left unchecked', () => {
    expect(() => createFetchTransport({ sslVerify: false })).toThrow('ssl_verify is false, but fetch always checks certificates')
  })
})

test.each([
  { text: 'error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)', want: 'refused' },
  { text: 'Unable to connect. Is the computer able to access the url?', want: 'refused' },
  { text: 'client error (Connect): dns error: failed to lookup address information', want: 'dns' },
  { text: 'invalid peer certificate: UnknownIssuer', want: 'tls' },
  { text: 'Network connection lost.', want: 'reset' },
  { text: 'Failed to fetch', want: 'other' },
])('where a platform has no codes, "$text" is "$want"', ({ text, want }) => {
  expect(fetchFault(new TypeError(text), 'http://h', 'waiting').reason).toBe(want)
  expect(fetchFault(new TypeError(text), 'http://h', 'reading').reason).toBe('truncated')
})

describe('timers', () => {
  test.each(['totalMs', 'firstByteMs'] as const)('%s, where no answer begins', async (timer) => {
    const want = timer === 'totalMs' ? 'total-timeout' : 'first-byte-timeout'
    expect(await reasonOf(wire.whole(post(await raw('')), { ...none, [timer]: 30 }))).toBe(want)
  })

  test('idle', async () => {
    const base = await raw('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')
    expect(await reasonOf(wire.whole(post(base), { ...none, idleMs: 30 }))).toBe('idle-timeout')
  })

  test('total, in the middle of a stream that keeps coming', async () => {
    const base = await http((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })
    const stream = await wire.stream(post(base), { ...none, totalMs: 60 })
    const reading = async () => {
      while ((await stream.read()) !== undefined);
    }
    expect(await reasonOf(reading())).toBe('total-timeout')
    expect(await reasonOf(stream.read())).toBe('total-timeout')
  })

  test('a limit beyond what a timer can hold is no limit', async () => {
    const base = await http((_request, response) => response.end('{}'))
    expect((await wire.whole(post(base), { ...none, totalMs: 1e12 })).status).toBe(200)
  })
})

describe('a stream', () => {
  const hanging = async () => {
    let closed: (at: number) => void = () => {}
    const gone = new Promise<number>((resolve) => {
      closed = resolve
    })
    const base = await http((_request, response) => {
      response.writeHead(200, { 'x-request-id': 'r2' }).write('first')
      response.on('close', () => closed(performance.now()))
    })
    return { base, gone }
  }

  test('hands bytes on as they come', async () => {
    const stream = await wire.stream(post((await hanging()).base), none)
    expect([stream.status, stream.headers['x-request-id']]).toEqual([200, 'r2'])
    expect(Buffer.from((await stream.read()) ?? []).toString()).toBe('first')
    stream.cancel()
  })

  test('cancel() reaches the provider within 100 ms, twice and after the end, and ends a read that waits', async () => {
    const { base, gone } = await hanging()
    const stream = await wire.stream(post(base), none)
    await stream.read()
    const waiting = stream.read()
    const start = performance.now()
    stream.cancel()
    stream.cancel()
    expect((await gone) - start).toBeLessThan(100)
    expect([await waiting, await stream.read()]).toEqual([undefined, undefined])
  })

  test("the caller's signal reaches the provider within 100 ms, and the reader hears of it", async () => {
    const { base, gone } = await hanging()
    const control = new AbortController()
    const stream = await wire.stream(post(base), none, control.signal)
    await stream.read()
    const start = performance.now()
    const reading = reasonOf(stream.read())
    control.abort('enough')
    expect(await reading).toBe('aborted')
    expect((await gone) - start).toBeLessThan(100)
  })

  test('an abort before the answer keeps its reason; before the request nothing is sent', async () => {
    const control = new AbortController()
    const base = await http(() => control.abort('enough'))
    await expect(wire.whole(post(base), none, control.signal)).rejects.toMatchObject({ reason: 'aborted', cause: 'enough' })
    expect(await reasonOf(wire.whole(post('http://127.0.0.1:9'), none, AbortSignal.abort()))).toBe('aborted')
  })

  test('rest() reads an error answer', async () => {
    const base = await http((_request, response) => response.writeHead(429).end('{"error":1}'))
    const reply = await (await wire.stream(post(base), none)).rest()
    expect([reply.status, reply.text()]).toEqual([429, '{"error":1}'])
  })
})
