/** Tools as Oracle's two formats take them. Sources: the API reference, LiteLLM's adapter. */
import type { WantedTool } from '../shared/called-tools.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'
import { plainSchema } from './plain-schema.js'

/** A tool of the GENERIC format. */
export function genericTool({ name, description, parameters }: WantedTool): JsonRecord {
  return { type: 'FUNCTION', name, ...(description !== undefined && { description }), parameters: plainSchema(parameters) }
}

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
