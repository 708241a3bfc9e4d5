/** What an adapter sends, read back, for the hosts whose rows carry the quirks. */
import { findProvider } from '../../src/catalog/providers.js'
import type { Provider } from '../../src/plan/plan.js'
import type { ChatRequest } from '../../src/protocol/chat.js'
import type { EmbeddingRequest } from '../../src/protocol/embeddings.js'
import { type Failure, isFault, type Outcome } from '../../src/protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../src/protocol/http.js'
import type { Adapter, Call, Target, TokenPorts } from '../../src/providers/adapter.js'
import { chatCall, embeddingCall, type TargetInput, testNow, testTarget } from './codec.js'

/** A request with its body parsed. */
export type Sent = { readonly url: string; readonly headers: HttpRequest['headers']; readonly body: { readonly [key: string]: unknown } }

/** The row of the catalogue as a Plan holds it. */
export function rowOf(name: string): Provider {
  const row = findProvider(name)
  if (row === undefined) throw new Error(`no row ${name}`)
  const { format, auth, keyVariables, quirks, settings, secrets } = row
  return { name, format, auth, keyVariables, quirks: quirks ?? {}, ...(settings && { settings }), ...(secrets && { secrets }) }
}

/** A target of a provider of the catalogue. */
export function rowTarget(name: string, input: Omit<TargetInput, 'provider'> = {}): Target {
  return testTarget({ ...input, provider: rowOf(name) })
}

/** The value, or an error with the failure's message. */
export function madeOf<T>(outcome: Outcome<T> | undefined): T {
  if (outcome === undefined) throw new Error('no codec')
  if (isFault(outcome)) throw new Error(`${outcome.failure.kind}: ${outcome.failure.message}`)
  return outcome
}

/** The failure of an outcome that must be one. */
export function failureOf(outcome: Outcome<unknown> | undefined): Failure {
  if (outcome === undefined || !isFault(outcome)) throw new Error('no failure')
  return outcome.failure
}

/** What goes out for a chat call. */
export function chatSent(adapter: Adapter, target: Target, request: Partial<ChatRequest> = {}, options: Partial<Call<'chat'>> = {}): Sent {
  const { request: _request, ...rest } = options
  return read(madeOf(adapter.endpoints.chat?.toRequest(chatCall(request, rest), target)))
}

/** What goes out for an embeddings call. */
export function embeddingSent(adapter: Adapter, target: Target, request: Partial<EmbeddingRequest> = {}): Sent {
  return read(madeOf(adapter.endpoints.embeddings?.toRequest(embeddingCall(request), target)))
}

function read({ url, headers, body }: HttpRequest): Sent {
  return { url, headers, body: JSON.parse(String(body)) }
}

/** Ports whose answers are given in order; `sent` collects the requests. */
export function tokenPorts(
  answers: readonly HttpReply[],
  more: { readonly env?: { readonly [name: string]: string }; readonly files?: { readonly [path: string]: string } } = {},
): TokenPorts & { readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = []
  const left = [...answers]
  return {
    sent,
    now: testNow,
    crypto: {
      sha256: () => new Uint8Array(32),
      hmacSha256: () => new Uint8Array(32),
      signRs256: () => new Uint8Array(256),
      crc32: () => 0,
      randomId: (bytes) => '0123456789abcdef'.repeat(4).slice(0, bytes * 2),
    },
    env: (name) => more.env?.[name],
    async readFile(path) {
      const text = more.files?.[path]
      if (text === undefined) throw new Error(`no file ${path}`)
      return text
    },
    async send(request) {
      sent.push(request)
      const answer = left.shift()
      if (answer === undefined) throw new Error(`nobody answers ${request.url}`)
      return answer
    },
    importPeer: async () => undefined,
  }
}
