/** Structured output on hosts that do not take OpenAI's `json_schema`. */
import type { Quirks } from '../../plan/plan.js'
import { type JsonRecord, listOf } from '../shared/json.js'
import { requestedSchema } from '../shared/requested-schema.js'

/** Asks for a schema the way the host knows. */
export function hostResponseFormat(body: JsonRecord, quirks: Quirks): void {
  const schema = requestedSchema(body.response_format)
  if (schema === undefined) return
  if (quirks.jsonSchema === 'json_object+schema') body.response_format = { type: 'json_object', schema }
  if (quirks.jsonSchema === 'prompt') askInWords(body, schema)
}

/** JSON mode, and the schema as an instruction. The word JSON must be in the messages for JSON mode to be accepted. */
export function askInWords(body: JsonRecord, schema: unknown): void {
  const text = `Answer with one JSON object and nothing else. It must be valid against this JSON Schema: ${JSON.stringify(schema)}`
  body.response_format = { type: 'json_object' }
  body.messages = [{ role: 'system', content: text }, ...listOf(body.messages)]
}
