/** What callers, keys and teams want to stand in rows. */
import { expect, test } from 'vitest'
import { fitting, loggedInHead, loggedMetadata, loggedOf } from '../../src/gateway/logged-metadata.js'
import type { JsonObject } from '../../src/gateway/store/tables.js'

const header = (value: string) => ({ 'x-litellm-spend-logs-metadata': value })
const body = (value: unknown) => ({ metadata: { spend_logs_metadata: value } })

type Given = readonly [headers: { readonly [name: string]: string }, body: object, ofCaller: JsonObject | undefined]

test.each<readonly [string, Given, unknown]>([
  ['nobody wants anything', [{}, {}, undefined], undefined],
  ['a key or a team does', [{}, { metadata: { tags: [] } }, { project: 'p' }], { project: 'p' }],
  ['a header', [header('{"job":1}'), {}, undefined], { job: 1 }],
  ['a header that is no JSON, and one that is no object', [header('{job'), {}, { project: 'p' }], { project: 'p' }],
  ['a list is none', [header('[1]'), body([1]), undefined], undefined],
  [
    'the body, under both names',
    [{}, { ...body({ a: 1, b: 1 }), litellm_metadata: { spend_logs_metadata: { b: 2 } } }, undefined],
    { b: 2, a: 1 },
  ],
  ['the header before the body before the key', [header('{"a":1}'), body({ a: 2, b: 2 }), { a: 3, b: 3, c: 3 }], { a: 1, b: 2, c: 3 }],
])('%s', (_, [headers, body, ofCaller], want) => {
  expect(loggedMetadata(loggedInHead(headers), { ...body }, ofCaller)).toEqual(want)
})

test('what does not fit is left out, and what follows is not', () => {
  expect(
    fitting([
      { long: 'x'.repeat(2_000), short: 'y' },
      { other: 'z'.repeat(900), last: 1 },
    ]),
  ).toEqual({ short: 'y', other: 'z'.repeat(900), last: 1 })
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, nth) => [`k${nth}`, nth]))
  expect(JSON.stringify(fitting([many])).length).toBeLessThan(1_100)
  expect(fitting([])).toBeUndefined()
})

test('what is nested too deep is left out', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
  expect(loggedMetadata(undefined, body({ deep, job: [[1]] }), undefined)).toEqual({ job: [[1]] })
})

test('a name that means something to JavaScript is a name', () => {
  const given = loggedOf({ spend_logs_metadata: JSON.parse('{"__proto__":{"polluted":1}}') })
  const found = fitting(given === undefined ? [] : [given])
  expect(JSON.stringify(found)).toBe('{"__proto__":{"polluted":1}}')
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
})
