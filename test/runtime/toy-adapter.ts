/** An adapter whose requests and answers are plain JSON, for what the runtime does around any codec. */
import type { HttpReply, HttpRequest } from '../../src/protocol/http.js'
import type { Adapter, Endpoint, EndpointCodec } from '../../src/providers/adapter.js'
import { openai } from '../../src/providers/openai.js'

/** Sends `{ at }` and reads the answer as it is. */
export function toyCodec<E extends Endpoint>(more: Partial<EndpointCodec<E>> = {}): EndpointCodec<E> {
  return {
    toRequest: (call, target) => post(`${target.baseUrl}/${call.endpoint}`, call.request),
    fromResponse: (reply) => bodyOf(reply) as never,
    ...more,
  }
}

export const post = (url: string, body: object): HttpRequest => ({ method: 'POST', url, headers: {}, body: JSON.stringify(body) })

/** The parsed body of an answer. */
export function bodyOf(reply: HttpReply): Record<string, unknown> {
  const body: Record<string, unknown> = JSON.parse(reply.text())
  return body
}

/** An adapter under the name `openai`, so that the harness's deployments use it. Its signature is a counter. */
export function toyAdapter(parts: Partial<Adapter>): { readonly openai: Adapter } {
  return {
    openai: {
      ...openai,
      endpoints: {},
      later: {},
      authorize: (request) => ({ ...request, headers: { ...request.headers, signed: 'yes' } }),
      ...parts,
    },
  }
}
