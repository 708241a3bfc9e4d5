/** A provider that stalls, breaks off or sends what is no answer: the caller learns of it, and the gateway is as before. */
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import {
  answer,
  ask,
  completion,
  event,
  expectAlive,
  expectAtRest,
  head,
  lastPiece,
  type Play,
  piece,
  setUpBefore,
  streamHead,
} from './faults-support.js'

const send =
  (bytes: string | Buffer): Play =>
  (socket) =>
    void socket.write(bytes)
const sendAndEnd =
  (bytes: string): Play =>
  (socket) =>
    void socket.end(bytes)
const sendAndReset =
  (bytes: string): Play =>
  (socket) => {
    if (bytes === '') socket.resetAndDestroy()
    else socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 5))
  }
const rows: readonly (readonly [string, number, RegExp, Play])[] = [
  ['the connection ends before the head', 500, /closed before an answer began/, sendAndEnd('')],
  ['the connection is reset before the head', 500, /closed before an answer began/, sendAndReset('')],
  ['half a head', 500, /closed before an answer began/, sendAndEnd('HTTP/1.1 200 OK\r\ncontent-ty')],
  ['half a head and a reset', 500, /closed before an answer began/, sendAndReset('HTTP/1.1 200 OK\r\ncontent-ty')],
  ['bytes that are no HTTP', 500, /does not match the HTTP\/1.1 protocol/, send('SSH-2.0-OpenSSH_9.6\r\n\r\n')],
  [
    'random bytes',
    500,
    /does not match the HTTP\/1.1 protocol/,
    send(Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 151 + 7) % 256))),
  ],
  ['a status that is none', 500, /Invalid status code/, send('HTTP/1.1 99 Odd\r\ncontent-length: 0\r\n\r\n')],
  ['status 999', 502, /answered 999/, send(answer('{}', 'application/json', '999 Odd'))],
  [
    'a length that is too long',
    500,
    /closed in the middle of the answer/,
    sendAndEnd(head(`content-type: application/json\r\ncontent-length: 9999`) + completion),
  ],
  ['a length that is too short', 500, /is not JSON/, send(head(`content-type: application/json\r\ncontent-length: 40`) + completion)],
  ['two lengths', 500, /CONTENT_LENGTH_MISMATCH/, send(`${head(`content-length: 5\r\ncontent-length: 6`)}{"a":1}`)],
  [
    'a length and chunks',
    500,
    /CONTENT_LENGTH_MISMATCH/,
    send(head(`content-length: 5\r\ntransfer-encoding: chunked`) + piece('{}') + lastPiece),
  ],
  ['a length below zero', 500, /Invalid character in Content-Length/, send(`${head('content-length: -1')}{}`)],
  [
    'a chunk whose length is no number',
    500,
    /Invalid character in chunk size/,
    send(`${head('content-type: application/json\r\ntransfer-encoding: chunked')}zz\r\n{}\r\n`),
  ],
  [
    'a chunk of a length beyond sense',
    500,
    /Chunk size overflow/,
    send(`${head('content-type: application/json\r\ntransfer-encoding: chunked')}ffffffffffffffffff\r\n{}\r\n`),
  ],
  [
    'a body that is cut off',
    500,
    /closed in the middle of the answer/,
    sendAndEnd(head('content-type: application/json\r\ntransfer-encoding: chunked') + piece('{"id"')),
  ],
  [
    'a body and a reset in it',
    500,
    /closed in the middle of the answer/,
    sendAndReset(`${head('content-type: application/json\r\ncontent-length: 9999')}{"id"`),
  ],
  ['a header of 64 kB', 500, /HEADERS_OVERFLOW/, send(`${head(`x-large: ${'y'.repeat(65_536)}\r\ncontent-length: 2`)}{}`)],
  [
    '2,500 headers',
    500,
    /HEADERS_OVERFLOW/,
    send(`${head(`${Array.from({ length: 2_500 }, (_, i) => `x-${i}: y`).join('\r\n')}\r\ncontent-length: 2`)}{}`),
  ],
  ['a null in a header', 500, /Invalid header value char/, send(`${head('x-odd: a\0b\r\ncontent-length: 2')}{}`)],
  [
    'a page',
    500,
    /is not JSON|closed the stream before it was complete/,
    send(answer('<html><body>502 Bad Gateway</body></html>', 'text/html')),
  ],
  [
    'an error page with its status',
    502,
    /an HTML page: 502 Bad Gateway/,
    send(answer('<html><body>502 Bad Gateway</body></html>', 'text/html', '502 Bad Gateway')),
  ],
  ['half a JSON text', 500, /is not JSON/, send(answer('{"id": "c", "choices": [{"mess'))],
  ['a JSON text that is no object', 500, /is not JSON/, send(answer('[]'))],
  ['null', 500, /is not JSON/, send(answer('null'))],
  ['nothing', 500, /is not JSON \(empty\)/, send(answer(''))],
  ['no content', 500, /is not JSON \(empty\)|closed the stream before it was complete/, send('HTTP/1.1 204 No Content\r\n\r\n')],
  [
    'an error with status 200',
    500,
    /an error inside its answer: boom/,
    send(answer('{"error":{"message":"boom","type":"server_error","code":"x"}}')),
  ],
  ['an answer with members of other types', 500, /without choices/, send(answer('{"id":1,"choices":{"a":"b"},"usage":"many","model":[]}'))],
  [
    'bytes that are not UTF-8',
    500,
    /is not JSON/,
    (socket) =>
      void socket.write(
        Buffer.concat([Buffer.from(head('content-type: application/json\r\ncontent-length: 4')), Buffer.from([0xff, 0xfe, 0x7b, 0x7d])]),
      ),
  ],
  [
    'another protocol',
    500,
    /closed before an answer began/,
    send('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  ],
  [
    'a way to another address',
    502,
    /requests are not sent on/,
    send(head('location: http://127.0.0.1:1/\r\ncontent-length: 0', '302 Found')),
  ],
  [
    'packed bytes that are not',
    500,
    /is not JSON/,
    send(`${head('content-encoding: gzip\r\ncontent-type: application/json\r\ncontent-length: 5')}hello`),
  ],
]
test.each(rows)('%s is an error with its reason', async (_name, status, message, play) => {
  const setup = await setUpBefore(play)
  for (const stream of [false, true]) {
    const reply = await ask(setup.url, { stream })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8'])
    expect(JSON.parse(reply.text)).toMatchObject({ error: { message: expect.stringMatching(message), code: String(status), param: null } })
  }
  await expectAlive(setup, setup.provider)
  await expectAtRest(setup, setup.provider, 2)
})

const begun = streamHead + piece(event('one '))
const streams: readonly (readonly [string, RegExp, Play])[] = [
  ['ends', /closed in the middle/, sendAndEnd(begun)],
  ['is reset', /closed in the middle/, sendAndReset(begun)],
  ['ends as if it were whole', /before it was complete/, send(begun + lastPiece)],
  ['goes on with a chunk that is none', /Invalid character in chunk size/, send(`${begun}zz\r\n`)],
  ['goes on with an event that is no JSON', /not JSON/, send(begun + piece('data: {"id": \n\n'))],
  ['goes on with an event of another shape', /.+/, send(begun + piece('data: [[]]\n\n') + piece('data: {"choices": 7}\n\n') + lastPiece)],
  ['tells of an error', /boom/, send(begun + piece('data: {"error":{"message":"boom","type":"server_error"}}\n\n') + lastPiece)],
  ['sends an event without end', /larger than/, (socket) => sendForever(socket, begun, piece('x'.repeat(65_536)))],
]
test.each(streams)('a stream that begins and then %s: one error event, and no [DONE]', async (_name, message, play) => {
  const setup = await setUpBefore(play)
  const reply = await ask(setup.url, { stream: true })
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const events = reply.text.split('\n\n').filter((each) => each !== '')
  expect(events[0]).toContain('"one "')
  expect(JSON.parse(events.at(-1)?.slice('data: '.length) ?? '')).toEqual({
    error: expect.objectContaining({ message: expect.stringMatching(message), code: expect.stringMatching(/^5\d\d$/) }),
  })
  expect(events.filter((each) => each.includes('"error"')).length).toBe(1)
  await expectAlive(setup, setup.provider)
  await expectAtRest(setup, setup.provider, 2)
})

/** Sends `more` again and again, as fast as it is taken. */
function sendForever(socket: Socket, first: string, more: string): void {
  const go = () => {
    while (!socket.destroyed && socket.write(more));
  }
  socket.write(first)
  socket.on('drain', go)
  go()
}

/** Sends one byte after the other, `everyMs` apart, for ever. */
function trickle(first: string, text: string, everyMs: number): Play {
  return (socket) => {
    socket.write(first)
    let at = 0
    const timer = setInterval(() => void socket.write(text[at++ % text.length] ?? ''), everyMs)
    socket.once('close', () => clearInterval(timer))
  }
}

const never: Play = () => undefined
const timeouts: readonly (readonly [string, { readonly [name: string]: string }, Play])[] = [
  ['says nothing', { 'x-litellm-timeout': '0.2' }, never],
  ['sends its head byte by byte', { 'x-litellm-timeout': '0.3' }, trickle('HTTP/1.1 200 OK\r\nx-slow: ', 'y', 10)],
  ['sends its head and no more', { 'x-litellm-timeout': '0.2' }, send(head('content-type: application/json\r\ncontent-length: 10'))],
  [
    'sends its body byte by byte',
    { 'x-litellm-timeout': '0.3' },
    trickle(head('content-type: application/json\r\ncontent-length: 9000'), ' ', 10),
  ],
  ['sends nothing but 102', { 'x-litellm-timeout': '0.2' }, trickle('', 'HTTP/1.1 102 Processing\r\n\r\n', 1)],
]
test.each(timeouts)('a provider that %s is given up in time, and its connection closed', async (_name, headers, play) => {
  const setup = await setUpBefore(play)
  for (const stream of [false, true]) {
    const startedAt = performance.now()
    const reply = await ask(setup.url, { stream }, headers)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect([reply.status, JSON.parse(reply.text).error.type]).toEqual([408, 'timeout_error'])
  }
  await expectAtRest(setup, setup.provider)
  await expectAlive(setup, setup.provider)
})

test('an answer without end is given up in time, and a stream of one endless event when it is too large', async () => {
  const setup = await setUpBefore((socket) => sendForever(socket, head('transfer-encoding: chunked'), piece(' '.repeat(1_024))))
  const whole = await ask(setup.url, {}, { 'x-litellm-timeout': '0.2' })
  expect([whole.status, JSON.parse(whole.text).error.type]).toEqual([408, 'timeout_error'])
  const streamed = await ask(setup.url, { stream: true })
  expect([streamed.status, JSON.parse(streamed.text).error.message]).toEqual([500, expect.stringContaining('larger than 16777216 bytes')])
  await expectAtRest(setup, setup.provider)
  await expectAlive(setup, setup.provider)
})

const silences: readonly (readonly [string, { readonly [name: string]: string }, Play])[] = [
  ['falls silent', { 'x-litellm-stream-timeout': '0.3' }, send(begun)],
  ['sends comments only', { 'x-litellm-timeout': '0.4' }, trickle(begun, piece(': ping\n\n'), 1)],
  ['sends an event byte by byte', { 'x-litellm-timeout': '0.4' }, trickle(`${begun}ffff\r\n`, 'd', 5)],
]
test.each(silences)('a stream that begins and then %s ends with an error event in time', async (_name, headers, play) => {
  const setup = await setUpBefore(play)
  const startedAt = performance.now()
  const reply = await ask(setup.url, { stream: true }, headers)
  expect(performance.now() - startedAt).toBeLessThan(3_000)
  expect(JSON.parse(reply.text.split('data: ').at(-1) ?? '')).toMatchObject({ error: { type: 'timeout_error', code: '408' } })
  await expectAtRest(setup, setup.provider)
  await expectAlive(setup, setup.provider)
})
