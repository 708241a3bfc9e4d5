/** Tools as Oracle's two formats take them. Sources: the API reference, LiteLLM's adapter. */
import { openApiSchema } from '../gemini/openapi-schema.js'
import type { WantedTool } from '../shared/called-tools.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'

/** A tool of the GENERIC format. */
export function genericTool({ name, description, parameters }: WantedTool): JsonRecord {
  return { type: 'FUNCTION', name, ...(description !== undefined && { description }), parameters: plainSchema(parameters) }
}

/** The service refuses references and alternatives: they are put in place, and the first alternative stands for all. */
function plainSchema(schema: JsonRecord): JsonRecord {
  return /"(?:\$ref|anyOf|oneOf|allOf)":/.test(JSON.stringify(schema)) ? flat(openApiSchema(schema)) : schema
}

function flat({ anyOf, nullable: _nullable, ...schema }: JsonRecord): JsonRecord {
  const [first] = listOf(anyOf)
  const own = isRecord(first) ? { ...first, ...schema } : schema
  const out: JsonRecord = { ...own }
  if (isRecord(own.properties))
    out.properties = Object.fromEntries(Object.entries(own.properties).map(([name, value]) => [name, inner(value)]))
  if (own.items !== undefined) out.items = inner(own.items)
  return out
}

const inner = (value: unknown): unknown => (isRecord(value) ? flat(value) : value)

/** What Cohere's format calls the types of JSON Schema. */
const pythonTypes: ReadonlyMap<unknown, string> = new Map([
  ['string', 'str'],
  ['number', 'float'],
  ['boolean', 'bool'],
  ['integer', 'int'],
  ['array', 'list'],
  ['object', 'dict'],
])

/** A tool of the COHERE format, which knows names, types and descriptions only; allowed values are told in words. */
export function cohereTool({ name, description, parameters }: WantedTool): JsonRecord {
  const schema = plainSchema(parameters)
  const required = listOf(schema.required)
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : []
  return {
    name,
    description: description ?? '',
    parameterDefinitions: Object.fromEntries(
      properties.map(([key, value]) => {
        const own = isRecord(value) ? value : {}
        const allowed = listOf(own.enum)
        const words = [own.description, allowed.length > 0 ? `One of: ${allowed.map(String).join(', ')}.` : undefined]
        const type = pythonTypes.get(own.type) ?? 'str'
        return [key, { description: words.filter((word) => typeof word === 'string').join(' '), type, isRequired: required.includes(key) }]
      }),
    ),
  }
}
