/** Builds the body of `POST /api/chat` from an OpenAI chat request. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { type WantedTools, wantedTools } from '../shared/called-tools.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { openAiParams, settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { requestedSchema } from '../shared/requested-schema.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import type { OllamaChatBody, OllamaSchema, OllamaTool } from './body.js'
import { ollamaMessages } from './messages.js'
import { mergeOptions, ollamaOptions, ollamaRefusals, ollamaThink } from './options.js'
import { ollamaUrl } from './url.js'

/** Members of a request that are translated or used up, so that they do not pass as they are. */
const consumed: ReadonlySet<string> = new Set([...openAiParams, 'messages', 'model', 'stream', 'thinking', 'top_k', 'extra_body'])

/** A body with the members that pass unchanged (`keep_alive`, `think`, native options, …), or why there is none. */
export type BuiltOllama = { readonly body: OllamaChatBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The request, or why this model cannot take it. */
export function ollamaRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const built = ollamaBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: ollamaUrl(target.baseUrl, 'chat'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...built.body, ...built.native }),
  }
}

/** The translated body, and beside it what is Ollama's own; all options end in `native.options` where there are native ones. */
export function ollamaBody(given: Call<'chat'>, target: Target): BuiltOllama {
  const call = settledCall(given, target)
  const members: JsonRecord = { ...call.request }
  const tools = wantedTools(members)
  const refused = settleRefused(members, [...ollamaRefusals(members, tools.choice, target), ...tools.refused], call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const messages = ollamaMessages(call, target)
  if (!Array.isArray(messages)) return { ...messages, body: undefined }
  const options = ollamaOptions(members)
  const format = formatOf(members.response_format)
  const think = ollamaThink(members, target.model)
  const body: OllamaChatBody = {
    model: target.model,
    messages,
    stream: call.stream,
    ...toolMembers(tools),
    ...(format !== undefined && { format }),
    ...(think !== undefined && { think }),
    ...(members.logprobs === true && { logprobs: true }),
    ...(typeof members.top_logprobs === 'number' && { top_logprobs: members.top_logprobs }),
    ...(Object.keys(options).length > 0 && { options }),
  }
  return { body, native: ownMembers(body, call.request, target) }
}

/** What passes unchanged, with the options of the body among the native ones. */
function ownMembers(body: OllamaChatBody, request: JsonRecord, target: Target): JsonRecord {
  const native = nativeMembers(request, consumed, target)
  const extra = isRecord(request.extra_body) ? request.extra_body : undefined
  const options = mergeOptions(body.options ?? {}, native, [request, target.deployment.extraBody, extra])
  return Object.keys(options).length > 0 ? { ...native, options } : native
}

/** The model calls what it likes: with `none`, tools are left out. */
function toolMembers({ tools, choice }: WantedTools): Partial<OllamaChatBody> {
  if (tools.length === 0 || choice === 'none') return {}
  return {
    tools: tools.map(({ name, description, parameters }): OllamaTool => {
      const schema = parameters as OllamaSchema // the caller's JSON Schema; the server checks it
      return { type: 'function', function: { name, ...(description !== undefined && { description }), parameters: schema } }
    }),
  }
}

function formatOf(format: unknown): OllamaChatBody['format'] {
  const schema = requestedSchema(format)
  if (isRecord(schema) && Object.keys(schema).length > 0) return schema
  return schema !== undefined || (isRecord(format) && format.type === 'json_object') ? 'json' : undefined
}
