/** How a request would go to the deployment of an attempt as bytes; found out once per deployment, endpoint and model. */
import { isFault } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Adapter, Call, EndpointCodec, Target } from '../../providers/adapter.js'
import { codecOf } from '../../runtime/codecs.js'
import type { DeploymentRuntime } from '../../runtime/deployment-runtime.js'
import type { Engine } from '../../runtime/engine.js'
import { fillTarget } from '../../runtime/fill-target.js'
import { adapterOf } from '../../runtime/loaded-adapters.js'
import { readyOf } from '../../runtime/outgoing.js'
import type { Site } from '../../runtime/run.js'
import { roleBits } from './looked-body.js'
import { findPassage, type Passage } from './passage.js'
import type { Relayed } from './samples.js'
import { TemplateMemory } from './template-memory.js'

/** A passage with what reads its answers. */
export type Way<E extends Relayed> = {
  readonly passage: Passage
  /** The upstream's name of the model, as JSON. */
  readonly model: string
  /** Roles that pass, by `roleBit`. */
  readonly roles: number
  readonly adapter: Adapter
  readonly codec: EndpointCodec<E>
  readonly target: Target
  /** With the key of the deployment. */
  readonly headers: HttpHeaders
  /** Media in messages are to be fetched for this host. */
  readonly fetchesMedia: boolean
  /** What its streams have in common. */
  readonly templates: TemplateMemory
}

/** Models that a wildcard is kept for; one more starts anew. */
const mostModels = 500
/** Formats that are OpenAI's on the wire. */
const formats: ReadonlySet<string> = new Set(['openai', 'azure'])

const streamed: { readonly [E in Relayed]: string } = {
  chat: 'chat streamed',
  completions: 'completions streamed',
  embeddings: 'embeddings streamed',
}

type Ways = Map<string, Way<Relayed> | 'none'>
const known = new WeakMap<DeploymentRuntime, Ways>()

/** The way, or undefined where requests are translated, mended, mocked or signed one by one. */
export function wayOf<E extends Relayed>(site: Site<E>): Way<E> | undefined {
  const ready = readyOf(site)
  const { match } = site.resolved
  const { endpoint, streaming } = site.run
  const kind = streaming ? streamed[endpoint] : endpoint
  const key = match === undefined ? kind : `${kind} ${match.name}`
  const ways = known.get(ready) ?? new Map<string, Way<Relayed> | 'none'>()
  const found = ways.get(key)
  // Under a key of this endpoint only ways of it are kept.
  if (found !== undefined) return found === 'none' ? undefined : (found as unknown as Way<E>)
  const made = findWay(site, ready)
  if (made === 'later') return undefined
  if (ways.size >= mostModels) ways.clear()
  known.set(ready, ways.set(key, made === undefined ? 'none' : (made as unknown as Way<Relayed>)))
  return made
}

function findWay<E extends Relayed>(site: Site<E>, ready: DeploymentRuntime): Way<E> | undefined | 'later' {
  const { engine, endpoint, streaming } = site.run
  if (ready.defaults !== undefined || ready.mergeReasoning || ready.mockTimeout || ready.mockResponse !== undefined) return undefined
  if (ready.signsIn !== false || ready.lacking !== undefined) return undefined
  const adapter = adapterOf(ready.adapter)
  // The usual path imports what is missing; the next call finds it.
  if (adapter instanceof Promise) return 'later'
  if (!formats.has(adapter.format)) return undefined
  const codec = codecOf(adapter, endpoint, streaming)
  if (codec instanceof Promise) return 'later'
  if (codec === undefined || codec.follow !== undefined) return undefined
  const target = fillTarget(ready.target, site.resolved.match)
  const passage = findPassage({ endpoint, adapter, codec, target, call: sampleCall(engine, endpoint, ready, target) })
  if (passage === undefined) return undefined
  const bare = { method: 'POST', url: passage.url, headers: passage.headers } as const
  const signed = adapter.authorize(bare, ready.credentials, target, engine.crypto, site.startedAt)
  if (signed instanceof Promise || isFault(signed) || signed.url !== passage.url) return undefined
  const fetchesMedia = adapter.cannotFetch?.('https://example.com/a.png', target) === true
  return {
    passage,
    model: JSON.stringify(passage.model),
    roles: roleBits(passage.roles),
    adapter,
    codec,
    target,
    headers: signed.headers,
    fetchesMedia,
    templates: new TemplateMemory(),
  }
}

function sampleCall<E extends Relayed>(engine: Engine, endpoint: E, ready: DeploymentRuntime, target: Target): Call<E> {
  return {
    endpoint,
    // replaced by each sample
    request: { model: target.model } as unknown as Call<E>['request'],
    stream: false,
    dropParams: ready.dropParams ?? engine.limits.dropParams,
    modifyParams: engine.limits.modifyParams,
    headers: {},
    random: engine.idRandom,
    now: engine.now,
  }
}
