/** A JSON Schema within what Anthropic's structured output takes; the rest is written into descriptions. */
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'

const unsupported = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'not',
] as const

const formats: ReadonlySet<string> = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'])

/** Members that hold schemas by name, and members that hold a schema or a list of them. */
const namedSchemas = ['properties', '$defs', 'definitions'] as const
const nestedSchemas = ['items', 'anyOf', 'allOf'] as const

const deepest = 64

/** A copy that the API accepts. Objects are closed; replies should be checked against the caller's own schema. */
export function outputSchema(schema: unknown): JsonRecord {
  return isRecord(schema) ? settle(schema, 0) : { type: 'object', additionalProperties: false, properties: {} }
}

function settle(schema: JsonRecord, depth: number): JsonRecord {
  if (depth > deepest) return schema
  const out: JsonRecord = { ...schema }
  delete out.$schema
  if (Array.isArray(out.oneOf) && out.anyOf === undefined) {
    out.anyOf = out.oneOf
    delete out.oneOf
  }
  describeUnsupported(out)
  for (const key of namedSchemas) if (isRecord(out[key])) out[key] = mapNamed(out[key], depth)
  for (const key of nestedSchemas) if (out[key] !== undefined) out[key] = settleAny(out[key], depth)
  if (out.type === 'object' || isRecord(out.properties)) out.additionalProperties = false
  return out
}

function describeUnsupported(schema: JsonRecord): void {
  const notes: string[] = []
  const move = (key: string) => {
    notes.push(`${key}: ${JSON.stringify(schema[key])}`)
    delete schema[key]
  }
  for (const key of unsupported) if (schema[key] !== undefined) move(key)
  if (typeof schema.minItems === 'number' && schema.minItems > 1) move('minItems')
  if (typeof schema.format === 'string' && !formats.has(schema.format)) move('format')
  if (notes.length === 0) return
  const own = textOf(schema.description)
  schema.description = `${own === undefined ? '' : `${own} `}(${notes.join(', ')})`
}

function mapNamed(schemas: JsonRecord, depth: number): JsonRecord {
  return Object.fromEntries(Object.entries(schemas).map(([name, value]) => [name, settleAny(value, depth)]))
}

function settleAny(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((item) => settleAny(item, depth + 1))
  return isRecord(value) ? settle(value, depth + 1) : value
}
