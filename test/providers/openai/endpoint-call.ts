/** Calls of the endpoints beyond chat, targets made of catalogue rows, and forms read back by the platform's own parser. */
import { findProvider } from '../../../src/catalog/providers.js'
import { isFault, type Outcome } from '../../../src/protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../../src/protocol/http.js'
import type { Upload } from '../../../src/protocol/upload.js'
import type { Call, Endpoint, EndpointCodec, Endpoints, Target } from '../../../src/providers/adapter.js'
import { azure } from '../../../src/providers/azure.js'
import { openai } from '../../../src/providers/openai.js'
import { httpReply, seededRandom, type TargetInput, testNow, testTarget } from '../../support/codec.js'

export type CallOptions = Partial<Pick<Call<Endpoint>, 'stream' | 'dropParams' | 'headers'>>

export function callOf<E extends Endpoint>(endpoint: E, request: Partial<Endpoints[E]['request']>, options: CallOptions = {}): Call<E> {
  return {
    endpoint,
    request: { model: 'group', ...request } as Endpoints[E]['request'], // tests leave out what they are not about
    stream: false,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
    ...options,
  }
}

/** A target of the provider's own row and base URL. */
export function rowTarget(name: string, input: TargetInput = {}): Target {
  const row = findProvider(name)
  if (row === undefined) throw new Error(`no provider ${name}`)
  const { format, auth, keyVariables, quirks = {}, baseUrl = 'https://host.example/v1' } = row
  return testTarget({ baseUrl, ...input, provider: { name, format, auth, keyVariables, quirks } })
}

/** The codec as the runtime gets it: out of `later`. */
export async function codecOf<E extends Endpoint>(endpoint: E, target: Target): Promise<EndpointCodec<E>> {
  const adapter = target.provider.format === 'azure' ? azure : openai
  // the table pairs each endpoint with its own codec; indexing by a type parameter loses that
  const load = adapter.later?.[endpoint] as (() => Promise<EndpointCodec<E>>) | undefined
  if (load === undefined) throw new Error(`${adapter.format} has no ${endpoint}`)
  return load()
}

export type Sent = { readonly url: string; readonly body: unknown }

/** What is sent: JSON parsed, a form as its entries. */
export async function sentOf<E extends Endpoint>(call: Call<E>, target: Target): Promise<Sent | { readonly refused: unknown }> {
  const codec = await codecOf(call.endpoint, target)
  return shown(codec.toRequest(call, target))
}

export async function shown(outcome: Outcome<HttpRequest>): Promise<Sent | { readonly refused: unknown }> {
  if (isFault(outcome)) return { refused: [outcome.failure.kind, outcome.failure.code, outcome.failure.param] }
  const { url, body, headers } = outcome
  return { url, body: typeof body === 'string' ? JSON.parse(body) : await formEntries(body, headers['content-type'] ?? '') }
}

/** A file as it arrived. */
export type SeenFile = { readonly name: string; readonly type: string; readonly text: string }

export type Entry = readonly [string, string | SeenFile]

/** Entries of a form in order, read by the platform. */
export async function formEntries(body: Uint8Array | ArrayBuffer | undefined, contentType: string): Promise<readonly Entry[]> {
  const form = await new Response(new Uint8Array(body ?? []), { headers: { 'content-type': contentType } }).formData()
  return Promise.all(
    [...form].map(async ([name, value]) => {
      if (typeof value === 'string') return [name, value] as const
      return [name, { name: value.name, type: value.type, text: Buffer.from(await value.arrayBuffer()).toString('latin1') }] as const
    }),
  )
}

/** What comes back; of a failure its kind and code. */
export async function readOf<E extends Endpoint>(call: Call<E>, target: Target, reply: HttpReply | object | string): Promise<unknown> {
  const codec = await codecOf(call.endpoint, target)
  const isReply = typeof reply === 'object' && 'bytes' in reply && typeof reply.bytes === 'function'
  const outcome = codec.fromResponse(isReply ? (reply as HttpReply) : httpReply(reply), call, target) // told apart just before
  return isFault(outcome) ? [outcome.failure.kind, outcome.failure.code] : outcome
}

export const upload = (name: string, text: string, type = 'application/octet-stream'): Upload => ({
  name,
  type,
  bytes: Uint8Array.from(Buffer.from(text, 'latin1')),
})
