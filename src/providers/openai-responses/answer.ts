/** Output items as members of a chat message; whole replies and streams end in the same message. */
import type { Annotation, FinishReason, ReplyImage, TokenLogprob, Usage } from '../../protocol/chat.js'
import type { ToolCall } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { chatUsage } from '../shared/responses-usage.js'
import { isUnfinished } from './follow.js'

/** Tools from which a custom call for the client can come. */
const customSources: ReadonlySet<unknown> = new Set(['custom', 'namespace', 'tool_search'])

/** True where the response was given hosted tools and no custom ones: its custom calls are the host's own (xAI's searches on X). */
export function runsCustomCalls(response: unknown): boolean {
  const tools = isRecord(response) ? recordsOf(response.tools) : []
  return tools.length > 0 && !tools.some(({ type }) => customSources.has(type))
}

/** A client's tool call of an item; undefined for any other item. Shells, patches and the like stay items. */
export function toolCall(item: JsonRecord, isHosts: boolean): ToolCall | undefined {
  if (isHosts && item.type === 'custom_tool_call') return undefined
  const id = textOf(item.call_id) ?? textOf(item.id) ?? ''
  const name = String(item.name ?? '')
  if (item.type === 'function_call') return { id, type: 'function', function: { name, arguments: argumentText(item.arguments) } }
  if (item.type === 'custom_tool_call') return { id, type: 'custom', custom: { name, input: String(item.input ?? '') } }
  return undefined
}

/** Arguments as JSON text. */
export function argumentText(value: unknown): string {
  return textOf(value) ?? (isRecord(value) ? JSON.stringify(value) : '{}')
}

/** A citation of a page, its place counted from the beginning of the whole message; others stay in their item. */
export function annotation(citation: unknown, offset: number): Annotation | undefined {
  if (!isRecord(citation) || citation.type !== 'url_citation') return undefined
  const { url, title, start_index: start, end_index: end } = citation
  if (textOf(url) === undefined) return undefined
  const place = (index: unknown) => (typeof index === 'number' ? index + offset : 0)
  return {
    type: 'url_citation',
    url_citation: { url: String(url), title: textOf(title) ?? '', start_index: place(start), end_index: place(end) },
  }
}

/** Readable reasoning of an item: its summaries, or the text itself. */
export function reasoningText(item: JsonRecord): string {
  const summaries = recordsOf(item.summary).map((part) => String(part.text ?? ''))
  const texts =
    summaries.length > 0
      ? summaries
      : [
          recordsOf(item.content)
            .map((part) => String(part.text ?? ''))
            .join(''),
        ]
  return texts.filter((text) => text !== '').join('\n\n')
}

/** A picture the model made. */
export function image(item: JsonRecord, index: number): ReplyImage | undefined {
  const data = item.type === 'image_generation_call' ? textOf(item.result) : undefined
  if (data === undefined) return undefined
  const format = textOf(item.output_format) ?? 'png'
  return { type: 'image_url', image_url: { url: `data:image/${format};base64,${data}` }, index }
}

/** Probabilities of a piece of text; undefined where there are none. */
export function tokenLogprobs(value: unknown): TokenLogprob[] | undefined {
  const tokens = recordsOf(value)
  if (tokens.length === 0) return undefined
  const one = ({ token, logprob, bytes }: JsonRecord) => ({
    token: String(token ?? ''),
    logprob: Number(logprob ?? 0),
    bytes: Array.isArray(bytes) ? bytes.map(Number) : null,
  })
  return tokens.map((token) => ({ ...one(token), top_logprobs: recordsOf(token.top_logprobs).map(one) }))
}

/** True for an item that a plain message says less than: it has to go back as it came. */
function needsReplay(item: JsonRecord): boolean {
  if (item.type === 'message') return textOf(item.phase) !== undefined || recordsOf(item.content).some(isAnnotated)
  return item.type !== 'function_call' || textOf(item.namespace) !== undefined || isRecord(item.caller)
}

const isAnnotated = (part: JsonRecord) => listOf(part.annotations).length > 0

/** What an answer holds beyond chat's message; undefined where nothing. The items are whole and in order, for the next turn. */
export function specificFields(response: JsonRecord, items: readonly JsonRecord[], provider: string): JsonRecord | undefined {
  const reason = nativeReason(response)
  const isKept = items.some(needsReplay)
  if (!isKept && reason === undefined) return undefined
  return {
    ...(isKept && { output_provider: provider, output_items: items }),
    ...(reason !== undefined && { native_finish_reason: reason }),
  }
}

function nativeReason({ incomplete_details: details, status }: JsonRecord): string | undefined {
  if (isUnfinished(status)) return String(status)
  const reason = isRecord(details) ? textOf(details.reason) : undefined
  return reason === 'content_filter' ? undefined : reason
}

/** How the answer ended. */
export function responsesFinish({ status, incomplete_details: details }: JsonRecord, hasCalls: boolean): FinishReason {
  if (status === 'incomplete') {
    const reason = isRecord(details) ? details.reason : undefined
    if (reason === 'content_filter') return 'content_filter'
    if (reason === 'max_output_tokens' || reason === 'max_tokens') return 'length'
  }
  return hasCalls ? 'tool_calls' : 'stop'
}

/** Counts, with the searches that the host ran. */
export function responseUsage(response: JsonRecord, items: readonly JsonRecord[]): Usage | undefined {
  const usage = chatUsage(response.usage)
  const searches = items.filter((item) => item.type === 'web_search_call' && isSearch(item.action)).length
  return usage === undefined || searches === 0 ? usage : { ...usage, server_tool_use: { web_search_requests: searches } }
}

/** Pages that are opened or searched within are not billed as searches. */
function isSearch(action: unknown): boolean {
  return !isRecord(action) || action.type === undefined || action.type === 'search'
}

const tiers: ReadonlySet<unknown> = new Set(['auto', 'default', 'flex', 'scale', 'priority'])

/** Members of the response that chat has under the same name. */
export function sharedHead({ service_tier: tier, moderation }: JsonRecord): JsonRecord {
  return { ...(tiers.has(tier) && { service_tier: tier }), ...(isRecord(moderation) && { moderation }) }
}
