/** Makes the HTTP request of one attempt: defaults merged, translated by the adapter, signed, with its timers. */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpRequest, Timers } from '../protocol/http.js'
import type { Adapter, Call, Endpoint, EndpointCodec, Endpoints, Target } from '../providers/adapter.js'
import { codecOf } from './codecs.js'
import { type Controls, withDefaults } from './controls.js'
import type { DeploymentRuntime } from './deployment-runtime.js'
import { fillTarget } from './fill-target.js'
import { adapterOf, loadedAdapter } from './loaded-adapters.js'
import type { Run, Site } from './run.js'
import { type SignedIn, signedIn, withToldSettings } from './sign-in/sign-in.js'

/** One attempt, ready to be sent. */
export type Outgoing<E extends Endpoint> = {
  readonly adapter: Adapter
  readonly codec: EndpointCodec<E>
  readonly call: Call<E>
  readonly target: Target
  /** The request without credentials; of the first part where there are parts. */
  readonly bare: HttpRequest
  readonly http: HttpRequest | Promise<HttpRequest>
  /** Set where the host takes less at a time than the call asks for. */
  readonly parts: readonly Endpoints[E]['request'][] | undefined
  readonly timers: Timers
  /** See `SignedIn.renew`. */
  readonly renew: (() => boolean) | undefined
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

/** The call or the deployment asks for an answer without a provider; see `mock-response.ts`. */
export function wantsMock(site: Site): boolean {
  const { controls } = site.run.prepared
  const ready = readyOf(site)
  return controls.mockTimeout || ready.mockTimeout || (controls.mockResponse ?? ready.mockResponse) !== undefined
}

/** The request of this attempt, or why the deployment cannot take it; later where it has to sign in or a codec is imported first. */
export function buildOutgoing<E extends Endpoint>(site: Site<E>): Outcome<Outgoing<E>> | Promise<Outcome<Outgoing<E>>> {
  const ready = readyOf(site)
  const adapter = adapterOf(ready.adapter)
  const { endpoint, streaming } = site.run
  const codec =
    adapter instanceof Promise ? adapter.then((loaded) => codecOf(loaded, endpoint, streaming)) : codecOf(adapter, endpoint, streaming)
  if (!(codec instanceof Promise)) return buildWith(site, ready, codec)
  return codec.then(
    (found) => buildWith(site, ready, found),
    async (error: unknown) => (await import('./unusable-call.js')).notLoaded(error, ready.target, site.run.endpoint),
  )
}

function buildWith<E extends Endpoint>(
  site: Site<E>,
  ready: DeploymentRuntime,
  codec: EndpointCodec<E> | undefined,
): Outcome<Outgoing<E>> | Promise<Outcome<Outgoing<E>>> {
  const { endpoint, streaming } = site.run
  if (codec === undefined || (streaming && codec.stream === undefined))
    return import('./unusable-call.js').then(({ notOffered }) => notOffered(ready.target, endpoint, codec !== undefined))
  const signed = enter(site, ready)
  if (!(signed instanceof Promise)) return buildSigned(site, ready, codec, signed)
  return signed.then((outcome) => (isFault(outcome) ? outcome : buildSigned(site, ready, codec, outcome)))
}

/** What the deployment is called with now: its credentials, or its token. */
export function enter(site: Site, ready: DeploymentRuntime): SignedIn | Promise<Outcome<SignedIn>> {
  const { engine, signal } = site.run
  const signed = signedIn(engine.signIns, ready, totalTimeout(site.run, ready))
  if (!(signed instanceof Promise) || signal === undefined) return signed
  return import('./sign-in/late-entry.js').then(({ untilAbort }) => untilAbort(signed, signal, placeOf(ready.target)))
}

function buildSigned<E extends Endpoint>(
  site: Site<E>,
  ready: DeploymentRuntime,
  codec: EndpointCodec<E>,
  signed: SignedIn,
): Outcome<Outgoing<E>> | Promise<Outcome<Outgoing<E>>> {
  const target = withToldSettings(fillTarget(ready.target, site.resolved.match), signed)
  const call = createCall(site.run, ready)
  const { cannotFetch } = loadedAdapter(ready.adapter)
  if (cannotFetch === undefined || !hasParts(call.request)) return buildCall(site, ready, codec, signed, target, call)
  return fetched(site.run, call, target, (url) => cannotFetch(url, target)).then((outcome) =>
    isFault(outcome) ? outcome : buildCall(site, ready, codec, signed, target, outcome),
  )
}

/** A conversation with more than text in it: only then it may hold media. */
function hasParts(request: object): boolean {
  const items = 'messages' in request ? request.messages : 'input' in request ? request.input : undefined
  return Array.isArray(items) && items.some((item) => Array.isArray(item?.content) || Array.isArray(item?.output))
}

/** The call with the media that its host does not fetch. */
async function fetched<E extends Endpoint>(
  run: Run<E>,
  call: Call<E>,
  target: Target,
  isWanted: (url: string) => boolean,
): Promise<Outcome<Call<E>>> {
  const { findMedia } = await import('./media-urls.js')
  const media = findMedia(call.request, isWanted)
  if (media.length === 0) return call
  const { withMedia } = await import('./fetch-media.js')
  const request = await withMedia(run, call.request, media, placeOf(target))
  return isFault(request) ? request : { ...call, request }
}

function buildCall<E extends Endpoint>(
  site: Site<E>,
  ready: DeploymentRuntime,
  codec: EndpointCodec<E>,
  signed: SignedIn,
  target: Target,
  call: Call<E>,
): Outcome<Outgoing<E>> | Promise<Outcome<Outgoing<E>>> {
  const { run } = site
  const { engine } = run
  const adapter = loadedAdapter(ready.adapter)
  try {
    const parts = codec.split?.(call, target)
    const bare = codec.toRequest(parts?.[0] === undefined ? call : { ...call, request: parts[0] }, target)
    if (isFault(bare)) return bare
    const http = adapter.authorize(bare, signed.credentials, target, engine.crypto, site.startedAt)
    // An attempt of several requests imports its code first: a signature that fails meanwhile is heard of when it is awaited.
    if (http instanceof Promise && (codec.follow !== undefined || parts !== undefined)) http.catch(() => undefined)
    return { adapter, codec, call, target, bare, http, parts, timers: timersOf(run, ready), renew: signed.renew }
  } catch (error) {
    return import('./unusable-call.js').then(({ unusable }) => unusable(error, target))
  }
}

/** True where the first answer may not be the last. */
export function isFollowed<E extends Endpoint>({ codec, call }: Outgoing<E>): boolean {
  return codec.follow !== undefined && codec.follows?.(call) !== false
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
    random: engine.idRandom,
    now: engine.now,
  }
}

/** Total time of an attempt, milliseconds: the call's, else the deployment's, else the router's; at most what the call has left. */
export function totalTimeout(run: Run, ready: DeploymentRuntime): number {
  const ms = run.prepared.controls.timeoutMs ?? ready.timeoutMs ?? run.engine.limits.timeoutMs
  return run.deadlineAt === Number.POSITIVE_INFINITY ? ms : Math.max(1, Math.min(ms, run.deadlineAt - run.engine.now()))
}

/**
 * Differs: LiteLLM hands `stream_timeout` to the HTTP client as one limit, which ends healthy long streams; here it
 * bounds the wait for the first byte and each silence after it, and `timeout` bounds the whole.
 */
export function timersOf(run: Run, ready: DeploymentRuntime): Timers {
  const totalMs = totalTimeout(run, ready)
  if (!run.streaming) return { connectMs: Math.min(connectMs, totalMs), firstByteMs: undefined, idleMs: undefined, totalMs }
  const silenceMs = streamTimeout(run.prepared.controls, ready, run)
  return { connectMs: Math.min(connectMs, totalMs), firstByteMs: silenceMs, idleMs: silenceMs ?? idleMs, totalMs }
}

function streamTimeout(controls: Controls, ready: DeploymentRuntime, run: Run): number | undefined {
  return controls.streamTimeoutMs ?? ready.streamTimeoutMs ?? run.engine.limits.streamTimeoutMs
}
