/** Bodies and queries of the administration. */
import { describe, expect, test } from 'vitest'
import { type Fields, readBody, readFields, readQuery } from '../../../src/gateway/admin/body.js'
import { orderOf, pageOf, pagesOf } from '../../../src/gateway/admin/pages.js'
import { GatewayError } from '../../../src/gateway/errors.js'

const refusalOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof GatewayError) return { status: error.status, type: error.type, param: error.param, message: error.message }
    throw error
  }
  return undefined
}

const fields = {
  name: { is: 'id', required: true },
  budget: 'money',
  tpm: { is: 'integer', most: 100 },
  on: 'boolean',
  list: 'texts',
  more: 'object',
  members: 'object-or-objects',
  life: 'duration',
  day: 'date',
  role: ['a', 'b'],
} as const satisfies Fields

test('reads what the table names, and nothing else', () => {
  const raw = {
    name: 'n',
    budget: 1.5,
    on: 'true',
    list: ['x'],
    more: { a: [1] },
    members: { b: 1 },
    life: '30d',
    day: '2026-02-14',
    role: 'b',
  }
  expect({ ...readFields({ ...raw, spend: 5, constructor: 1, isAdmin: true }, fields) }).toEqual({
    ...raw,
    on: true,
    members: [{ b: 1 }],
    day: new Date('2026-02-14T00:00:00Z'),
  })
})

test('tells absent from null; a lifetime of -1 is null', () => {
  const values = readFields({ name: 'n', budget: null, life: '-1' }, fields)
  expect({ ...values }).toEqual({ name: 'n', budget: null, life: null })
  expect('tpm' in values).toBe(false)
})

test('no value comes from a prototype', () => {
  const values = readFields({ name: 'n' }, { ...fields, constructor: 'text', toString: 'text' })
  expect(Object.keys(values)).toEqual(['name'])
  expect(refusalOf(() => readFields(JSON.parse('{"name":"n","more":{"a":{"__proto__":{}}}}'), fields))?.param).toBe('more')
})

test('lists everything that is wrong, the first as param', () => {
  expect(refusalOf(() => readFields({ budget: 'x', on: 5, role: 'c' }, fields, 'body.'))).toEqual({
    status: 422,
    type: 'validation_error',
    param: 'body.name',
    message:
      'body.name is missing; body.budget must be a number of US dollars; body.on must be true or false; body.role must be one of "a", "b"',
  })
})

describe('refuses', () => {
  const rows: readonly (readonly [object, number, string])[] = [
    [{ name: '' }, 422, 'name'],
    [{ name: null }, 422, 'name'],
    [{ name: 5 }, 422, 'name'],
    [{ name: 'a\0b' }, 422, 'name'],
    [{ name: '\ud800' }, 422, 'name'],
    [{ name: 'x'.repeat(401) }, 422, 'name'],
    [{ name: 'n', budget: -1 }, 400, 'budget'],
    [{ name: 'n', budget: Number.POSITIVE_INFINITY }, 400, 'budget'],
    [{ name: 'n', budget: 'NaN' }, 422, 'budget'],
    [{ name: 'n', budget: -1, tpm: 'x' }, 422, 'budget'],
    [{ name: 'n', tpm: 1.5 }, 422, 'tpm'],
    [{ name: 'n', tpm: 101 }, 422, 'tpm'],
    [{ name: 'n', tpm: -1 }, 422, 'tpm'],
    [{ name: 'n', list: 'x' }, 422, 'list'],
    [{ name: 'n', list: ['x', 5] }, 422, 'list'],
    [{ name: 'n', list: [{ fault: 'x' }] }, 422, 'list'],
    [{ name: 'n', more: [] }, 422, 'more'],
    [{ name: 'n', more: { a: 'b\0' } }, 422, 'more'],
    [{ name: 'n', members: 'x' }, 422, 'members'],
    [{ name: 'n', life: '5y' }, 422, 'life'],
    [{ name: 'n', day: 'tomorrow' }, 422, 'day'],
    [{ name: 'n', role: 'toString' }, 422, 'role'],
  ]
  test.each(rows)('%j with %i at %s', (raw, status, param) => {
    expect(refusalOf(() => readFields({ ...raw }, fields))).toMatchObject({ status, param })
  })
})

test('an object of a body that looks like a fault is none', () => {
  expect(readFields({ more: { fault: 'x' } }, { more: 'object' }).more).toEqual({ fault: 'x' })
})

test('no body is an empty one', () => {
  expect({ ...readBody({ bytes: Buffer.from('') }, { a: 'text' }) }).toEqual({})
  expect(readBody({ bytes: Buffer.from('{"a":"b"}') }, { a: 'text' }).a).toBe('b')
})

test.each([
  ['/x?id=a+b@x.org&name=a+b', { id: 'a+b@x.org', name: 'a b' }],
  ['/x?id=a%2Bb&list=a,b&list=c', { id: 'a+b', list: ['a', 'b', 'c'] }],
  ['/x?id=&name', {}],
  ['/x?id=1&id=2', { id: '2' }],
  ['/x?page=3&on=False', { page: 3, on: false }],
  ['/x?id=%ZZ', { id: '%ZZ' }],
  ["/x?id='%20or%201=1--", { id: "' or 1=1--" }],
  ['/x', {}],
])('the query %s', (url, want) => {
  const request = { raw: { url } } as Parameters<typeof readQuery>[0]['request'] // all that is read of it
  expect({ ...readQuery({ request }, { id: 'id', name: 'text', list: 'texts', page: 'integer', on: 'boolean' }) }).toEqual(want)
})

test('pages and orders', () => {
  expect(pageOf(3, null, 25, 'size')).toEqual({ page: 3, size: 25, offset: 50 })
  expect(pagesOf(51, pageOf(1, 25, 10, 'size'))).toBe(3)
  expect(refusalOf(() => pageOf(0, 1, 1, 'size'))).toMatchObject({ status: 422, param: 'page' })
  expect(refusalOf(() => pageOf(1, 101, 1, 'page_size'))).toMatchObject({ status: 422, param: 'page_size' })
  const columns = { created_at: 'createdAt', spend: 'spend' } as const
  expect(orderOf(columns, 'spend', 'ASC', { by: 'createdAt', direction: 'desc' })).toEqual({ by: 'spend', direction: 'asc' })
  expect(orderOf(columns, null, undefined, { by: 'createdAt', direction: 'desc' })).toEqual({ by: 'createdAt', direction: 'desc' })
  expect(refusalOf(() => orderOf(columns, 'toString', 'asc', { by: 'spend', direction: 'asc' }))).toMatchObject({
    status: 400,
    param: 'sort_by',
  })
  expect(refusalOf(() => orderOf(columns, 'spend', 'up', { by: 'spend', direction: 'asc' }))).toMatchObject({
    status: 400,
    param: 'sort_order',
  })
})
