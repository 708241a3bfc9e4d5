/** Clients that are slow, odd or rude on real sockets: each is answered or let go, and nothing of them stays behind. */
import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  answer,
  behaved,
  type Client,
  chatBody,
  chatRequest,
  completion,
  connections,
  dial,
  event,
  expectAlive,
  expectAtRest,
  lastPiece,
  piece,
  setUpBefore,
  statuses,
  streamHead,
  until,
} from './faults-support.js'
import { authorised } from './gateway-support.js'

const head = (path: string, headers: readonly string[], { method = 'POST', version = '1.1' } = {}) =>
  [`${method} ${path} HTTP/${version}`, 'host: gateway', `authorization: ${authorised.authorization}`, ...headers, '', ''].join('\r\n')
const post = (headers: readonly string[], version = '1.1') => head('/v1/chat/completions', headers, { version })
const get = (path: string, headers: readonly string[] = [], method = 'GET') => head(path, headers, { method })
const stranger = (headers: readonly string[], path = '/v1/chat/completions') =>
  [`POST ${path} HTTP/1.1`, 'host: gateway', ...headers, '', ''].join('\r\n')
const packed = (bytes: Buffer, encoding: string) =>
  Buffer.concat([Buffer.from(post([`content-length: ${bytes.length}`, `content-encoding: ${encoding}`])), bytes])
const formHead = (headers: readonly string[]) =>
  head('/v1/audio/transcriptions', ['content-type: multipart/form-data; boundary=x', ...headers])
const file = (name: string, bytes: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"; filename="a.mp3"\r\ncontent-type: audio/mpeg\r\n\r\n${bytes}\r\n`

const body = chatBody()
const streamed = chatBody({ stream: true })
const unreadable = Buffer.concat([Buffer.from(body.slice(0, -4)), Buffer.from([0xff]), Buffer.from(body.slice(-4))])

type Row = {
  readonly name: string
  readonly bytes: string | Buffer
  /** Statuses of the answers, in order. */
  readonly want: readonly number[]
  /** What becomes of the connection. */
  readonly ends: 'open' | 'closed'
  /** Requests that reached the provider. Default: none. */
  readonly asked?: number
  readonly says?: RegExp
}

const rows: readonly Row[] = [
  { name: 'HTTP/1.0', bytes: post([`content-length: ${body.length}`], '1.0') + body, want: [200], ends: 'closed', asked: 1 },
  {
    name: 'HTTP/1.0 with a stream: no chunks',
    bytes: post([`content-length: ${streamed.length}`], '1.0') + streamed,
    want: [200],
    ends: 'closed',
    asked: 1,
    says: /\r\n\r\ndata: \{[\s\S]*data: \[DONE\]\n\n$/,
  },
  { name: 'HTTP/2 without a word before', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', want: [400], ends: 'closed' },
  { name: 'TLS', bytes: Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3]), want: [400], ends: 'closed', says: /not well-formed HTTP/ },
  { name: 'a method that is none', bytes: 'FROB /v1/models HTTP/1.1\r\nhost: x\r\n\r\n', want: [400], ends: 'closed' },
  { name: 'CONNECT', bytes: 'CONNECT a:443 HTTP/1.1\r\nhost: x\r\n\r\n', want: [], ends: 'closed' },
  { name: 'TRACE', bytes: get('/v1/models', [], 'TRACE'), want: [404], ends: 'open' },
  { name: 'HEAD', bytes: get('/v1/models', [], 'HEAD'), want: [200], ends: 'open', says: /timeout=72\r\n\r\n$/ },
  { name: 'HEAD of a route that takes POST', bytes: get('/v1/chat/completions', [], 'HEAD'), want: [404], ends: 'open' },
  { name: 'OPTIONS', bytes: get('/v1/chat/completions', [], 'OPTIONS'), want: [404], ends: 'open' },
  { name: 'OPTIONS *', bytes: get('*', [], 'OPTIONS'), want: [404], ends: 'open' },
  { name: 'another protocol over this one', bytes: get('/v1/models', ['connection: upgrade', 'upgrade: h2c']), want: [200], ends: 'open' },
  { name: 'no host', bytes: 'GET /v1/models HTTP/1.1\r\n\r\n', want: [400], ends: 'closed' },
  {
    name: 'requests one behind the other',
    bytes: chatRequest(body) + chatRequest(streamed) + chatRequest(body),
    want: [200, 200, 200],
    ends: 'open',
    asked: 3,
  },
  { name: 'empty lines before a request', bytes: `\r\n\r\n${chatRequest(body)}`, want: [200], ends: 'open', asked: 1 },
  {
    name: 'expect: 100-continue',
    bytes: post([`content-length: ${body.length}`, 'expect: 100-continue']) + body,
    want: [100, 200],
    ends: 'open',
    asked: 1,
  },
  { name: 'another expectation', bytes: post([`content-length: ${body.length}`, 'expect: more']) + body, want: [417], ends: 'open' },
  {
    name: 'a body in chunks',
    bytes: post(['transfer-encoding: chunked']) + piece(body.slice(0, 10)) + piece(body.slice(10)) + lastPiece,
    want: [200],
    ends: 'open',
    asked: 1,
  },
  {
    name: 'a body in chunks, and headers after it',
    bytes: `${post(['transfer-encoding: chunked', 'trailer: x-a'])}${piece(body)}0\r\nx-a: b\r\n\r\n`,
    want: [200],
    ends: 'open',
    asked: 1,
  },
  {
    name: 'a chunk with 20 kB beside its length',
    bytes: `${post(['transfer-encoding: chunked'])}5;${'a'.repeat(20_000)}\r\nhello\r\n${lastPiece}`,
    want: [400],
    ends: 'closed',
  },
  { name: 'a packed transfer', bytes: post(['transfer-encoding: gzip, chunked']) + piece(body) + lastPiece, want: [501], ends: 'closed' },
  { name: 'a transfer encoding that is none', bytes: post(['transfer-encoding: identity']) + body, want: [501], ends: 'closed' },
  {
    name: 'a body over the limit',
    bytes: post(['content-length: 2000000']) + 'x'.repeat(2_000_000),
    want: [413],
    ends: 'closed',
    says: /max_request_size_mb/,
  },
  { name: 'the mere length of such a body', bytes: post(['content-length: 2000000']), want: [413], ends: 'closed' },
  {
    name: 'a body over the limit in chunks',
    bytes: post(['transfer-encoding: chunked']) + piece('x'.repeat(900_000)) + piece('x'.repeat(900_000)),
    want: [413],
    ends: 'closed',
  },
  { name: 'a long body of a stranger', bytes: stranger(['content-length: 900000']), want: [401], ends: 'closed' },
  { name: 'a body without end of a stranger', bytes: stranger(['transfer-encoding: chunked']) + piece('abc'), want: [401], ends: 'closed' },
  {
    name: 'a long body to nowhere',
    bytes: stranger(['content-length: 900000'], '/v1/none'),
    want: [404],
    ends: 'closed',
    says: /not_found_error/,
  },
  { name: 'a packed body (gzip)', bytes: packed(gzipSync(body), 'gzip'), want: [415], ends: 'open', says: /packed/ },
  { name: 'a packed body (br)', bytes: packed(brotliCompressSync(body), 'br'), want: [415], ends: 'open', says: /packed/ },
  { name: 'a packed body (deflate)', bytes: packed(deflateSync(body), 'deflate'), want: [415], ends: 'open', says: /packed/ },
  { name: 'a body packed twice', bytes: packed(gzipSync(gzipSync(body)), 'gzip, gzip'), want: [415], ends: 'open', says: /packed/ },
  { name: 'a body that says that it is not packed', bytes: packed(Buffer.from(body), 'Identity'), want: [200], ends: 'open', asked: 1 },
  {
    name: 'a body that is not UTF-8',
    bytes: Buffer.concat([Buffer.from(post([`content-length: ${unreadable.length}`])), unreadable]),
    want: [400],
    ends: 'open',
    says: /not UTF-8/,
  },
  {
    name: 'a content type that is none',
    bytes: post([`content-length: ${body.length}`, 'content-type: ;;;']) + body,
    want: [415],
    ends: 'open',
  },
  {
    name: 'a content type in three parts',
    bytes: post([`content-length: ${body.length}`, 'content-type: a/b/c']) + body,
    want: [415],
    ends: 'open',
  },
  { name: 'no content type', bytes: post([`content-length: ${body.length}`]) + body, want: [200], ends: 'open', asked: 1 },
  {
    name: 'a GET with a body, and a request behind it',
    bytes: `${get('/v1/models', ['content-length: 5'])}hello${chatRequest(body)}`,
    want: [200, 200],
    ends: 'open',
    asked: 1,
  },
  {
    name: 'errors, and then a request',
    bytes: chatRequest('{') + chatRequest('[]') + chatRequest(body),
    want: [400, 400, 200],
    ends: 'open',
    asked: 1,
  },
  {
    name: 'a stranger with a short body, and then a request',
    bytes: `${stranger(['content-length: 5'])}hello${chatRequest(body)}`,
    want: [401, 200],
    ends: 'open',
    asked: 1,
  },
  { name: 'a header of 20 kB', bytes: get('/', [`x: ${'y'.repeat(20_000)}`]), want: [431], ends: 'closed' },
  {
    name: '3,000 headers',
    bytes: get(
      '/',
      Array.from({ length: 3_000 }, (_, at) => `a${at}: b`),
    ),
    want: [431],
    ends: 'closed',
  },
  { name: 'an address of 20 kB', bytes: get(`/${'y'.repeat(20_000)}`), want: [431], ends: 'closed' },
  {
    name: 'a form without a boundary',
    bytes: `${head('/v1/audio/transcriptions', ['content-type: multipart/form-data', 'content-length: 5'])}hello`,
    want: [400],
    ends: 'open',
    says: /form cannot be read/,
  },
  {
    name: 'a form that does not end',
    bytes: formHead([`content-length: ${file('file', 'abc').length}`]) + file('file', 'abc'),
    want: [400],
    ends: 'open',
    says: /form cannot be read/,
  },
  {
    name: 'a form with a file over the limit',
    bytes: formHead(['transfer-encoding: chunked']) + piece(file('file', 'x'.repeat(1_700_000))),
    want: [413],
    ends: 'closed',
  },
  {
    name: 'a form with two files over the limit together',
    bytes:
      formHead(['transfer-encoding: chunked']) +
      piece(file('file', 'x'.repeat(700_000))) +
      piece(file('b', 'x'.repeat(700_000))) +
      piece('--x--\r\n') +
      lastPiece,
    want: [413],
    ends: 'closed',
  },
  { name: 'the mere length of a form over the limit', bytes: formHead(['content-length: 7000000']), want: [413], ends: 'closed' },
  {
    name: 'a form with a name of ours',
    bytes: formHead(['transfer-encoding: chunked']) + piece(file('__proto__', 'abc')) + piece('--x--\r\n') + lastPiece,
    want: [400],
    ends: 'open',
  },
]

test.each(rows)('$name: $want, and the connection is $ends', async ({ bytes, want, ends, asked = 0, says = /^/ }) => {
  const setup = await setUpBefore(behaved, { settings: '  max_request_size_mb: 1\n' })
  const client = await dial(setup.url)
  client.socket.write(bytes)
  if (ends === 'closed') await client.closed
  await until(() => statuses(client).length === want.length && says.test(client.received()), `${want} and ${says} came`)
  expect([statuses(client), client.socket.destroyed, setup.provider.asked]).toEqual([want, ends === 'closed', asked])
  if (ends === 'open') {
    client.socket.write(get('/health/liveliness'))
    await until(() => client.received().endsWith('"I\'m alive!"'), 'the connection can be used again')
  }
  client.socket.destroy()
  await expectAlive(setup, setup.provider)
  await expectAtRest(setup, setup.provider, 3)
})

test('a client that is still sending 30 MB reads why they are not taken, with a key and without', async () => {
  const setup = await setUpBefore(behaved, { settings: '  max_request_size_mb: 1\n' })
  const send = async (headers: object) => {
    const reply = await fetch(`${setup.url}/v1/chat/completions`, { method: 'POST', headers: { ...headers }, body: 'x'.repeat(30_000_000) })
    return [reply.status, JSON.parse(await reply.text()).error.code]
  }
  expect(await send(authorised)).toEqual([413, '413'])
  expect(await send({})).toEqual([401, '401'])
  await expectAtRest(setup, setup.provider)
})

/** Sends byte after byte, as slowly as it takes to be a nuisance. */
function trickle(client: Client, text: string): void {
  let at = 0
  const timer = setInterval(() => void client.socket.write(text[at++ % text.length] ?? ''), 20)
  client.socket.once('close', () => clearInterval(timer))
}

describe('a client that takes its time', () => {
  const requestTimeoutMs = 400
  test.each([
    ['connects and says nothing', '', undefined, [408]],
    ['sends its head byte by byte', 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: ', 'y', [408]],
    ['sends its body byte by byte', post(['content-length: 5000']), ' ', [408]],
    ['sends a chunk byte by byte', `${post(['transfer-encoding: chunked'])}ffff\r\n`, ' ', [408]],
    ['sends a form byte by byte', formHead(['content-length: 9000']) + file('file', 'abc').slice(0, -2), 'z', [408]],
  ])('%s: it gets its time for a request, and no more', async (_name, begin, rest, want) => {
    const setup = await setUpBefore(behaved, { gateway: { requestTimeoutMs } })
    const client = await dial(setup.url)
    const startedAt = performance.now()
    client.socket.write(begin)
    if (rest !== undefined) trickle(client, rest)
    await client.closed
    expect(performance.now() - startedAt).toBeLessThan(3 * requestTimeoutMs + 1_000)
    expect([statuses(client), setup.provider.asked]).toEqual([want, 0])
    await expectAlive(setup, setup.provider)
    await expectAtRest(setup, setup.provider, 2)
  })

  test('one that does not read a large whole answer is given up', async () => {
    const text = 'x'.repeat(30_000_000)
    const large = JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    })
    const setup = await setUpBefore((socket) => void socket.write(answer(large)))
    setup.gateway.app.server.setTimeout(400) // of connections from now on; else it is minutes
    const client = await dial(setup.url)
    client.socket.pause()
    client.socket.write(chatRequest(body))
    await until(async () => (await connections(setup)) === 0, 'the connection is gone', 10_000)
    await expectAlive(setup, setup.provider)
    await expectAtRest(setup, setup.provider, 2)
  })

  test('an answer that the provider thinks about for longer than that is waited for', async () => {
    const setup = await setUpBefore((socket) => void setTimeout(() => socket.write(answer(completion)), 900))
    setup.gateway.app.server.setTimeout(200)
    const client = await dial(setup.url)
    client.socket.write(chatRequest(body))
    await until(() => client.received().includes('"fine"'), 'the answer came')
    expect(statuses(client)).toEqual([200])
    client.socket.destroy()
    await expectAtRest(setup, setup.provider, 1)
  })
})

describe('a client that sends more than a request', () => {
  const begun = (socket: Socket) => void socket.write(streamHead + piece(event('one')))

  test('bytes that are no request, while a stream goes out: nothing comes between its bytes', async () => {
    const setup = await setUpBefore(begun)
    const client = await dial(setup.url)
    client.socket.write(chatRequest(streamed))
    await until(() => client.received().includes('"one"'), 'the stream has begun')
    client.socket.write('\0\0 no request\r\n\r\n')
    await client.closed
    expect(statuses(client)).toEqual([200])
    expect(client.received()).not.toContain('Bad Request')
    await expectAtRest(setup, setup.provider)
    await expectAlive(setup, setup.provider)
  })

  test('requests behind a stream wait for its end, and end with the connection', async () => {
    const setup = await setUpBefore(begun)
    const client = await dial(setup.url)
    client.socket.write(chatRequest(streamed) + chatRequest(body).repeat(12))
    await until(() => client.received().includes('"one"'), 'the stream has begun')
    expect([statuses(client), setup.provider.asked]).toEqual([[200], 1])
    client.socket.destroy()
    await expectAtRest(setup, setup.provider)
    await expectAlive(setup, setup.provider)
  })

  test('more requests behind a stream than any client sends end the connection', async () => {
    const setup = await setUpBefore(begun)
    const client = await dial(setup.url)
    client.socket.write(chatRequest(streamed) + chatRequest(body).repeat(400) + get('/v1/models').repeat(200))
    await client.closed
    await expectAtRest(setup, setup.provider)
    await expectAlive(setup, setup.provider)
  })
})
