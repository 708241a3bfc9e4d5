/** A JSON Schema without references and alternatives, which Oracle's service refuses. Source: LiteLLM's adapter. */
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'
import { referred, type SchemaWalk, startWalk, stepInto } from '../shared/schema-references.js'

/** The schema itself where it holds neither; else a copy in which the first alternative that is not null stands for all. */
export function plainSchema(schema: JsonRecord): JsonRecord {
  return /"(?:\$ref|anyOf|oneOf|allOf)":/.test(JSON.stringify(schema)) ? plainRecord(schema, startWalk(schema)) : schema
}

function plain(value: unknown, walk: SchemaWalk): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one, walk))
  return isRecord(value) ? plainRecord(value, walk) : value
}

/** A reference that leads back to itself is an object of anything. */
function plainRecord(schema: JsonRecord, from: SchemaWalk): JsonRecord {
  const { $ref: pointer, $defs: _defs, definitions: _definitions, anyOf, oneOf, allOf, ...own } = schema
  const walk = stepInto(from, pointer)
  if (walk === undefined) return { type: 'object' }
  const options = [...recordsOf(anyOf), ...recordsOf(oneOf)]
  const first = options.find(({ type }) => type !== 'null') ?? options[0]
  const sources = [typeof pointer === 'string' ? referred(pointer, walk.root) : undefined, first, ...recordsOf(allOf)].filter(isRecord)
  const merged = sources.map((source) => plainRecord(source, walk)).reduce(merge, {})
  const rest = Object.entries(own).map(([name, value]) => [name, plain(value, walk)] as const)
  return merge(merged, Object.fromEntries(rest))
}

function merge(into: JsonRecord, part: JsonRecord): JsonRecord {
  const both = isRecord(into.properties) && isRecord(part.properties)
  const required = Array.isArray(into.required) && Array.isArray(part.required)
  return {
    ...into,
    ...part,
    ...(both && { properties: { ...Object(into.properties), ...Object(part.properties) } }),
    ...(required && { required: [...Object(into.required), ...Object(part.required)] }),
  }
}
