/** Gemini's tools and function-calling config in OpenAI's terms, for models that are not Gemini. */
import { isRecord, type JsonRecord, listOf, recordsOf } from '../../providers/shared/json.js'

/** Members of a chat request that speak of tools, or which tool cannot be asked of the models behind the name. */
export type ToolTerms = { readonly terms: JsonRecord; readonly refused?: undefined } | { readonly refused: string }

const searches: ReadonlySet<string> = new Set(['googleSearch', 'googleSearchRetrieval'])

/** `tools`, `tool_choice`, and a search of the host's own. */
export function toolTerms(body: JsonRecord): ToolTerms {
  const functions: JsonRecord[] = []
  const terms: JsonRecord = {}
  for (const tool of isRecord(body.tools) ? [body.tools] : recordsOf(body.tools)) {
    const { functionDeclarations, ...hosted } = tool
    functions.push(...recordsOf(functionDeclarations).map(functionTool))
    const other = Object.keys(hosted).find((name) => !searches.has(name))
    if (other !== undefined) {
      return {
        refused: `tools: ${other.slice(0, 100)} runs at Google, and the models behind this name are not Gemini; leave it out, or ask for a Gemini model`,
      }
    }
    if (Object.keys(hosted).length > 0) terms.web_search_options = {}
  }
  if (functions.length === 0) return { terms }
  const config = isRecord(body.toolConfig) ? body.toolConfig.functionCallingConfig : undefined
  return { terms: { ...terms, tools: functions, ...choiceTerms(isRecord(config) ? config : {}) } }
}

function functionTool({ name, description, parameters, parametersJsonSchema }: JsonRecord): JsonRecord {
  const schema = parametersJsonSchema ?? jsonSchema(parameters)
  return {
    type: 'function',
    function: { name, ...(description !== undefined && { description }), ...(schema !== undefined && { parameters: schema }) },
  }
}

function choiceTerms({ mode, allowedFunctionNames }: JsonRecord): JsonRecord {
  const names = listOf(allowedFunctionNames)
  if (mode === 'AUTO' || mode === 'VALIDATED') return { tool_choice: 'auto' }
  if (mode === 'NONE') return { tool_choice: 'none' }
  if (mode !== 'ANY') return {}
  if (names.length === 0) return { tool_choice: 'required' }
  const tools = names.map((name) => ({ type: 'function', function: { name } }))
  if (names.length === 1) return { tool_choice: tools[0] }
  return { tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools } } }
}

const deepest = 64

/** The OpenAPI subset as JSON Schema: types in lower case, `nullable` as a type. */
export function jsonSchema(schema: unknown, depth = 0): unknown {
  if (Array.isArray(schema)) return schema.map((entry) => jsonSchema(entry, depth + 1))
  if (!isRecord(schema) || depth > deepest) return schema
  const { nullable, propertyOrdering: _order, property_ordering: _oldOrder, ...rest } = schema
  const out: JsonRecord = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, memberSchema(key, value, depth)]))
  if (nullable === true && typeof out.type === 'string') out.type = [out.type, 'null']
  for (const name of counts) if (typeof out[name] === 'string') out[name] = Number(out[name])
  return out
}

/** Google's API writes 64-bit counts as text. */
const counts = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'] as const

function memberSchema(key: string, value: unknown, depth: number): unknown {
  if (key === 'type') return typeof value === 'string' ? value.toLowerCase() : value
  if (key === 'enum' || key === 'required' || key === 'default' || key === 'example') return value
  if (key !== 'properties' || !isRecord(value)) return jsonSchema(value, depth + 1)
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, jsonSchema(property, depth + 1)]))
}
