/**
 * Limits, budgets and rests that several processes share through Redis, and hold by themselves while it is away.
 * Differs: LiteLLM's instances count apart and add up on Redis every 0.1 to 1 s, so that together they pass a limit, and a
 * failed write loses what it held; here one script on Redis admits each attempt, and what was not written is sent again.
 */
import { randomBytes } from 'node:crypto'
import type { Admission, BudgetState, Claim, Reservation, Settlement, StateStore } from '../protocol/state-store.js'
import { isRefusal } from '../protocol/state-store.js'
import { memoryStore } from '../runtime/state-store/memory-store.js'
import type { Call, Marks } from './claim-keys.js'
import {
  budgetKeys,
  isRemembered,
  lostCall,
  readAdmission,
  readBudgets,
  recordKey,
  reserveCall,
  settleCall,
  spendCall,
  undoCall,
} from './claim-keys.js'
import { KnownUse } from './known-use.js'
import { LocalUse } from './local-use.js'
import { RedisGuard } from './redis-guard.js'
import type { Link } from './redis-link.js'
import { RedisRests } from './redis-rests.js'
import { prefixOf, type RedisSettings, readSettings } from './redis-settings.js'
import { stateScripts } from './state-scripts.js'

/** Settings of {@link redisState}. */
export type RedisStateSettings = RedisSettings & {
  /** Whose clock decides. `caller` trusts the times handed over, which tests move as they like. Default `redis`. */
  readonly clock?: 'redis' | 'caller' | undefined
  /** Clock of the rests, milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** Settlements that wait for Redis. Above this the oldest are forgotten, and their leases end by themselves. */
const mostUnsent = 10_000
/** Sent side by side when Redis is back. */
const sentAtOnce = 100

/** One that Redis refuses so often is not sent again. */
const mostTries = 5

/** A settlement under way. Only one that was never sent may be done where Redis does not know its reservation. */
type Unsent = { readonly id: string; readonly call: Call; readonly now: number; tries: number }

class RedisState implements StateStore {
  readonly #prefix: string
  readonly #clock: 'redis' | 'caller'
  readonly #instance = randomBytes(6).toString('base64url')
  readonly #local = memoryStore()
  readonly #known = new KnownUse()
  readonly #guard: RedisGuard
  readonly #rests: RedisRests
  readonly #own = new LocalUse()
  readonly #now: () => number
  /** By what each open reservation is settled; where this process took it by itself, when that was. */
  readonly #open = new WeakMap<Reservation, Marks | { readonly takenAt: number }>()
  #unsent: Unsent[] = []
  #isSending = false
  #reservations = 0

  constructor(settings: RedisStateSettings) {
    this.#prefix = prefixOf(settings)
    this.#clock = settings.clock ?? 'redis'
    this.#now = settings.now ?? Date.now
    this.#guard = new RedisGuard(settings, () => this.#heal())
    this.#rests = new RedisRests({
      settings,
      prefix: this.#prefix,
      instance: this.#instance,
      now: this.#now,
      clock: () => this.#time(settings.now?.() ?? 0),
      ask: (command) => this.#guard.ask(command),
    })
  }

  reserve(claims: readonly Claim[], now: number): Admission | Promise<Admission> {
    return this.#guard.isUsable ? this.#reserve(claims, now) : this.#reserveLocally(claims, now)
  }

  async #reserve(claims: readonly Claim[], now: number): Promise<Admission> {
    const id = `${this.#instance}${(++this.#reservations).toString(36)}`
    const { keys, args } = reserveCall(this.#prefix, id, claims, now)
    const command = (link: Link) => link.run(stateScripts.reserve, keys, [this.#time(now), ...args])
    const undo = (late: unknown) => this.#undo(late, id, claims, now)
    const answer = await this.#guard.ask(command, undo, () => this.#undoLost(id, claims, now))
    if (answer === undefined) return this.#reserveLocally(claims, now)
    const { admission, marks } = readAdmission(answer, id, claims, now)
    this.#known.see(claims, admission, marks, now)
    if (!isRefusal(admission)) this.#open.set(admission, marks)
    return admission
  }

  #reserveLocally(claims: readonly Claim[], now: number): Admission {
    this.#known.bring(claims, this.#local, now)
    const admission = this.#local.reserve(claims, now)
    if (isRefusal(admission)) return admission
    // Whose clock decides, tells how long ago it was.
    const takenAt = this.#clock === 'redis' ? this.#now() : now
    this.#open.set(admission, { takenAt })
    for (const claim of claims) if (claim.kind === 'requests') this.#own.add(claim, 1, takenAt)
    return admission
  }

  /** An answer that came when this process had long decided alone: what it took is given back. */
  #undo(late: unknown, id: string, claims: readonly Claim[], now: number): void {
    const { admission, marks } = readAdmission(late, id, claims, now)
    if (!isRefusal(admission)) void this.#send({ id, call: undoCall(this.#prefix, claims, marks, now), now, tries: 0 })
  }

  /** It broke off before it answered, and may have taken what was asked all the same: that would be held until its lease ends. */
  #undoLost(id: string, claims: readonly Claim[], now: number): void {
    const call = lostCall(this.#prefix, claims, now)
    if (call !== undefined) void this.#send({ id, call, now, tries: isRemembered(claims) ? 1 : 0 })
  }

  async settle(reservation: Reservation, settlement: Settlement, now: number): Promise<void> {
    const marks = this.#open.get(reservation)
    if (marks === undefined) return
    this.#open.delete(reservation)
    const { id, claims } = reservation
    if (!('takenAt' in marks)) {
      this.#known.settled(claims, settlement, this.#local, now)
      const call = settleCall(this.#prefix, claims, settlement, marks, now)
      if (call !== undefined) await this.#send({ id, call, now, tries: 0 })
      return
    }
    this.#local.settle(reservation, settlement, now)
    for (const claim of claims) if (claim.kind === 'tokens') this.#own.add(claim, settlement.tokens ?? claim.amount, marks.takenAt)
    if (this.#guard.isUp) void this.#addOwn(now)
    const call = spendCall(this.#prefix, claims, settlement, now)
    // Local ids say nothing to others.
    if (call !== undefined) await this.#send({ id: `${this.#instance}local${id}`, call, now, tries: 0 })
  }

  async #send(unsent: Unsent): Promise<void> {
    if (!this.#guard.isUsable) return this.#keep(unsent)
    const { id, call, now } = unsent
    const args = [this.#time(now), id, unsent.tries === 0 ? 1 : 0, ...call.args]
    const keys = [recordKey(this.#prefix, id), ...call.keys]
    const command = (link: Link) => {
      unsent.tries++
      return link.run(stateScripts.settle, keys, args)
    }
    const answer = await this.#guard.ask(command)
    if (answer === undefined) this.#keep(unsent)
  }

  #keep(unsent: Unsent): void {
    if (unsent.tries >= mostTries) return
    if (this.#unsent.length >= mostUnsent) this.#unsent.shift()
    this.#unsent.push(unsent)
  }

  /** Tells Redis what this process admitted by itself. What is lost on the way is not told again: twice would be too much. */
  async #addOwn(now: number): Promise<void> {
    const id = `${this.#instance}${(++this.#reservations).toString(36)}`
    for (const { keys, args } of this.#own.take(this.#prefix, id, this.#clock === 'redis' ? this.#now() : now))
      await this.#guard.ask((link) => link.run(stateScripts.add, keys, [this.#time(now), ...args]))
  }

  #heal(): void {
    this.#rests.sendAgain()
    void this.#addOwn(this.#now())
    if (!this.#isSending) void this.#sendKept()
  }

  async #sendKept(): Promise<void> {
    this.#isSending = true
    while (this.#guard.isUp && this.#unsent.length > 0)
      await Promise.all(this.#unsent.splice(0, sentAtOnce).map((unsent) => this.#send(unsent)))
    this.#isSending = false
  }

  shareRest(deploymentId: string, untilMs: number): void {
    this.#rests.share(deploymentId, untilMs)
  }

  onRest(listener: (deploymentId: string, untilMs: number) => void): () => void {
    return this.#rests.listen(listener)
  }

  async budgets(keys: readonly string[], now: number): Promise<readonly BudgetState[]> {
    const names = keys.flatMap((key) => budgetKeys(this.#prefix, key))
    const answer = await this.#guard.ask((link) => link.run(stateScripts.budgets, names, [this.#time(now)]))
    return answer === undefined ? this.#local.budgets(keys, now) : readBudgets(answer, keys, now)
  }

  async close(): Promise<void> {
    this.#rests.close()
    await this.#guard.close()
    await this.#local.close()
  }

  /** First argument of a script: nothing where Redis looks at its own clock. */
  #time(now: number): string {
    return this.#clock === 'redis' ? '' : String(now)
  }
}

/**
 * Shared state on the Redis of a URL or settings, for `createLlm({ state })` and `createClient`. Connects at once and
 * keeps no process alive. A call waits for Redis 50 ms at most; while Redis is away the process counts by itself, from
 * what Redis last said was used, and what was used meanwhile is added when Redis is back. Needs the package `ioredis`; where
 * it is not installed, that is told as if Redis were away for good. Throws a `TypeError` where the settings lead to no Redis.
 */
export function redisState(given: string | RedisStateSettings): StateStore {
  return new RedisState(readSettings(given))
}
