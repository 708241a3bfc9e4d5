/** Newline-delimited JSON: each line that is not empty is one event without a name. */
import type { StreamEvent } from '../../providers/adapter.js'
import { createLineReader, maxEventBytes, type StreamDecoder } from './sse.js'

/** A decoder for one stream. */
export function createJsonLinesDecoder(limit: number = maxEventBytes): StreamDecoder {
  const lines = createLineReader(limit)
  const toEvents = (text: string): StreamEvent[] =>
    text
      .split(/\r\n|\n|\r/)
      .filter((line) => line.trim() !== '')
      .map((data) => ({ event: '', data }))
  return {
    push: (bytes) => toEvents(lines.push(bytes)),
    end: () => toEvents(lines.end()),
  }
}
