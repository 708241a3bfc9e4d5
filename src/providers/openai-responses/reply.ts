/** A whole answer of the Responses API as a chat reply. */
import type { Annotation, ChatReply, ReplyImage, ReplyMessage, TokenLogprob } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { ToolCall } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { fault, invalidReply, targetName } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import {
  annotation,
  image,
  reasoningText,
  responsesFinish,
  responseUsage,
  runsCustomCalls,
  sharedHead,
  specificFields,
  tokenLogprobs,
  toolCall,
} from './answer.js'
import { innerFailure } from './errors.js'

/** States of an answer that will never come; `error` is Manus's. */
const ended: ReadonlySet<unknown> = new Set(['failed', 'cancelled', 'error'])

/** The body of an answer, or the failure that it is or reports. */
export function responseBody(reply: HttpReply, target: Target): JsonRecord | Fault {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (isError(body)) return { failure: innerFailure(body, target, reply.headers) }
  if (!Array.isArray(body.output)) return invalidReply(target, 'an answer without output', text, reply.headers)
  if ('failure' in body) delete body.failure // would read as a Fault
  return ended.has(body.status) ? endedBadly(String(body.status), target) : body
}

/** A response that says no more than that it failed. */
export function endedBadly(status: string, target: Target): Fault {
  return fault(target, { kind: 'internal', code: status, message: `${targetName(target)} ended the answer as ${status}, without a reason` })
}

/** True for `{error: …}`, also that of a failed response, and for errors that stand alone. */
export function isError(body: JsonRecord): boolean {
  if (isRecord(body.error) || textOf(body.error) !== undefined) return true
  return body.output === undefined && (typeof body.message === 'string' || body.detail !== undefined)
}

/**
 * The answer, or the failure that its body reports. One that the host has only accepted, unasked, is empty: its id is the
 * response's, and its state stands in `provider_specific_fields.native_finish_reason`.
 */
export function responsesReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const body = responseBody(reply, target)
  if ('failure' in body) return body as Fault // a body's own member of that name was removed
  const items = recordsOf(body.output)
  const parts = collect(items, runsCustomCalls(body))
  const usage = responseUsage(body, items)
  return {
    id: textOf(body.id) ?? newId(call.random, 'resp_'),
    object: 'chat.completion',
    created: Math.floor(typeof body.created_at === 'number' ? body.created_at : call.now() / 1000),
    model: textOf(body.model) ?? target.model,
    choices: [
      {
        index: 0,
        finish_reason: responsesFinish(body, parts.calls.length > 0),
        logprobs: parts.logprobs.length > 0 ? { content: parts.logprobs, refusal: null } : null,
        message: messageOf(parts, specificFields(body, items, target.provider.name)),
      },
    ],
    ...sharedHead(body),
    ...(usage !== undefined && { usage }),
  }
}

type Parts = {
  text: string
  refusal: string
  readonly reasoning: string[]
  readonly calls: ToolCall[]
  readonly annotations: Annotation[]
  readonly images: ReplyImage[]
  readonly logprobs: TokenLogprob[]
}

function collect(items: readonly JsonRecord[], isHosts: boolean): Parts {
  const parts: Parts = { text: '', refusal: '', reasoning: [], calls: [], annotations: [], images: [], logprobs: [] }
  for (const item of items) {
    const call = toolCall(item, isHosts)
    const picture = image(item, parts.images.length)
    if (call !== undefined) parts.calls.push(call)
    if (picture !== undefined) parts.images.push(picture)
    if (item.type === 'reasoning') parts.reasoning.push(reasoningText(item))
    // Manus repeats the question among its answers.
    if (item.type === 'message' && item.role !== 'user') for (const part of recordsOf(item.content)) addPart(parts, part)
  }
  return parts
}

function addPart(parts: Parts, part: JsonRecord): void {
  if (part.type === 'refusal') parts.refusal += textOf(part.refusal) ?? ''
  if (part.type !== 'output_text' || typeof part.text !== 'string') return
  for (const citation of recordsOf(part.annotations)) {
    const cited = annotation(citation, parts.text.length)
    if (cited !== undefined) parts.annotations.push(cited)
  }
  parts.logprobs.push(...(tokenLogprobs(part.logprobs) ?? []))
  parts.text += part.text
}

function messageOf(parts: Parts, fields: JsonRecord | undefined): ReplyMessage {
  const { text, refusal, calls, annotations, images } = parts
  const reasoning = parts.reasoning.filter((one) => one !== '').join('\n\n')
  return {
    role: 'assistant',
    content: text === '' && (calls.length > 0 || refusal !== '') ? null : text,
    refusal: textOf(refusal) ?? null,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(annotations.length > 0 && { annotations }),
    ...(images.length > 0 && { images }),
    ...(fields !== undefined && { provider_specific_fields: fields }),
  }
}
