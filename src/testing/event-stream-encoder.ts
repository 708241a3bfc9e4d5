/** Writes AWS's binary event stream: frames of headers and a payload, with both checksums. */
import type { MockEvent } from './mock-format.js'

const encoder = new TextEncoder()

/** One event, or one exception, as it travels. */
export function encodeAwsEvent({ event, data, isException = false }: MockEvent): Uint8Array {
  const kind = isException ? 'exception' : 'event'
  return encodeAwsFrame(
    [
      [`:${kind}-type`, event],
      [':content-type', 'application/json'],
      [':message-type', kind],
    ],
    encoder.encode(data),
  )
}

/** A frame whose headers are all texts, the only kind that Bedrock sends. */
export function encodeAwsFrame(headers: readonly (readonly [name: string, value: string])[], payload: Uint8Array): Uint8Array {
  const fields = headers.map(([name, value]) => encodeHeader(encoder.encode(name), encoder.encode(value)))
  const headersLength = fields.reduce((sum, field) => sum + field.length, 0)
  const frame = new Uint8Array(12 + headersLength + payload.length + 4)
  const view = new DataView(frame.buffer)
  view.setUint32(0, frame.length)
  view.setUint32(4, headersLength)
  view.setUint32(8, crc32(frame.subarray(0, 8)))
  let at = 12
  for (const part of [...fields, payload]) {
    frame.set(part, at)
    at += part.length
  }
  view.setUint32(at, crc32(frame.subarray(0, at)))
  return frame
}

/** Length of the name, the name, 7 for a text, its length, the text. */
function encodeHeader(name: Uint8Array, value: Uint8Array): Uint8Array {
  const field = new Uint8Array(4 + name.length + value.length)
  field[0] = name.length
  field.set(name, 1)
  field[1 + name.length] = 7
  new DataView(field.buffer).setUint16(2 + name.length, value.length)
  field.set(value, 4 + name.length)
  return field
}

/** CRC-32 of IEEE 802.3, bit by bit: the mock's frames are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
