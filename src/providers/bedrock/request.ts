/** Builds the body of Converse and ConverseStream from an OpenAI chat request. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { neededBetas } from '../anthropic/betas.js'
import { refusals } from '../anthropic/refusals.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import { dropNamed, dropNulls, openAiParams, type Refusal, settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import type { ConverseBody, ConverseTool, ConverseToolChoice, JsonMap, SystemBlock } from './body.js'
import { type ReasoningSetup, reasoningSetup } from './reasoning.js'
import { type ModelRoute, modelRoute, modelUrl } from './route.js'
import { jsonToolChoice, type OutputSetup, outputSetup } from './structured-output.js'
import { holdsTools, type ToolSetup, toolSetup } from './tools.js'
import { conversation, laidOut, settlePoints } from './turns.js'

/** Members of Converse itself that a caller may write; everything else that is not OpenAI's belongs to the model's vendor. */
const converseMembers: ReadonlySet<string> = new Set([
  'guardrailConfig',
  'performanceConfig',
  'serviceTier',
  'requestMetadata',
  'promptVariables',
  'additionalModelResponseFieldPaths',
  'outputConfig',
])

/** Members of a request that are translated or used up. */
const consumed: ReadonlySet<string> = new Set([
  ...openAiParams,
  ...['messages', 'model', 'stream', 'thinking', 'top_k', 'extra_body', 'inferenceConfig', 'additionalModelRequestFields'],
  ...['prompt_cache_options', 'moderation', 'anthropic_beta'],
])

/** The body, and beside it the members that pass unchanged; or why there is none. */
export type BuiltConverse = { readonly body: ConverseBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The request, or why this model cannot take it. */
export function converseRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const route = modelRoute(target)
  const built = converseBody(call, target, route)
  if (built.body === undefined) return built
  const { 'anthropic-beta': _inBody, ...headers } = requestHeaders(call, target, {
    accept: call.stream ? 'application/vnd.amazon.eventstream' : 'application/json',
  })
  return {
    method: 'POST',
    url: modelUrl(target, route, call.stream ? 'converse-stream' : 'converse'),
    headers,
    body: JSON.stringify(merged(built.body, built.native)),
  }
}

/** The translated body, and beside it the members that are Converse's own and pass unchanged. */
export function converseBody(call: Call<'chat'>, target: Target, route: ModelRoute = modelRoute(target)): BuiltConverse {
  const prepared = prepare(call, target)
  const { request } = prepared
  const reasoning = reasoningSetup(prepared, route.family, target)
  const isThinking = reasoning.claude.thinking?.type === 'enabled'
  const tools = toolSetup(prepared, route, isThinking, target)
  const output = outputSetup(request, route, target)
  const members: JsonRecord = { ...request }
  const refused = settleRefused(
    members,
    [...refusals(members, reasoning.claude, target), ...refusedHere(request), ...reasoning.refused, ...tools.refused],
    call,
    target,
  )
  if (refused !== undefined) return { ...refused, body: undefined }
  const talk = conversation(prepared, route.family, target)
  if ('failure' in talk) return { ...talk, body: undefined }
  if (output.by === 'words') talk.system.push({ block: { text: output.text } })
  const config = toolConfig(prepared, tools, output, isThinking, route, target)
  if (config !== undefined && 'failure' in config) return { ...config, body: undefined }
  settlePoints([...tools.tools, ...talk.system], talk.turns, route.family)
  const system = laidOut<SystemBlock>(talk.system)
  const inference = inferenceConfig(members)
  const fields = additionalFields(prepared, members, reasoning, tools, route, target)
  const tier = serviceTier(request.service_tier)
  const body: ConverseBody = {
    messages: talk.turns.map(({ role, units }) => ({ role, content: laidOut(units) })),
    ...(system.length > 0 && { system }),
    ...(Object.keys(inference).length > 0 && { inferenceConfig: inference }),
    ...(config !== undefined && { toolConfig: { tools: laidOut<ConverseTool>(config.units), ...config.choice } }),
    ...(output.by === 'config' && { outputConfig: output.config }),
    ...(tier !== undefined && { serviceTier: { type: tier } }),
    ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields }),
  }
  return { body, native: nativeMembers(request, target) }
}

/** OpenAI's moderation in the same call: a guardrail is something else. */
function refusedHere(request: JsonRecord): Refusal[] {
  return request.moderation === undefined ? [] : [{ name: 'moderation' }]
}

/** The call with nulls and unwanted parameters gone from its request. */
function prepare(call: Call<'chat'>, target: Target): Call<'chat'> {
  const unwanted = target.deployment.additionalDropParams
  // Nested members may have to go, and the caller's objects stay as they are.
  const tools = unwanted === undefined || call.request.tools === undefined ? undefined : JSON.parse(JSON.stringify(call.request.tools))
  const request = { ...call.request, ...(tools !== undefined && { tools }) }
  dropNulls(request)
  if (unwanted !== undefined) dropNamed(request, unwanted)
  return { ...call, request }
}

function inferenceConfig(members: JsonRecord): NonNullable<ConverseBody['inferenceConfig']> {
  const maxTokens = countOf(members.max_completion_tokens) ?? countOf(members.max_tokens)
  const temperature = countOf(members.temperature)
  const topP = countOf(members.top_p)
  const stop = (typeof members.stop === 'string' ? [members.stop] : listOf(members.stop)).flatMap((entry) => textOf(entry) ?? [])
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature: Math.min(1, temperature) }),
    ...(topP !== undefined && { topP }),
    ...(stop.length > 0 && { stopSequences: stop }),
  }
}

type ToolConfig = { readonly units: ToolSetup['tools']; readonly choice?: { toolChoice: ConverseToolChoice } }

function toolConfig(
  call: Call<'chat'>,
  setup: ToolSetup,
  output: OutputSetup,
  isThinking: boolean,
  route: ModelRoute,
  target: Target,
): ToolConfig | undefined | Fault {
  if (output.by === 'tool') {
    const toolChoice = jsonToolChoice(setup.tools.length, isThinking, route, target)
    const units = [...setup.tools, { block: output.tool }]
    return { units, ...(toolChoice !== undefined && setup.fields.tool_choice === undefined && { choice: { toolChoice } }) }
  }
  if (setup.tools.length > 0) return { units: setup.tools, ...(setup.choice !== undefined && { choice: { toolChoice: setup.choice } }) }
  if (!holdsTools(call)) return undefined
  if (call.modifyParams) return { units: [{ block: unusedTool }] }
  return badRequest(
    target,
    'the conversation holds tool calls, and Bedrock then wants `tools` in the request; hand them over, or set `modify_params: true`',
    'tools',
  )
}

/** `modify_params`: a tool that is never called, where the history holds tool calls and the request no tools. */
const unusedTool: ConverseTool = {
  toolSpec: { name: 'unused', description: 'Not available. Do not call.', inputSchema: { json: { type: 'object', properties: {} } } },
}

function serviceTier(tier: unknown): 'default' | 'flex' | 'priority' | undefined {
  return tier === 'default' || tier === 'flex' || tier === 'priority' ? tier : undefined
}

/** Everything that belongs to the model's vendor: reasoning, `top_k`, betas, and members that neither OpenAI nor Converse knows. */
function additionalFields(
  call: Call<'chat'>,
  members: JsonRecord,
  reasoning: ReasoningSetup,
  tools: ToolSetup,
  { family }: ModelRoute,
  target: Target,
): JsonMap {
  const fields: JsonRecord = { ...reasoning.fields, ...tools.fields }
  const topK = countOf(members.top_k)
  if (topK !== undefined)
    Object.assign(fields, family === 'nova' ? { inferenceConfig: { topK } } : family === 'cohere' ? { k: topK } : { top_k: topK })
  const betas = family === 'anthropic' ? betasOf(call, fields, reasoning, target) : []
  if (betas.length > 0) fields.anthropic_beta = betas
  for (const [key, value] of Object.entries(call.request)) {
    if (consumed.has(key) || converseMembers.has(key) || key === '__proto__') continue
    fields[key] = isRecord(value) && isRecord(fields[key]) ? { ...fields[key], ...value } : value
  }
  return fields as JsonMap // it came out of JSON, or was put together above
}

/** `anthropic-beta` has no header here: it is a member of the vendor's own. */
function betasOf({ headers, request }: Call<'chat'>, fields: JsonRecord, { claude }: ReasoningSetup, target: Target): string[] {
  const named = [target.headers, headers].flatMap((source) => (source['anthropic-beta'] ?? '').split(','))
  const effort = claude.effort !== undefined && target.deployment.flags.includes('effort') ? ['effort-2025-11-24'] : []
  const given = listOf(Reflect.get(request, 'anthropic_beta')).map(String)
  return [...new Set([...neededBetas(fields), ...effort, ...given, ...named].map((beta) => beta.trim()).filter((beta) => beta !== ''))]
}

/** Converse's own members, then extra bodies, which win over all. */
function nativeMembers(request: JsonRecord, target: Target): JsonRecord {
  const native: JsonRecord = {}
  for (const key of [...converseMembers, 'inferenceConfig', 'additionalModelRequestFields'])
    if (request[key] !== undefined) native[key] = request[key]
  return Object.assign(native, target.deployment.extraBody, isRecord(request.extra_body) ? request.extra_body : undefined)
}

/** Native members over translated ones; objects of both sides are joined. */
function merged(body: ConverseBody, native: JsonRecord): JsonRecord {
  const out: JsonRecord = { ...body }
  for (const [key, value] of Object.entries(native)) {
    if (key === '__proto__') continue
    out[key] = isRecord(value) && isRecord(out[key]) ? { ...out[key], ...value } : value
  }
  return out
}
