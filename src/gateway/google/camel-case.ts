/** Gemini takes its names in camel case and in snake case alike; inside the gateway they are in camel case. */
import { camelCase } from '../../providers/gemini/native.js'
import { isRecord } from '../../providers/shared/json.js'

/** Members whose content is the caller's own: names inside are not the API's. */
const opaque: ReadonlySet<string> = new Set(['args', 'response', 'parametersJsonSchema', 'responseJsonSchema', 'labels', '__proto__'])
/** Members that hold an OpenAPI schema, whose names of properties are the caller's own. */
const schemas: ReadonlySet<string> = new Set(['parameters', 'responseSchema'])

/** Deeper than any body of the API; what lies below stays as it is. */
const deepest = 64

/** The value with the API's names in camel case at every depth, and `data` in plain base64. */
export function camelCased(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value
  if (Array.isArray(value)) return value.map((entry) => camelCased(entry, depth + 1))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = camelCase(key)
      if (name === 'data' && typeof member === 'string') return [name, member.replaceAll('-', '+').replaceAll('_', '/')]
      return [name, opaque.has(name) || schemas.has(name) ? member : camelCased(member, depth + 1)]
    }),
  )
}
