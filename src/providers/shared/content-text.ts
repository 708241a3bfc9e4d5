/** The text of a message's content, for hosts that take nothing else. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { badRequest } from './failure.js'
import { isRecord, listOf } from './json.js'

/** Text of a message; a fault for parts that are no text. */
export function contentText(content: unknown, target: Target): string | Fault {
  if (typeof content === 'string') return content
  let text = ''
  for (const part of listOf(content)) {
    const own = typeof part === 'string' ? part : isRecord(part) ? (part.text ?? part.refusal) : ''
    if (typeof own === 'string') text += own
    else {
      const type = isRecord(part) ? String(part.type) : typeof part
      return badRequest(target, `a content part of type ${type} cannot be sent to this model; it takes text only`, 'messages')
    }
  }
  return text
}
