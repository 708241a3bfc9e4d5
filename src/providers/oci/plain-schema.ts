/** A JSON Schema without references and alternatives, which Oracle's service refuses. Source: LiteLLM's adapter. */
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'

/** The schema itself where it holds neither; else a copy in which the first alternative that is not null stands for all. */
export function plainSchema(schema: JsonRecord): JsonRecord {
  return /"(?:\$ref|anyOf|oneOf|allOf)":/.test(JSON.stringify(schema)) ? plainRecord(schema, schema, []) : schema
}

function plain(value: unknown, root: JsonRecord, open: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one, root, open))
  return isRecord(value) ? plainRecord(value, root, open) : value
}

/** `open` holds the references that lead here: one that leads back to itself is an object of anything. */
function plainRecord(schema: JsonRecord, root: JsonRecord, open: readonly string[]): JsonRecord {
  const { $ref: pointer, $defs: _defs, definitions: _definitions, anyOf, oneOf, allOf, ...own } = schema
  const next = typeof pointer === 'string' ? [...open, pointer] : open
  if (new Set(next).size < next.length) return { type: 'object' }
  const options = [...recordsOf(anyOf), ...recordsOf(oneOf)]
  const first = options.find(({ type }) => type !== 'null') ?? options[0]
  const sources = [typeof pointer === 'string' ? referred(pointer, root) : undefined, first, ...recordsOf(allOf)].filter(isRecord)
  const merged = sources.map((source) => plainRecord(source, root, next)).reduce(merge, {})
  const rest = Object.entries(own).map(([name, value]) => [name, plain(value, root, next)] as const)
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

/** What `#/$defs/Name` and other pointers into the schema itself lead to; undefined for any other. */
function referred(pointer: string, root: JsonRecord): JsonRecord | undefined {
  let at: unknown = root
  for (const key of pointer.replace(/^#\/?/, '').split('/')) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined
  }
  return isRecord(at) ? at : { type: 'object' }
}
