/** One call on its way: what it asks for and what has happened so far. Written only by the attempt loop. */
import type { ChainStep, Mode } from '../plan/plan.js'
import type { Failure, Outcome } from '../protocol/failure.js'
import type { AbortSignalLike } from '../protocol/http.js'
import type { Reservation, Settlement } from '../protocol/state-store.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import type { Attempt, RequestOptions } from './client-types.js'
import { type Prepared, readControls } from './controls.js'
import { takesMode, wrongMode } from './endpoint-terms.js'
import type { Engine } from './engine.js'
import { abortedBy, badRequest, unknownModel } from './failures.js'
import type { MediaCache } from './fetch-media.js'
import { misshapenFallbacks, type RequestedChains } from './requested-chains.js'
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

const fallbacksForm =
  'fallbacks of a call is a list of model names, or of maps with a model and its parameters, or lists by model: [{"a": ["b"]}]; context_window_fallbacks and content_policy_fallbacks are lists by model'

/** A new call, or the failure for a model or a fallback that stands for nothing here. */
export function createRun<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: RequestOptions | undefined,
  streaming: boolean,
): Outcome<Run<E>> {
  const { model } = typeof body === 'object' && body !== null ? body : {}
  const place = { provider: '', model: String(model) }
  if (typeof model !== 'string')
    return { failure: badRequest(place, 'model', 'model is missing: it must be one of the names of the config') }
  const resolved = engine.table.resolve(model)
  if (resolved === undefined) return { failure: unknownModel(model, engine.table.names) }
  const mode = modeOf(resolved)
  if (mode !== undefined && !takesMode(endpoint, mode)) return { failure: wrongMode(engine.plan, endpoint, model, mode) }
  const prepared = readControls(body, options)
  const misshapen = prepared.request === body ? undefined : misshapenFallbacks(body)
  if (misshapen !== undefined) return { failure: badRequest(place, misshapen, fallbacksForm) }
  const { fallbacks: requested, chains } = prepared.controls
  const steps =
    chains === undefined ? requested : [...(requested ?? []), ...Object.values(chains).flatMap((each) => [...each.values()].flat())]
  const lost = steps === undefined ? undefined : lostFallback(engine, endpoint, steps)
  if (lost !== undefined) return { failure: { ...lost, param: 'fallbacks' } }
  const signal = options?.signal ?? undefined
  if (signal?.aborted) return { failure: abortedBy(signal, place) }
  const startedAt = engine.now()
  return {
    engine,
    id: ++engine.state.calls,
    endpoint,
    body,
    options,
    streaming,
    signal,
    startedAt,
    deadlineAt: startedAt + (prepared.controls.deadlineMs ?? Number.POSITIVE_INFINITY),
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

/** The mode of a name; unknown for names that a wildcard catches, which stands for models of any mode. */
function modeOf({ group, match }: Resolved): Mode | undefined {
  return match === undefined ? group.mode : undefined
}

/** Why the call's own chain cannot be followed. */
function lostFallback(engine: Engine, endpoint: Endpoint, steps: readonly ChainStep[]): Failure | undefined {
  for (const { group } of steps) {
    const resolved = engine.table.resolve(group)
    if (resolved === undefined) return unknownModel(group, engine.table.names)
    const mode = modeOf(resolved)
    if (mode !== undefined && !takesMode(endpoint, mode)) return wrongMode(engine.plan, endpoint, group, mode)
  }
  return undefined
}

/** Moves a call to the next group of its chain, with that step's parameters over the caller's. */
export function enterStep(run: Run, step: ChainStep, resolved: Resolved): void {
  run.fallbacks.push(step.group)
  run.visited.push(resolved.group)
  run.current = resolved
  // The step's parameters are request parameters by the config's schema, or typed as such in the call.
  const body = step.params === undefined ? run.body : ({ ...run.body, ...step.params } as typeof run.body)
  run.prepared = readControls(body, run.options)
  run.tried = []
  run.retriesUsed = 0
  run.restedMs = 0
  run.insists = false
  run.needs = undefined
}

/** A target counts as visited when it was tried, or stands for nothing (which the compiler reports). */
export function isVisited(run: Run, name: string): boolean {
  const resolved = run.engine.table.resolve(name)
  if (resolved === undefined || name === run.body.model || run.fallbacks.includes(name)) return true
  return resolved.match === undefined && run.visited.includes(resolved.group)
}
