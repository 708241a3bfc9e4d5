/** Tools and tool choice of a chat request as the Responses API writes them: flat. */
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'
import type { InputTool } from './body.js'

/** The tools; one that is in the form of this API already passes. `undefined` where there are none. */
export function inputTools(request: JsonRecord): InputTool[] | undefined {
  const tools = recordsOf(request.tools).map(inputTool)
  const search = request.web_search_options
  if (isRecord(search)) tools.push(searchTool(search))
  return tools.length > 0 ? tools : undefined
}

function inputTool(tool: JsonRecord): InputTool {
  if (isRecord(tool.function)) {
    const { name, parameters, strict, ...rest } = tool.function
    return {
      ...withoutNulls(rest), // `defer_loading` and what else this API knows
      type: 'function',
      name: String(name ?? ''),
      parameters: isRecord(parameters) ? parameters : { type: 'object', properties: {} },
      strict: strict === true, // the default here is true, in chat it is false
    }
  }
  if (isRecord(tool.custom)) {
    const { format, ...rest } = tool.custom
    const flat = isRecord(format) && isRecord(format.grammar) ? { type: 'grammar', ...format.grammar } : format
    return { ...rest, type: 'custom', ...(flat !== undefined && flat !== null && { format: flat }) } as InputTool // the chat tool's own members, one level up
  }
  return withoutMark(tool) as InputTool // a hosted tool, in this API's own form
}

function withoutNulls(members: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}

function withoutMark({ cache_control: _mark, ...tool }: JsonRecord): JsonRecord {
  return tool
}

function searchTool({ search_context_size: size, user_location: location }: JsonRecord): InputTool {
  const place = isRecord(location) ? { type: 'approximate', ...Object(location.approximate) } : undefined
  return {
    type: 'web_search',
    ...(size !== undefined && size !== null && { search_context_size: size }),
    ...(place !== undefined && { user_location: place }),
  } as InputTool // both as the caller's type says
}

/** The choice; words and this API's own objects pass. */
export function inputChoice(choice: unknown): unknown {
  if (!isRecord(choice)) return choice
  if (isRecord(choice.function)) return { type: 'function', name: choice.function.name }
  if (isRecord(choice.custom)) return { type: 'custom', name: choice.custom.name }
  if (!isRecord(choice.allowed_tools)) return choice
  const { mode, tools } = choice.allowed_tools
  return { type: 'allowed_tools', mode, tools: recordsOf(tools).map(inputChoice) }
}
