/**
 * One call on its way: what it asks for and what has happened so far. Written only by the attempt loop. Here begin calls that
 * ask for nothing unusual; `create-run.ts`, imported with the first other one, begins every call.
 */
import type { ChainStep } from '../plan/plan.js'
import type { AbortSignalLike } from '../protocol/http.js'
import type { Reservation, Settlement } from '../protocol/state-store.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import type { Attempt, RequestOptions } from './client-types.js'
import { hasControls, noControls, type Prepared } from './controls.js'
import type { Engine } from './engine.js'
import type { MediaCache } from './fetch-media.js'
import type { RequestedChains } from './requested-chains.js'
import type { GroupRuntime, Resolved } from './routing-table.js'
import type { StreamView } from './streams/stream-kind.js'
import type { Needs } from './tokens/needs.js'

export type Run<E extends Endpoint = Endpoint> = {
  readonly engine: Engine
  /** Number of the call within its client. */
  readonly id: number
  readonly endpoint: E
  /** The request as the caller gave it, controls included. */
  readonly body: Endpoints[E]['request']
  /** Its model, where the body is not parsed before somebody reads it. */
  readonly asked?: string
  readonly options: RequestOptions | undefined
  readonly streaming: boolean
  readonly signal: AbortSignalLike | undefined
  readonly startedAt: number
  /** Absolute time after which nothing more is tried, milliseconds; Infinity is none. */
  readonly deadlineAt: number
  readonly attempts: Attempt[]
  /** Fallback targets tried, in order. */
  readonly fallbacks: string[]
  /** The call's own chain. */
  readonly requested: readonly ChainStep[] | undefined
  /** Chains by model that the call brings. */
  readonly chains: RequestedChains | undefined
  readonly visited: GroupRuntime[]
  /** Group being tried. */
  current: Resolved
  /** Request and controls of this group: a fallback step may bring parameters of its own. */
  prepared: Prepared<Endpoints[E]['request']>
  /** Deployments of this group tried so far. */
  tried: number[]
  retriesUsed: number
  /** Waited so far before retries, and for deployments to come back, milliseconds. */
  waitedMs: number
  restedMs: number
  /** A resting deployment is asked where no other can serve: nothing else is left to try. */
  insists: boolean
  /** What it needs of a deployment of this group; see `needsOf`. */
  needs: Needs | undefined
  /** Media that was fetched for this call. */
  media: MediaCache | undefined
  /** The observer was told that the call is over. */
  ended: boolean
}

/** What had come of a stream when it broke off. */
export type PartialAnswer = Pick<StreamView<never, object>, 'usage' | 'model' | 'finish'>

/** One attempt against one deployment. */
export type Site<E extends Endpoint = Endpoint> = {
  readonly run: Run<E>
  readonly index: number
  readonly resolved: Resolved
  readonly startedAt: number
  /** It tries a half-open deployment out; no other call does until it is over. */
  trial: boolean
  /** What was claimed for it; undefined where nothing had to be. */
  reservation: Reservation | undefined
  /** What it used, known once it has answered; undefined for an attempt that failed. */
  spent: Settlement | undefined
  /** The answer so far, of a stream that broke off. */
  partial?: PartialAnswer
}

/** What a call asks its client for. */
export type Asked<E extends Endpoint> = {
  readonly engine: Engine
  readonly endpoint: E
  readonly body: Endpoints[E]['request']
  readonly options: RequestOptions | undefined
  readonly streaming: boolean
}

/** A chat or embedding for a model of that mode, steered by nothing but a signal; undefined for every other call. */
export function plainRun<E extends Endpoint>(asked: Asked<E>): Run<E> | undefined {
  const { engine, endpoint, body, options } = asked
  if (typeof body?.model !== 'string' || options?.signal?.aborted || hasControls(body)) return undefined
  for (const name in options) if (name !== 'signal') return undefined
  const resolved = engine.table.resolve(body.model)
  const isUsual =
    resolved?.group.mode === (endpoint === 'chat' ? 'chat' : 'embedding') && (endpoint === 'chat' || endpoint === 'embeddings')
  return resolved !== undefined && isUsual ? newRun(asked, resolved, { request: body, controls: noControls }) : undefined
}

/** A call that nothing was tried for yet. */
export function newRun<E extends Endpoint>(asked: Asked<E>, resolved: Resolved, prepared: Prepared<Endpoints[E]['request']>): Run<E> {
  const { engine, endpoint, body, options, streaming } = asked
  const { fallbacks: requested, chains, deadlineMs = Number.POSITIVE_INFINITY } = prepared.controls
  const startedAt = engine.now()
  // Each member by name: a spread of `asked` takes the engine a hundred times as long.
  return {
    engine,
    endpoint,
    body,
    options,
    streaming,
    id: ++engine.state.calls,
    signal: options?.signal ?? undefined,
    startedAt,
    deadlineAt: startedAt + deadlineMs,
    attempts: [],
    fallbacks: [],
    requested,
    chains,
    visited: [resolved.group],
    current: resolved,
    prepared,
    tried: [],
    retriesUsed: 0,
    waitedMs: 0,
    restedMs: 0,
    insists: false,
    needs: undefined,
    media: undefined,
    ended: false,
  }
}
