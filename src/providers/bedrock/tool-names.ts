/** Tool names that the API takes, and the way back to the caller's own. */
import type { ChatRequest } from '../../protocol/chat.js'
import { isRecord, recordsOf, textOf } from '../shared/json.js'
import { safeToolId } from '../shared/tool-id.js'

const longest = 64

/**
 * Letters, digits, `_` and `-`, at most 64 characters; the same name in gives the same name out.
 * Differs: LiteLLM keeps one map for the whole process, in which requests collide.
 */
export function toolName(name: string): string {
  return name === '' ? name : safeToolId(name, longest)
}

/** The caller's own name for a tool that the model calls. */
export function callersName(name: string, request: ChatRequest): string {
  for (const tool of [...recordsOf(request.tools), ...recordsOf(request.functions)]) {
    const own = textOf(isRecord(tool.function) ? tool.function.name : tool.name)
    if (own !== undefined && own !== name && toolName(own) === name) return own
  }
  return name
}
