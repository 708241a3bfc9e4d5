/** Headers by which an answer tells where it came from: LiteLLM's names, on whole answers, streams and errors. */
import type { Meta } from '../runtime/client-types.js'
import type { Problem } from './errors.js'
import type { GatewayCall } from './route.js'
import { version } from './version.js'

type Headers = { readonly [name: string]: string }

/** Headers of an answer. `streaming`: its cost is not known when they are sent. */
export function callHeaders(call: GatewayCall, meta: Meta, streaming: 'streaming' | 'whole'): Headers {
  const headers: { [name: string]: string } = { ...providerHeaders(meta.headers), ...commonHeaders(call) }
  const deployment = call.serving.plan.deployments.find(({ id }) => id === meta.deploymentId)
  const target = deployment === undefined ? undefined : call.serving.engine.deployments[deployment.index]?.ready?.target
  set(headers, 'x-litellm-model-id', meta.deploymentId)
  set(headers, 'x-litellm-model-group', meta.group)
  set(headers, 'x-litellm-model-api-base', target?.baseUrl.split('?')[0])
  set(headers, 'x-litellm-model-region', typeof deployment?.region === 'string' ? deployment.region : undefined)
  set(headers, 'x-litellm-cache-key', meta.cacheKey)
  if (streaming === 'whole' && meta.cost !== undefined) {
    set(headers, 'x-litellm-response-cost', decimal(meta.cost))
    set(headers, 'x-litellm-response-cost-original', decimal(meta.cost))
  }
  set(headers, 'x-litellm-attempted-retries', String(Math.max(0, meta.attempts.length - 1 - meta.fallbacks.length)))
  set(headers, 'x-litellm-attempted-fallbacks', String(meta.fallbacks.length))
  const total = Math.max(0, call.serving.engine.now() - call.startedAt)
  const upstream = meta.attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)
  set(headers, 'x-litellm-response-duration-ms', milliseconds(total))
  if (streaming === 'whole') set(headers, 'x-litellm-overhead-duration-ms', milliseconds(Math.max(0, total - upstream)))
  return headers
}

/** Headers of an error. */
export function problemHeaders(call: Pick<GatewayCall, 'request' | 'callId'>, problem: Problem): Headers {
  const headers: { [name: string]: string } = { ...providerHeaders(problem.providerHeaders), ...commonHeaders(call) }
  if (problem.retryAfterMs !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000)))
  if (problem.attempts !== undefined) headers['x-litellm-attempted-retries'] = String(Math.max(0, problem.attempts - 1))
  return headers
}

/** What every answer has: the id of the call and our version. The caller's own id comes back to it, if it is one. */
function commonHeaders({ request, callId }: Pick<GatewayCall, 'request' | 'callId'>): Headers {
  return { 'x-litellm-call-id': callerCallId(request.headers['x-litellm-call-id']) ?? callId, 'x-litellm-version': version }
}

/** The id that the caller gave its call: at most 128 visible characters. */
export function callerCallId(given: string | readonly string[] | undefined): string | undefined {
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : undefined
}

/** Of one hop, of a body that we write anew, or not for the eyes of our clients. */
const keptBack: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The provider's headers under `llm_provider-`, and its rate limits under OpenAI's names. What no header may hold is left out. */
function providerHeaders(given: Headers): Headers {
  const headers: { [name: string]: string } = {}
  for (const [name, value] of Object.entries(given)) {
    if (keptBack.has(name) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) continue
    set(headers, `llm_provider-${name}`, value)
    if (name.startsWith('x-ratelimit-')) set(headers, name, value)
  }
  return headers
}

/** Adds a header that has a value and can be sent: ASCII without control characters, since Node may write others in two encodings. */
function set(headers: { [name: string]: string }, name: string, value: string | undefined): void {
  if (value === undefined || value === '') return
  const safe = value.replace(/[^\t\x20-\x7e]/g, '?')
  headers[name] = safe.slice(0, 4_096)
}

/** Without an exponent, whatever the size. */
function decimal(usd: number): string {
  return usd.toFixed(12).replace(/\.?0+$/, '')
}

function milliseconds(ms: number): string {
  return String(Math.round(ms * 1_000) / 1_000)
}
