/**
 * Agents that speak the Agent2Agent protocol over JSON-RPC: the conversation goes as one message, the answer is the text of
 * the agent's message or of its task's artifacts. Sources: the protocol's specification 0.3, LiteLLM's adapter.
 */
import type { ChatReply } from '../protocol/chat.js'
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, StreamEvent, Target } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { fault, invalidReply, targetName } from './shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from './shared/json.js'
import { excerpt } from './shared/mask.js'
import { newId } from './shared/new-id.js'
import { requestHeaders } from './shared/request-headers.js'
import { eventObject, type TextPiece, type TextStreamState, textReply, textStream } from './shared/text-answer.js'
import { textRequest } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Adapter of the format `a2a`: chat, whole and streamed. Agents count no tokens. */
export const a2a: Adapter = {
  format: 'a2a',
  framing: 'sse',
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(readPiece) } },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['temperature', 'top_p'])
  if (read.failure !== undefined) return read
  const { turns } = read
  // one question is said as it is; a conversation needs its speakers
  const text = turns.length === 1 ? (turns[0]?.text ?? '') : turns.map(({ by, text: said }) => `${by}: ${said}`).join('\n')
  const message = { kind: 'message', role: 'user', parts: [{ kind: 'text', text }], messageId: newId(call.random, 'msg-') }
  return {
    method: 'POST',
    url: target.baseUrl,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: newId(call.random, 'req-'),
      method: call.stream ? 'message/stream' : 'message/send',
      params: { message, configuration: { blocking: true }, ...read.native },
    }),
  }
}

/** JSON-RPC's own error codes for what the caller got wrong. Source: the protocol's error table. */
const callersFault: ReadonlySet<unknown> = new Set([-32600, -32602, -32005])

/** The result of a JSON-RPC answer, or the failure it reports. */
function resultOf(body: JsonRecord, target: Target, text: string): Outcome<JsonRecord> {
  if (isRecord(body.error)) {
    const { code, message } = body.error
    if (!callersFault.has(code)) return { failure: embeddedFailure(body, target, []) }
    return fault(target, {
      kind: 'bad-request',
      code: String(code),
      message: `${targetName(target)} refused the message: ${excerpt(textOf(message) ?? 'no reason given')}`,
    })
  }
  return isRecord(body.result) && !('failure' in body.result) ? body.result : invalidReply(target, 'an answer without a result', text)
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  const result = resultOf(body, target, text)
  if (isFault(result)) return result
  const broken = brokenTask(result, target)
  if (broken !== undefined) return broken
  const said = resultText(result)
  if (said === undefined) return invalidReply(target, 'a result without text', text, reply.headers)
  return textReply([{ text: said, finish: 'stop', id: textOf(body.id) }], call, target)
}

/** A message, a task's artifacts, else what its status says. */
function resultText(result: JsonRecord): string | undefined {
  if (Array.isArray(result.parts)) return partsText(result)
  if (isRecord(result.message)) return partsText(result.message)
  if (isRecord(result.artifact)) return partsText(result.artifact)
  const artifacts = recordsOf(result.artifacts).map(partsText).join('')
  return artifacts === '' ? statusText(result) : artifacts
}

function statusText({ status }: JsonRecord): string | undefined {
  return isRecord(status) && isRecord(status.message) ? partsText(status.message) : undefined
}

function partsText({ parts }: JsonRecord): string {
  return recordsOf(parts)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('')
}

/** States as the protocol and its protobuf form write them. */
function stateOf({ status }: JsonRecord): string {
  const state = isRecord(status) ? textOf(status.state) : undefined
  return (state ?? '')
    .toLowerCase()
    .replace(/^task_state_/, '')
    .replaceAll('_', '-')
}

function brokenTask(result: JsonRecord, target: Target) {
  const state = stateOf(result)
  if (state !== 'failed' && state !== 'rejected' && state !== 'canceled' && state !== 'auth-required') return undefined
  const why = textOf(excerpt(statusText(result) ?? ''))
  return fault(target, {
    kind: state === 'auth-required' ? 'authentication' : state === 'rejected' ? 'bad-request' : 'internal',
    code: `task_${state.replace('-', '_')}`,
    message: `${targetName(target)}: the agent's task is ${state}${why === undefined ? '' : `: ${why}`}`,
  })
}

/** Artifacts as they grow, or one message. What a status says counts only where nothing else was said. */
function readPiece(event: StreamEvent, state: TextStreamState): Outcome<TextPiece> | undefined {
  const body = eventObject(event, state)
  if (isFault(body)) return body
  const result = resultOf(body, state.target, event.data)
  if (isFault(result)) return result
  const broken = brokenTask(result, state.target)
  if (broken !== undefined) return broken
  const isMessage = Array.isArray(result.parts) || isRecord(result.message)
  if (isMessage) return { text: resultText(result) ?? '', finish: 'stop', isLast: true }
  if (isRecord(result.artifact))
    return { text: state.hasText && result.append !== true && isRepeat(result, state) ? '' : artifactText(result, state) }
  if (!isRecord(result.status)) return undefined
  const status = statusText(result)
  if (status !== undefined) state.seen.status = status
  const isLast = result.final === true || ['completed', 'input-required'].includes(stateOf(result))
  if (!isLast) return undefined
  const text = state.hasText ? '' : (textOf(recordsOf(result.artifacts).map(partsText).join('')) ?? textOf(state.seen.status) ?? '')
  return { text, finish: 'stop', isLast: true }
}

/** An artifact that is sent once more as a whole after its pieces. */
function isRepeat({ artifact, lastChunk }: JsonRecord, { seen }: TextStreamState): boolean {
  return lastChunk === true && isRecord(artifact) && partsText(artifact) === seen.text
}

function artifactText({ artifact }: JsonRecord, { seen }: TextStreamState): string {
  const text = isRecord(artifact) ? partsText(artifact) : ''
  seen.text = (typeof seen.text === 'string' ? seen.text : '') + text
  return text
}
