/** AWS's binary event stream (`application/vnd.amazon.eventstream`): frames from bytes cut anywhere, then events by name. */
import { TransportFault } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'
import type { StreamEvent } from '../adapter.js'
import { isRecord, parseJson } from '../shared/json.js'

/** One header's value. Timestamps are milliseconds since 1970; a UUID is its text. */
export type HeaderValue = boolean | number | bigint | string | Uint8Array

/** One message of the stream, checksums verified. */
export type Frame = { readonly headers: ReadonlyMap<string, HeaderValue>; readonly payload: Uint8Array }

/** Reads frames of one stream. Throws a {@link TransportFault} for bytes that are no frame. */
export type FrameReader = {
  /** Frames completed by these bytes. */
  push(bytes: Uint8Array): readonly Frame[]
  /** The stream has ended: throws where a frame is unfinished. */
  end(): void
}

/** Largest frame taken, in bytes: AWS's own limit is 16 MiB of payload beside 128 kB of headers. */
const largestFrame = 16_777_216 + 131_072 + 16
const preludeSize = 12
const utf8 = new TextDecoder()
const smallestFrame = 16

/** A reader for one stream. */
export function createFrameReader(crc32: Crypto['crc32']): FrameReader {
  let kept: Uint8Array[] = []
  let size = 0
  /** Bytes that must be there before the next step; spares joining many small pieces of one large frame. */
  let wanted = preludeSize

  return {
    push(bytes) {
      if (bytes.length === 0) return []
      kept.push(bytes)
      size += bytes.length
      if (size < wanted) return []
      const all = joined(kept, size)
      const frames: Frame[] = []
      let at = 0
      for (;;) {
        const left = all.subarray(at)
        wanted = left.length < preludeSize ? preludeSize : frameSize(left, crc32)
        if (left.length < wanted) break
        frames.push(readFrame(left.subarray(0, wanted), crc32))
        at += wanted
      }
      kept = at === all.length ? [] : [all.subarray(at)]
      size = all.length - at
      return frames
    },
    end() {
      if (size > 0) throw new TransportFault('truncated', `the event stream ended inside a frame, ${size} bytes after its start`)
    },
  }
}

/** A decoder that the runtime plugs in for the framing `aws-event-stream`. */
export function createAwsEventDecoder(crc32: Crypto['crc32']) {
  const reader = createFrameReader(crc32)
  return {
    push: (bytes: Uint8Array): readonly StreamEvent[] => reader.push(bytes).map(toStreamEvent),
    end(): readonly StreamEvent[] {
      reader.end()
      return []
    },
  }
}

/** Name of the event that reports an error; its data is `{__type, message}`. */
export const exceptionEvent = 'exception'

/** The event's name and payload text; exceptions and errors of the stream become one event of one form. */
export function toStreamEvent({ headers, payload }: Frame): StreamEvent {
  const text = utf8.decode(payload)
  const kind = headers.get(':message-type')
  if (kind === 'exception') {
    const body = parseJson(text)
    const type = String(headers.get(':exception-type') ?? '')
    return { event: exceptionEvent, data: JSON.stringify({ ...(isRecord(body) ? body : { message: text }), __type: type }) }
  }
  if (kind === 'error') {
    const message = String(headers.get(':error-message') ?? text)
    return { event: exceptionEvent, data: JSON.stringify({ message, __type: String(headers.get(':error-code') ?? '') }) }
  }
  return { event: String(headers.get(':event-type') ?? ''), data: text }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces
  if (pieces.length === 1 && only !== undefined) return only
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Length of the frame that begins here, its prelude verified. */
function frameSize(bytes: Uint8Array, crc32: Crypto['crc32']): number {
  const view = viewOf(bytes)
  const total = view.getUint32(0)
  if (crc32(bytes.subarray(0, 8)) >>> 0 !== view.getUint32(8)) throw broken('the checksum of a frame head is wrong')
  if (total < smallestFrame || total > largestFrame || view.getUint32(4) > total - smallestFrame)
    throw broken(`a frame claims to be ${total} bytes long`)
  return total
}

/** `frame` is exactly one frame: prelude, headers, payload, checksum. */
function readFrame(frame: Uint8Array, crc32: Crypto['crc32']): Frame {
  const view = viewOf(frame)
  const end = frame.length - 4
  if (crc32(frame.subarray(0, end)) >>> 0 !== view.getUint32(end)) throw broken('the checksum of a frame is wrong')
  const start = preludeSize + view.getUint32(4)
  return { headers: readHeaders(frame.subarray(preludeSize, start)), payload: frame.subarray(start, end) }
}

function readHeaders(bytes: Uint8Array): ReadonlyMap<string, HeaderValue> {
  const headers = new Map<string, HeaderValue>()
  const view = viewOf(bytes)
  try {
    for (let at = 0; at < bytes.length; ) {
      const nameEnd = at + 1 + view.getUint8(at)
      const name = text(bytes, at + 1, nameEnd)
      const [value, next] = readValue(bytes, view, view.getUint8(nameEnd), nameEnd + 1)
      if (next > bytes.length) throw new RangeError('past the end')
      headers.set(name, value)
      at = next
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw broken('the headers of a frame cannot be read', cause)
    throw cause
  }
  return headers
}

/** A value of the wire type, and where the next header begins. */
function readValue(bytes: Uint8Array, view: DataView, type: number, at: number): readonly [HeaderValue, number] {
  switch (type) {
    case 0:
    case 1:
      return [type === 0, at]
    case 2:
      return [view.getInt8(at), at + 1]
    case 3:
      return [view.getInt16(at), at + 2]
    case 4:
      return [view.getInt32(at), at + 4]
    case 5:
      return [view.getBigInt64(at), at + 8]
    case 6:
    case 7: {
      const end = at + 2 + view.getUint16(at)
      return [type === 6 ? bytes.slice(at + 2, end) : text(bytes, at + 2, end), end]
    }
    case 8:
      return [Number(view.getBigInt64(at)), at + 8]
    case 9:
      return [uuid(bytes.subarray(at, at + 16)), at + 16]
    default:
      throw new RangeError(`header type ${type}`)
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  if (end > bytes.length) throw new RangeError('past the end')
  return utf8.decode(bytes.subarray(start, end))
}

function uuid(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function broken(what: string, cause?: unknown): TransportFault {
  return new TransportFault('truncated', `the event stream is damaged: ${what}`, cause === undefined ? undefined : { cause })
}
