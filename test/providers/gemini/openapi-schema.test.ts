/** JSON Schema as the OpenAPI subset of older Gemini models. */
import { expect, test } from 'vitest'
import { openApiSchema } from '../../../src/providers/gemini/openapi-schema.js'

const text = { type: 'string' }
test.each([
  { name: 'no schema', given: undefined, want: { type: 'object' } },
  {
    name: 'what it does not know',
    given: { $schema: 's', type: 'object', additionalProperties: false, properties: {} },
    want: { type: 'object', properties: {} },
  },
  { name: 'null as a type', given: { type: ['string', 'null'] }, want: { type: 'string', nullable: true } },
  { name: 'several types', given: { type: ['string', 'integer'] }, want: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
  {
    name: 'or null',
    given: { anyOf: [text, { type: 'null' }], description: 'd' },
    want: { type: 'string', description: 'd', nullable: true },
  },
  { name: 'oneOf', given: { type: 'object', oneOf: [text, { type: 'integer' }] }, want: { anyOf: [text, { type: 'integer' }] } },
  {
    name: 'allOf',
    given: {
      allOf: [
        { type: 'object', properties: { a: text }, required: ['a'] },
        { properties: { b: text }, required: ['b'] },
      ],
    },
    want: { type: 'object', properties: { a: text, b: text }, required: ['a', 'b'] },
  },
  { name: 'a constant', given: { const: 'x' }, want: { type: 'string', enum: ['x'] } },
  { name: 'an enumeration', given: { enum: ['a', '', null] }, want: { type: 'string', enum: ['a'], nullable: true } },
  { name: 'an enumeration of numbers', given: { type: 'integer', enum: [1, 2] }, want: { type: 'integer' } },
  { name: 'a list without items', given: { type: 'array' }, want: { type: 'array', items: text } },
  {
    name: 'a reference',
    given: { type: 'object', properties: { a: { $ref: '#/$defs/A', description: 'd' } }, $defs: { A: text } },
    want: { type: 'object', properties: { a: { ...text, description: 'd' } } },
  },
  { name: 'a reference to nothing', given: { $ref: '#/$defs/A' }, want: { type: 'object' } },
])('$name', ({ given, want }) => expect(openApiSchema(given)).toEqual(want))

test('a schema that holds itself ends', () => {
  const tree = { $ref: '#/$defs/T', $defs: { T: { type: 'object', properties: { next: { $ref: '#/$defs/T' } } } } }
  expect(JSON.stringify(openApiSchema(tree)).length).toBeLessThan(3000)
})
