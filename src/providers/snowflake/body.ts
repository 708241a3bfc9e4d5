/** The body of `inference:complete`. */
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { type EarlierCall, earlierCalls, wantedTools } from '../shared/called-tools.js'
import { badRequest } from '../shared/failure.js'
import { type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { settleRefused } from '../shared/params.js'

/** What the older API takes of a chat request; the OpenAI door takes more. */
const taken: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'response_format',
  'tools',
  'tool_choice',
])
const translated: ReadonlySet<string> = new Set(['model', 'messages', 'stream', 'stream_options', ...taken])

/** Messages, tools and limits under Snowflake's names. */
export function nativeBody(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const refused = ['stop', 'seed', 'n', 'logprobs', 'reasoning_effort', 'thinking', 'parallel_tool_calls']
    .filter((name) => body[name] !== undefined)
    .map((name) => ({ name, why: 'not at inference:complete' }))
  const fault = settleRefused(body, refused, call, target)
  if (fault !== undefined) return { ...fault, body: undefined }
  const messages: JsonRecord[] = []
  const names = new Map<string, string>()
  for (const message of recordsOf(body.messages)) {
    const text = plainText(message.content)
    if (text === undefined) {
      return { ...badRequest(target, 'inference:complete takes text only; use the OpenAI door (…/cortex/v1)', 'messages'), body: undefined }
    }
    messages.push(nativeMessage(message, text, names))
  }
  const native = Object.fromEntries(Object.entries(body).filter(([key]) => !translated.has(key)))
  return { body: { ...native, model: target.model, messages, ...options(body), stream: call.stream } }
}

function options(body: JsonRecord): JsonRecord {
  const { tools, choice } = wantedTools(body)
  const { temperature, top_p, response_format: format } = body
  const limit = body.max_completion_tokens ?? body.max_tokens
  return {
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(limit !== undefined && { max_tokens: limit }),
    ...(format !== undefined && { response_format: responseFormat(format) }),
    ...(tools.length > 0 && { tools: tools.map(toolSpec) }),
    ...(tools.length > 0 && body.tool_choice !== undefined && { tool_choice: toolChoice(choice, body.tool_choice, tools) }),
  }
}

type Tools = ReturnType<typeof wantedTools>['tools']

function toolSpec({ name, description, parameters }: Tools[number]): JsonRecord {
  return { tool_spec: { type: 'generic', name, ...(description !== undefined && { description }), input_schema: parameters } }
}

function toolChoice(choice: string, given: unknown, tools: Tools): JsonRecord {
  return typeof given === 'object' ? { type: 'tool', name: tools.map(({ name }) => name) } : { type: choice }
}

/** `{type: 'json', schema}`. Source: Snowflake's reference of structured outputs. */
function responseFormat(format: unknown): unknown {
  const [{ type, json_schema: named } = {}] = recordsOf([format])
  const [{ schema } = {}] = recordsOf([named])
  return type === 'json_schema' ? { type: 'json', schema: schema ?? {} } : format
}

function nativeMessage(message: JsonRecord, text: string, names: Map<string, string>): JsonRecord {
  if (message.role === 'tool') {
    const id = textOf(message.tool_call_id) ?? ''
    const result = { tool_use_id: id, name: names.get(id) ?? '', content: [{ type: 'text', text }] }
    return { role: 'user', content: '', content_list: [{ type: 'tool_results', tool_results: result }] }
  }
  const calls = earlierCalls(message)
  for (const { id, name } of calls) names.set(id, name)
  const role = message.role === 'developer' ? 'system' : message.role
  return calls.length === 0 ? { role, content: text } : { role, content: text, content_list: [...textPart(text), ...calls.map(toolUse)] }
}

const textPart = (text: string): JsonRecord[] => (text === '' ? [] : [{ type: 'text', text }])
const toolUse = ({ id, name, input }: EarlierCall): JsonRecord => ({ type: 'tool_use', tool_use: { tool_use_id: id, name, input } })

/** The text of a content; undefined where it holds more. */
function plainText(content: unknown): string | undefined {
  if (content === undefined || content === null) return ''
  if (typeof content === 'string') return content
  const parts = recordsOf(content)
  return parts.every((part) => part.type === 'text') ? parts.map(({ text }) => textOf(text) ?? '').join('') : undefined
}
