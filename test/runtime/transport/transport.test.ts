/** The transport over real sockets: answers, the four timers, aborts, and every way an answer can fail to come. */
import { execFile } from 'node:child_process'
import { getEventListeners } from 'node:events'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import type { HttpRequest, Timers, Transport } from '../../../src/protocol/http.js'
import { TransportFault } from '../../../src/protocol/http.js'
import { createTransport } from '../../../src/runtime/transport/transport.js'

const open: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }

function transport(): Transport {
  const made = createTransport()
  open.push(() => made.close())
  return made
}

function listen(server: Server | NetServer): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
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
/** A server that says what it says and then does what `then` does. */
const raw = (text: string, then: (socket: Socket) => void = () => {}) =>
  listen(
    createNetServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        if (text !== '') socket.write(text, () => then(socket))
        else then(socket)
      })
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
        const bytes = Buffer.from(JSON.stringify({ path: request.url, body, method: request.method, snow: '☃'.repeat(50_000) }))
        response.writeHead(
          201,
          [
            ['X-Request-Id', 'r1'],
            ['X-Twice', 'a'],
            ['X-Twice', 'b'],
            ['Content-Length', String(bytes.length)],
          ].flat(),
        )
        response.write(bytes.subarray(0, 70_001))
        response.end(bytes.subarray(70_001))
      })
    })
    const reply = await transport().whole(post(base, '/v1/chat?x=1'), noTimers)
    expect([reply.status, reply.headers['x-request-id'], reply.headers['x-twice']]).toEqual([201, 'r1', 'a, b'])
    expect(JSON.parse(reply.text())).toEqual({ path: '/v1/chat?x=1', body: '{"a":"ü"}', method: 'POST', snow: '☃'.repeat(50_000) })
    expect(reply.bytes().length).toBe(Buffer.byteLength(reply.text()))
  })

  test('keeps its connection for the next request, and asks for no compression', async () => {
    const ports = new Set<number | undefined>()
    const encodings = new Set<string | undefined>()
    const base = await http((request, response) => {
      ports.add(request.socket.remotePort)
      encodings.add(request.headers['accept-encoding'])
      response.end('{}')
    })
    const wire = transport()
    for (let call = 0; call < 6; call++) await wire.whole(post(base), noTimers)
    expect(ports.size).toBe(1)
    expect([...encodings]).toEqual([undefined])
  })

  test('a redirect is an answer, not followed', async () => {
    const base = await http((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    expect((await transport().whole(post(base), noTimers)).status).toBe(302)
  })

  test('hints that come before the answer (status 103) are not the answer', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n'
    const base = await raw(
      hints,
      (socket) => void setTimeout(() => socket.write('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}'), 30),
    )
    const reply = await transport().whole(post(base), noTimers)
    expect([reply.status, reply.headers.link, reply.text()]).toEqual([201, undefined, '{}'])
    // the server answers once on each connection
    const stream = await transport().stream(post(base), noTimers)
    expect([stream.status, stream.headers.link, (await stream.rest()).text()]).toEqual([201, undefined, '{}'])
  })

  test('forty calls may share one signal: no warning, and nothing stays on it', async () => {
    const base = await http((_request, response) => response.end('{}'))
    const warnings: string[] = []
    const note = (warning: Error) => warnings.push(warning.name)
    process.on('warning', note)
    try {
      const { signal } = new AbortController()
      const wire = transport()
      await Promise.all(Array.from({ length: 40 }, () => wire.whole(post(base), noTimers, signal)))
      await new Promise((resolve) => setImmediate(resolve))
      expect([warnings, getEventListeners(signal, 'abort').length]).toEqual([[], 0])
    } finally {
      process.off('warning', note)
    }
  })

  test('a byte order mark is not part of the text', async () => {
    const base = await http((_request, response) => response.end('\ufeff{}'))
    expect((await transport().whole(post(base), noTimers)).text()).toBe('{}')
  })
})

test('a process ends by itself soon after its last call, without close()', async () => {
  const base = await http((_request, response) => response.end('{}'))
  const script = `
    import { createTransport } from './src/runtime/transport/transport.ts'
    const timers = { connectMs: 10_000, firstByteMs: undefined, idleMs: 60_000, totalMs: 60_000 }
    const request = { method: 'POST', url: '${base}/', headers: {}, body: '{}' }
    const wire = createTransport()
    await wire.whole(request, timers, new AbortController().signal)
    await (await wire.stream(request, timers)).rest()
    const start = performance.now()
    process.on('exit', () => process.stdout.write(String(performance.now() - start)))`
  const cwd = fileURLToPath(new URL('../../..', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd })
  // The server keeps the connection for five seconds, and we for three.
  expect(Number(stdout)).toBeLessThan(2_000)
}, 30_000)

describe('no whole answer', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
  test.each([
    { name: 'closed before an answer', text: '', want: 'reset' },
    { name: 'closed within a body of known length', text: `${head}content-length: 10\r\n\r\nabc`, want: 'truncated' },
    { name: 'closed within a chunked body', text: `${head}transfer-encoding: chunked\r\n\r\n5\r\nab`, want: 'truncated' },
    { name: 'not HTTP', text: 'hello there\r\n\r\n', want: 'other' },
  ])('$name is "$want"', async ({ text, want }) => {
    const base = await raw(text, (socket) => socket.end())
    expect(await reasonOf(transport().whole(post(base), noTimers))).toBe(want)
  })

  test('a port where nothing listens is "refused"', async () => {
    const server = createNetServer()
    const base = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await reasonOf(transport().whole(post(base), noTimers))).toBe('refused')
  })

  test('a name that does not resolve is "dns"', async () => {
    expect(await reasonOf(transport().whole(post('http://nothing.invalid'), noTimers))).toBe('dns')
  })

  test('an http server behind an https address is "tls"', async () => {
    const base = await http((_request, response) => response.end())
    expect(await reasonOf(transport().whole(post(base.replace('http:', 'https:')), noTimers))).toMatch(/^(tls|reset)$/)
  })

  test('the user name and password of an address stay out of what is said', async () => {
    await expect(transport().whole(post('http://me:hush@nothing.invalid'), noTimers)).rejects.toThrow(/^http:\/\/nothing\.invalid: /)
  })

  test('a header that cannot be sent is named, without its value', async () => {
    const request = { ...post('http://127.0.0.1:9'), headers: { authorization: 'Bearer hu\nsh' } }
    await expect(transport().whole(request, noTimers)).rejects.toThrow(
      'http://127.0.0.1:9: the exchange failed (UND_ERR_INVALID_ARG: invalid authorization header)',
    )
  })

  test('a closed transport refuses', async () => {
    const wire = createTransport()
    await wire.close()
    expect(await reasonOf(wire.whole(post('http://127.0.0.1:9'), noTimers))).toBe('other')
  })

  test('what is no address is said to be none', async () => {
    await expect(transport().whole(post('ftp://host'), noTimers)).rejects.toThrow('"ftp://host" is not an http or https address')
  })
})

describe('timers', () => {
  const silent = () => raw('')
  test('total', async () => {
    expect(await reasonOf(transport().whole(post(await silent()), { ...noTimers, totalMs: 30 }))).toBe('total-timeout')
  })

  test('first byte', async () => {
    expect(await reasonOf(transport().whole(post(await silent()), { ...noTimers, firstByteMs: 30 }))).toBe('first-byte-timeout')
  })

  test('idle', async () => {
    const base = await raw('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')
    expect(await reasonOf(transport().whole(post(base), { ...noTimers, idleMs: 30 }))).toBe('idle-timeout')
  })

  test('total, in the middle of a stream that keeps coming', async () => {
    const base = await http((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })
    const stream = await transport().stream(post(base), { ...noTimers, totalMs: 60 })
    const reading = async () => {
      while ((await stream.read()) !== undefined);
    }
    expect(await reasonOf(reading())).toBe('total-timeout')
  })

  test('connect: an address that swallows packets', async () => {
    const reason = await reasonOf(transport().whole(post('http://192.0.2.1:81'), { ...noTimers, connectMs: 30 }))
    // A machine without a route refuses at once; both are faults of connecting.
    expect(['connect-timeout', 'refused']).toContain(reason)
  })

  test('a limit beyond what a timer can hold is no limit', async () => {
    const base = await http((_request, response) => response.end('{}'))
    expect((await transport().whole(post(base), { ...noTimers, totalMs: 1e12 })).status).toBe(200)
  })
})

describe('a stream', () => {
  const read = async (stream: { read(): Promise<Uint8Array | undefined> }) => {
    let text = ''
    for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) text += Buffer.from(bytes).toString()
    return text
  }

  test('hands bytes on as they come', async () => {
    let more = () => {}
    const base = await http((_request, response) => {
      response.writeHead(200, { 'x-request-id': 'r2' })
      response.write('one')
      more = () => response.end('two')
    })
    const stream = await transport().stream(post(base), noTimers)
    expect([stream.status, stream.headers['x-request-id']]).toEqual([200, 'r2'])
    expect(Buffer.from((await stream.read()) ?? []).toString()).toBe('one')
    more()
    expect([await read(stream), await stream.read()]).toEqual(['two', undefined])
  })

  test('rest() reads an error answer', async () => {
    const base = await http((_request, response) => response.writeHead(429).end('{"error":1}'))
    const reply = await (await transport().stream(post(base), noTimers)).rest()
    expect([reply.status, reply.text()]).toEqual([429, '{"error":1}'])
  })

  test('a slow reader holds the sender back and still gets everything', async () => {
    const size = 4_000_000
    const base = await http((_request, response) => response.end('x'.repeat(size)))
    const stream = await transport().stream(post(base), noTimers)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await read(stream)).length).toBe(size)
  })

  test('what came before a cut is read first', async () => {
    const base = await raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n', (socket) => socket.destroy())
    const stream = await transport().stream(post(base), noTimers)
    let text = ''
    const reason = await reasonOf(
      (async () => {
        for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) text += Buffer.from(bytes).toString()
      })(),
    )
    expect([text, reason]).toEqual(['abc', 'truncated'])
  })
})

describe('a hang-up reaches the provider within 100 ms', () => {
  const hanging = async () => {
    let closed: (at: number) => void = () => {}
    const gone = new Promise<number>((resolve) => {
      closed = resolve
    })
    const base = await http((_request, response) => {
      response.writeHead(200).write('first')
      response.on('close', () => closed(performance.now()))
    })
    return { base, gone }
  }

  test('by cancel(), twice and after the end', async () => {
    const { base, gone } = await hanging()
    const stream = await transport().stream(post(base), noTimers)
    const start = performance.now()
    stream.cancel()
    stream.cancel()
    expect((await gone) - start).toBeLessThan(100)
    expect(await stream.read()).toBeUndefined()
  })

  test("by the caller's signal, and the reader hears of it", async () => {
    const { base, gone } = await hanging()
    const control = new AbortController()
    const stream = await transport().stream(post(base), noTimers, control.signal)
    await stream.read()
    const start = performance.now()
    const reading = reasonOf(stream.read())
    control.abort()
    expect(await reading).toBe('aborted')
    expect((await gone) - start).toBeLessThan(100)
  })

  test('before the answer', async () => {
    const control = new AbortController()
    const base = await http(() => control.abort('enough'))
    await expect(transport().whole(post(base), noTimers, control.signal)).rejects.toMatchObject({ reason: 'aborted', cause: 'enough' })
  })

  test('within the body of a whole answer', async () => {
    const control = new AbortController()
    const base = await http((_request, response) => {
      response.writeHead(200).write('half', () => setImmediate(() => control.abort()))
    })
    expect(await reasonOf(transport().whole(post(base), noTimers, control.signal))).toBe('aborted')
  })

  test('while it connects', async () => {
    const control = new AbortController()
    const calling = reasonOf(transport().whole(post('http://192.0.2.1:81'), noTimers, control.signal))
    control.abort()
    expect(await calling).toBe('aborted')
  })

  test('before the request: nothing is sent', async () => {
    expect(await reasonOf(transport().whole(post('http://127.0.0.1:9'), noTimers, AbortSignal.abort()))).toBe('aborted')
  })
})
