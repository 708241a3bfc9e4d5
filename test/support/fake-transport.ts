/** A transport that answers from a script: no sockets, no time passes. */
import type { HttpHeaders, HttpReply, HttpRequest, HttpStream, Timers, Transport, TransportFaultReason } from '../../src/protocol/http.js'
import { TransportFault } from '../../src/protocol/http.js'

/** One answer. `fault` stands for no answer; within `pieces` it breaks the stream off. */
export type FakeAnswer = {
  readonly status?: number
  readonly headers?: HttpHeaders
  readonly json?: unknown
  readonly text?: string
  readonly fault?: TransportFaultReason
  /** Pieces of a body, one read each. */
  readonly pieces?: readonly (string | { readonly fault: TransportFaultReason })[]
}

export type FakeTransport = Transport & {
  readonly requests: readonly HttpRequest[]
  readonly timers: readonly Timers[]
  /** Streams that were cancelled before their end. */
  readonly cancelled: readonly string[]
  readonly closed: boolean
}

/** `answer` is asked for each request; it may wait, and may move a clock. */
export function fakeTransport(answer: (request: HttpRequest, nth: number) => FakeAnswer | Promise<FakeAnswer>): FakeTransport {
  const requests: HttpRequest[] = []
  const allTimers: Timers[] = []
  const cancelled: string[] = []
  let closed = false

  const ask = async (request: HttpRequest, timers: Timers): Promise<FakeAnswer> => {
    requests.push(request)
    allTimers.push(timers)
    const given = await answer(request, requests.length - 1)
    if (given.fault !== undefined) throw new TransportFault(given.fault, `fake ${given.fault}`)
    return given
  }

  return {
    requests,
    timers: allTimers,
    cancelled,
    get closed() {
      return closed
    },
    whole: async (request, timers) => toReply(await ask(request, timers)),
    stream: async (request, timers) => toStream(await ask(request, timers), () => cancelled.push(request.url)),
    close: async () => {
      closed = true
    },
  }
}

function textOf(answer: FakeAnswer): string {
  return answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
}

function toReply(answer: FakeAnswer): HttpReply {
  const text = textOf(answer)
  return { status: answer.status ?? 200, headers: answer.headers ?? {}, text: () => text, bytes: () => new TextEncoder().encode(text) }
}

function toStream(answer: FakeAnswer, onCancel: () => void): HttpStream {
  const pieces = [...(answer.pieces ?? [textOf(answer)])]
  let over = false
  const read = async (): Promise<Uint8Array | undefined> => {
    const piece = pieces.shift()
    if (piece === undefined || over) {
      over = true
      return undefined
    }
    if (typeof piece !== 'string') throw new TransportFault(piece.fault, `fake ${piece.fault}`)
    return new TextEncoder().encode(piece)
  }
  return {
    status: answer.status ?? 200,
    headers: answer.headers ?? {},
    read,
    rest: async () => {
      let text = ''
      for (let bytes = await read(); bytes !== undefined; bytes = await read()) text += new TextDecoder().decode(bytes)
      return toReply({ ...answer, text })
    },
    cancel: () => {
      if (!over) onCancel()
      over = true
    },
  }
}
