/** Anthropic's tools and tool choice in OpenAI's terms. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { Door } from './door.js'

/** Members of a chat request that speak of tools, or which tool cannot be asked of the models behind the name. */
export type ToolTerms = { readonly terms: JsonRecord; readonly refused?: undefined } | { readonly refused: string }

/** `tools` and `tool_choice`. A tool with a schema is a function; hosted ones go to Claude as they are, and to others where they have the like. */
export function toolTerms(body: JsonRecord, door: Door): ToolTerms {
  const terms: JsonRecord = {}
  const tools: JsonRecord[] = []
  for (const tool of recordsOf(body.tools)) {
    if (tool.input_schema !== undefined) tools.push(functionTool(tool, door))
    else if (door.isClaude) tools.push(tool)
    else if (textOf(tool.type)?.startsWith('web_search_') === true) terms.web_search_options = searchOptions(tool)
    else return { refused: noHostedTool(tool) }
  }
  if (tools.length > 0) terms.tools = tools
  if (tools.length > 0 || door.isClaude) Object.assign(terms, choiceTerms(body.tool_choice))
  return { terms }
}

function functionTool({ name, description, input_schema, strict, type: _type, ...own }: JsonRecord, { isClaude }: Door): JsonRecord {
  const definition = {
    name,
    parameters: input_schema,
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  }
  const mark = own.cache_control === undefined ? {} : { cache_control: own.cache_control }
  return { type: 'function', function: definition, ...(isClaude ? own : mark) }
}

/** Where the user is; how often may be searched has no counterpart. */
function searchOptions({ user_location: location }: JsonRecord): JsonRecord {
  if (!isRecord(location)) return {}
  const { type: _type, ...approximate } = location
  return { user_location: { type: 'approximate', approximate } }
}

function noHostedTool({ type, name }: JsonRecord): string {
  return (
    `tools: ${String(type ?? name ?? 'a tool without input_schema').slice(0, 100)} is a tool of Anthropic's own, and the models behind this name ` +
    'are not Claude; leave it out, give it an input_schema and run it yourself, or ask for a Claude model'
  )
}

function choiceTerms(choice: unknown): JsonRecord {
  if (!isRecord(choice)) return {}
  const named = { type: 'function', function: { name: choice.name } }
  const wanted = choice.type === 'any' ? 'required' : choice.type === 'tool' ? named : choice.type
  return { tool_choice: wanted, ...(choice.disable_parallel_tool_use === true && { parallel_tool_calls: false }) }
}
