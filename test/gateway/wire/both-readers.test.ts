/** The short way and Node's server read the same bytes alike: as many requests, the same answers, the same end of the connection. */
import { expect, test } from 'vitest'
import { behaved, chatBody, chatRequest, dial, expectAtRest, setUpBefore, until } from '../faults-support.js'
import { authorised } from '../gateway-support.js'

const body = chatBody()
/** A connection that begins with this is Node's from then on. */
const forNode = 'GET /health/liveliness HTTP/1.1\r\nhost: gateway\r\n\r\n'
/** Says that all before it has been read. */
const marker = 'GET /health/liveliness HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\r\n'

const request = (lines: readonly string[], text = body, first = 'POST /v1/chat/completions HTTP/1.1') =>
  [first, ...lines, '', text].join('\r\n')
const key = `authorization: ${authorised.authorization}`
const usual = ['host: gateway', key, 'content-type: application/json']
const length = `content-length: ${body.length}`

const rows: readonly (readonly [string, string])[] = [
  ['a usual one', chatRequest(body)],
  ['two', chatRequest(body) + chatRequest(body)],
  ['an empty line behind a body', `${chatRequest(body)}\r\n${chatRequest(body)}`],
  ['no body', chatRequest('')],
  ['no body, and a request behind it', chatRequest('') + chatRequest(body)],
  ['two lengths that agree', request([...usual, length, length])],
  ['two lengths that do not', request([...usual, length, 'content-length: 3'])],
  ['a length and chunks', request([...usual, length, 'transfer-encoding: chunked'], '0\r\n\r\n')],
  ['a length with blanks', request([...usual, `content-length:\t ${body.length} \t`])],
  ['a length with zeros before it', request([...usual, `content-length: 000${body.length}`])],
  ['a length in hexadecimal', request([...usual, 'content-length: 0x10'])],
  ['a length with a fraction', request([...usual, `content-length: ${body.length}.0`])],
  ['a length below zero', request([...usual, 'content-length: -1'])],
  ['a length with a blank before the colon', request([...usual, `content-length : ${body.length}`])],
  ['a length on the next line', request([...usual, `content-length:\r\n ${body.length}`])],
  ['a length that is shorter than the body', request([...usual, 'content-length: 5'])],
  ['two hosts', request(['host: other', ...usual, length])],
  ['an absolute address', request([...usual, length], body, 'POST http://gateway/v1/chat/completions HTTP/1.1')],
  ['an address with a query', request([...usual, length], body, 'POST /v1/chat/completions?a=b HTTP/1.1')],
  ['an address with a dot in it', request([...usual, length], body, 'POST /v1/./chat/completions HTTP/1.1')],
  ['two blanks before the address', request([...usual, length], body, 'POST  /v1/chat/completions HTTP/1.1')],
  ['a tab behind the method', request([...usual, length], body, 'POST\t/v1/chat/completions HTTP/1.1')],
  ['a version too many', request([...usual, length], body, 'POST /v1/chat/completions HTTP/1.1 HTTP/1.1')],
  ['a version in small letters', request([...usual, length], body, 'POST /v1/chat/completions http/1.1')],
  ['HTTP/1.2', request([...usual, length], body, 'POST /v1/chat/completions HTTP/1.2')],
  ['two keys', request([...usual, 'authorization: Bearer sk-wrong', length])],
  ['a connection that closes', request([...usual, 'connection: close', length]) + chatRequest(body)],
  ['a connection of two words', request([...usual, 'connection: keep-alive, close', length]) + chatRequest(body)],
  ['a header in two lines', request([...usual, 'x-a: 1', '\t2', length])],
  ['a name with a blank', request([...usual, 'x a: 1', length])],
  ['a name of JavaScript', request([...usual, 'constructor: 1', '__proto__: 2', length])],
  ['a bare line feed', request([...usual, `x-a: 1\n${length}`])],
  ['a stranger', chatRequest(body).replace(/authorization: [^\r]+/, 'authorization: Bearer sk-no') + chatRequest(body)],
  ['a packed body', request([...usual, 'content-encoding: gzip', length]) + chatRequest(body)],
]

async function outcome({ url, provider }: Awaited<ReturnType<typeof setUpBefore>>, before: string, bytes: string): Promise<object> {
  const askedBefore = provider.asked
  const client = await dial(url)
  let from = 0
  if (before !== '') {
    client.socket.write(before)
    await until(() => client.received().endsWith('"I\'m alive!"'), 'the connection is with Node')
    from = client.received().length
  }
  client.socket.write(Buffer.from(bytes + marker, 'latin1'))
  await client.closed
  const received = client.received().slice(from)
  const told = [...received.matchAll(/HTTP\/1\.1 (\d{3}) [\s\S]*?\r\n\r\n/g)]
  return {
    statuses: told.map(([, status]) => Number(status)),
    names: told.map(([head]) => [...head.matchAll(/^([\w-]+):/gm)].map(([, name = '']) => name.toLowerCase()).sort()),
    asked: provider.asked - askedBefore,
  }
}

test.each(rows)('%s', async (_name, bytes) => {
  const setup = await setUpBefore(behaved)
  expect(await outcome(setup, '', bytes)).toEqual(await outcome(setup, forNode, bytes))
})

test('bytes that are no request, behind one that has no answer yet: 400, and nothing is asked for', async () => {
  const setup = await setUpBefore(behaved)
  expect(await outcome(setup, '', `${chatRequest(body)}\0\0`)).toMatchObject({ statuses: [400], asked: 0 })
  await expectAtRest(setup, setup.provider)
})
