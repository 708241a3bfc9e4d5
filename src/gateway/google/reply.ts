/** A chat answer as Gemini's answer of `generateContent`. */
import type { ChatReply } from '../../protocol/chat.js'
import { isRecord } from '../../providers/shared/json.js'
import type { GenerateAnswer } from './body.js'
import { candidateEnd } from './candidate-end.js'
import { answerParts } from './parts.js'
import { answerUsage } from './usage.js'

/** The answer. A prompt that was refused has no candidates, but says why. */
export function answerOf(reply: ChatReply): GenerateAnswer {
  const feedback = reply.choices[0]?.message.provider_specific_fields?.prompt_feedback
  const candidates = reply.choices.map(({ index, message, finish_reason: finish, logprobs }) => ({
    content: { role: 'model' as const, parts: answerParts(message) },
    ...candidateEnd(finish, logprobs, message.provider_specific_fields ?? {}),
    index,
  }))
  return {
    candidates: isRecord(feedback) ? [] : candidates,
    ...(isRecord(feedback) && { promptFeedback: feedback }),
    ...(reply.usage !== undefined && { usageMetadata: answerUsage(reply.usage) }),
    modelVersion: reply.model,
    responseId: reply.id,
  }
}
