/** A whole answer of `generateContent` as an OpenAI chat completion. */
import type { ChatChoice, ChatReply, ReplyMessage } from '../../protocol/chat.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { invalidReply } from '../shared/failure.js'
import { parseJson } from '../shared/json.js'
import { geminiFinish, logprobsOf, refusalText, specificFields } from './answer.js'
import { type Candidate, closeCall, createCandidate } from './candidate.js'
import { addEvent, createFold, foldUsage, type GeminiFold } from './fold.js'
import { annotationsOf } from './grounding.js'

/** The answer, or the failure that its body reports. */
export function contentReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const fold = createFold(call, target)
  const read = addEvent(fold, parseJson(text), text)
  if (isFault(read)) return { failure: { ...read.failure, headers: reply.headers } }
  if (fold.candidates.size === 0) {
    if (fold.block === undefined) return invalidReply(target, 'an answer without candidates', text, reply.headers)
    fold.candidates.set(0, createCandidate(call.random))
  }
  const usage = foldUsage(fold)
  return {
    id: fold.id,
    object: 'chat.completion',
    created: fold.created,
    model: fold.model,
    choices: [...fold.candidates].map(([index, candidate]) => choiceOf(fold, index, candidate)),
    ...(usage !== undefined && { usage }),
  }
}

function choiceOf(fold: GeminiFold, index: number, candidate: Candidate): ChatChoice {
  closeCall(candidate)
  return {
    index,
    message: messageOf(fold, candidate),
    finish_reason: geminiFinish(candidate, fold, fold.isLegacy),
    logprobs: logprobsOf(candidate),
  }
}

function messageOf(fold: GeminiFold, candidate: Candidate): ReplyMessage {
  const { text, reasoning, calls, images, audio } = candidate
  const annotations = annotationsOf(candidate)
  const fields = specificFields(candidate, fold)
  const [first] = calls
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: refusalText(fold),
    ...(annotations.length > 0 && { annotations }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(first !== undefined && (fold.isLegacy ? { function_call: first.function } : { tool_calls: calls })),
    ...(images.length > 0 && { images }),
    ...(audio !== undefined && { audio: { id: audio.id, data: joinBase64(audio.pieces), expires_at: 0, transcript: '' } }),
    ...(fields !== undefined && { provider_specific_fields: fields }),
  }
}

/** Each piece is base64 of its own: padded ones are decoded before they are joined. */
function joinBase64(pieces: readonly string[]): string {
  if (!pieces.slice(0, -1).some((piece) => piece.endsWith('='))) return pieces.join('')
  try {
    return btoa(pieces.map(atob).join(''))
  } catch {
    return pieces.join('') // not base64: the caller gets it as it came
  }
}
