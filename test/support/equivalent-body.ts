/** When two chat bodies ask a host for the same: what llmgen changes on purpose is taken out of both first. */
import { isRecord, type JsonRecord, recordsOf } from '../../src/providers/shared/json.js'
import { canonical } from './corpus.js'

/**
 * Changes that keep the meaning:
 * - the public model name becomes the upstream one;
 * - members of the body, of messages and of parts that are null, `stream: false`, and values that are every host's default (`n: 1`) are left out;
 * - `stream_options` always asks for usage, where the host takes it;
 * - the token limit goes under the one name the host knows;
 * - `developer` and `system` are one role by model;
 * - `tool_choice: 'required'` is `any` on hosts that say so;
 * - a message's `name`, and `strict` of a tool, are left out for hosts that refuse them;
 * - tool-call ids are replaced, the same in call and result, for hosts with a form of their own;
 * - lists of nothing but text are joined for hosts that take plain text only.
 */
export function bodyDifferences(sent: JsonRecord, received: JsonRecord): readonly string[] {
  const left = normalised(sent)
  const right = normalised(received)
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort().flatMap((key) => {
    const [want, got] = [canonical(left[key]), canonical(right[key])]
    return want === got ? [] : [`${key}: sent ${want.slice(0, 400)}, the server received ${got.slice(0, 400)}`]
  })
}

/** The body without those changes. */
export function normalised(body: JsonRecord): JsonRecord {
  const ids = new Map<string, string>()
  const { model: _model, stream_options: _options, max_tokens: limit, messages, tools, tool_choice: choice, ...rest } = body
  const out: JsonRecord = Object.fromEntries(Object.entries(rest).filter(([key, value]) => value !== null && !isDefault(key, value)))
  if (limit !== undefined) out.max_completion_tokens ??= limit
  if (choice !== undefined) out.tool_choice = choice === 'any' ? 'required' : choice
  out.messages = recordsOf(messages).map((message) => normalMessage(message, ids))
  if (tools !== undefined) out.tools = recordsOf(tools).map(normalTool)
  return out
}

function isDefault(key: string, value: unknown): boolean {
  return (key === 'stream' && value === false) || (key === 'n' && value === 1) || (key === 'parallel_tool_calls' && value === true)
}

function normalMessage(message: JsonRecord, ids: Map<string, string>): JsonRecord {
  const { name: _name, ...rest } = message
  const out: JsonRecord = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined))
  if (out.role === 'developer') out.role = 'system'
  if (typeof out.tool_call_id === 'string') out.tool_call_id = numbered(out.tool_call_id, ids)
  if (out.tool_calls !== undefined) {
    out.tool_calls = recordsOf(out.tool_calls).map(({ index: _index, ...call }) => ({ ...call, id: numbered(String(call.id), ids) }))
  }
  if (Array.isArray(out.content)) out.content = recordsOf(out.content).map(withoutNulls)
  const texts = Array.isArray(out.content) ? recordsOf(out.content).map((part) => (part.type === 'text' ? part.text : undefined)) : []
  if (texts.length > 0 && texts.every((text) => typeof text === 'string')) out.content = texts.join('')
  return out
}

function withoutNulls(part: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null))
}

function normalTool(tool: JsonRecord): JsonRecord {
  if (!isRecord(tool.function)) return tool
  const { strict: _strict, ...definition } = tool.function
  return { ...tool, function: definition }
}

/** Ids by the order they come in. */
function numbered(id: string, ids: Map<string, string>): string {
  const known = ids.get(id) ?? `id-${ids.size}`
  ids.set(id, known)
  return known
}
