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
  model?: string | undefined
  streamed?: boolean | undefined
  /** What the engine tells of the answer. */
  meta?: Meta | undefined
  /** Tokens as the provider counted them; undefined where it did not tell. */
  usage?: PricedUsage | undefined
  /** Id of the answer as the client sees it, such as `chatcmpl-…`. */
  answerId?: string | undefined
  /** The caller's customer: `user` of the body and its relatives. */
  endUser?: string | undefined
  tags?: readonly string[] | undefined
  /** Retries of a group and models after the first, as the request wants them. */
  maxRetries?: number | undefined
  maxFallbacks?: number | undefined
  /** What a pass-through or a task cost that is not a call of the engine, nano-dollars. */
  costNanoUsd?: number | undefined
  /** Nobody counted: that cost is estimated, from what came of an answer that broke off. */
  isEstimated?: true | undefined
  /** Sums beside those of its owners into which its cost counts. */
  spendWindows?: readonly SpendWindow[] | undefined
  /** What the caller, its key and its team want to stand in the row. */
  logged?: JsonObject | undefined
  /** What was asked and answered, where that is kept. */
  bodies?: SpendBodies | undefined
  /** Why it was refused or broke off. */
  problem?: { readonly status: number; readonly type: string; readonly message: string } | undefined
}

/** All of them, known or not: objects that have the same members in the same order are read and copied fastest. */
type AllFacts = { [F in keyof Required<CallFacts>]: CallFacts[F] }

function newFacts(): AllFacts {
  return {
    model: undefined,
    streamed: undefined,
    meta: undefined,
    usage: undefined,
    answerId: undefined,
    endUser: undefined,
    tags: undefined,
    maxRetries: undefined,
    maxFallbacks: undefined,
    costNanoUsd: undefined,
    isEstimated: undefined,
    spendWindows: undefined,
    logged: undefined,
    bodies: undefined,
    problem: undefined,
  }
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
  /** Its answer goes out at the end of this turn of the event loop; what has to be done before may wait for that, see `turn-end.ts`. */
  readonly isHeldBack?: boolean | undefined
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
  readonly facts: CallFacts = newFacts()
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
  tell(status: number, end: CallEnd, isHeldBack = false): void {
    if (this.#told) return
    this.#told = true
    if (end !== 'answered') this.latest?.()
    this.passage?.settle(end, this.facts, this.sentCharacters)
    if (this.#observers.length === 0) return
    if (this.keeper !== undefined) this.facts.bodies = this.keeper.bodies()
    const record = recordOf(this, this.#start, { status, end, endedAt: this.#now(), isHeldBack })
    for (const observer of this.#observers) observer(record)
  }
}

type Ending = Pick<CallRecord, 'status' | 'end' | 'endedAt' | 'isHeldBack'>

/** Member by member, which V8 makes in one step: spreads and `Object.assign` took 0.6 µs of each request. */
function recordOf({ identity, facts }: CallNotes, start: CallStart, { status, end, endedAt, isHeldBack }: Ending): CallRecord {
  const record: { [M in keyof Required<CallRecord>]: CallRecord[M] } = {
    callId: start.callId,
    callerCallId: start.callerCallId,
    method: start.method,
    route: start.route,
    callType: start.callType,
    requesterIp: start.requesterIp,
    sessionId: start.sessionId,
    identity,
    status,
    end,
    startedAt: start.startedAt,
    endedAt,
    isHeldBack,
    model: facts.model,
    streamed: facts.streamed,
    meta: facts.meta,
    usage: facts.usage,
    answerId: facts.answerId,
    endUser: facts.endUser,
    tags: facts.tags,
    maxRetries: facts.maxRetries,
    maxFallbacks: facts.maxFallbacks,
    costNanoUsd: facts.costNanoUsd,
    isEstimated: facts.isEstimated,
    spendWindows: facts.spendWindows,
    logged: facts.logged,
    bodies: facts.bodies,
    problem: facts.problem,
  }
  return record
}
