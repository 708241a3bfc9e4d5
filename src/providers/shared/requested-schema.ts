/** Which JSON schema a request asks the answer to follow. */
import { isRecord } from './json.js'

/** The schema of `json_schema`, or of LiteLLM's `{type: json_object, response_schema}`; undefined where none is asked for. */
export function requestedSchema(format: unknown): unknown {
  if (!isRecord(format)) return undefined
  if (format.type === 'json_schema' && isRecord(format.json_schema)) return format.json_schema.schema ?? {}
  return format.response_schema
}

/** JSON mode for hosts and models that have none. */
export const jsonInstruction = 'Answer with one JSON object and nothing else.'
