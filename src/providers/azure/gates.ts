/** Parameters that came to Azure with a dated api-version, and what happens to them below it. Source: Azure's API lifecycle. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { askInWords } from '../openai/response-format.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { type Refusal, settleRefused } from '../shared/params.js'
import { requestedSchema } from '../shared/requested-schema.js'

const toolChoiceSince = '2023-12-01'
const requiredSince = '2024-06-01'
const jsonSchemaSince = '2024-08-01'
const streamOptionsSince = '2024-09-01'

/** Dates compare as text; the `-preview` behind them does not matter. */
const isBefore = (version: string, date: string) => version.slice(0, 10) < date

/** True where `stream_options` is known. */
export const takesStreamOptions = (version: string): boolean => !isBefore(version, streamOptionsSince)

/** Edits the body for a dated api-version. */
export function passGates(body: JsonRecord, version: string, call: Call<'chat'>, target: Target): Fault | undefined {
  if (!takesStreamOptions(version)) delete body.stream_options
  const schema = requestedSchema(body.response_format)
  const isNamed = isRecord(body.response_format) && body.response_format.type === 'json_schema'
  // Differs: LiteLLM sends the schema as a forced tool; an instruction leaves the caller's own tools usable.
  if (isNamed && isBefore(version, jsonSchemaSince)) askInWords(body, schema)
  return settleRefused(body, refusals(body, version), call, target)
}

function refusals(body: JsonRecord, version: string): Refusal[] {
  if (body.tool_choice === undefined) return []
  if (isBefore(version, toolChoiceSince)) return [{ name: 'tool_choice', why: `since api-version ${toolChoiceSince}-preview` }]
  if (body.tool_choice === 'required' && isBefore(version, requiredSince)) {
    return [{ name: 'tool_choice', why: `\`required\` since api-version ${requiredSince}` }]
  }
  return []
}
