/** References of a schema put in place, by each converter that does so, however they are knotted. */
import { describe, expect, test } from 'vitest'
import { outputSchema } from '../../../src/providers/anthropic/output-schema.js'
import { openApiSchema } from '../../../src/providers/gemini/openapi-schema.js'
import { plainSchema } from '../../../src/providers/oci/plain-schema.js'
import { referred } from '../../../src/providers/shared/schema-references.js'

const ref = (name: string | number) => ({ $ref: `#/$defs/${name}` })
const names = (count: number) => Array.from({ length: count }, (_, i) => i)
const schemaOf = (defs: object) => ({ ...ref(0), $defs: defs })

/** Thirty definitions, each of which names the next one twice. */
const doubling = schemaOf(Object.fromEntries(names(30).map((i) => [i, { type: 'object', properties: { a: ref(i + 1), b: ref(i + 1) } }])))
/** Twelve definitions, each of which names all. */
const knot = schemaOf(
  Object.fromEntries(
    names(12).map((i) => [i, { anyOf: names(12).map(ref), properties: Object.fromEntries(names(12).map((k) => [k, ref(k)])) }]),
  ),
)
/** A union of parts that hold the union. */
const union = schemaOf({
  0: { allOf: [ref(0), ref(1)], oneOf: [ref(1), ref(0)] },
  1: { type: 'array', items: { anyOf: [ref(0), ref(1)] } },
})

describe.each([
  ['of Gemini', openApiSchema],
  ['of Oracle', plainSchema],
])('the schema %s', (_name, convert) => {
  test.each([
    ['doubles', doubling],
    ['knots all to all', knot],
    ['is a union of itself', union],
    ['refers to itself at its root', { $ref: '#' }],
  ])('that %s stays small', (_case, schema) => {
    expect(JSON.stringify(convert(schema)).length).toBeLessThan(400_000)
  })

  test('that refers to itself twice is an object of anything at the second turn', () => {
    const node = { type: 'object', properties: { left: ref('Node'), right: ref('Node'), value: { type: 'string' } } }
    expect(convert({ ...ref('Node'), $defs: { Node: node } })).toEqual({
      type: 'object',
      properties: { left: { type: 'object' }, right: { type: 'object' }, value: { type: 'string' } },
    })
  })

  test('that names one definition at two places has it at both', () => {
    const text = { type: 'string', description: 'd' }
    expect(convert({ type: 'object', properties: { a: ref('T'), b: ref('T') }, $defs: { T: text } })).toEqual({
      type: 'object',
      properties: { a: text, b: text },
    })
  })
})

test.each([doubling, knot, union])('a schema whose references stay grows no more than it is long', (schema) => {
  expect(JSON.stringify(outputSchema(schema)).length).toBeLessThan(2 * JSON.stringify(schema).length + 1000)
})

test.each([
  ['#/$defs/a~1b', { type: 'string' }],
  ['#/$defs/__proto__', { type: 'object' }],
  ['https://other.example/x', { type: 'object' }],
  ['#/$defs/a~1b/type', { type: 'object' }],
])('%s leads to %o', (pointer, want) => {
  expect(referred(pointer, { $defs: { 'a/b': { type: 'string' } } })).toEqual(want)
})
