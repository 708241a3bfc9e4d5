/** Tools, tool choice and text options of a Responses request in chat's nested form. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

const isSearch = ({ type }: JsonRecord) => textOf(type)?.startsWith('web_search') === true

/** True for a tool that chat knows: the caller's own, or a search of the web. */
export function isOwn(tool: JsonRecord): boolean {
  return tool.type === 'function' || tool.type === 'custom' || isSearch(tool)
}

/** `tools`, `tool_choice` and `web_search_options`, as far as there are any. */
export function chatTools(request: JsonRecord): JsonRecord {
  const given = recordsOf(request.tools)
  const tools = given.filter((tool) => !isSearch(tool)).map(chatTool)
  const search = given.find(isSearch)
  const choice = chatChoice(request.tool_choice)
  return {
    ...(tools.length > 0 && { tools, ...(choice !== undefined && { tool_choice: choice }) }),
    ...(search !== undefined && { web_search_options: searchOptions(search) }),
  }
}

function chatTool({ type, name, description, parameters, strict, format }: JsonRecord): JsonRecord {
  const told = { name, ...(textOf(description) !== undefined && { description }) }
  if (type === 'custom') return { type, custom: { ...told, ...(isRecord(format) && { format: nestedFormat(format) }) } }
  const schema = isRecord(parameters) && { parameters }
  return { type: 'function', function: { ...told, ...schema, ...(typeof strict === 'boolean' && { strict }) } }
}

function nestedFormat({ type, ...grammar }: JsonRecord): JsonRecord {
  return type === 'grammar' ? { type, grammar } : { type }
}

function searchOptions({ search_context_size: size, user_location: location }: JsonRecord): JsonRecord {
  return {
    ...(textOf(size) !== undefined && { search_context_size: size }),
    ...(isRecord(location) && { user_location: { type: 'approximate', approximate: place(location) } }),
  }
}

function place({ type: _type, ...approximate }: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(approximate).filter(([, value]) => value !== null))
}

function chatChoice(choice: unknown): unknown {
  if (!isRecord(choice)) return choice
  const { type, name, mode, tools } = choice
  if (type === 'allowed_tools') return { type, allowed_tools: { mode, tools: recordsOf(tools).map(chatChoice) } }
  return type === 'custom' ? { type, custom: { name } } : { type: 'function', function: { name } }
}

/** `response_format` and `verbosity`. */
export function textMembers(text: unknown): JsonRecord {
  if (!isRecord(text)) return {}
  return {
    ...(isRecord(text.format) && { response_format: chatFormat(text.format) }),
    ...(textOf(text.verbosity) !== undefined && { verbosity: text.verbosity }),
  }
}

function chatFormat({ type, ...schema }: JsonRecord): JsonRecord {
  return type === 'json_schema' ? { type, json_schema: schema } : { type }
}
