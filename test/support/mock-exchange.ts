/** The mock provider without a socket: a transport that plays its planned answers, and lets a test spoil their bytes. */
import { type HttpReply, type HttpRequest, type HttpStream, type Transport, TransportFault } from '../../src/protocol/http.js'
import type { MockRequest } from '../../src/testing/mock-script.js'
import type { MockStep } from '../../src/testing/mock-step.js'
import { badRequest, type MockResponse, planResponse, unknownPath } from '../../src/testing/plan-response.js'
import { readRequestBody } from '../../src/testing/request-body.js'
import { routeOf } from '../../src/testing/routes.js'

/** Answers and what was asked; both may be changed between two calls. */
export type MockExchange = {
  readonly transport: Transport
  readonly requests: MockRequest[]
  /** How to answer; the serial counts requests from 0. */
  answer: (request: MockRequest, serial: number) => MockStep
  /** The pieces of an answer as they travel. */
  spoil: (pieces: readonly Uint8Array[], request: MockRequest) => readonly Uint8Array[]
}

export function mockExchange(): MockExchange {
  const exchange: MockExchange = {
    requests: [],
    answer: () => ({}),
    spoil: (pieces) => pieces,
    transport: {
      whole: async (request) => (await open(exchange, request)).rest(),
      stream: (request) => open(exchange, request),
      close: () => Promise.resolve(),
    },
  }
  return exchange
}

async function open(exchange: MockExchange, http: HttpRequest): Promise<HttpStream> {
  const { host, pathname, search } = new URL(http.url)
  const path = pathname + search
  const route = routeOf(path)
  const sent = typeof http.body === 'string' ? new TextEncoder().encode(http.body) : (http.body ?? new Uint8Array())
  const body = await readRequestBody(sent, http.headers['content-type'] ?? '')
  const members: Partial<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  const request: MockRequest = {
    method: http.method,
    path,
    host,
    headers: http.headers,
    format: route?.format.name ?? 'openai',
    endpoint: route?.endpoint ?? 'chat',
    model: route?.model ?? String(members.model ?? ''),
    stream: route?.stream ?? members.stream === true,
    body,
  }
  const serial = exchange.requests.push(request) - 1
  const response =
    route === undefined
      ? unknownPath(http.method, path)
      : body === undefined && http.method === 'POST'
        ? badRequest(route.format, { problem: 'the body is not JSON', status: 400 })
        : planResponse(request, route, exchange.answer(request, serial), { serial, created: 1_748_736_000 })
  return play(response, exchange.spoil(bytesOf(response), request))
}

function bytesOf({ pieces }: MockResponse): readonly Uint8Array[] {
  return pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece))
}

function play({ status, headers, end }: MockResponse, pieces: readonly Uint8Array[]): HttpStream {
  const left = [...pieces]
  const read = async () => {
    const piece = left.shift()
    if (piece === undefined && end !== 'whole') throw new TransportFault('truncated', 'the answer broke off')
    return piece
  }
  const rest = async (): Promise<HttpReply> => {
    const all: Uint8Array[] = []
    for (let piece = await read(); piece !== undefined; piece = await read()) all.push(piece)
    const bytes = Buffer.concat(all)
    return { status, headers, text: () => bytes.toString('utf8'), bytes: () => bytes }
  }
  return { status, headers, read, rest, cancel: () => void left.splice(0) }
}
