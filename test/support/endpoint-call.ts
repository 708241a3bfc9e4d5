/** Calls of the endpoints beyond chat, and what comes of them, as far as codecs go. */
import { isFault, type Outcome } from '../../src/protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest } from '../../src/protocol/http.js'
import type { Upload } from '../../src/protocol/upload.js'
import type { Call, Endpoint, EndpointCodec, Target } from '../../src/providers/adapter.js'
import { seededRandom, testNow } from './codec.js'

/** A call as the runtime hands it over; members that no type knows pass, as they do for callers without a type checker. */
export function callOf<E extends Endpoint>(
  endpoint: E,
  request: object,
  options: Partial<Omit<Call<E>, 'endpoint' | 'request'>> = {},
): Call<E> {
  return {
    endpoint,
    request: { model: 'group', ...request } as Call<E>['request'], // what a caller without a type checker would hand over
    stream: false,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
    ...options,
  }
}

/** A file with these bytes. */
export function fileOf(name = 'talk.mp3', bytes: readonly number[] = [1, 2, 3], type = 'application/octet-stream'): Upload {
  return { name, type, bytes: Uint8Array.from(bytes) }
}

/** Method, URL and body of what is sent, JSON parsed; or what was refused and why. */
export function sentBy<E extends Endpoint>(codec: EndpointCodec<E>, call: Call<E>, target: Target) {
  return shown(codec.toRequest(call, target))
}

/** A request or a refusal, in short. */
export function shown(http: Outcome<HttpRequest>) {
  if (isFault(http)) return { refused: http.failure.param, kind: http.failure.kind }
  const { method, url, body } = http
  return { method, url, body: typeof body === 'string' ? (JSON.parse(body) as unknown) : body }
}

/** The parts of a form, by name; files as their name, type and bytes. */
export function formOf(http: Outcome<HttpRequest>): { readonly [name: string]: string } {
  if (isFault(http) || http.body === undefined || typeof http.body === 'string') throw new Error('no form')
  const boundary = /boundary=(.+)$/.exec(http.headers['content-type'] ?? '')?.[1]
  const text = Buffer.from(http.body).toString('latin1')
  const parts = text.split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n')
      const value = rest.join('\r\n\r\n').replace(/\r\n$/, '')
      const file = /filename="([^"]*)"\r\ncontent-type: (.+)/.exec(head)
      return [
        / name="([^"]*)"/.exec(head)?.[1] ?? '',
        file === null ? value : `${file[1]} ${file[2]} ${Buffer.from(value, 'latin1').toString('hex')}`,
      ]
    }),
  )
}

/** The reply, or the kind and code of the failure. */
export function readBy<E extends Endpoint>(codec: EndpointCodec<E>, reply: HttpReply, call: Call<E>, target: Target) {
  const outcome = codec.fromResponse(reply, call, target)
  return isFault(outcome) ? { kind: outcome.failure.kind, code: outcome.failure.code } : outcome
}

/** An answer of bytes. */
export function bytesReply(bytes: readonly number[], type: string, headers: HttpHeaders = {}): HttpReply {
  const body = Uint8Array.from(bytes)
  return { status: 200, headers: { 'content-type': type, ...headers }, text: () => new TextDecoder().decode(body), bytes: () => body }
}
