/** Connections: kept and used again, never by two, never after a word that nobody asked for. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/protocol/http.js'
import { noTimers } from './reader-support.js'
import { answer, type Came, post, reasonOf, startServer, startTransport, until } from './server-support.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the request', () => {
  const echo = ({ socket, head, body }: Came) => void socket.write(answer(JSON.stringify([head, body.toString('latin1')])))
  const rows: readonly (readonly [string, Partial<HttpRequest>, readonly string[], string])[] = [
    [
      'text',
      { body: '{"a":1}', headers: { 'content-type': 'application/json' } },
      ['POST /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'content-type: application/json', 'content-length: 7'],
      '{"a":1}',
    ],
    [
      'text beyond ASCII',
      { body: 'ü☃' },
      ['POST /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'content-length: 5'],
      Buffer.from('ü☃').toString('latin1'),
    ],
    [
      'bytes',
      { body: Uint8Array.of(0, 255, 10) },
      ['POST /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'content-length: 3'],
      '\0\u00ff\n',
    ],
    [
      'parts',
      { parts: [Uint8Array.of(97), new Uint8Array(), Uint8Array.of(98)], headers: { 'content-length': '2' } },
      ['POST /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'content-length: 2'],
      'ab',
    ],
    [
      'no body where one is expected',
      { method: 'PUT' },
      ['PUT /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'content-length: 0'],
      '',
    ],
    [
      'no body',
      { method: 'GET', headers: { 'X-A': '\u00e9' } },
      ['GET /v1?a=b HTTP/1.1', 'host: HOST', 'connection: keep-alive', 'X-A: \u00e9'],
      '',
    ],
    [
      'another host, and a last request',
      { headers: { host: 'other', connection: 'close' }, body: '' },
      ['POST /v1?a=b HTTP/1.1', 'host: other', 'connection: close', 'content-length: 0'],
      '',
    ],
  ]
  test.each(rows)('%s', async (_name, request, lines, body) => {
    const { base } = await startServer(echo)
    const wire = startTransport()
    const sent: HttpRequest = { method: 'POST', headers: {}, ...request, url: `${base}/v1?a=b` }
    // twice: the second time its lines are known
    for (let call = 0; call < 2; call++) {
      const reply = JSON.parse((await wire.whole(sent, noTimers)).text())
      expect(reply).toEqual([`${lines.join('\r\n').replace('HOST', base.slice(7))}\r\n\r\n`, body])
    }
  })

  test.each([
    ['ASCII', 'x'.repeat(300_000)],
    ['beyond ASCII', 'xü☃'.repeat(100_000)],
  ])('a large text, %s', async (_name, body) => {
    const { base } = await startServer(({ socket, body: came }) => void socket.write(answer(String(came.toString() === body))))
    expect((await startTransport().whole(post(base.replace('127.0.0.1', 'localhost'), body), noTimers)).text()).toBe('true')
  })

  test('headers that change from request to request are those of the request', async () => {
    const { base } = await startServer(echo)
    const wire = startTransport()
    for (const headers of [{ a: '1' }, { a: '2' }, { a: '2', b: '3' }, { b: '3' }, {}, { a: '1' }]) {
      const [head] = JSON.parse((await wire.whole(post(base, '{}', headers), noTimers)).text())
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      expect(head.split('connection: keep-alive\r\n')[1]).toBe(`${lines.join('')}content-length: 2\r\n\r\n`)
    }
  })

  const refused: readonly (readonly [string, Partial<HttpRequest>, string])[] = [
    ['a line break in a value', { headers: { 'x-a': 'b\r\nx-b: c' } }, 'UND_ERR_INVALID_ARG: invalid x-a header'],
    ['a zero in a value', { headers: { 'x-a': 'b\0' } }, 'UND_ERR_INVALID_ARG: invalid x-a header'],
    ['a letter that HTTP has not', { headers: { 'x-a': '☃' } }, 'UND_ERR_INVALID_ARG: invalid x-a header'],
    ['a line break in a name', { headers: { 'x\r\na': 'b' } }, 'UND_ERR_INVALID_ARG: invalid header key'],
    ['a name with a blank', { headers: { 'x a': 'b' } }, 'UND_ERR_INVALID_ARG: invalid header key'],
    ['an empty name', { headers: { '': 'b' } }, 'UND_ERR_INVALID_ARG: invalid header key'],
    ['another framing', { headers: { 'Transfer-Encoding': 'chunked' } }, 'UND_ERR_INVALID_ARG: invalid transfer-encoding header'],
    ['a length that is none', { headers: { 'content-length': '2x' } }, 'UND_ERR_INVALID_ARG: invalid content-length header'],
    [
      'another length',
      { headers: { 'content-length': '3' } },
      'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: Request body length does not match content-length header',
    ],
    ['two hosts', { headers: { host: 'a', Host: 'b' } }, 'UND_ERR_INVALID_ARG: duplicate host header'],
    ['a wait for a word', { headers: { expect: '100-continue' } }, 'UND_ERR_NOT_SUPPORTED: expect header not supported'],
    ['a line break in the path', { url: 'http://127.0.0.1:9/a\r\nx: y' }, 'UND_ERR_INVALID_ARG: invalid request path'],
    ['a blank in the path', { url: 'http://127.0.0.1:9/a b' }, 'UND_ERR_INVALID_ARG: invalid request path'],
  ]
  test.each(refused)('%s is never sent', async (_name, request, why) => {
    const sent: HttpRequest = { ...post('http://127.0.0.1:9'), ...request }
    await expect(startTransport().whole(sent, noTimers)).rejects.toThrow(`http://127.0.0.1:9: the exchange failed (${why})`)
  })
})

describe('keeping', () => {
  test('calls one after the other use one connection, calls at once one each, and never two on one', async () => {
    const busy = new Set<number>()
    const { base, made } = await startServer(({ socket, connection, body }) => {
      if (busy.has(connection)) throw new Error('two requests at once on one connection')
      busy.add(connection)
      setImmediate(() => {
        busy.delete(connection)
        socket.write(answer(body.toString()))
      })
    })
    const wire = startTransport()
    const call = async (name: string) => expect((await wire.whole(post(base, name), noTimers)).text()).toBe(name)
    for (let n = 0; n < 10; n++) await call(`one ${n}`)
    expect(made()).toBe(1)
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 30 }, (_, n) => call(`${round} ${n}`)))
    expect(made()).toBeLessThanOrEqual(60)
  })

  test.each([
    ['says that it closes', 'connection: close\r\n'],
    ['keeps it for too short', 'keep-alive: timeout=1\r\n'],
  ])('a connection whose server %s is closed at once', async (_name, headers) => {
    const { base, open, made } = await startServer(({ socket }) => void socket.write(answer('{}', headers)))
    const wire = startTransport()
    for (let call = 0; call < 3; call++) await wire.whole(post(base), noTimers)
    expect(made()).toBe(3)
    await until(() => open.size === 0)
  })

  test('an idle connection is closed before its server may close it', async () => {
    const { base, open } = await startServer(({ socket }) => void socket.write(answer('{}', 'keep-alive: timeout=3\r\n')))
    await startTransport().whole(post(base), noTimers)
    expect(open.size).toBe(1)
    await until(() => open.size === 0)
  })

  test('a body that its method does not expect is the last on its connection', async () => {
    const { base, made } = await startServer(({ socket }) => void socket.write(answer('{}')))
    const wire = startTransport()
    for (let call = 0; call < 2; call++) await wire.whole({ ...post(base), method: 'DELETE' }, noTimers)
    expect(made()).toBe(2)
  })

  test.each([
    ['bytes behind an answer', `${answer('{}')}x`],
    ['a second answer', answer('{}') + answer('"not yours"')],
  ])('%s: the connection is never used again', async (_name, text) => {
    const { base, made, open } = await startServer(({ socket }) => void socket.write(text))
    const wire = startTransport()
    for (let call = 0; call < 3; call++) expect((await wire.whole(post(base), noTimers)).text()).toBe('{}')
    expect(made()).toBe(3)
    await until(() => open.size === 0)
  })

  test('an answer that comes while nobody asks closes the connection', async () => {
    const sockets: Came[] = []
    const { base, open, made } = await startServer((came) => {
      sockets.push(came)
      came.socket.write(answer('{}'))
    })
    const wire = startTransport()
    await wire.whole(post(base), noTimers)
    sockets[0]?.socket.write(answer('"for the next"'))
    await until(() => open.size === 0)
    expect([(await wire.whole(post(base), noTimers)).text(), made()]).toEqual(['{}', 2])
  })

  test('an answer that ends before the whole request is sent is an answer, and the last of its connection', async () => {
    const { base, made, server } = await startServer(() => {})
    server.on('connection', (socket) => socket.once('data', () => socket.write(answer('"too much"'))))
    const wire = startTransport()
    const parts = Array.from({ length: 200 }, () => new Uint8Array(100_000))
    for (let call = 0; call < 2; call++) {
      const reply = await wire.whole({ method: 'POST', url: `${base}/`, headers: {}, parts }, noTimers)
      expect(reply.text()).toBe('"too much"')
    }
    expect(made()).toBe(2)
  })

  test('a server that closes what is idle while calls go on: none of them fails', async () => {
    const { base, open, made } = await startServer(({ socket }) => void socket.write(answer('{}')))
    const wire = startTransport()
    let calls = 0
    for (let round = 0; round < 60; round++) {
      await Promise.all(Array.from({ length: 20 }, () => wire.whole(post(base), noTimers)))
      calls += 20
      for (const socket of open) socket.end()
      // what the server did is on its way; it is not known yet
      for (let wait = 0; wait < round % 4; wait++) await turn()
      await until(() => open.size === 0 || round % 4 !== 3)
      if (round % 4 !== 3) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect([calls, made() >= 1_200]).toEqual([1_200, true])
  })

  test('a server that closes behind each answer without a word: the next call does not meet it', async () => {
    const { base, made } = await startServer(({ socket }) => void socket.end(answer('{}')))
    const wire = startTransport()
    for (let call = 0; call < 50; call++) expect((await wire.whole(post(base), noTimers)).text()).toBe('{}')
    expect(made()).toBe(50)
  })

  test('close() refuses new calls, closes what is idle, and lets what runs end', async () => {
    let end = () => {}
    const { base, open } = await startServer(({ socket, body }) => {
      if (body.toString() === 'slow') end = () => void socket.write(answer('"slow"'))
      else socket.write(answer('{}'))
    })
    const wire = startTransport()
    const slow = wire.whole(post(base, 'slow'), noTimers)
    await wire.whole(post(base), noTimers)
    await until(() => open.size === 2)
    let closed = false
    const closing = wire.close().then(() => {
      closed = true
    })
    await until(() => open.size === 1)
    expect([closed, await reasonOf(wire.whole(post(base), noTimers))]).toEqual([false, 'other'])
    end()
    expect((await slow).text()).toBe('"slow"')
    await closing
    await until(() => open.size === 0)
  })
})

describe('large bodies', () => {
  const megabyte = 1_048_576

  test('an upload waits for a slow server, and comes whole', async () => {
    const sent = randomBytes(24 * megabyte)
    const { base, server } = await startServer(({ socket, body }) => void socket.write(answer(String(body.equals(sent)))))
    server.on('connection', (socket) => {
      const slow = setInterval(() => (socket.isPaused() ? socket.resume() : socket.pause()), 3)
      socket.on('close', () => clearInterval(slow))
    })
    const wire = startTransport()
    expect((await wire.whole(post(base, sent), noTimers)).text()).toBe('true')
    const parts = Array.from({ length: 24 }, (_, n) => sent.subarray(n * megabyte, (n + 1) * megabyte))
    expect((await wire.whole({ method: 'POST', url: `${base}/`, headers: {}, parts }, noTimers)).text()).toBe('true')
  })

  test('a download that nobody reads stays with its server, and comes whole when somebody does', async () => {
    const size = 64 * megabyte
    let given = 0
    const { base } = await startServer(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`)
      const piece = Buffer.alloc(megabyte, 'x')
      const more = () => {
        while (given < size) {
          given += piece.length
          if (!socket.write(piece)) return void socket.once('drain', more)
        }
      }
      more()
    })
    const stream = await startTransport().stream(post(base), noTimers)
    let seen = -1
    for (let rests = 0; rests < 40; await new Promise((resolve) => setTimeout(resolve, 5))) {
      rests = given > 0 && given === seen ? rests + 1 : 0
      seen = given
    }
    expect(given).toBeLessThan(size / 2)
    const before = process.memoryUsage().rss
    let read = 0
    for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) read += bytes.length
    expect(read).toBe(size)
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * megabyte)
  })

  test('a paused stream is not silent, and its end is not lost', async () => {
    const body = 'y'.repeat(3 * megabyte)
    const { base } = await startServer(({ socket }) => void socket.write(answer(body)))
    const stream = await startTransport().stream(post(base), { ...noTimers, idleMs: 60 })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await stream.rest()).text()).toBe(body)
  })
})

describe('an abort reaches the server at once', () => {
  const stages: readonly (readonly [string, string])[] = [
    ['before a word', ''],
    ['within the head', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['behind a hint', 'HTTP/1.1 103 Hint\r\n\r\n'],
    ['behind the head', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'],
  ]
  test.each(stages)('%s', async (_name, said) => {
    const control = new AbortController()
    let asked = false
    const { base, open } = await startServer(({ socket }) => {
      asked = true
      if (said !== '') socket.write(said)
    })
    const calling = reasonOf(startTransport().whole(post(base), noTimers, control.signal))
    await until(() => asked)
    for (let wait = 0; wait < 5; wait++) await turn()
    const start = performance.now()
    control.abort()
    expect(await calling).toBe('aborted')
    await until(() => open.size === 0)
    expect(performance.now() - start).toBeLessThan(100)
  })

  test('while it waits for its turn on a kept connection: the connection is not lost', async () => {
    const { base, made } = await startServer(({ socket }) => void socket.write(answer('{}')))
    const wire = startTransport()
    await wire.whole(post(base), noTimers)
    await turn()
    await turn()
    const control = new AbortController()
    const calling = reasonOf(wire.whole(post(base), noTimers, control.signal))
    control.abort()
    expect(await calling).toBe('aborted')
    expect([(await wire.whole(post(base), noTimers)).text(), made()]).toEqual(['{}', 1])
  })

  test('one that is given up while it connects leaves no connection behind', async () => {
    const { base, open, made } = await startServer(({ socket }) => void socket.write(answer('{}')))
    const wire = startTransport()
    const control = new AbortController()
    const calling = reasonOf(wire.whole(post(base), noTimers, control.signal))
    control.abort()
    expect(await calling).toBe('aborted')
    await wire.whole(post(base), noTimers)
    await until(() => open.size === 1)
    expect(made()).toBeLessThanOrEqual(2)
  })
})
