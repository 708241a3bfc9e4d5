/** A JSON Schema as the OpenAPI subset that Gemini models before 2.0 and Gemma take. */
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'
import { referred, type SchemaWalk, startWalk, stepInto } from '../shared/schema-references.js'

const kept = [
  'format',
  'title',
  'description',
  'nullable',
  'minItems',
  'maxItems',
  'required',
  'propertyOrdering',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'example',
  'default',
] as const

/** A copy with references resolved and unknown members left out. One that leads back to itself is an object of anything. */
export function openApiSchema(schema: unknown): JsonRecord {
  return isRecord(schema) ? settle(schema, startWalk(schema)) : { type: 'object' }
}

function settle(schema: JsonRecord, from: SchemaWalk): JsonRecord {
  const { $ref: pointer, ...own } = schema
  const walk = stepInto(from, pointer)
  if (walk === undefined) return { type: 'object' }
  if (typeof pointer === 'string') return settle({ ...referred(pointer, walk.root), ...own }, walk)
  const out: JsonRecord = {}
  for (const key of kept) if (schema[key] !== undefined) out[key] = schema[key]
  const next = (value: unknown) => settle(isRecord(value) ? value : {}, walk)
  const parts = isRecord(schema.properties) ? schema.properties : undefined
  if (parts !== undefined) out.properties = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, next(value)]))
  settleType(schema, out)
  settleEnum(schema, out)
  if (out.type === 'array' || schema.items !== undefined) out.items = next(schema.items ?? { type: 'string' })
  return settleUnion(schema, out, next)
}

/** `[T, "null"]` becomes T and nullable; several types become alternatives. */
function settleType(schema: JsonRecord, out: JsonRecord): void {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => typeof type === 'string')
  const real = types.filter((type) => type !== 'null')
  if (real.length < types.length) out.nullable = true
  if (real.length > 1) out.anyOf = real.map((type) => ({ type }))
  else if (real[0] !== undefined) out.type = real[0]
  else if (out.properties !== undefined) out.type = 'object'
}

/** Enumerations hold texts only: other values stay allowed by their type alone. */
function settleEnum(schema: JsonRecord, out: JsonRecord): void {
  const values = schema.const === undefined ? listOf(schema.enum) : [schema.const]
  if (values.length === 0) return
  if (values.includes(null)) out.nullable = true
  const texts = values.filter((value) => typeof value === 'string' && value !== '')
  if (texts.length === 0 || (out.type !== undefined && out.type !== 'string')) return
  out.type = 'string'
  out.enum = texts
}

/** `oneOf` and `anyOf` alike; alternatives stand alone in their object, and "or null" is a mark. */
function settleUnion(schema: JsonRecord, out: JsonRecord, next: (value: unknown) => JsonRecord): JsonRecord {
  const all = [...recordsOf(schema.anyOf), ...recordsOf(schema.oneOf)]
  const merged = recordsOf(schema.allOf).reduce<JsonRecord>((into, part) => merge(into, next(part)), out)
  if (all.length === 0) return merged
  const real = all.filter((option) => option.type !== 'null')
  const nullable = real.length < all.length || merged.nullable === true ? { nullable: true } : {}
  if (real.length === 1)
    return { ...next(real[0]), ...(merged.description !== undefined && { description: merged.description }), ...nullable }
  return { anyOf: real.map(next), ...(merged.description !== undefined && { description: merged.description }), ...nullable }
}

function merge(into: JsonRecord, part: JsonRecord): JsonRecord {
  const required = [...listOf(into.required), ...listOf(part.required)]
  const properties = isRecord(into.properties) && isRecord(part.properties) ? { ...into.properties, ...part.properties } : undefined
  return { ...into, ...part, ...(required.length > 0 && { required }), ...(properties !== undefined && { properties }) }
}
