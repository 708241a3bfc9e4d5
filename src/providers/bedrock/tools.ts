/** Tools and tool choice in Converse's terms. */
import type { Call, Target } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { ConverseTool, ConverseToolChoice, JsonMap } from './body.js'
import { cachePoint, type Unit } from './content.js'
import type { Family, ModelRoute } from './route.js'
import { toolName } from './tool-names.js'

/** A tool, and the cache point that stands behind it. */
export type ToolUnit = Unit<ConverseTool>

/** Tools and choice for a body, what goes into the vendor's own members, and what cannot be sent. */
export type ToolSetup = {
  readonly tools: ToolUnit[]
  readonly choice: ConverseToolChoice | undefined
  /** Claude only: `tool_choice` where Converse has no word for it, and the hosted tools of Anthropic. */
  readonly fields: JsonMap
  readonly refused: readonly Refusal[]
}

/** Which kinds of choice a model takes. Source: AWS's reference of `ToolChoice`. */
export function choiceKinds({ family, id }: Pick<ModelRoute, 'family' | 'id'>): { readonly any: boolean; readonly tool: boolean } {
  const all = family === 'anthropic' || family === 'nova' || family === 'unknown'
  return { any: all || id.includes('mistral.mistral-large'), tool: all }
}

/** The caller's tools and tool choice as this model takes them. */
export function toolSetup(call: Call<'chat'>, route: ModelRoute, isThinking: boolean, target: Target): ToolSetup {
  const read = readTools(call.request, route.family, target)
  const choice = wantedChoice(call.request)
  if (choice.only !== undefined) read.tools = read.tools.filter(({ block }) => choice.only?.includes(nameOf(block)) ?? true)
  return settle(read, choice.kind, call, route, isThinking, target)
}

type ReadTools = { tools: ToolUnit[]; readonly hosted: JsonMap[]; readonly refused: Refusal[] }

function readTools(request: JsonRecord, family: Family, target: Target): ReadTools {
  const read: ReadTools = { tools: [], hosted: [], refused: [] }
  for (const tool of recordsOf(request.tools)) {
    const system = systemTool(tool, family)
    if (isRecord(tool.function)) read.tools.push(functionTool(tool, tool.function, family, target))
    else if (tool.toolSpec !== undefined || tool.systemTool !== undefined)
      read.tools.push({ block: { ...tool } as ConverseTool }) // Converse's own form passes
    else if (system !== undefined) read.tools.push({ block: { systemTool: { name: system } } })
    else if (family === 'anthropic' && /_20\d{6}$/.test(textOf(tool.type) ?? ''))
      read.hosted.push(tool as JsonMap) // Anthropic's hosted tools; it came out of JSON
    else read.refused.push({ name: 'tools', why: `a tool of type ${String(tool.type)}` })
  }
  for (const definition of recordsOf(request.functions)) read.tools.push(functionTool({}, definition, family, target))
  if (isRecord(request.web_search_options)) {
    if (family === 'nova') read.tools.push({ block: { systemTool: { name: 'nova_grounding' } } })
    else read.refused.push({ name: 'web_search_options' })
  }
  return read
}

/** OpenAI's hosted tools that Nova has as well. */
function systemTool(tool: JsonRecord, family: Family): string | undefined {
  if (family !== 'nova') return undefined
  if (tool.type === 'code_interpreter') return 'nova_code_interpreter'
  return tool.type === 'web_search' || tool.type === 'web_search_preview' ? 'nova_grounding' : undefined
}

function functionTool(tool: JsonRecord, definition: JsonRecord, family: Family, target: Target): ToolUnit {
  const description = textOf(definition.description)
  const parameters = isRecord(definition.parameters) ? (definition.parameters as JsonMap) : { properties: {} } // it came out of JSON
  // Nova has cache points in system text and messages only.
  const cache = family === 'nova' ? undefined : cachePoint(tool.cache_control ?? definition.cache_control)
  const isStrict = definition.strict === true && target.deployment.flags.includes('native-json-schema')
  return {
    block: {
      toolSpec: {
        name: toolName(String(definition.name ?? '')),
        ...(description !== undefined && { description }),
        inputSchema: { json: { ...parameters, type: 'object' } },
        ...(isStrict && { strict: true }),
      },
    },
    ...(cache !== undefined && { cache }),
  }
}

function nameOf(tool: ConverseTool): string {
  return 'toolSpec' in tool ? tool.toolSpec.name : ''
}

type Kind = 'auto' | 'any' | 'none' | { readonly name: string } | undefined

/** The caller's choice; `only` cuts the list of tools (`allowed_tools`). */
function wantedChoice(request: JsonRecord): { readonly kind: Kind; readonly only?: readonly string[] } {
  const choice = request.tool_choice ?? legacyChoice(request.function_call)
  if (choice === 'auto' || choice === 'none') return { kind: choice }
  if (choice === 'required' || choice === 'any') return { kind: 'any' }
  if (!isRecord(choice)) return { kind: undefined }
  if (isRecord(choice.allowed_tools)) {
    const only = recordsOf(choice.allowed_tools.tools).map(chosenName)
    return { kind: choice.allowed_tools.mode === 'required' ? 'any' : 'auto', only }
  }
  const name = chosenName(choice)
  return { kind: name === '' ? undefined : { name } }
}

function legacyChoice(choice: unknown): unknown {
  return isRecord(choice) ? { function: choice } : choice
}

function chosenName(value: JsonRecord): string {
  const named = isRecord(value.function) ? value.function : isRecord(value.custom) ? value.custom : value
  return toolName(textOf(named.name) ?? '')
}

/** True where the conversation holds tool calls or results: the API then wants tools in the request. */
export function holdsTools({ request }: Call<'chat'>): boolean {
  return recordsOf(request.messages).some(
    (message) =>
      message.role === 'tool' || message.role === 'function' || listOf(message.tool_calls).length > 0 || isRecord(message.function_call),
  )
}

function settle(read: ReadTools, wanted: Kind, call: Call<'chat'>, route: ModelRoute, isThinking: boolean, target: Target): ToolSetup {
  const isClaude = route.family === 'anthropic'
  const fields: JsonMap = read.hosted.length > 0 ? { tools: read.hosted } : {}
  const refused = [...read.refused]
  const { parallel_tool_calls: parallel } = call.request
  if (read.tools.length + read.hosted.length === 0) return { tools: [], choice: undefined, fields, refused }
  if (parallel === false && !isClaude) refused.push({ name: 'parallel_tool_calls' })
  if (wanted === 'none') {
    if (!holdsTools(call)) return { tools: [], choice: undefined, fields: {}, refused }
    // Converse has no `none`; the history needs the tools, and only Claude can be told through its own member.
    return { tools: read.tools, choice: undefined, fields: isClaude ? { ...fields, tool_choice: { type: 'none' } } : fields, refused }
  }
  const { tools, choice } = forced(read.tools, wanted, route, isThinking, target, refused)
  if (parallel !== false || !isClaude) return { tools, choice, fields, refused }
  // Both members at once are refused as a conflict, so Anthropic's says it all.
  return {
    tools,
    choice: undefined,
    fields: { ...fields, tool_choice: { ...anthropicChoice(choice), disable_parallel_tool_use: true } },
    refused,
  }
}

function anthropicChoice(choice: ConverseToolChoice | undefined): JsonMap {
  if (choice === undefined || 'auto' in choice) return { type: 'auto' }
  return 'any' in choice ? { type: 'any' } : { type: 'tool', name: choice.tool.name }
}

/** The choice in the model's own kinds. Models that think on a budget and models that refuse forcing get `auto`. */
function forced(
  tools: ToolUnit[],
  wanted: Kind,
  route: ModelRoute,
  isThinking: boolean,
  target: Target,
  refused: Refusal[],
): { readonly tools: ToolUnit[]; readonly choice: ConverseToolChoice | undefined } {
  const kinds = choiceKinds(route)
  if (wanted === undefined || wanted === 'none') return { tools, choice: undefined }
  if (wanted === 'auto') return { tools, choice: kinds.any ? { auto: {} } : undefined }
  const only = typeof wanted === 'object' ? tools.filter(({ block }) => nameOf(block) === wanted.name) : tools
  const neverForced = target.deployment.flags.includes('no-forced-tool')
  if (isThinking || neverForced) return { tools: neverForced && only.length > 0 ? only : tools, choice: { auto: {} } }
  if (wanted === 'any' && kinds.any) return { tools, choice: { any: {} } }
  if (typeof wanted === 'object' && kinds.tool) return { tools, choice: { tool: { name: wanted.name } } }
  if (typeof wanted === 'object' && kinds.any && only.length > 0) return { tools: only, choice: { any: {} } }
  refused.push({ name: 'tool_choice', why: 'this model cannot be made to call a tool' })
  return { tools, choice: undefined }
}
