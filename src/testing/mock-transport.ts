/** Sends every origin to the mock, so that a client built for real providers can be run offline. */
import type { HttpRequest, Transport } from '../protocol/http.js'
import { hostHeader } from './mock-step.js'
import { createNodeTransport } from './node-transport.js'

/**
 * A transport for `createLlm({ transport })` that replaces the origin of each request by the mock's; path, body and
 * headers stay, and the host that was meant travels in `x-llmgen-host`. `inner` carries the requests; default is a
 * small one on `node:http`. Pass the runtime's own to test that one too.
 */
export function mockTransport(target: { readonly url: string } | string, inner: Transport = createNodeTransport()): Transport {
  const base = new URL(typeof target === 'string' ? target : target.url)
  const redirect = (request: HttpRequest): HttpRequest => {
    const meant = new URL(request.url)
    return {
      ...request,
      url: `${base.origin}${meant.pathname}${meant.search}`,
      headers: { ...request.headers, [hostHeader]: meant.host },
    }
  }
  return {
    whole: (request, timers, signal) => inner.whole(redirect(request), timers, signal),
    stream: (request, timers, signal) => inner.stream(redirect(request), timers, signal),
    close: () => inner.close(),
  }
}
