/** Builds the body of `POST /v1/messages` from an OpenAI chat request. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'
import { openAiParams, settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { settledCall } from '../shared/settled-request.js'
import { neededBetas, withBetas } from './betas.js'
import type { AnthropicBody, AnthropicTool, TextBlock } from './body.js'
import { limitMarks } from './cache-marks.js'
import { refusals, samplingOf } from './refusals.js'
import { jsonToolChoice, type OutputSetup, outputSetup } from './structured-output.js'
import { maxTokens, type ThinkingSetup, thinkingSetup } from './thinking.js'
import { type ToolSetup, toolSetup } from './tools.js'
import { conversation } from './turns.js'

/** Version of the API whose shapes are written and read here. */
const apiVersion = '2023-06-01'

/** Members of a request that are translated or used up, so that they do not pass as they are. */
const consumed: ReadonlySet<string> = new Set([
  ...openAiParams,
  'messages',
  'model',
  'stream',
  'thinking',
  'top_k',
  'extra_body',
  'output_config',
])

/** A body with the members that pass unchanged, or why there is none. */
export type BuiltMessages = { readonly body: AnthropicBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The request, or why this model cannot take it. */
export function messagesRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const built = messagesBody(call, target)
  if (built.body === undefined) return built
  const body: JsonRecord = { ...built.body, ...built.native }
  const headers = requestHeaders(call, target, { 'anthropic-version': apiVersion, ...target.provider.quirks.extraHeaders })
  const effortBeta =
    target.deployment.flags.includes('effort') && built.body.output_config?.effort !== undefined ? ['effort-2025-11-24'] : []
  return {
    method: 'POST',
    url: messagesUrl(target.baseUrl),
    headers: withBetas(headers, [...neededBetas(body), ...effortBeta], target.headers, call.headers),
    body: JSON.stringify(body),
  }
}

/** Bases with and without `/v1` and `/v1/messages`. */
export function messagesUrl(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, '')
  if (base.endsWith('/messages')) return base
  return base.endsWith('/v1') ? `${base}/messages` : `${base}/v1/messages`
}

/** The translated body, and beside it the members that are Anthropic's own and pass unchanged. */
export function messagesBody(call: Call<'chat'>, target: Target): BuiltMessages {
  const prepared = settledCall(call, target)
  const thinking = thinkingOf(prepared, target)
  const tools = toolSetup(prepared, target, thinking.thinking?.type === 'enabled')
  const output = outputSetup(prepared.request, target)
  const members: JsonRecord = { ...prepared.request }
  const refused = settleRefused(members, [...refusals(members, thinking, target), ...tools.refused], call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const talk = conversation(prepared, target)
  if ('failure' in talk) return { ...talk, body: undefined }
  if (output.by === 'words') talk.system.push({ type: 'text', text: output.text })
  const body: AnthropicBody = {
    model: target.model,
    max_tokens: maxTokens(prepared.request, thinking, target),
    ...(talk.system.length > 0 && { system: systemOf(talk.system) }),
    messages: talk.turns,
    ...(call.stream && { stream: true }),
    ...samplingOf(members),
    ...toolMembers(tools, output, thinking, call, target),
    ...outputMembers(thinking, output),
  }
  const native = nativeMembers(prepared.request, tools, target)
  limitMarks([...(body.tools ?? []), ...talk.system], talk.turns, native.cache_control === undefined ? 0 : 1)
  mergeOutputConfig(body, native)
  return { body, native }
}

/** Under `modify_params`, no thinking where the last tool turn came without its thinking blocks: the API would refuse it. */
function thinkingOf(call: Call<'chat'>, target: Target): ThinkingSetup {
  const setup = thinkingSetup(call.request, target)
  if (!call.modifyParams || setup.thinking?.type !== 'enabled') return setup
  const last = call.request.messages.findLast((message) => message.role === 'assistant')
  const lacksThinking = last?.role === 'assistant' && listOf(last.tool_calls).length > 0 && listOf(last.thinking_blocks).length === 0
  return lacksThinking ? {} : setup
}

/** Plain text where one block without a mark says it all. */
function systemOf(blocks: TextBlock[]): string | TextBlock[] {
  const [only] = blocks
  return blocks.length === 1 && only !== undefined && only.cache_control === undefined ? only.text : blocks
}

function toolMembers(
  setup: ToolSetup,
  output: OutputSetup,
  thinking: ThinkingSetup,
  call: Call<'chat'>,
  target: Target,
): Partial<AnthropicBody> {
  if (output.by === 'tool') {
    const choice = jsonToolChoice(setup.tools.length, thinking.thinking?.type === 'enabled', target)
    return { tools: [...setup.tools, output.tool], tool_choice: choice }
  }
  const tools = setup.tools.length > 0 ? setup.tools : placeholderTools(call)
  if (tools.length === 0) return {}
  return { tools, ...(setup.choice !== undefined && setup.tools.length > 0 && { tool_choice: setup.choice }) }
}

/** `modify_params`: a tool that is never called, where the history holds tool calls and the request no tools. */
function placeholderTools({ request, modifyParams }: Call<'chat'>): AnthropicTool[] {
  const holdsTools = request.messages.some(
    (message) => message.role === 'tool' || (message.role === 'assistant' && listOf(message.tool_calls).length > 0),
  )
  if (!modifyParams || !holdsTools) return []
  return [{ name: 'unused', description: 'Not available. Do not call.', input_schema: { type: 'object', properties: {} } }]
}

function outputMembers({ thinking, effort }: ThinkingSetup, output: OutputSetup): Partial<AnthropicBody> {
  const format = output.by === 'format' ? { type: 'json_schema' as const, schema: output.schema } : undefined
  return {
    ...(thinking !== undefined && { thinking }),
    ...((effort !== undefined || format !== undefined) && {
      output_config: { ...(effort !== undefined && { effort }), ...(format !== undefined && { format }) },
    }),
  }
}

/** Whatever is not OpenAI's passes; extra bodies win over all. */
function nativeMembers(request: JsonRecord, tools: ToolSetup, target: Target): JsonRecord {
  const native: JsonRecord = {}
  for (const [key, value] of Object.entries(request)) if (!consumed.has(key) && key !== '__proto__') native[key] = value
  if (request.output_config !== undefined) native.output_config = request.output_config
  if (tools.mcpServers.length > 0) native.mcp_servers = [...listOf(native.mcp_servers), ...tools.mcpServers]
  Object.assign(native, target.deployment.extraBody, isRecord(request.extra_body) ? request.extra_body : undefined)
  return native
}

function mergeOutputConfig(body: AnthropicBody, native: JsonRecord): void {
  if (isRecord(native.output_config)) native.output_config = { ...body.output_config, ...native.output_config }
}
