/** Events of a stream as bytes, in the framing of each format. */
import { encodeAwsEvent } from './event-stream-encoder.js'
import type { MockEvent, MockFraming } from './mock-format.js'

/** `content-type` of a stream. */
export const streamTypes: { readonly [F in MockFraming]: string } = {
  sse: 'text/event-stream',
  'sse-crlf': 'text/event-stream',
  'json-lines': 'application/x-ndjson',
  'aws-event-stream': 'application/vnd.amazon.eventstream',
}

export function frameOf(framing: MockFraming, event: MockEvent): string | Uint8Array {
  if (framing === 'aws-event-stream') return encodeAwsEvent(event)
  if (framing === 'json-lines') return `${event.data}\n`
  const text = `${event.event === '' ? '' : `event: ${event.event}\n`}data: ${event.data}\n\n`
  return framing === 'sse' ? text : text.replaceAll('\n', '\r\n')
}
