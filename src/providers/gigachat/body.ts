/** The chat body in GigaChat's terms: functions, one forced function for a schema, `top_p: 0` for a temperature of 0. */
import { isFault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { wantedTools } from '../shared/called-tools.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { settleRefused } from '../shared/params.js'
import { jsonInstruction, requestedSchema } from '../shared/requested-schema.js'
import { gigachatMessages } from './messages.js'

/** The function whose arguments are the answer, where a schema is asked for. */
export const schemaFunction = 'structured_output'

/** Parameters that are taken are those of the row; what is here is their translation. */
export function gigachatBody(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const { tools, tool_choice: _choice, functions: _functions, function_call: _call, response_format: format, messages, ...rest } = body
  const wanted = functionMembers(body)
  const unsaid = wanted.isUnsayable ? [{ name: 'tool_choice', why: '`required` with one tool only' }] : []
  const refused = settleRefused(body, unsaid, call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const isJson = isRecord(format) && format.type === 'json_object' && requestedSchema(format) === undefined
  const turns = gigachatMessages(messages, call.request.messages, isJson ? jsonInstruction : undefined, target)
  if (isFault(turns)) return { ...turns, body: undefined }
  const { stream_options: _options, ...kept } = rest
  if (kept.temperature === 0) {
    delete kept.temperature // must be above 0
    kept.top_p = 0
  }
  return { body: { ...kept, messages: turns, ...wanted.members } }
}

function functionMembers(body: JsonRecord): { readonly members: JsonRecord; readonly isUnsayable: boolean } {
  const { tools, choice } = wantedTools(body)
  const schema = requestedSchema(body.response_format)
  const functions: JsonRecord[] = tools.map(({ name, description, parameters }) => ({
    name,
    ...(description !== undefined && { description }),
    parameters,
  }))
  if (schema !== undefined) {
    functions.push({ name: schemaFunction, description: 'Gives the final answer in the form that is asked for.', parameters: schema })
    const forced = tools.length === 0 ? { name: schemaFunction } : 'auto'
    return { members: { functions, function_call: forced }, isUnsayable: false }
  }
  if (functions.length === 0) return { members: {}, isUnsayable: false }
  const [first] = tools
  const isForced = choice === 'required' && tools.length === 1
  return {
    members: { functions, function_call: isForced ? { name: first?.name } : choice === 'none' ? 'none' : 'auto' },
    isUnsayable: choice === 'required' && tools.length > 1,
  }
}
