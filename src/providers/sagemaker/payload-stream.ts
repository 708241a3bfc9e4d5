/**
 * The stream of a SageMaker endpoint: what the model's server sends (server-sent events, JSON lines, or JSON cut anywhere)
 * travels in `PayloadPart` frames that do not care where an event ends. Source: InvokeEndpointWithResponseStream.
 */
import { TransportFault } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'
import type { EventDecoder, StreamEvent } from '../adapter.js'
import { createFrameReader, toStreamEvent } from '../bedrock/event-stream.js'
import { parseJson } from '../shared/json.js'

/** Largest event taken, in characters. */
const largestEvent = 16_777_216
/** Up to this many characters an unfinished event is looked at with each frame; a larger one each time it has doubled. */
const smallEvent = 65_536

/** Frames to the server's own events. Exceptions of the runtime come as events named `exception`. */
export function createPayloadDecoder(crypto: Crypto): EventDecoder {
  const reader = createFrameReader(crypto.crc32)
  const utf8 = new TextDecoder()
  let rest = ''
  let nextLook = 0

  function add(text: string): readonly StreamEvent[] {
    rest += text
    if (rest.length > largestEvent)
      throw new TransportFault('truncated', `an event of the stream is larger than ${largestEvent} characters`)
    const mayEnd = text.includes('\n') || /[}\]]\s*$/.test(text.slice(-64))
    if (!mayEnd || (rest.length > smallEvent && rest.length < nextLook)) return []
    const taken = takeEvents(rest, false)
    rest = taken.rest
    nextLook = 2 * rest.length
    return taken.events
  }

  function end(): readonly StreamEvent[] {
    const { events } = takeEvents(rest, true)
    rest = ''
    return events
  }

  return {
    push: (bytes) =>
      reader.push(bytes).flatMap((frame) => {
        if (frame.headers.get(':message-type') !== 'event') return [...end(), toStreamEvent(frame)]
        return add(utf8.decode(frame.payload, { stream: true }))
      }),
    end() {
      reader.end()
      return [...add(utf8.decode()), ...end()]
    },
  }
}

/** Events in the text so far, and what of it is still open; `isEnd` gives that up. */
function takeEvents(text: string, isEnd: boolean): { readonly events: readonly StreamEvent[]; readonly rest: string } {
  const events: StreamEvent[] = []
  const lines = text.split(/\r?\n/)
  let open = ''
  lines.forEach((line, at) => {
    const isLast = at === lines.length - 1
    const value = open + withoutField(line)
    if (isComplete(value) || ((!isLast || isEnd) && isEvent(line) && open === '')) {
      if (value.trim() !== '') events.push({ event: '', data: value })
      open = ''
    } else open = isLast && open === '' ? line : value
  })
  if (isEnd && open.trim() !== '') events.push({ event: '', data: open })
  return { events, rest: isEnd ? '' : open }
}

const isEvent = (line: string): boolean => line.startsWith('data:')

/** The value of a `data:` line, nothing for the other fields and comments of server-sent events, else the line itself. */
function withoutField(line: string): string {
  if (isEvent(line)) return line.slice(5).trim()
  return /^(?:event|id|retry)?:/.test(line) ? '' : line
}

/** True for what can stand alone: a JSON object or list, or the end mark. */
function isComplete(text: string): boolean {
  const trimmed = text.trim()
  return trimmed === '[DONE]' || (/^[[{]/.test(trimmed) && /[}\]]$/.test(trimmed) && parseJson(trimmed) !== undefined)
}
