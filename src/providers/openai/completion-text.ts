/** What a choice of a text completion says, whole or streamed. */
import type { CompletionChoice } from '../../protocol/completions.js'
import { finishReason } from '../shared/finish-reason.js'
import { isRecord, type JsonRecord } from '../shared/json.js'

/** Text of a choice; Mistral's fill in the middle answers with a chat message. */
export function choiceText(choice: JsonRecord, part: 'message' | 'delta'): string | undefined {
  if (typeof choice.text === 'string') return choice.text
  const inner = choice[part]
  return isRecord(inner) && typeof inner.content === 'string' ? inner.content : undefined
}

/** One of the three ends that a text completion has. */
export function completionFinish(native: unknown): CompletionChoice['finish_reason'] {
  const finish = finishReason(native, 'none')
  return finish === 'length' || finish === 'content_filter' ? finish : 'stop'
}
