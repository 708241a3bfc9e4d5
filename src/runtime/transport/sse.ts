/** Server-sent events by the WHATWG rules, from bytes: an event may be cut anywhere, also inside a character. */
import { TransportFault } from '../../protocol/http.js'
import type { StreamEvent } from '../../providers/adapter.js'

/** Turns the bytes of a stream into events. */
export type StreamDecoder = {
  /** Events completed by these bytes. Throws a {@link TransportFault} for an event above the limit. */
  push(bytes: Uint8Array): readonly StreamEvent[]
  /** The stream has ended: an event that lacks its blank line still counts, as several hosts leave it out. */
  end(): readonly StreamEvent[]
}

/** Largest event taken, in bytes. */
export const maxEventBytes = 16_777_216

const none: readonly StreamEvent[] = []
const lineFeed = 10
const carriageReturn = 13
const letterD = 100
const letterE = 101

/** A decoder for one stream. */
export function createSseDecoder(limit: number = maxEventBytes): StreamDecoder {
  const lines = createLineReader(limit)
  let event = ''
  let data: string | undefined
  let size = 0

  /** Takes the line in `text` from `start` to `end`; only values are cut out. */
  function take(text: string, start: number, end: number, events: StreamEvent[]): void {
    if (start === end) {
      if (data !== undefined) events.push({ event, data })
      event = ''
      data = undefined
      size = 0
      return
    }
    const first = text.charCodeAt(start)
    if (first === letterD && isField(text, start, end, 'data')) {
      const value = fieldValue(text, start + 4, end)
      data = data === undefined ? value : `${data}\n${value}`
      size += value.length
      if (size > limit) throw tooLarge(limit)
    } else if (first === letterE && isField(text, start, end, 'event')) event = fieldValue(text, start + 5, end)
  }

  return {
    push(bytes) {
      const text = lines.push(bytes)
      if (text === '') return none
      const events: StreamEvent[] = []
      forEachLine(text, events, take)
      return events.length === 0 ? none : events
    },
    end() {
      const events: StreamEvent[] = []
      const last = lines.end()
      if (last !== '') forEachLine(`${last}\n`, events, take)
      take('', 0, 0, events)
      return events
    },
  }
}

/** Whether the line is this field: its name and then a colon, or its name alone. */
function isField(text: string, start: number, end: number, name: string): boolean {
  const colon = start + name.length
  return text.startsWith(name, start) && (colon === end || text.charCodeAt(colon) === 58)
}

/** The text after the colon at `colon`, without one leading space; a line without a colon has an empty value. */
function fieldValue(text: string, colon: number, end: number): string {
  const start = text.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1
  return start < end ? text.slice(start, end) : ''
}

type Take = (text: string, start: number, end: number, events: StreamEvent[]) => void

function forEachLine(text: string, events: StreamEvent[], take: Take): void {
  if (text.indexOf('\r') !== -1) {
    forEachMixedLine(text, events, take)
    return
  }
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    take(text, start, end, events)
    start = end + 1
  }
}

/** Lines that end with CRLF, LF or CR. `text` ends with one of them. */
function forEachMixedLine(text: string, events: StreamEvent[], take: Take): void {
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char !== lineFeed && char !== carriageReturn) continue
    take(text, start, at, events)
    if (char === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at++
    start = at + 1
  }
}

export type LineReader = {
  /** The text up to the last line end seen so far, or ''. */
  push(bytes: Uint8Array): string
  /** What is left without a line end. */
  end(): string
}

/**
 * Cuts bytes at the last line end, so that each piece of text is decoded once and no character is cut.
 * A line feed whose carriage return came with the bytes before is removed.
 */
export function createLineReader(limit: number): LineReader {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let kept: Uint8Array[] = []
  let keptBytes = 0
  let first = true
  let afterReturn = false

  function decode(parts: readonly Uint8Array[], size: number): string {
    const [only] = parts
    const text = decoder.decode(parts.length === 1 ? only : join(parts, size))
    if (!first || text === '') return text
    first = false
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }

  function keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    kept.push(bytes)
    keptBytes += bytes.length
    if (keptBytes > limit) throw tooLarge(limit)
  }

  function takeKept(last: Uint8Array | undefined): string {
    if (last !== undefined) {
      kept.push(last)
      keptBytes += last.length
    }
    const text = kept.length === 0 ? '' : decode(kept, keptBytes)
    kept = []
    keptBytes = 0
    return text
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return ''
      const bytes = afterReturn && chunk[0] === lineFeed ? chunk.subarray(1) : chunk
      afterReturn = false
      const cut = endOfLines(bytes)
      if (cut === 0) {
        keep(bytes)
        return ''
      }
      afterReturn = cut === bytes.length && bytes[cut - 1] === carriageReturn
      const text = takeKept(cut === bytes.length ? bytes : bytes.subarray(0, cut))
      if (cut < bytes.length) keep(bytes.subarray(cut))
      return text
    },
    end: () => takeKept(undefined),
  }
}

/** The place after the last line end; 0 for none. Looks for a carriage return behind the last line feed only: few streams have any. */
function endOfLines(bytes: Uint8Array): number {
  const cut = bytes.lastIndexOf(lineFeed) + 1
  return cut === bytes.length ? cut : cut + bytes.subarray(cut).lastIndexOf(carriageReturn) + 1
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The fault for an event that does not end. */
export function tooLarge(limit: number): TransportFault {
  return new TransportFault('other', `one event of the stream is larger than ${limit} bytes`)
}
