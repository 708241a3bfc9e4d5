/** Answers of `ai/run/{model}` in OpenAI's terms: `{result, success, errors}` around `{response, tool_calls, usage}`. */
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'

/** What a stream remembers: calls so far. */
export type RunMemo = { calls: number }

/** A whole answer; newer models write OpenAI's shape into `result`. */
export function answerOf(body: JsonRecord, call: Call<'chat'>): JsonRecord {
  const { result } = body
  if (body.choices !== undefined || !isRecord(result)) return body
  if (Array.isArray(result.choices)) return result
  if (result.response === undefined && result.tool_calls === undefined) return body
  const calls = toolCalls(result.tool_calls, 0)
  const message = { role: 'assistant', content: textOfResponse(result.response), ...(calls.length > 0 && { tool_calls: calls }) }
  const created = Math.floor(call.now() / 1000)
  return { created, choices: [{ index: 0, message, finish_reason: result.finish_reason ?? 'stop' }], usage: result.usage }
}

/** An event of a stream: `{response, tool_calls?, usage?}`, the last one with the usage; then `[DONE]`. */
export function chunkOf(event: JsonRecord, memo: RunMemo): JsonRecord {
  if (event.choices !== undefined || (event.response === undefined && event.tool_calls === undefined)) return event
  const calls = toolCalls(event.tool_calls, memo.calls)
  memo.calls += calls.length
  const delta = { content: textOfResponse(event.response), ...(calls.length > 0 && { tool_calls: calls }) }
  return { choices: [{ index: 0, delta, finish_reason: event.finish_reason ?? null }], usage: event.usage }
}

/** JSON mode answers with the object itself. */
function textOfResponse(response: unknown): string {
  if (typeof response === 'string') return response
  return response === undefined || response === null ? '' : JSON.stringify(response)
}

/** `{name, arguments: {…}}`, on newer models with an id and OpenAI's `function` around it. */
function toolCalls(calls: unknown, first: number): JsonRecord[] {
  return recordsOf(calls).map((call, position) => {
    const called = isRecord(call.function) ? call.function : { name: call.name, arguments: call.arguments }
    return { index: first + position, ...(call.id !== undefined && { id: call.id }), type: 'function', function: called }
  })
}

/** Vectors of a native answer: `{result: {shape, data: [[…]]}}`. */
export function vectorsOf(body: unknown): unknown {
  if (!isRecord(body) || !isRecord(body.result) || !Array.isArray(body.result.data)) return body
  return { data: listOf(body.result.data).map((embedding) => ({ embedding })), usage: body.result.usage }
}
