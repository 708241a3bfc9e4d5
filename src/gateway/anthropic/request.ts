/** A Messages request in OpenAI's terms, for whatever model stands behind its name. */
import type { ChatRequest } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, textOf } from '../../providers/shared/json.js'
import type { MessagesBody } from './body.js'
import type { Door } from './door.js'
import { thinkingTerms } from './thinking.js'
import { toolTerms } from './tools.js'
import { chatMessages } from './turns.js'

/** The chat request, or why the body is none: text for the caller. */
export type ChatTerms = { readonly request: ChatRequest; readonly refused?: undefined } | { readonly refused: string }

/** Members that are translated, so that they do not pass as they are. */
const translated: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'output_config',
  'output_format',
  'thinking',
  'stop_sequences',
  'metadata',
  'service_tier',
  'top_k',
  'stream',
  'thread',
  '__proto__',
])

/** Members that only Anthropic's API knows; no other model has the like. */
const anthropicOnly: ReadonlySet<string> = new Set([
  'cache_control',
  'container',
  'context_management',
  'mcp_servers',
  'inference_geo',
  'speed',
  'diagnostics',
])

/** Translates a request. `needsLimit` is false for counts, which have no `max_tokens`. */
export function chatTerms(body: MessagesBody, door: Door, needsLimit = true): ChatTerms {
  const model = textOf(body.model)
  if (model === undefined) return { refused: 'model: the name of a model is required' }
  const limit = body.max_tokens
  if (needsLimit && (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1))
    return { refused: 'max_tokens: a whole number of at least 1 is required' }
  if (!door.isClaude && Array.isArray(body.mcp_servers) && body.mcp_servers.length > 0)
    return { refused: 'mcp_servers: the models behind this name are not Claude, which alone calls MCP servers by itself' }
  const talk = chatMessages(body, door)
  if (talk.refused !== undefined) return talk
  const tools = toolTerms(body, door)
  if (tools.refused !== undefined) return tools
  const request: JsonRecord = {
    ...passed(body, door),
    model,
    messages: talk.messages,
    ...tools.terms,
    ...thinkingTerms(body, door),
    ...otherTerms(body, door),
    ...(body.stream === true && { stream: true, stream_options: { include_usage: true } }),
  }
  return { request: request as unknown as ChatRequest } // adapters check every member, as they do for callers without types
}

/**
 * Members that go by the same name in both, controls of the call among them. What only Anthropic knows is left out for other
 * models, and so is whatever parameter a model refuses: a Messages client cannot know which model stands behind a name.
 */
function passed(body: MessagesBody, { isClaude }: Door): JsonRecord {
  const same: JsonRecord = isClaude ? {} : { drop_params: true }
  for (const [name, value] of Object.entries(body)) {
    if (!translated.has(name) && (isClaude || !anthropicOnly.has(name))) same[name] = value
  }
  return same
}

function otherTerms(body: MessagesBody, door: Door): JsonRecord {
  const { stop_sequences: stop, service_tier: tier, top_k: topK } = body
  return {
    ...(stop !== undefined && stop !== null && { stop }),
    ...(topK !== undefined && door.takesTopK && { top_k: topK }),
    ...(tier !== undefined && { service_tier: tier === 'standard_only' ? 'default' : tier }),
    ...metadataTerms(body),
  }
}

/** `metadata.user_id` is OpenAI's `user`; what else is there is the gateway's, such as tags. */
function metadataTerms({ metadata }: MessagesBody): JsonRecord {
  const { user_id: user, ...others } = isRecord(metadata) ? metadata : {}
  return {
    ...(user !== undefined && user !== null && { user }),
    ...(Object.keys(others).length > 0 && { metadata: others }),
  }
}
