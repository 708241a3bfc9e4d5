/** Parts of routing that not every Plan needs: tags, pre-call checks, limits, budgets, the response cache. */
import type { Plan } from '../plan/plan.js'
import type { Fault, Outcome } from '../protocol/failure.js'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import type { Claim, Settlement, StateStore } from '../protocol/state-store.js'
import type { Endpoint } from '../providers/adapter.js'
import type { ResponseInfo } from './client-types.js'
import type { Engine } from './engine.js'
import type { Hindrance, Obstacle } from './hindrance.js'
import type { GroupRuntime } from './routing-table.js'
import type { Run, Site } from './run.js'
import type { Environment } from './settings.js'
import type { ChunkOf, Streamed } from './streams/chunk-source.js'
import type { AnswerStream } from './streams/stream-types.js'
import type { Answer } from './whole-attempt.js'

/** Why a deployment may not take a call now; undefined where it may. Synchronous, allocates nothing. */
export type Check = (run: Run, index: number, now: number) => Hindrance | undefined

/** What a feature reads when a client is created. */
export type FeatureHost = {
  readonly plan: Plan
  readonly env: Environment
  /** Shared state that the caller handed over; undefined is this process alone. */
  readonly store: StateStore | undefined
  /** Where answers are kept, if the caller handed something over. */
  readonly cache: ResponseCacheStore | undefined
}

/**
 * One part, for one client. Every member is optional, and one that is absent costs nothing.
 * `check` is asked once per group, when the client is created.
 */
export type FeatureRuntime = {
  /** The check of a group's deployments; undefined where this group has nothing to check. */
  readonly check?: (engine: Engine, group: GroupRuntime) => Check | undefined
  /**
   * `limited`: its checks have something to say only of a deployment whose `limitedUntil` is in the future, and are asked
   * for no other; picks stay as fast as without them while nothing is over a limit. Absent: they are asked on every pick.
   */
  readonly checksWhen?: 'limited'
  /** More about what this feature's check says of a deployment, for errors and explanations; undefined where it says nothing. */
  readonly obstacle?: (run: Run, index: number, now: number) => Obstacle | undefined
  /** What an attempt has to claim from the store before it starts; added to `into`. */
  readonly claims?: (site: Site, into: Claim[]) => void
  /** An attempt was admitted, and, once for each that was, what it used in the end. For counts that no store holds. */
  readonly admitted?: (site: Site) => void
  readonly settled?: (site: Site, spent: Settlement) => void
  /** Learns from each answer of a provider: its status and headers. */
  readonly learn?: (engine: Engine, index: number, headers: { readonly [name: string]: string }, now: number) => void
  readonly caching?: (engine: Engine) => Caching
  /** Admits attempts by their claims; the features with claims bring the same one. */
  readonly admission?: () => Admitting
}

/** Takes and settles claims. Made once per client. */
export type Admitting = {
  /**
   * Takes what the site needs. `false`: it was refused, the deployment is marked as hindered, and another is to be picked.
   * A failure, where the call ended while the store was asked; what was taken is given back.
   */
  admit(site: Site): boolean | Promise<Outcome<boolean>>
  /** Gives back what {@link admit} took, exactly once for each site. */
  settle(site: Site): void
  /**
   * A promise to wait for where every deployment that fits is only busy; undefined where waiting is of no use or not
   * allowed. It resolves when the pick is worth another try, or with what ended the call meanwhile; it never rejects.
   * A failure, where the call may not wait (any longer).
   */
  wait(run: Run): Promise<Fault | undefined> | Fault | undefined
}

/** Answers calls from kept answers. Made once per client by the response cache. */
export type Caching = {
  /** The answer of `run` from the cache, or what `ask` says, kept for the next call. The run that is asked for may be a copy. */
  whole<E extends Endpoint>(run: Run<E>, ask: (run: Run<E>) => Promise<Answer<E>>): Promise<Answer<E>>
  /** The stream of `run`: a kept answer in pieces, or the provider's own, kept when it ends. */
  stream<E extends Streamed>(run: Run<E>): Promise<CallerStream<E>>
}

/** A stream as callers get it, with the HTTP side of its answer. */
export type CallerStream<E extends Streamed> = AnswerStream<ChunkOf<E>> & { readonly response: ResponseInfo }

/** A feature as generated clients hand it over: a function that is called once per client. */
export type Feature = (host: FeatureHost) => FeatureRuntime
