/** What the primary and its workers tell each other. */
import type { MappedModel } from '../../catalog/litellm-map.js'
import type { Plan } from '../../plan/plan.js'
import type { Admission, BudgetState, Claim, Settlement } from '../../protocol/state-store.js'
import type { ReloadState } from '../route.js'
import type { Origin } from '../stored-models.js'

/** A config as it was compiled once, for all. Stays within the processes of one gateway: it carries the secrets. */
export type SentConfig = {
  readonly plan: Plan
  readonly secrets: readonly (readonly [slot: number, value: string])[]
  /** What it was compiled from, for workers that join stored models to it. */
  readonly origin?: Omit<Origin, 'prices'> & { readonly prices?: readonly (readonly [name: string, model: MappedModel])[] }
}

/** About counters. `id` numbers what one worker reserves and asks. */
export type CounterQuestion =
  | { readonly is: 'reserve'; readonly id: number; readonly claims: readonly Claim[]; readonly now: number }
  /** The worker has decided by itself: this counts, whatever the limits are. */
  | { readonly is: 'took'; readonly id: number; readonly claims: readonly Claim[]; readonly now: number }
  | { readonly is: 'settle'; readonly id: number; readonly settlement: Settlement; readonly now: number }
  | { readonly is: 'budgets'; readonly id: number; readonly keys: readonly string[]; readonly now: number }
  | { readonly is: 'rest'; readonly deploymentId: string; readonly untilMs: number }

export type CounterAnswer =
  /** The claims are not sent back. `endsIn` has what is left of the period of each budget among them, milliseconds; 0 for others. */
  | { readonly is: 'admission'; readonly id: number; readonly admission: Admission; readonly endsIn: readonly number[] }
  | { readonly is: 'budgets'; readonly id: number; readonly states: readonly BudgetState[] }
  | { readonly is: 'rest'; readonly deploymentId: string; readonly untilMs: number }

/** What is told about a worker that listens: enough to say at start what is missing. */
export type Listening = {
  readonly url: string
  readonly masterKey: 'own' | 'sample' | 'none'
  /** Deployments that cannot be called, one sentence each. */
  readonly missing: readonly string[]
  /** Where limits, budgets and rests are counted; `memory` is that of the primary. */
  readonly countsOn: 'memory' | 'redis'
}

/** What one worker has to say to the others. */
export type Shared = { readonly topic: string; readonly key: string; readonly text: string }

export type FromWorker =
  /** It is there and wants a config. */
  | { readonly is: 'hello' }
  | ({ readonly is: 'listening' } & Listening)
  /** It cannot start, and no other of its kind can. */
  | { readonly is: 'unable'; readonly exitCode: number; readonly message: string }
  | { readonly is: 'prepared'; readonly id: number; readonly refused?: string }
  | { readonly is: 'reload'; readonly id: number }
  | { readonly is: 'gather'; readonly id: number; readonly topic: string }
  | { readonly is: 'collected'; readonly id: number; readonly text?: string }
  | ({ readonly is: 'share' } & Shared)
  /** Something broke in it: it takes no more, and another should take its place. */
  | { readonly is: 'leaving' }
  | { readonly is: 'counters'; readonly question: CounterQuestion }

export type ToWorker =
  | { readonly is: 'begin'; readonly config: SentConfig; readonly reload: ReloadState }
  | { readonly is: 'prepare'; readonly id: number; readonly config: SentConfig }
  /** Serve, or forget, what was prepared. */
  | { readonly is: 'serve' | 'drop'; readonly id: number }
  /** What became of the config on disk, for readiness. */
  | { readonly is: 'noted'; readonly reload: ReloadState }
  | { readonly is: 'reloaded'; readonly id: number; readonly reload: ReloadState }
  | { readonly is: 'collect'; readonly id: number; readonly topic: string }
  | { readonly is: 'gathered'; readonly id: number; readonly texts: readonly string[] }
  | ({ readonly is: 'shared' } & Shared)
  /** What has to be done by one of them is its to do from now on. */
  | { readonly is: 'duty' }
  | { readonly is: 'stop' }
  | { readonly is: 'counters'; readonly answer: CounterAnswer }
