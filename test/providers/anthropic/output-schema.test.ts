import { expect, test } from 'vitest'
import { outputSchema } from '../../../src/providers/anthropic/output-schema.js'

const closed = { type: 'object', additionalProperties: false }

test.each<readonly [string, unknown, object]>([
  [
    'objects are closed at any depth',
    { type: 'object', properties: { a: { type: 'array', items: { type: 'object', properties: {} } } } },
    { ...closed, properties: { a: { type: 'array', items: { ...closed, properties: {} } } } },
  ],
  [
    'definitions too',
    { type: 'object', properties: {}, $defs: { x: { type: 'object', additionalProperties: true } } },
    { ...closed, properties: {}, $defs: { x: closed } },
  ],
  ['oneOf is anyOf', { oneOf: [{ type: 'string' }, { type: 'object' }] }, { anyOf: [{ type: 'string' }, closed] }],
  [
    'limits become words',
    { type: 'string', description: 'A name.', minLength: 2, pattern: '^a' },
    { type: 'string', description: 'A name. (minLength: 2, pattern: "^a")' },
  ],
  ['minItems up to 1 stays', { type: 'array', minItems: 1 }, { type: 'array', minItems: 1 }],
  ['minItems above becomes words', { type: 'array', minItems: 2 }, { type: 'array', description: '(minItems: 2)' }],
  ['known formats stay', { type: 'string', format: 'date' }, { type: 'string', format: 'date' }],
  ['other formats become words', { type: 'string', format: 'phone' }, { type: 'string', description: '(format: "phone")' }],
  [
    'a property called pattern is no limit',
    { type: 'object', properties: { pattern: { type: 'string' } } },
    { ...closed, properties: { pattern: { type: 'string' } } },
  ],
  ['no schema', undefined, { ...closed, properties: {} }],
])('%s', (_name, given, want) => expect(outputSchema(given)).toEqual(want))

test("the caller's schema stays as it is", () => {
  const schema = { type: 'object', properties: { a: { type: 'string', minLength: 1 } }, $schema: 'x' }
  const before = structuredClone(schema)
  outputSchema(schema)
  expect(schema).toEqual(before)
})
