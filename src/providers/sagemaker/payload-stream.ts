/**
 * The stream of a SageMaker endpoint: what the model's server sends (server-sent events, JSON lines, or JSON cut anywhere)
 * travels in `PayloadPart` frames that do not care where an event ends. Source: InvokeEndpointWithResponseStream.
 */
import type { Crypto } from '../../protocol/ports.js'
import type { EventDecoder, StreamEvent } from '../adapter.js'
import { createFrameReader, toStreamEvent } from '../bedrock/event-stream.js'
import { parseJson } from '../shared/json.js'

/** Frames to the server's own events. Exceptions of the runtime come as events named `exception`. */
export function createPayloadDecoder(crypto: Crypto): EventDecoder {
  const reader = createFrameReader(crypto.crc32)
  const utf8 = new TextDecoder()
  let rest = ''

  /** Events in the text so far; `isEnd` gives up what is still open. */
  function take(isEnd: boolean): readonly StreamEvent[] {
    const events: StreamEvent[] = []
    const lines = rest.split(/\r?\n/)
    let open = ''
    lines.forEach((line, at) => {
      const isLast = at === lines.length - 1
      const text = open + withoutField(line)
      const isWhole = isComplete(text)
      if (isWhole || ((!isLast || isEnd) && isEvent(line) && open === '')) {
        if (text.trim() !== '') events.push({ event: '', data: text })
        open = ''
      } else if (isLast && open === '') open = line
      else open = text
    })
    if (isEnd && open.trim() !== '') events.push({ event: '', data: open })
    rest = isEnd ? '' : open
    return events
  }

  return {
    push: (bytes) =>
      reader.push(bytes).flatMap((frame) => {
        const event = toStreamEvent(frame)
        if (frame.headers.get(':message-type') !== 'event') return [...take(true), event]
        rest += utf8.decode(frame.payload, { stream: true })
        return take(false)
      }),
    end() {
      reader.end()
      rest += utf8.decode()
      return take(true)
    },
  }
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
  return trimmed === '[DONE]' || (/^[[{]/.test(trimmed) && parseJson(trimmed) !== undefined)
}
