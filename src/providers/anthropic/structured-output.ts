/** `response_format` on Claude: natively, through a tool the caller never sees, or by an instruction. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Target } from '../adapter.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { requestedSchema } from '../shared/requested-schema.js'
import type { AnthropicTool, AnthropicToolChoice } from './body.js'
import { outputSchema } from './output-schema.js'

/** Name of the hidden tool, as LiteLLM calls it. */
export const jsonToolName = 'json_tool_call'

/** The way a model is asked for JSON. */
export type OutputSetup =
  | { readonly by: 'nothing' }
  | { readonly by: 'format'; readonly schema: JsonRecord }
  | { readonly by: 'tool'; readonly tool: AnthropicTool }
  | { readonly by: 'words'; readonly text: string }

/** The way that `response_format` is asked for from this model. */
export function outputSetup(request: ChatRequest, target: Target): OutputSetup {
  const format = request.response_format
  const schema = requestedSchema(format)
  if (schema !== undefined) {
    if (target.deployment.flags.includes('native-json-schema')) return { by: 'format', schema: outputSchema(schema) }
    return { by: 'tool', tool: jsonTool(schema) }
  }
  if (format?.type !== 'json_object') return { by: 'nothing' }
  return { by: 'words', text: 'Answer with one JSON object and nothing else: no text around it and no code fence.' }
}

function jsonTool(schema: unknown): AnthropicTool {
  const own = isRecord(schema) ? schema : { properties: {} }
  return {
    name: jsonToolName,
    description: 'Gives the final answer. Call it exactly once, with the answer as its input.',
    input_schema: { ...own, type: 'object' },
  }
}

/** True where the answer comes as the input of the hidden tool. */
export function usesJsonTool(request: ChatRequest, target: Target): boolean {
  return requestedSchema(request.response_format) !== undefined && !target.deployment.flags.includes('native-json-schema')
}

/** The hidden tool is forced, unless the caller's own tools may be called too, or forcing is refused. */
export function jsonToolChoice(others: number, isThinking: boolean, target: Target): AnthropicToolChoice {
  if (isThinking || target.deployment.flags.includes('no-forced-tool')) return { type: 'auto' }
  return others > 0 ? { type: 'any' } : { type: 'tool', name: jsonToolName }
}
