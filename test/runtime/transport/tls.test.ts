/** The same over TLS: certificates are looked at, sessions are used again, and large bodies come whole. */
import { randomBytes } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { noTimers } from './reader-support.js'
import { answer, post, reasonOf, startServer, startTransport, until } from './server-support.js'

test('a certificate that nobody signed is refused, unless all are taken', async () => {
  const { base } = await startServer(({ socket }) => void socket.write(answer('{}')), { tls: true })
  await expect(startTransport().whole(post(base), noTimers)).rejects.toMatchObject({
    reason: 'tls',
    message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
  })
  expect((await startTransport({ sslVerify: false }).whole(post(base), noTimers)).text()).toBe('{}')
})

test('a name that leads to several addresses', async () => {
  const { base } = await startServer(({ socket }) => void socket.write(answer('{}')), { tls: true })
  const wire = startTransport({ sslVerify: false })
  for (let call = 0; call < 3; call++) expect((await wire.whole(post(base.replace('127.0.0.1', 'localhost')), noTimers)).text()).toBe('{}')
})

test('one connection carries calls one after the other, and the next one takes up its session', async () => {
  const resumed: boolean[] = []
  const { base, made, server } = await startServer(
    ({ socket, body }) => void socket.write(answer('{}', body.toString() === 'last' ? 'connection: close\r\n' : '')),
    { tls: true },
  )
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()))
  const wire = startTransport({ sslVerify: false })
  for (const body of ['first', 'second', 'last']) await wire.whole(post(base, body), noTimers)
  expect([made(), resumed]).toEqual([1, [false]])
  for (const body of ['last', 'last']) await wire.whole(post(base, body), noTimers)
  expect([made(), resumed]).toEqual([3, [false, true, true]])
})

test('large bodies come whole in both directions, also to a slow reader', async () => {
  const sent = randomBytes(8_000_000)
  const { base } = await startServer(
    ({ socket, body }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`)
      socket.write(body)
    },
    { tls: true },
  )
  const wire = startTransport({ sslVerify: false })
  expect(Buffer.from((await wire.whole(post(base, sent), noTimers)).bytes()).equals(sent)).toBe(true)
  const stream = await wire.stream(post(base, sent), noTimers)
  const pieces: Uint8Array[] = []
  for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) {
    pieces.push(bytes)
    if (pieces.length % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(Buffer.concat(pieces).equals(sent)).toBe(true)
})

test('many connections share what they read into, and no answer holds bytes of another', async () => {
  const { base } = await startServer(
    ({ socket, body }) => {
      const half = Math.floor(body.length / 2)
      socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${half.toString(16)}\r\n`)
      socket.write(body.subarray(0, half))
      setImmediate(() => {
        socket.write(`\r\n${(body.length - half).toString(16)}\r\n`)
        socket.write(body.subarray(half))
        socket.write('\r\n0\r\n\r\n')
      })
    },
    { tls: true },
  )
  const wire = startTransport({ sslVerify: false })
  const call = async (at: number) => {
    const sent = Buffer.alloc(1_000 + at * 997, at)
    const stream = await wire.stream(post(base, sent), noTimers)
    expect(Buffer.from((await stream.rest()).bytes()).equals(sent)).toBe(true)
  }
  for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 40 }, (_, at) => call(at)))
})

test('a server that breaks off', async () => {
  const { base, open } = await startServer(
    ({ socket, body }) => {
      if (body.toString() === 'early') socket.destroy()
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')
    },
    { tls: true },
  )
  const wire = startTransport({ sslVerify: false })
  expect(await reasonOf(wire.whole(post(base, 'early'), noTimers))).toBe('reset')
  expect(await reasonOf(wire.whole(post(base, 'late'), noTimers))).toBe('truncated')
  await until(() => open.size === 0)
})
