/** Pictures and sound in an answer of `generateContent`, and why there are none. */
import type { Fault } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { excerpt } from '../shared/mask.js'
import { embeddedGeminiFailure } from './errors.js'
import { geminiUsage } from './usage.js'

/** Bytes in base64, as they came. */
export type MediaPiece = { readonly mime: string; readonly base64: string }

/** What an answer holds for the endpoints beyond chat. */
export type MediaAnswer = {
  readonly media: readonly MediaPiece[]
  readonly text: string
  readonly usage: ReturnType<typeof geminiUsage> | undefined
}

/** The parts of all candidates without their thoughts, or the failure that the body reports. */
export function mediaAnswer(reply: HttpReply, target: Target): MediaAnswer | Fault {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (isRecord(body.error)) return { failure: embeddedGeminiFailure(body, target, reply.headers) }
  const parts = recordsOf(body.candidates)
    .flatMap(({ content }) => (isRecord(content) ? recordsOf(content.parts) : []))
    .filter((part) => part.thought !== true)
  const media = parts.flatMap(({ inlineData: data }) =>
    isRecord(data) && textOf(data.data) !== undefined ? [{ mime: textOf(data.mimeType) ?? '', base64: String(data.data) }] : [],
  )
  const text = parts.map((part) => textOf(part.text) ?? '').join('')
  const usage = isRecord(body.usageMetadata) ? geminiUsage(body.usageMetadata, 0) : undefined
  return { media, text, usage }
}

const blocked = /^(SAFETY|RECITATION|BLOCKLIST|PROHIBITED_CONTENT|SPII|MODEL_ARMOR|IMAGE_(SAFETY|PROHIBITED_CONTENT|RECITATION))$/

/** Why an answer lacks what was asked for: its filter, else what it says instead. */
export function noMedia(what: string, reply: HttpReply, target: Target): Fault {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const [candidate]: readonly JsonRecord[] = recordsOf(body.candidates)
  const feedback = isRecord(body.promptFeedback) ? body.promptFeedback : {}
  const reason = textOf(feedback.blockReason) ?? textOf(candidate?.finishReason) ?? ''
  if (feedback.blockReason === undefined && !blocked.test(reason)) return lacking(what, reply, target)
  const said = textOf(feedback.blockReasonMessage) ?? textOf(candidate?.finishMessage)
  return fault(target, {
    kind: 'content-policy',
    code: 'content_policy_violation',
    type: 'invalid_request_error',
    message: `${targetName(target)} refused by its filter (${reason})${said === undefined ? '' : `: ${excerpt(said)}`}`,
    headers: reply.headers,
  })
}
