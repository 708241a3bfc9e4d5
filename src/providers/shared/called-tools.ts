/** Tools, tool choice and earlier tool calls of a request in plain terms, whatever of OpenAI's forms they came in. */
import type { ReplyMessage } from '../../protocol/chat.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from './json.js'
import type { Refusal } from './params.js'
import { hashText } from './tool-id.js'

/** A function tool. */
export type WantedTool = {
  readonly name: string
  readonly description?: string
  readonly parameters: { readonly [key: string]: unknown }
  readonly strict: boolean
}

/** What the caller's tools come down to. */
export type WantedTools = {
  /** Those that may be called: `allowed_tools` and a named choice leave the others out. */
  readonly tools: readonly WantedTool[]
  readonly choice: 'auto' | 'required' | 'none'
  /** Tools and options of which only OpenAI has the like. */
  readonly refused: readonly Refusal[]
}

/** Tools and choice, the deprecated `functions` and `function_call` included. */
export function wantedTools(request: JsonRecord): WantedTools {
  const tools: WantedTool[] = recordsOf(request.functions).map((definition) => wantedTool(definition))
  const refused: Refusal[] = []
  for (const tool of recordsOf(request.tools)) {
    if (isRecord(tool.function)) tools.push(wantedTool(tool.function))
    else refused.push({ name: 'tools', why: `a tool of type "${String(tool.type)}"; only functions` })
  }
  if (request.web_search_options !== undefined) refused.push({ name: 'web_search_options' })
  const { choice, only } = wantedChoice(request.tool_choice ?? legacyChoice(request.function_call))
  return { tools: only === undefined ? tools : tools.filter(({ name }) => only.includes(name)), choice, refused }
}

function wantedTool(definition: JsonRecord): WantedTool {
  const description = textOf(definition.description)
  return {
    name: String(definition.name ?? ''),
    ...(description !== undefined && { description }),
    parameters: isRecord(definition.parameters) ? definition.parameters : { type: 'object', properties: {} },
    strict: definition.strict === true,
  }
}

function wantedChoice(choice: unknown): { readonly choice: WantedTools['choice']; readonly only?: readonly string[] } {
  if (typeof choice === 'string') {
    const word = choice.toLowerCase()
    if (word === 'required' || word === 'any') return { choice: 'required' }
    return { choice: word === 'none' ? 'none' : 'auto' }
  }
  if (!isRecord(choice)) return { choice: 'auto' }
  if (isRecord(choice.allowed_tools)) {
    const only = recordsOf(choice.allowed_tools.tools).map(nameOf)
    return { choice: choice.allowed_tools.mode === 'required' ? 'required' : 'auto', only }
  }
  const name = nameOf(choice)
  return name === '' ? { choice: 'auto' } : { choice: 'required', only: [name] }
}

function legacyChoice(choice: unknown): unknown {
  return isRecord(choice) ? { function: choice } : choice
}

function nameOf(value: JsonRecord): string {
  const named = isRecord(value.function) ? value.function : isRecord(value.custom) ? value.custom : value
  return textOf(named.name) ?? ''
}

/** A tool call of an earlier assistant message. */
export type EarlierCall = {
  readonly id: string
  readonly name: string
  readonly input: { readonly [key: string]: unknown }
  /** The input as JSON text, as it came where it is an object. */
  readonly json: string
}

/** The calls of an assistant message; input that is no object is kept under a name of its own. */
export function earlierCalls(message: JsonRecord): readonly EarlierCall[] {
  const calls = recordsOf(message.tool_calls).map((call) => {
    const custom = isRecord(call.custom) ? { name: call.custom.name, arguments: call.custom.input } : {}
    const definition: JsonRecord = isRecord(call.function) ? call.function : custom
    return earlierCall(textOf(call.id), definition)
  })
  return isRecord(message.function_call) ? [...calls, earlierCall(undefined, message.function_call)] : calls
}

function earlierCall(id: string | undefined, definition: JsonRecord): EarlierCall {
  const name = String(definition.name ?? '')
  const given = definition.arguments
  const input = toolInput(given)
  const isPlain = typeof given === 'string' && isRecord(parseJson(given))
  return { id: id ?? functionCallId(name), name, input, json: isPlain ? given : JSON.stringify(input) }
}

/** The id that a deprecated `function_call` and its result share. */
export function functionCallId(name: string): string {
  return `call_${hashText(name, 12)}`
}

function toolInput(value: unknown): { readonly [key: string]: unknown } {
  const input = typeof value === 'string' ? parseJson(value.trim() === '' ? '{}' : value) : value
  if (isRecord(input)) return input
  return value === undefined || value === null || input === null ? {} : { input: input ?? value }
}

/** True where the caller asked with the deprecated `functions`: the first call comes as `function_call`. */
export function isLegacy(request: JsonRecord): boolean {
  return listOf(request.functions).length > 0
}

/** The calls of an answer as members of its message. */
export function callMembers(calls: readonly FunctionToolCall[], request: JsonRecord): Pick<ReplyMessage, 'tool_calls' | 'function_call'> {
  const [first] = calls
  if (first === undefined) return {}
  return isLegacy(request) ? { function_call: first.function } : { tool_calls: [...calls] }
}

/** How an answer with this many calls ends; undefined without calls. */
export function endOfCalls(count: number, request: JsonRecord): 'tool_calls' | 'function_call' | undefined {
  if (count === 0) return undefined
  return isLegacy(request) ? 'function_call' : 'tool_calls'
}
