/** Parts of routing that not every Plan needs: tags, pre-call checks, limits, budgets, the response cache. */
import type { Plan } from '../plan/plan.js'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import type { Claim, StateStore } from '../protocol/state-store.js'
import type { Endpoint } from '../providers/adapter.js'
import type { Engine } from './engine.js'
import type { Hindrance } from './hindrance.js'
import type { GroupRuntime } from './routing-table.js'
import type { Run, Site } from './run.js'
import type { Environment } from './settings.js'
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
  /** What an attempt has to claim from the store before it starts; added to `into`. */
  readonly claims?: (site: Site, into: Claim[]) => void
  /** Learns from each answer of a provider: its status and headers. */
  readonly learn?: (engine: Engine, index: number, headers: { readonly [name: string]: string }, now: number) => void
  readonly caching?: (engine: Engine) => Caching
  /** Admits attempts by their claims; the features with claims bring the same one. */
  readonly admission?: () => Admitting
}

/** Takes and settles claims. Made once per client. */
export type Admitting = {
  /** Takes what the site needs. `false`: it was refused, the deployment is marked as hindered, and another is to be picked. */
  admit(site: Site): boolean | Promise<boolean>
  /** Gives back what {@link admit} took, exactly once for each site. */
  settle(site: Site): void
  /**
   * A promise to wait for where every deployment that fits is only busy; undefined where waiting is of no use or not
   * allowed. It resolves when the pick is worth another try, and rejects with nothing: aborts and deadlines resolve it too.
   */
  wait(run: Run): Promise<void> | undefined
}

/** Answers calls from kept answers. Made once per client by the response cache. */
export type Caching = {
  /** The answer of `run` from the cache, or what `ask` says, kept for the next call. */
  whole<E extends Endpoint>(run: Run<E>, ask: () => Promise<Answer<E>>): Promise<Answer<E>>
}

/** A feature as generated clients hand it over: a function that is called once per client. */
export type Feature = (host: FeatureHost) => FeatureRuntime
