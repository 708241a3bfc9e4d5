/** Tools and tool choice in Anthropic's terms. */
import type { Call, Target } from '../adapter.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { AnthropicTool, AnthropicToolChoice } from './body.js'
import { cacheMark } from './content.js'

/** Tools, choice and servers for a body, and tools that cannot be sent. */
export type ToolSetup = {
  readonly tools: AnthropicTool[]
  readonly choice: AnthropicToolChoice | undefined
  readonly mcpServers: readonly JsonRecord[]
  readonly refused: readonly Refusal[]
}

/** Searches by `search_context_size`, LiteLLM's figures. */
const searches: { readonly [size: string]: number } = { low: 1, medium: 5, high: 10 }

/** The caller's tools and tool choice as this model takes them. */
export function toolSetup(call: Call<'chat'>, target: Target, isThinking: boolean): ToolSetup {
  const { request } = call
  const tools: AnthropicTool[] = []
  const mcpServers: JsonRecord[] = []
  const refused: Refusal[] = []
  for (const tool of recordsOf(request.tools)) {
    if (tool.type === 'mcp') mcpServers.push(mcpServer(tool))
    else if (tool.type === 'custom' && isRecord(tool.custom)) refused.push({ name: 'tools', why: 'a custom tool with free text' })
    else tools.push(anthropicTool(tool))
  }
  for (const definition of recordsOf(request.functions)) tools.push(functionTool({}, definition))
  if (isRecord(request.web_search_options)) tools.push(searchTool(request.web_search_options))
  return { mcpServers, refused, ...chosen(call, target, tools, isThinking) }
}

function anthropicTool(tool: JsonRecord): AnthropicTool {
  if (tool.type === 'function' && isRecord(tool.function)) return functionTool(tool, tool.function)
  return { ...tool } as AnthropicTool // hosted tools, and tools written in Anthropic's own form, pass by their type
}

function functionTool(tool: JsonRecord, definition: JsonRecord): AnthropicTool {
  const mark = cacheMark(tool.cache_control ?? definition.cache_control)
  const description = typeof definition.description === 'string' ? definition.description : undefined
  const { type: _type, function: _function, cache_control: _mark, ...native } = tool // defer_loading, allowed_callers, input_examples
  return {
    ...native,
    name: String(definition.name ?? ''),
    ...(description !== undefined && { description }),
    input_schema: inputSchema(definition.parameters),
    ...(typeof definition.strict === 'boolean' && { strict: definition.strict }),
    ...(mark !== undefined && { cache_control: mark }),
  }
}

function inputSchema(parameters: unknown): { type: 'object'; [key: string]: unknown } {
  return isRecord(parameters) ? { ...parameters, type: 'object' } : { type: 'object', properties: {} }
}

function searchTool(options: JsonRecord): AnthropicTool {
  const location = isRecord(options.user_location) ? options.user_location : undefined
  const approximate = isRecord(location?.approximate) ? location.approximate : undefined
  const tool = {
    type: 'web_search_20250305',
    name: 'web_search',
    max_uses: searches[textOf(options.search_context_size) ?? 'medium'] ?? 5,
    ...(approximate !== undefined && { user_location: { type: 'approximate', ...approximate } }),
  }
  return tool as unknown as AnthropicTool // a hosted tool has no schema
}

function mcpServer(tool: JsonRecord): JsonRecord {
  const headers = isRecord(tool.headers) ? tool.headers : {}
  const token = textOf(headers.Authorization) ?? textOf(headers.authorization)
  return {
    type: 'url',
    url: tool.server_url,
    name: tool.server_label,
    ...(Array.isArray(tool.allowed_tools) && { tool_configuration: { allowed_tools: tool.allowed_tools } }),
    ...(token !== undefined && { authorization_token: token.replace(/^Bearer\s+/i, '') }),
  }
}

type Chosen = Pick<ToolSetup, 'tools' | 'choice'>

function chosen(call: Call<'chat'>, target: Target, all: AnthropicTool[], isThinking: boolean): Chosen {
  if (all.length === 0) return { tools: all, choice: undefined }
  const wanted = wantedChoice(call.request)
  const tools = wanted.only === undefined ? all : all.filter((tool) => wanted.only?.includes(tool.name))
  const settled = unforced(wanted.choice, tools, isThinking, target)
  const choice = withParallel(settled.choice, call.request.parallel_tool_calls)
  return { tools: settled.tools, choice }
}

/** The caller's choice; `only` cuts the list of tools (`allowed_tools`). */
function wantedChoice(request: JsonRecord): { readonly choice: AnthropicToolChoice | undefined; readonly only?: readonly string[] } {
  const choice = request.tool_choice ?? legacyChoice(request.function_call)
  if (choice === 'auto') return { choice: { type: 'auto' } }
  if (choice === 'required' || choice === 'any') return { choice: { type: 'any' } }
  if (choice === 'none') return { choice: { type: 'none' } }
  if (!isRecord(choice)) return { choice: undefined }
  if (isRecord(choice.allowed_tools)) {
    const only = recordsOf(choice.allowed_tools.tools).map((tool) => nameOf(tool))
    return { choice: { type: choice.allowed_tools.mode === 'required' ? 'any' : 'auto' }, only }
  }
  const name = nameOf(choice)
  return { choice: name === '' ? undefined : { type: 'tool', name } }
}

function legacyChoice(choice: unknown): unknown {
  return isRecord(choice) ? { function: choice } : choice
}

function nameOf(value: JsonRecord): string {
  const named = isRecord(value.function) ? value.function : isRecord(value.custom) ? value.custom : value
  return textOf(named.name) ?? ''
}

/** Models that think on a budget, and models that refuse forcing, get `auto`; the latter with the wanted tool only. */
function unforced(choice: AnthropicToolChoice | undefined, tools: AnthropicTool[], isThinking: boolean, target: Target): Chosen {
  const neverForced = target.deployment.flags.includes('no-forced-tool')
  const isForced = choice?.type === 'any' || choice?.type === 'tool'
  if (!isForced || (!isThinking && !neverForced)) return { tools, choice }
  const left = neverForced && choice.type === 'tool' ? tools.filter((tool) => tool.name === choice.name) : tools
  return { tools: left.length > 0 ? left : tools, choice: { type: 'auto' } }
}

function withParallel(choice: AnthropicToolChoice | undefined, parallel: unknown): AnthropicToolChoice | undefined {
  if (parallel !== false || choice?.type === 'none') return choice
  return { ...(choice ?? { type: 'auto' }), disable_parallel_tool_use: true }
}
