/** `response_format` on Bedrock: natively, through a tool the caller never sees, or by an instruction. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Target } from '../adapter.js'
import { outputSchema } from '../anthropic/output-schema.js'
import { jsonToolName } from '../anthropic/structured-output.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { requestedSchema } from '../shared/requested-schema.js'
import type { ConverseTool, ConverseToolChoice, JsonMap, OutputConfig } from './body.js'
import type { ModelRoute } from './route.js'
import { choiceKinds } from './tools.js'

/** The way a model is asked for JSON. */
export type OutputSetup =
  | { readonly by: 'nothing' }
  | { readonly by: 'config'; readonly config: OutputConfig }
  | { readonly by: 'tool'; readonly tool: ConverseTool }
  | { readonly by: 'words'; readonly text: string }

const jsonOnly = 'Answer with one JSON object and nothing else: no text around it and no code fence.'

/** The way that `response_format` is asked for from this model. Differs: LiteLLM always uses the hidden tool, and fakes the stream. */
export function outputSetup(request: ChatRequest, route: ModelRoute, target: Target): OutputSetup {
  const schema = requestedSchema(request.response_format)
  if (schema === undefined) return request.response_format?.type === 'json_object' ? { by: 'words', text: jsonOnly } : { by: 'nothing' }
  if (target.deployment.flags.includes('native-json-schema')) return { by: 'config', config: outputConfig(request.response_format, schema) }
  if (usesJsonTool(request, route, target)) return { by: 'tool', tool: jsonTool(schema) }
  return { by: 'words', text: `${jsonOnly} It must match this JSON schema: ${JSON.stringify(schema)}` }
}

function outputConfig(format: unknown, schema: unknown): OutputConfig {
  const named: JsonRecord = isRecord(format) && isRecord(format.json_schema) ? format.json_schema : {}
  const name = textOf(named.name)
  const description = textOf(named.description)
  const jsonSchema = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    schema: JSON.stringify(outputSchema(schema)),
  }
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } }
}

function jsonTool(schema: unknown): ConverseTool {
  const own = isRecord(schema) ? (schema as JsonMap) : { properties: {} } // it came out of JSON
  return {
    toolSpec: {
      name: jsonToolName,
      description: 'Gives the final answer. Call it exactly once, with the answer as its input.',
      inputSchema: { json: { ...own, type: 'object' } },
    },
  }
}

/** True where the answer comes as the input of the hidden tool: on models that can be made to call it. */
export function usesJsonTool(request: ChatRequest, route: ModelRoute, target: Target): boolean {
  const { flags, capabilities } = target.deployment
  if (requestedSchema(request.response_format) === undefined || flags.includes('native-json-schema')) return false
  return capabilities.tools !== 'no' && (choiceKinds(route).any || recordsOf(request.tools).length > 0)
}

/** The hidden tool is forced, unless the caller's own tools may be called too, or forcing is refused. */
export function jsonToolChoice(others: number, isThinking: boolean, route: ModelRoute, target: Target): ConverseToolChoice | undefined {
  const kinds = choiceKinds(route)
  if (!kinds.any) return undefined
  if (isThinking || target.deployment.flags.includes('no-forced-tool')) return { auto: {} }
  return others > 0 || !kinds.tool ? { any: {} } : { tool: { name: jsonToolName } }
}
