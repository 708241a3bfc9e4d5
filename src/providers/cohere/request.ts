/** Builds the body of `POST /v2/chat` from an OpenAI chat request. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { type WantedTools, wantedTools } from '../shared/called-tools.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'
import { openAiParams, settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { requestedSchema } from '../shared/requested-schema.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import type { CohereBody } from './body.js'
import { cohereMessages } from './messages.js'
import { cohereRefusals, cohereSampling, cohereThinking } from './params.js'
import { cohereUrl } from './url.js'

/** Members of a request that are translated or used up, so that they do not pass as they are. */
const consumed: ReadonlySet<string> = new Set([...openAiParams, 'messages', 'model', 'stream', 'thinking', 'top_k', 'extra_body'])

/** A body with the members that pass unchanged, or why there is none. */
export type BuiltCohere = { readonly body: CohereBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The request, or why this model cannot take it. */
export function cohereRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const built = cohereBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: cohereUrl(target.baseUrl, 'chat'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...built.body, ...built.native }),
  }
}

/** The translated body, and beside it the members that are Cohere's own (`documents`, `safety_mode`, …) and pass unchanged. */
export function cohereBody(given: Call<'chat'>, target: Target): BuiltCohere {
  const call = settledCall(given, target)
  const members: JsonRecord = { ...call.request }
  const tools = wantedTools(members)
  const refused = settleRefused(members, [...cohereRefusals(members, target), ...tools.refused], call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const native = nativeMembers(call.request, consumed, target)
  const output = outputOf(members.response_format, tools.tools.length > 0 || listOf(native.documents).length > 0)
  const messages = cohereMessages(call, target, output.words)
  if (!Array.isArray(messages)) return { ...messages, body: undefined }
  const thinking = cohereThinking(members)
  const body: CohereBody = {
    model: target.model,
    messages,
    ...(call.stream && { stream: true }),
    ...cohereSampling(members),
    ...toolMembers(tools),
    ...(output.format !== undefined && { response_format: output.format }),
    ...(thinking !== undefined && { thinking }),
  }
  return { body, native }
}

function toolMembers({ tools, choice }: WantedTools): Partial<CohereBody> {
  if (tools.length === 0) return {}
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, ...(description !== undefined && { description }), parameters },
    })),
    ...(tools.some(({ strict }) => strict) && { strict_tools: true }),
    ...(choice !== 'auto' && { tool_choice: choice === 'none' ? 'NONE' : 'REQUIRED' }),
  }
}

type Output = { readonly format?: CohereBody['response_format']; readonly words?: string }

/** The API refuses `response_format` beside tools and documents; there the schema is asked for in words. */
function outputOf(format: unknown, hasTools: boolean): Output {
  const schema = requestedSchema(format)
  const isObject = isRecord(format) && format.type === 'json_object'
  if (schema === undefined && !isObject) return {}
  if (!hasTools) return { format: { type: 'json_object', ...(isRecord(schema) && { json_schema: schema }) } }
  const following = schema === undefined ? '' : ` It must be valid against this JSON Schema: ${JSON.stringify(schema)}`
  return { words: `When you answer in text, answer with one JSON object and nothing else.${following}` }
}
