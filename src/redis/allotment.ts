/** What this process was allotted of the limits of one caller: its calls are admitted from that at once, without a word to Redis. */
import type { Claim, Settlement } from '../protocol/state-store.js'
import { Amounts } from './amounts.js'
import { CallPace } from './call-pace.js'
import { wholeOf } from './claim-keys.js'
import { type Allotted, type Base, Lent, type Standing } from './lent.js'

/** Fewer calls than these are not worth it: with the part that one process may have, limits are then near. */
const worthCalls = 8
/** Looks to wait until more is asked for where there was too little. */
const restLooks = 4
/** It is told anew after so many looks, even where nothing was used: its lease goes on. */
const longestLooks = 10
/** What was allotted is used for so long, and its lease on Redis lasts longer, milliseconds. */
const usableMs = 5_000
export const leaseMs = 10_000
/** In shorter windows what is told late would count too long. */
const shortestWindowMs = 10_000

/** What Redis is told and asked for an allotment, as `allotScript` says it. It may be sent again until it was answered. */
export type Exchange = {
  /** Empty where nothing was allotted before, or nothing is wanted any more. */
  readonly fromId: string
  readonly toId: string
  readonly now: number
  readonly told: Amounts
  readonly least: Amounts
  readonly kept: Amounts
  readonly wanted: Amounts
  /** How often it was sent, and how often Redis said no. */
  tries: number
  refusals: number
}

const nothing = new Amounts()

export class Allotment {
  /** As the first call made them; those of others differ in what they take. */
  readonly claims: readonly Claim[]
  /** False where something of them has to be asked for by each call. */
  isPossible: boolean
  readonly pace = new CallPace()
  readonly #counts: { readonly requests: boolean; readonly tokens: boolean; readonly nanoUsd: boolean }
  /** Under which Redis knows it; empty where nothing is allotted. */
  #id = ''
  #held = new Amounts()
  /** Since Redis was told. Requests count when they are admitted, all else when a call has ended. */
  #used = new Amounts()
  /** By calls under way. */
  #reserved = new Amounts()
  #underWay = 0
  #isOpen = false
  #usableUntil = 0
  /** So little is left that more is asked for. */
  #low = nothing
  #base: Base = { amounts: nothing, used: [], spent: [], added: nothing }
  #exchange: Exchange | undefined
  #latest = 0
  #looks = 0
  #restsFor = 0
  /** Redis is away, and what is held here was handed over to the counting without it. */
  isHandedOver = false
  /** It waits to be sent, or for its answer. */
  isSending = false
  /** It is looked at now and then. */
  isLive = false

  constructor(claims: readonly Claim[]) {
    this.claims = claims
    this.isPossible = claims.length > 0 && claims.every(canBeAllotted)
    const has = (kind: Claim['kind']) => claims.some((claim) => claim.kind === kind)
    this.#counts = { requests: has('requests'), tokens: has('tokens'), nanoUsd: has('sum') }
  }

  /** Admits a call; undefined where Redis has to be asked. */
  take(claims: readonly Claim[], now: number): Lent | undefined {
    let tokens = 0
    let nanoUsd = 0
    for (let at = 0; at < claims.length; at++) {
      const claim = claims[at]
      if (claim?.kind === 'tokens') tokens = Math.max(tokens, claim.amount)
      else if (claim?.kind === 'sum') nanoUsd = Math.max(nanoUsd, claim.amount)
    }
    tokens = wholeOf(tokens)
    nanoUsd = wholeOf(nanoUsd)
    this.#latest = now
    this.pace.see(tokens, nanoUsd)
    if (!this.#isOpen || now >= this.#usableUntil || !this.#hasRoom(tokens, nanoUsd)) return undefined
    this.#underWay++
    this.#used.requests++
    this.#reserved.tokens += tokens
    this.#reserved.nanoUsd += nanoUsd
    return new Lent(this, claims, new Amounts(1, tokens, nanoUsd))
  }

  /** What is used by now, as calls are told. */
  get standing(): Standing {
    const { added } = this.#base
    const spentNanoUsd = added.nanoUsd + this.#used.nanoUsd
    return {
      base: this.#base,
      requests: added.requests + this.#used.requests,
      tokens: added.tokens + this.#used.tokens + this.#reserved.tokens,
      nanoUsd: spentNanoUsd + this.#reserved.nanoUsd,
      spentNanoUsd,
    }
  }

  #hasRoom(tokens: number, nanoUsd: number): boolean {
    const { requests, tokens: hasTokens, nanoUsd: hasSum } = this.#counts
    return (!requests || this.#freeRequests >= 1) && (!hasTokens || this.#freeTokens >= tokens) && (!hasSum || this.#freeNanoUsd >= nanoUsd)
  }

  get #freeRequests(): number {
    return this.#held.requests - this.#used.requests
  }

  get #freeTokens(): number {
    return this.#held.tokens - this.#used.tokens - this.#reserved.tokens
  }

  get #freeNanoUsd(): number {
    return this.#held.nanoUsd - this.#used.nanoUsd - this.#reserved.nanoUsd
  }

  /** Replaces what a call reserved by what it used. False where it was settled before. */
  settle(lent: Lent, { tokens, costNanoUsd }: Settlement): boolean {
    if (lent.isSettled) return false
    lent.isSettled = true
    const { taken } = lent
    const realTokens = tokens === undefined ? taken.tokens : wholeOf(tokens)
    const realNanoUsd = costNanoUsd === undefined ? taken.nanoUsd : wholeOf(costNanoUsd)
    if (this.#underWay > 0) this.#underWay--
    this.#reserved.tokens -= taken.tokens
    this.#reserved.nanoUsd -= taken.nanoUsd
    if (this.#counts.tokens) this.#used.tokens += realTokens
    if (this.#counts.nanoUsd) this.#used.nanoUsd += realNanoUsd
    this.pace.seeMore(realTokens - taken.tokens, realNanoUsd - taken.nanoUsd)
    return true
  }

  /** True where more is to be asked for, or what was used told at once: calls took more than there was. */
  get isLow(): boolean {
    if (!this.#isOpen || this.#exchange !== undefined) return false
    const low = this.#low
    const { requests, tokens, nanoUsd } = this.#counts
    return (
      (requests && this.#freeRequests < low.requests) ||
      (tokens && this.#freeTokens < low.tokens) ||
      (nanoUsd && this.#freeNanoUsd < low.nanoUsd)
    )
  }

  /** True where an allotment is worth asking for, of a call that was not admitted here. */
  isWorthAsking(now: number): boolean {
    return this.pace.isBusy(now) && !this.#isOpen && this.#exchange === undefined && this.#restsFor === 0
  }

  /** True where Redis holds something for it, or may. */
  get isKnown(): boolean {
    return this.#id !== '' || this.#exchange !== undefined
  }

  get isEnded(): boolean {
    return !this.isKnown && this.#underWay === 0 && this.#restsFor === 0
  }

  /** Time has passed: true where Redis is to be told. */
  look(): boolean {
    this.pace.look()
    this.#looks++
    if (this.#restsFor > 0) this.#restsFor--
    if (this.#exchange !== undefined) return true
    if (this.#id === '') return false
    const isUnneeded = (this.pace.isSlow || !this.#isOpen) && (this.#underWay === 0 || !this.#free.isNothing)
    return !this.#used.isNothing || isUnneeded || this.#looks >= longestLooks
  }

  /** What Redis is to be told: the same again until it was answered. `isLast` where nothing is wanted any more. */
  exchange(newId: () => string, isLast: boolean): Exchange {
    if (this.#exchange !== undefined) return this.#exchange
    const kept = this.#reserved.copy()
    const wanted = isLast || this.#restsFor > 0 || this.pace.isSlow ? nothing : this.#part
    // of what was not told in time the lease may be over, and others may have had it since
    const isLate = this.#latest >= this.#usableUntil
    if (wanted === nothing || isLate) this.#isOpen = false
    // calls that come before the answer are admitted from what was allotted already, so it goes on whatever that says
    const least = isLate ? kept : kept.plus(this.#free.atMost(wanted))
    const isOver = isLast || (wanted === nothing && this.#underWay === 0)
    this.#exchange = {
      fromId: this.#id,
      toId: isOver ? '' : newId(),
      now: this.#latest,
      told: this.#used.copy(),
      least: isOver ? nothing : least,
      kept,
      wanted: isOver ? nothing : kept.plus(wanted),
      tries: 0,
      refusals: 0,
    }
    this.#base = { ...this.#base, added: this.#base.added.plus(this.#used) }
    this.#used = new Amounts()
    this.#held = least
    this.#low = nothing
    return this.#exchange
  }

  /** Allotted, and neither used nor reserved: less than nothing where calls took more than was thought. */
  get #free(): Amounts {
    return this.#held.minus(this.#used).minus(this.#reserved)
  }

  get #part(): Amounts {
    const { requests, tokens, nanoUsd } = this.pace.ahead
    const counts = this.#counts
    return new Amounts(counts.requests ? requests : 0, counts.tokens ? tokens : 0, counts.nanoUsd ? nanoUsd : 0)
  }

  /** Redis has answered. */
  receive({ toId, now, wanted, kept }: Exchange, answer: Allotted): void {
    this.#exchange = undefined
    this.#id = toId
    this.#looks = 0
    this.#held = answer.amounts
    this.#base = { ...answer, added: nothing }
    this.isHandedOver = false
    const part = answer.amounts.minus(kept)
    const isWanted = !wanted.minus(kept).isNothing
    // calls that take nothing of a limit need no part of it, and are kept back all the same where it is reached
    const isLeft = this.claims.every(({ limit }, at) => (answer.used[at] ?? 0) < limit)
    const isWorth = isWanted && isLeft && this.#isWorth(part)
    if (isWorth && !this.#isOpen) this.pace.start()
    this.#isOpen = isWorth
    this.#usableUntil = now + usableMs
    this.#low = new Amounts(part.requests / 2, part.tokens / 2, part.nanoUsd / 2)
    if (isWanted && !isWorth) this.#restsFor = restLooks
  }

  #isWorth(part: Amounts): boolean {
    const each = this.pace.each
    const { requests, tokens, nanoUsd } = this.#counts
    return (
      (!requests || part.requests >= worthCalls) &&
      (!tokens || part.tokens >= worthCalls * each.tokens) &&
      (!nanoUsd || part.nanoUsd >= worthCalls * each.nanoUsd)
    )
  }

  /** Redis did not answer, or is away: calls are not admitted from here until it has. */
  shut(): void {
    this.#isOpen = false
  }

  /** Redis will not take what it was told: it is not told again, and calls ask for themselves. */
  forget(): void {
    this.isPossible = false
    this.#exchange = undefined
    this.#id = ''
    this.#isOpen = false
    this.#underWay = 0
    this.#base = { amounts: nothing, used: [], spent: [], added: nothing }
  }

  /** What was used that Redis has not said it knows, and what it holds beside the reservations of calls under way. */
  get untold(): { readonly usedNanoUsd: number; readonly spareNanoUsd: number } {
    return {
      usedNanoUsd: this.#base.added.nanoUsd + this.#used.nanoUsd,
      spareNanoUsd: this.#base.amounts.nanoUsd - this.#reserved.nanoUsd,
    }
  }
}

function canBeAllotted(claim: Claim): boolean {
  switch (claim.kind) {
    case 'requests':
    case 'tokens':
      return claim.windowMs >= shortestWindowMs && claim.limit > 0 && Number.isFinite(claim.limit)
    case 'sum':
      return claim.limit > 0 && Number.isFinite(claim.limit)
    case 'permits':
    case 'budget':
      return false
  }
}
