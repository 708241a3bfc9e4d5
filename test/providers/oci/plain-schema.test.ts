/** References and alternatives put in place. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainSchema } from '../../../src/providers/oci/plain-schema.js'

test.each([
  [
    'a plain one stays',
    { type: 'object', properties: { a: { type: 'string' } } },
    { type: 'object', properties: { a: { type: 'string' } } },
  ],
  [
    'a reference',
    { type: 'object', properties: { a: { $ref: '#/$defs/A', description: 'An A.' } }, $defs: { A: { type: 'string', enum: ['x'] } } },
    { type: 'object', properties: { a: { type: 'string', enum: ['x'], description: 'An A.' } } },
  ],
  ['an optional', { anyOf: [{ type: 'null' }, { type: 'integer' }], title: 'N' }, { type: 'integer', title: 'N' }],
  ['null alone', { anyOf: [{ type: 'null' }] }, { type: 'null' }],
  [
    'parts together',
    {
      allOf: [
        { properties: { a: {} }, required: ['a'] },
        { properties: { b: {} }, required: ['b'] },
      ],
    },
    { properties: { a: {}, b: {} }, required: ['a', 'b'] },
  ],
  ['a reference to nowhere', { $ref: 'https://other.example/x' }, { type: 'object' }],
])('%s', (_name, schema, want) => {
  expect(plainSchema(schema)).toEqual(want)
})

test('a tree that refers to itself twice ends', () => {
  const node = { type: 'object', properties: { left: { $ref: '#/$defs/Node' }, right: { $ref: '#/$defs/Node' } } }
  expect(plainSchema({ $ref: '#/$defs/Node', $defs: { Node: node } })).toEqual({
    type: 'object',
    properties: { left: { type: 'object' }, right: { type: 'object' } },
  })
  expect(plainSchema({ ...node, properties: { self: { $ref: '#' } } })).toMatchObject({ type: 'object' })
})

test('any JSON object is taken', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('$ref', 'anyOf', 'allOf', 'type', 'items', 'properties', '__proto__'), fc.jsonValue()),
      (schema) => {
        expect(typeof plainSchema(schema)).toBe('object')
      },
    ),
    { seed: 20_250_601 },
  )
})
