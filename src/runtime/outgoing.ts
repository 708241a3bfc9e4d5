/** Makes the HTTP request of one attempt: defaults merged, translated by the adapter, signed, with its timers. */
import { type Fault, isFault, type Outcome } from '../protocol/failure.js'
import type { HttpRequest, Timers } from '../protocol/http.js'
import type { Adapter, Call, Endpoint, EndpointCodec, Target } from '../providers/adapter.js'
import { type Controls, withDefaults } from './controls.js'
import { type DeploymentRuntime, fillTarget } from './deployment-runtime.js'
import { createFailure, nameOf, unusableRequest } from './failures.js'
import type { Run, Site } from './run.js'

/** One attempt, ready to be sent. */
export type Outgoing<E extends Endpoint> = {
  readonly adapter: Adapter
  readonly codec: EndpointCodec<E>
  readonly call: Call<E>
  readonly target: Target
  readonly http: HttpRequest | Promise<HttpRequest>
  readonly timers: Timers
}

/** Longest time to make a connection, milliseconds. */
const connectMs = 10_000
/** Longest silence within a stream where no `stream_timeout` is set, milliseconds. Hosts that think long send keep-alives. */
const idleMs = 600_000

/** The deployment of a site. A site exists only for one that is ready, or lacks nothing but a key and is mocked. */
export function readyOf(site: Site): DeploymentRuntime {
  const readiness = site.run.engine.deployments[site.index]
  const ready = readiness?.ready ?? readiness?.keyless
  if (ready === undefined) throw new Error('llmgen bug: an attempt was started on a deployment that is not ready')
  return ready
}

/** The request of this attempt, or why the deployment cannot take it. */
export function buildOutgoing<E extends Endpoint>(site: Site<E>): Outcome<Outgoing<E>> {
  const { run } = site
  const { engine } = run
  const ready = readyOf(site)
  const target = fillTarget(ready.target, site.resolved.match)
  const { adapter } = ready
  // The table's type pairs each endpoint with its own codec; indexing by a type parameter loses that.
  const codec = adapter.endpoints[run.endpoint] as EndpointCodec<E> | undefined
  if (codec === undefined) return notOffered(target, run.endpoint)
  if (run.streaming && codec.stream === undefined) return notOffered(target, `streamed ${run.endpoint}`)
  const call = createCall(run, ready)
  try {
    const http = codec.toRequest(call, target)
    if (isFault(http)) return http
    const signed = adapter.authorize(http, ready.credentials, target, engine.crypto, site.startedAt)
    return { adapter, codec, call, target, http: signed, timers: timersOf(run, ready) }
  } catch (error) {
    return { failure: unusableRequest(error, placeOf(target)) }
  }
}

/** How failures name a target. */
export function placeOf(target: Target): { readonly provider: string; readonly model: string; readonly deploymentId: string } {
  return { provider: target.provider.name, model: target.model, deploymentId: target.deployment.id }
}

/** The call as the adapter sees it. */
export function createCall<E extends Endpoint>(run: Run<E>, ready: DeploymentRuntime): Call<E> {
  const { engine } = run
  const { request, controls } = run.prepared
  return {
    endpoint: run.endpoint,
    request: withDefaults(request, ready.defaults),
    stream: run.streaming,
    dropParams: controls.dropParams ?? ready.dropParams ?? engine.limits.dropParams,
    modifyParams: engine.limits.modifyParams,
    headers: controls.headers,
    random: engine.random,
    now: engine.now,
  }
}

/** Total time of an attempt, milliseconds: the call's, else the deployment's, else the router's. */
export function totalTimeout(run: Run, ready: DeploymentRuntime): number {
  return run.prepared.controls.timeoutMs ?? ready.timeoutMs ?? run.engine.limits.timeoutMs
}

/**
 * Differs: LiteLLM hands `stream_timeout` to the HTTP client as one limit, which ends healthy long streams; here it
 * bounds the wait for the first byte and each silence after it, and `timeout` bounds the whole.
 */
function timersOf(run: Run, ready: DeploymentRuntime): Timers {
  const totalMs = totalTimeout(run, ready)
  if (!run.streaming) return { connectMs: Math.min(connectMs, totalMs), firstByteMs: undefined, idleMs: undefined, totalMs }
  const silenceMs = streamTimeout(run.prepared.controls, ready, run)
  return { connectMs: Math.min(connectMs, totalMs), firstByteMs: silenceMs, idleMs: silenceMs ?? idleMs, totalMs }
}

function streamTimeout(controls: Controls, ready: DeploymentRuntime, run: Run): number | undefined {
  return controls.streamTimeoutMs ?? ready.streamTimeoutMs ?? run.engine.limits.streamTimeoutMs
}

function notOffered(target: Target, what: string): Fault {
  const place = placeOf(target)
  return {
    failure: createFailure(place, {
      kind: 'bad-request',
      status: 400,
      code: 'endpoint_not_supported',
      type: 'invalid_request_error',
      message: `${nameOf(place)}: the format "${target.provider.format}" offers no ${what}. Use a model of another provider for it.`,
    }),
  }
}
