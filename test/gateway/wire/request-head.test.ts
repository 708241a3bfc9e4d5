/** Heads that are read the short way, and those that are left to Node's parser. */
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { HeadFacts } from '../../../src/gateway/head-facts.js'
import { HeadReader, type PlainHead } from '../../../src/gateway/wire/request-head.js'
import { WireRequest } from '../../../src/gateway/wire/wire-request.js'

const readPlainHead = (bytes: Buffer) => new HeadReader().read(bytes)
const usual = ['POST /v1/chat/completions HTTP/1.1', 'Host: gateway', 'Content-Type: application/json', 'Content-Length: 2']
const head = (lines: readonly string[], body = '{}') => Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1')

test('a plain head gives target, headers in lower case, and where its body is', () => {
  const bytes = head([...usual, 'X-Custom:  a value ', 'x-empty:'], '{"a":1}')
  const headers = { host: 'gateway', 'content-type': 'application/json', 'content-length': '2', 'x-custom': 'a value', 'x-empty': '' }
  expect(readPlainHead(bytes)).toEqual({
    target: '/v1/chat/completions',
    facts: new HeadFacts(headers),
    headers,
    bodyFrom: bytes.length - 7,
    length: 2,
    digits: 1,
  })
})

test.each([
  ['a connection that is kept', 'Connection: Keep-Alive'],
  ['a type with its letters', 'Content-Type: application/json; charset=UTF-8'],
])('%s is plain', (_name, line) => {
  const lines = usual.filter((each) => !each.startsWith(line.split(':')[0] ?? ''))
  expect(readPlainHead(head([...lines, line]))?.length).toBe(2)
})

describe('a head like the one before it but for its length', () => {
  const lines = (length: string, more = 'x-b: 1') => [...usual.slice(0, 3), 'X-A: 2', `content-length: ${length}`, more]
  /** What requests of a head see of it. */
  const seen = (plain: PlainHead | undefined) => {
    if (plain === undefined) return undefined
    const { headers, bodyLength, url } = new WireRequest(plain, { socket: new Socket(), ip: '', bodyLimit: 9 })
    return { headers, bodyLength, url, bodyFrom: plain.bodyFrom }
  }

  test('is read as any other', () => {
    const reader = new HeadReader()
    for (const length of ['2', '2', '17', '0', '02', '1234567890', '2'])
      expect(seen(reader.read(head(lines(length))))).toEqual(seen(readPlainHead(head(lines(length)))))
    for (const length of ['', '-1', '2 ', '2\r\nx-c: 1', '12345678901', '2\r\ncontent-length: 3', '2\r\n'])
      expect(seen(reader.read(head(lines(length))))).toEqual(seen(readPlainHead(head(lines(length)))))
    expect(reader.read(head(lines('2', 'x-b: 22')))?.headers['x-b']).toBe('22')
  })

  test('shares what it says, and one that differs in anything else does not', () => {
    const reader = new HeadReader()
    const first = reader.read(head(lines('2')))?.facts
    expect(reader.read(head(lines('17')))?.facts).toBe(first)
    expect(reader.read(head(lines('2', 'x-b: 2')))?.facts).not.toBe(first)
  })

  test('is not read before it has come whole', () => {
    const reader = new HeadReader()
    const whole = head(lines('2'), '')
    expect(reader.read(whole)?.length).toBe(2)
    for (let cut = 1; cut < whole.length; cut++) expect(reader.read(whole.subarray(0, cut))).toBeUndefined()
    expect(reader.read(whole)?.bodyFrom).toBe(whole.length)
  })

  test('and is longer than heads may be is left to Node', () => {
    const reader = new HeadReader()
    const long = (length: string) => lines(length, `x-b: ${'b'.repeat(16_384 - lines('2', 'x-b: ').join('\r\n').length)}`)
    expect(reader.read(head(long('2')))?.length).toBe(2)
    expect(reader.read(head(long('22')))).toBeUndefined()
  })
})

describe('left to Node', () => {
  const without = (name: string) => usual.filter((line) => !line.startsWith(name))
  const cases: readonly (readonly [string, Buffer])[] = [
    ['a head that is not whole', Buffer.from(usual.join('\r\n'))],
    ['another method', head(['GET / HTTP/1.1', ...usual.slice(1)])],
    ['an older version', head([usual[0]?.replace('1.1', '1.0') ?? '', ...usual.slice(1)])],
    ['no version', head(['POST /v1/chat/completions', ...usual.slice(1)])],
    ['no host', head(without('Host'))],
    ['an empty host', head([...without('Host'), 'Host: '])],
    ['no length', head(without('Content-Length'))],
    ['a length with a sign', head([...without('Content-Length'), 'Content-Length: +2'])],
    ['two lengths in one', head([...without('Content-Length'), 'Content-Length: 2, 2'])],
    ['two lengths', head([...usual, 'content-length: 3'])],
    ['a header twice', head([...usual, 'x-a: 1', 'X-A: 2'])],
    ['a body in chunks', head([...usual, 'Transfer-Encoding: chunked'])],
    ['a body in chunks, without a length', head([...without('Content-Length'), 'Transfer-Encoding: chunked'])],
    ['a client that waits for a word', head([...usual, 'Expect: 100-continue'])],
    ['another protocol', head([...usual, 'Connection: upgrade', 'Upgrade: websocket'])],
    ['a connection that ends', head([...usual, 'Connection: close'])],
    ['a browser', head([...usual, 'Origin: https://page.example'])],
    ['another type', head([...without('Content-Type'), 'Content-Type: text/plain'])],
    ['no type', head(without('Content-Type'))],
    ['a line that goes on', head([...usual, 'x-a: 1', ' 2'])],
    ['a line without a colon', head([...usual, 'x-a'])],
    ['a blank before the colon', head([...usual, 'x-a : 1'])],
    ['a name with a low line', head([...usual, '__proto__: 1'])],
    ['an empty name', head([...usual, ': 1'])],
    ['a bare line feed', head([...usual, 'x-a: 1\nx-b: 2'])],
    ['a bare carriage return', head([...usual, 'x-a: 1\rx-b: 2'])],
    ['a tab', head([...usual, 'x-a:\t1'])],
    ['a control character', head([...usual, 'x-a: \0'])],
    ['a byte beyond ASCII', head([...usual, 'x-a: \xe9'])],
    ['more headers than anybody sends', head([...usual, ...Array.from({ length: 100 }, (_, at) => `x-${at}: 1`)])],
    ['a head without end', head([...usual, `x-a: ${'a'.repeat(16_384)}`])],
  ]
  test.each(cases)('%s', (_name, bytes) => {
    expect(readPlainHead(bytes)).toBeUndefined()
  })
})
