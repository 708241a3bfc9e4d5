/** What an answer says, as Gemini's parts. */
import type { ReplyMessage } from '../../protocol/chat.js'
import { readDataUrl } from '../../providers/shared/data-url.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../../providers/shared/json.js'
import { signatureMark } from '../../providers/shared/tool-id.js'
import type { AnswerPart } from './body.js'

/** Thoughts, text, media and calls; or the parts themselves where an answer by Gemini held more than that. */
export function answerParts(message: ReplyMessage): AnswerPart[] {
  const reasoning = textOf(message.reasoning_content)
  const thoughts = reasoning === undefined ? [] : [{ text: reasoning, thought: true }]
  const own = message.provider_specific_fields?.content_parts
  if (Array.isArray(own)) return [...thoughts, ...(recordsOf(own) as AnswerPart[])] // Gemini's own parts, as they came
  const text = textOf(message.content) ?? textOf(message.refusal)
  const sound = message.audio?.data
  return [
    ...thoughts,
    ...(text === undefined ? [] : [{ text }]),
    ...recordsOf(message.images).flatMap(mediaPart),
    ...(sound === undefined ? [] : [{ inlineData: { mimeType: 'audio/pcm', data: sound } }]),
    ...(message.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? callPart(call.id, call.function.name, call.function.arguments)
        : callPart(call.id, call.custom.name, JSON.stringify({ input: call.custom.input })),
    ),
  ]
}

/** A picture that came as a data URL; others have no place in Gemini's shape. */
export function mediaPart(image: JsonRecord): AnswerPart[] {
  const url = isRecord(image.image_url) ? textOf(image.image_url.url) : undefined
  const data = url === undefined ? undefined : readDataUrl(url)
  return data === undefined ? [] : [{ inlineData: { mimeType: data.mime, data: data.base64 } }]
}

/** A call; the signature that travels in its id stands beside it again. */
export function callPart(signedId: string, name: string, args: string): AnswerPart {
  const at = signedId.indexOf(signatureMark)
  const id = at > 0 ? signedId.slice(0, at) : signedId
  return {
    functionCall: { ...(id !== '' && { id }), name, args: argumentsOf(args) },
    ...(at > 0 && { thoughtSignature: signedId.slice(at + signatureMark.length) }),
  }
}

/** Arguments as an object; text that is none is kept under a name of its own. */
function argumentsOf(text: string): { [key: string]: unknown } {
  const args = parseJson(text.trim() === '' ? '{}' : text)
  return isRecord(args) ? args : { input: args ?? text }
}
