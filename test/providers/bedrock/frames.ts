/** Frames of AWS's event stream as a server writes them, and Bedrock's fold over their bytes. */
import type { Plan } from '../../../src/plan/plan.js'
import type { ChatChunk } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import { TransportFault } from '../../../src/protocol/http.js'
import type { Call, Target } from '../../../src/providers/adapter.js'
import { createAwsEventDecoder } from '../../../src/providers/bedrock/event-stream.js'
import { bedrock } from '../../../src/providers/bedrock.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { fromTransport } from '../../../src/runtime/transport/transport-failure.js'
import { type Streamed, type TargetInput, testTarget } from '../../support/codec.js'

/** A target of the provider `bedrock` in us-east-1. */
export function bedrockTarget(model: string, more: TargetInput = {}): Target {
  return testTarget({
    model,
    baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
    ...more,
    provider: { name: 'bedrock', format: 'bedrock', auth: 'none', ...more.provider },
  })
}

/** One header as it travels. */
export type WireHeader = readonly [name: string, type: number, value: Uint8Array]

export const textHeader = (name: string, value: string): WireHeader => [name, 7, lengthFirst(new TextEncoder().encode(value))]

export function lengthFirst(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(2 + bytes.length)
  new DataView(out.buffer).setUint16(0, bytes.length)
  out.set(bytes, 2)
  return out
}

/** A frame with both checksums. */
export function encodeFrame(headers: readonly WireHeader[], payload: Uint8Array): Uint8Array {
  const head = headers.flatMap(([name, type, value]) => [name.length, ...new TextEncoder().encode(name), type, ...value])
  const frame = new Uint8Array(16 + head.length + payload.length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, frame.length)
  view.setUint32(4, head.length)
  view.setUint32(8, nodeCrypto.crc32(frame.subarray(0, 8)))
  frame.set(head, 12)
  frame.set(payload, 12 + head.length)
  view.setUint32(frame.length - 4, nodeCrypto.crc32(frame.subarray(0, frame.length - 4)))
  return frame
}

/** An event whose payload is JSON, or text as it is. */
export function eventFrame(type: string, payload: object | string): Uint8Array {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return encodeFrame(
    [textHeader(':event-type', type), textHeader(':content-type', 'application/json'), textHeader(':message-type', 'event')],
    new TextEncoder().encode(text),
  )
}

/** An exception in the middle of a stream. */
export function exceptionFrame(type: string, payload: object | string): Uint8Array {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return encodeFrame(
    [textHeader(':exception-type', type), textHeader(':content-type', 'application/json'), textHeader(':message-type', 'exception')],
    new TextEncoder().encode(text),
  )
}

export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}

/** Folds the bytes of a stream as the runtime does; damaged framing becomes the failure it is there. */
export function foldFrames(pieces: Iterable<Uint8Array>, target: Target, call: Call<'chat'>): Streamed {
  const codec = bedrock.endpoints.chat?.stream
  if (codec === undefined) throw new Error('bedrock does not stream')
  const decoder = createAwsEventDecoder(nodeCrypto.crc32)
  const state: unknown = codec.start(call, target)
  const chunks: ChatChunk[] = []
  try {
    for (const events of eventsOf(decoder, pieces)) {
      for (const event of events) {
        const step = codec.fromEvent(state, event)
        if (isFault(step)) return { chunks, failure: step.failure }
        chunks.push(...step)
        if (codec.isDone(state)) return { chunks }
      }
    }
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error
    const place = { provider: target.provider.name, model: target.model, deploymentId: target.deployment.id }
    return { chunks, failure: fromTransport(error, place) }
  }
  const last = codec.end(state)
  if (isFault(last)) return { chunks, failure: last.failure }
  return { chunks: [...chunks, ...last] }
}

function* eventsOf(decoder: ReturnType<typeof createAwsEventDecoder>, pieces: Iterable<Uint8Array>) {
  for (const piece of pieces) yield decoder.push(piece)
  yield decoder.end()
}

/** Type of the deployments that tests vary. */
export type TestDeployment = Partial<Plan['deployments'][number]>
