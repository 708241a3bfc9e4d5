/** Tools and tool choice in Gemini's terms. */
import type { Call, Target } from '../adapter.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { FunctionCallingConfig, FunctionDeclaration, GeminiTool } from './body.js'
import { hasFlag } from './flags.js'
import { camelCase } from './native.js'
import { openApiSchema } from './openapi-schema.js'

/** Tools and choice for a body, and tools that cannot be sent. */
export type ToolSetup = {
  readonly tools: GeminiTool[]
  readonly choice: FunctionCallingConfig | undefined
  readonly hasFunctions: boolean
  readonly refused: readonly Refusal[]
}

/** Start of a hosted tool's type at other vendors, and what Gemini calls it. */
const hostedTypes: readonly (readonly [string, string])[] = [
  ['web_search', 'googleSearch'],
  ['code_interpreter', 'codeExecution'],
  ['code_execution', 'codeExecution'],
]

/** The caller's tools and tool choice: one entry for all functions, one for each hosted tool. */
export function toolSetup({ request }: Call<'chat'>, target: Target): ToolSetup {
  const functions: JsonRecord[] = [...recordsOf(request.functions)]
  const hosted: JsonRecord[] = []
  const refused: Refusal[] = []
  for (const tool of recordsOf(request.tools)) {
    const own = isRecord(tool.function) ? undefined : hostedTool(tool)
    if (isRecord(tool.function)) functions.push(tool.function)
    else if (own !== undefined) hosted.push(own)
    else refused.push({ name: 'tools', why: `a tool of type ${String(tool.type).slice(0, 40)}` })
  }
  if (isRecord(request.web_search_options)) hosted.push({ googleSearch: {} })
  if (request.parallel_tool_calls === false && functions.length > 1)
    refused.push({ name: 'parallel_tool_calls', why: 'several functions may always be called at once' })
  const wanted = functions.length > 0 ? wantedChoice(request) : {}
  const only = wanted.only
  const declared = only === undefined ? functions : functions.filter((definition) => only.includes(String(definition.name)))
  const tools: GeminiTool[] = [...hosted] // hosted tools have no common shape
  if (declared.length > 0) tools.unshift({ functionDeclarations: declared.map((definition) => declaration(definition, target)) })
  const isStrict = declared.some((definition) => definition.strict === true)
  return { tools, choice: strictChoice(wanted.choice, isStrict, target), hasFunctions: declared.length > 0, refused }
}

/** Gemini's own tools have no type (`{ googleSearch: {} }`, also in snake case) and pass; other vendors' are renamed; undefined for the rest. */
function hostedTool(tool: JsonRecord): JsonRecord | undefined {
  const { type } = tool
  if (typeof type === 'string') {
    const name = hostedTypes.find(([start]) => type.startsWith(start))?.[1]
    return name === undefined ? undefined : { [name]: {} }
  }
  return Object.fromEntries(Object.entries(tool).map(([key, value]) => [camelCase(key), value]))
}

function declaration(definition: JsonRecord, target: Target): FunctionDeclaration {
  const { description, parameters } = definition
  return {
    name: String(definition.name ?? ''),
    ...(typeof description === 'string' && { description }),
    ...(isRecord(parameters) &&
      (hasFlag(target, 'openapi-schema') ? { parameters: openApiSchema(parameters) } : { parametersJsonSchema: parameters })),
  }
}

/** The caller's choice; `only` cuts the list of functions (`allowed_tools` that need not be called). */
function wantedChoice(request: JsonRecord): { readonly choice?: FunctionCallingConfig; readonly only?: readonly string[] } {
  const legacy = request.function_call
  const choice = request.tool_choice ?? (isRecord(legacy) ? { function: legacy } : legacy)
  if (choice === 'auto') return { choice: { mode: 'AUTO' } }
  if (choice === 'required' || choice === 'any') return { choice: { mode: 'ANY' } }
  if (choice === 'none') return { choice: { mode: 'NONE' } }
  if (!isRecord(choice)) return {}
  if (isRecord(choice.allowed_tools)) {
    const names = recordsOf(choice.allowed_tools.tools).map(nameOf)
    return choice.allowed_tools.mode === 'required'
      ? { choice: { mode: 'ANY', allowedFunctionNames: names } }
      : { choice: { mode: 'AUTO' }, only: names }
  }
  const name = nameOf(choice)
  return name === '' ? {} : { choice: { mode: 'ANY', allowedFunctionNames: [name] } }
}

function nameOf(value: JsonRecord): string {
  const named = isRecord(value.function) ? value.function : isRecord(value.custom) ? value.custom : value
  return textOf(named.name) ?? ''
}

/** A strict function that may be called, but need not, is checked against its schema in the mode VALIDATED. */
function strictChoice(choice: FunctionCallingConfig | undefined, isStrict: boolean, target: Target): FunctionCallingConfig | undefined {
  const isFree = choice === undefined || choice.mode === 'AUTO'
  return isStrict && isFree && !hasFlag(target, 'openapi-schema') ? { mode: 'VALIDATED' } : choice
}
