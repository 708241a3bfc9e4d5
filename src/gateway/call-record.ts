/** What became of one request: noted by its route as it goes, told once, before the last byte goes out, to whoever counts, logs or bills. */
import type { Meta } from '../runtime/client-types.js'
import type { PricedUsage } from '../runtime/cost.js'
import type { Identity } from './identity.js'
import type { Passage } from './limits/passage.js'
import type { CallType } from './route.js'
import type { BodyKeeper } from './spend/body-keeper.js'
import type { SpendBodies, SpendWindow } from './store/spend-row.js'
import type { JsonObject } from './store/tables.js'

/** How a request ended: answered, refused with an error, broken off after its head had gone out, or given up by the caller. */
export type CallEnd = 'answered' | 'refused' | 'broken' | 'left'

/** What a route notes of its request, whenever it learns it. */
export type CallFacts = {
  /** The model's name as the caller asked for it. */
  model?: string
  streamed?: boolean
  /** What the engine tells of the answer. */
  meta?: Meta
  /** Tokens as the provider counted them; undefined where it did not tell. */
  usage?: PricedUsage | undefined
  /** Id of the answer as the client sees it, such as `chatcmpl-…`. */
  answerId?: string
  /** The caller's customer: `user` of the body and its relatives. */
  endUser?: string
  tags?: readonly string[]
  /** Retries of a group and models after the first, as the request wants them. */
  maxRetries?: number
  maxFallbacks?: number
  /** What a pass-through or a task cost that is not a call of the engine, nano-dollars. */
  costNanoUsd?: number | undefined
  /** Nobody counted: that cost is estimated, from what came of an answer that broke off. */
  isEstimated?: true
  /** Sums beside those of its owners into which its cost counts. */
  spendWindows?: readonly SpendWindow[]
  /** What the caller, its key and its team want to stand in the row. */
  logged?: JsonObject
  /** What was asked and answered, where that is kept. */
  bodies?: SpendBodies
  /** Why it was refused or broke off. */
  problem?: { readonly status: number; readonly type: string; readonly message: string }
}

/** One request as it ended. Times are milliseconds of the engine's clock. */
export type CallRecord = Readonly<CallFacts> & {
  /** Made here, unique. */
  readonly callId: string
  /** The caller's own `x-litellm-call-id`, if it sent one. */
  readonly callerCallId: string | undefined
  readonly method: string
  /** Path of the route as it is registered, such as `/v1/models/:model`; never what the caller wrote. */
  readonly route: string
  /** Undefined for routes that call no model. */
  readonly callType: CallType | undefined
  /** Address of the caller. */
  readonly requesterIp: string
  /** `x-litellm-session-id`, else `x-litellm-trace-id`. */
  readonly sessionId: string | undefined
  /** Undefined where the caller was turned away before it was known. */
  readonly identity: Identity | undefined
  readonly status: number
  readonly end: CallEnd
  readonly startedAt: number
  readonly endedAt: number
}

/** Is told each request once. Must not throw, and must not wait. */
export type CallObserver = (record: CallRecord) => void

/** What the notes of a request begin with. */
export type CallStart = Pick<
  CallRecord,
  'callId' | 'callerCallId' | 'method' | 'route' | 'callType' | 'requesterIp' | 'sessionId' | 'startedAt'
>

/** The notes of one request. */
export class CallNotes {
  readonly facts: CallFacts = {}
  identity: Identity | undefined
  /** What it holds of its limits; undefined before it was let pass. */
  passage: Passage | undefined
  /** Notes what is known of a stream at this moment: one that its client leaves has not noted its end. */
  latest: (() => void) | undefined
  /** Gathers what is asked and answered; undefined where nobody keeps it. */
  keeper: BodyKeeper | undefined
  /** Characters of a stream that went out. */
  sentCharacters = 0
  readonly #start: CallStart
  readonly #observers: readonly CallObserver[]
  readonly #now: () => number
  #told = false

  constructor(start: CallStart, observers: readonly CallObserver[], now: () => number) {
    this.#start = start
    this.#observers = observers
    this.#now = now
  }

  /** Tells how it ended. Only the first time counts: a route that knows tells before its last byte, the app when the connection closes. */
  tell(status: number, end: CallEnd): void {
    if (this.#told) return
    this.#told = true
    if (end !== 'answered') this.latest?.()
    this.passage?.settle(end, this.facts, this.sentCharacters)
    if (this.#observers.length === 0) return
    if (this.keeper !== undefined) this.facts.bodies = this.keeper.bodies()
    // Object.assign of two small objects: a literal of two spreads is made by V8 one name at a time.
    const record: CallRecord = Object.assign({ identity: this.identity, status, end, endedAt: this.#now() }, this.#start, this.facts)
    for (const observer of this.#observers) observer(record)
  }
}
