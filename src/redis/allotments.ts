/**
 * What this process was allotted, of all callers: it asks Redis for a part of their limits a few times a second, and not for
 * each call: that cost a busy gateway some 40 µs a request, and costs 2 so. Databases know this as escrow, limiters as leases of
 * quota in blocks. A part is allotted where all limits of a caller are far, at most 1/128 of what is left; nearer, each call asks.
 */
import type { Claim, Reservation, Settlement } from '../protocol/state-store.js'
import type { MemoryStore } from '../runtime/state-store/memory-store.js'
import { AllotCall, readAllotted } from './allot-call.js'
import { Allotment, type Exchange } from './allotment.js'
import { lookMs } from './call-pace.js'
import { ClaimAnswer } from './claim-answer.js'
import { noMarks } from './claim-end.js'
import type { ClaimPlaces } from './claim-places.js'
import type { KnownUse } from './known-use.js'
import type { Allotted, Lent } from './lent.js'
import type { RedisGuard } from './redis-guard.js'
import { stateScripts } from './state-scripts.js'

type Ports = {
  readonly guard: RedisGuard
  readonly places: ClaimPlaces
  /** When something happened by the clock that decides: false for Redis's own. */
  readonly time: (now: number) => number | false
  readonly newId: () => string
  readonly known: KnownUse
  /** What counts here while Redis is away. */
  readonly local: MemoryStore
}

/** A bundle of one call only, as many are: nothing is made for it before the next. */
const seenOnce = Symbol('seen once')
/** Most callers to whom something is allotted at a time; others ask for each call. */
const mostLive = 10_000
/** More go in calls of their own: Redis does nothing else meanwhile, some 150 µs for each. */
const mostTogether = 16
/** What Redis refuses so often for what lies under its keys is not sent again, and from the second time on it goes alone. */
const mostRefusals = 5

export class Allotments {
  readonly #ports: Ports
  /** By what says that calls make the same claims. */
  readonly #of = new WeakMap<object, Allotment | typeof seenOnce>()
  /** Those of which Redis knows, or is to. */
  #live: Allotment[] = []
  #due: Allotment[] = []
  #timer: ReturnType<typeof setInterval> | undefined
  #running: Promise<unknown> = Promise.resolve()
  #isHandedOver = false
  #isClosed = false

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Admits a call from what is allotted to its caller; undefined where Redis has to be asked. */
  take(bundle: object, claims: readonly Claim[], now: number): Reservation | undefined {
    const known = this.#of.get(bundle)
    if (known === undefined) {
      this.#of.set(bundle, seenOnce)
      return undefined
    }
    const allotment = known === seenOnce ? this.#begin(bundle, claims) : known
    if (!allotment.isPossible) return undefined
    const lent = allotment.take(claims, now)
    if (lent === undefined ? allotment.isWorthAsking(now) : allotment.isLow) this.#ask(allotment)
    return lent
  }

  #begin(bundle: object, claims: readonly Claim[]): Allotment {
    const made = new Allotment(claims)
    this.#of.set(bundle, made)
    return made
  }

  settle(lent: Lent, settlement: Settlement, now: number): void {
    const { allotment } = lent
    this.handOver(now)
    if (!allotment.settle(lent, settlement)) return
    if (allotment.isHandedOver) this.#ports.known.settled(lent.claims, settlement, this.#ports.local, now)
    else if (allotment.isLow) this.#ask(allotment)
  }

  /** Redis is away: what is known of it becomes what is really used, without the part that nobody has used yet. */
  handOver(now: number): void {
    if (this.#isHandedOver || this.#ports.guard.isUsable) return
    this.#isHandedOver = true
    for (const allotment of this.#live) {
      if (allotment.isHandedOver) continue
      allotment.isHandedOver = true
      allotment.shut()
      const { usedNanoUsd, spareNanoUsd } = allotment.untold
      const ended = allotment.claims.map((claim) => (claim.kind === 'sum' ? { ...claim, amount: spareNanoUsd } : claim))
      this.#ports.known.settled(ended, { tokens: 0, costNanoUsd: usedNanoUsd }, this.#ports.local, now)
    }
  }

  /** Redis is back: it is told what was used, and, at the latest with the exchange after that, calls that are still under way are reserved there again. */
  heal(): void {
    this.#isHandedOver = false
    for (const allotment of this.#live) this.#ask(allotment)
  }

  /** Tells what was used and gives the rest back. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#due = []
    clearInterval(this.#timer)
    await this.#running
    // what waits to be sent again goes first, then what was used since
    for (let round = 0; round < 2; round++) await this.#sendAll(this.#live.filter(({ isKnown }) => isKnown))
  }

  #ask(allotment: Allotment): void {
    if (allotment.isSending || this.#isClosed || !this.#ports.guard.isUp) return
    if (!allotment.isLive) {
      if (this.#live.length >= mostLive) return
      allotment.isLive = true
      this.#live.push(allotment)
      this.#timer ??= setInterval(() => this.#look(), lookMs).unref()
    }
    allotment.isSending = true
    if (this.#due.push(allotment) === 1) setImmediate(() => this.#send())
  }

  #look(): void {
    const live: Allotment[] = []
    for (const allotment of this.#live) {
      if (allotment.look()) this.#ask(allotment)
      allotment.isLive = allotment.isSending || !allotment.isEnded
      if (allotment.isLive) live.push(allotment)
    }
    this.#live = live
    if (live.length > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #send(): void {
    const due = this.#due
    this.#due = []
    // without what they give: each list would hold the one before it
    this.#running = Promise.all([this.#running, this.#sendAll(due)]).then(() => undefined)
  }

  async #sendAll(all: readonly Allotment[]): Promise<void> {
    const pending = all.map((allotment) => ({ allotment, exchange: allotment.exchange(this.#ports.newId, this.#isClosed) }))
    const together = pending.filter(({ exchange }) => exchange.refusals === 0)
    const calls = pending.filter(({ exchange }) => exchange.refusals > 0).map((alone) => [alone])
    for (let at = 0; at < together.length; at += mostTogether) calls.push(together.slice(at, at + mostTogether))
    await Promise.all(calls.map((call) => this.#call(call)))
  }

  async #call(pending: readonly Pending[]): Promise<void> {
    const { guard, places, time } = this.#ports
    const text = await guard.ask(async (link) => {
      const call = new AllotCall(places)
      for (const { allotment, exchange } of pending) {
        call.exchange(allotment, exchange, time(exchange.now))
        exchange.tries++
      }
      try {
        return await link.run(stateScripts.allot, call.keys, [call.list])
      } catch (error) {
        if (isForGood(error)) for (const { exchange } of pending) exchange.refusals++
        throw error
      }
    })
    const answer = typeof text === 'string' ? new ClaimAnswer(text) : undefined
    for (const { allotment, exchange } of pending) {
      allotment.isSending = false
      if (answer !== undefined) this.#receive(allotment, exchange, readAllotted(allotment, exchange, answer))
      else if (exchange.refusals >= mostRefusals) allotment.forget()
      else allotment.shut()
    }
  }

  /** What Redis says now is what is known of it while it is away. */
  #receive(allotment: Allotment, exchange: Exchange, allotted: Allotted): void {
    allotment.receive(exchange, allotted)
    if (exchange.toId === '') return
    const { claims } = allotment
    const meters = claims.map(({ kind }, at) => {
      const { requests, tokens, nanoUsd } = allotted.amounts
      const own = kind === 'requests' ? requests : kind === 'tokens' ? tokens : nanoUsd
      return { used: (allotted.used[at] ?? 0) + own, freeAt: 0, spent: allotted.spent[at] ?? 0 }
    })
    this.#ports.known.see(claims, { id: '', claims, meters }, noMarks, exchange.now)
  }
}

type Pending = { readonly allotment: Allotment; readonly exchange: Exchange }

/** True for an answer of the script itself: another program wrote under one of its keys. A server that is full or a replica may yet take it. */
function isForGood(error: unknown): boolean {
  return error instanceof Error && /^(WRONGTYPE|ERR) /.test(error.message)
}
