/** Paths of pass-through: no spelling leaves the base or reaches another host. */
import { describe, expect, test } from 'vitest'
import { afterFirst, cleanRest, joined, readings, sentQuery, withQuery, writtenPath } from '../../../src/gateway/pass-through/location.js'

describe('a rest that is passed on', () => {
  const rows: readonly string[] = [
    '',
    '/',
    '/v1/models',
    '/v1/models/',
    '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.claude/converse',
    '/v1beta/models/gemini-2.5-pro:generateContent',
    '/a/..b/c..d/...',
    '/a@b.example/c',
    '/http:',
  ]
  test.each(rows)('%j', (rest) => expect(() => cleanRest(rest)).not.toThrow())
})

describe('a rest that is refused', () => {
  const rows: readonly string[] = [
    '/..',
    '/../x',
    '/a/../b',
    '/a/.',
    '/./a',
    '//evil.example/x',
    '/a//b',
    '/%2e%2e/x',
    '/%2E./x',
    '/.%2e/x',
    '/a/%252e%252e/b',
    '/a/%25252e%25252e/b',
    '/a/%2525252525252e%2525252525252e/b',
    '/a%2f..%2fb',
    '/a%2F%2e%2e%2Fb',
    '/%2f%2fevil.example',
    '/a%2f%2fb',
    '/a%5c..%5cb',
    '/a\\..\\b',
    '/a/..;x/b',
    '/a/..%3bx/b',
    '/a%0d%0aHost:%20evil',
    '/a%00b',
    '/a b',
    '/a\r\nb',
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/x',
    '/a#b',
    '/é',
    'http://evil.example/x',
    'v1',
  ]
  test.each(rows)('%j', (rest) => expect(() => cleanRest(rest)).toThrow(/cannot be passed on/))
})

test('base and rest are one path in which nothing stands twice', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['https://api.openai.com/v1', '/v1/models', 'https://api.openai.com/v1/models'],
    ['https://api.openai.com/v1', '/models', 'https://api.openai.com/v1/models'],
    ['https://api.openai.com/v1/', '', 'https://api.openai.com/v1'],
    ['https://api.anthropic.com', '/v1/messages', 'https://api.anthropic.com/v1/messages'],
    ['https://g.example/v1beta', '/v1/models/x:y', 'https://g.example/v1beta/v1/models/x:y'],
    ['https://x.example/team/openai/v1', '/openai/v1/files', 'https://x.example/team/openai/v1/files'],
    ['https://x.example/a?api-version=1', '/b/', 'https://x.example/a/b/?api-version=1'],
    ['http://h:1', '/', 'http://h:1/'],
  ]
  for (const [base, rest, want] of rows) expect([base, rest, joined(base, rest)]).toEqual([base, rest, want])
  expect(joined('https://g.example/v1beta', '/v1/models/x:y', true)).toBe('https://g.example/v1/models/x:y')
  expect(joined('https://g.example/v1beta', '/upload/v1beta/files', true)).toBe('https://g.example/upload/v1beta/files')
  expect(joined('https://g.example/v1beta', '/admin', true)).toBe('https://g.example/v1beta/admin')
})

test('the written path is without the root path, and the rest without its first part', () => {
  expect(writtenPath('/base/openai/v1/x?a=1?b', '/base')).toEqual({ path: '/openai/v1/x', query: 'a=1?b' })
  expect(writtenPath('/based/x', '/base')).toEqual({ path: '/based/x', query: '' })
  expect([afterFirst('/openai/v1/x/'), afterFirst('/openai'), afterFirst('/openai/')]).toEqual(['/v1/x/', '', '/'])
})

test('the query goes on as it is, but for the key, with what is added', () => {
  const isKey = (name: string, value: string) => name === 'key' || value === 'sk-1 2'
  expect(sentQuery('a=%2F&b&a=2&key=x', isKey)).toBe('a=%2F&b&a=2')
  expect(sentQuery('k%65y=x&c=sk-1+2&d=sk-1%202&e=1', isKey)).toBe('e=1')
  expect(sentQuery('a=1', isKey, { a: '2', b: 'x y' })).toBe('a=1&b=x%20y')
  expect([withQuery('http://a/b', ''), withQuery('http://a/b', 'c'), withQuery('http://a/b?d', 'c')]).toEqual([
    'http://a/b',
    'http://a/b?c',
    'http://a/b?d&c',
  ])
  expect(() => sentQuery('a=%zz', isKey)).toThrow(/query/)
  expect(() => sentQuery('a= b', isKey)).toThrow(/query/)
})

test('letters that were encoded for nothing are written plainly, so that what is looked at is what is sent', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['/v1/%70rojects/%4fther%2D%5f%7E%31', '/v1/projects/Other-_~1'],
    ['/a%2Fb%3Ac%20d', '/a%2Fb%3Ac%20d'],
    ['/%2566iles', '/%2566iles'],
    ['/a%E2%80%A6', '/a%E2%80%A6'],
  ]
  for (const [rest, want] of rows) expect([rest, cleanRest(rest)]).toEqual([rest, want])
  expect(readings('/a%252Fb')).toEqual(['/a%252Fb', '/a%2Fb', '/a/b'])
})
