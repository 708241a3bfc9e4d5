/**
 * Limits, budgets and rests that several processes share through Redis, and hold by themselves while it is away.
 * Differs: LiteLLM's instances count apart and add up on Redis every 0.1 to 1 s, so that together they pass a limit, and a
 * failed write loses what it held; here one script on Redis admits each attempt, or allots a process a small part of what is left
 * for the next calls of a busy caller, and what was not written is sent again.
 */
import { randomBytes } from 'node:crypto'
import type { Admission, BudgetState, Claim, Meter, Reservation, Settlement, StateStore } from '../protocol/state-store.js'
import { isRefusal } from '../protocol/state-store.js'
import { memoryStore } from '../runtime/state-store/memory-store.js'
import { Allotments } from './allotments.js'
import type { ClaimAnswer } from './claim-answer.js'
import { type End, isOwed, lostEnd, type Marks, settledEnd, spentEnd, undoneEnd } from './claim-end.js'
import { budgetKeys, readBudgets } from './claim-keys.js'
import { ClaimPlaces } from './claim-places.js'
import { type Asked, ClaimPost } from './claim-post.js'
import { KnownUse } from './known-use.js'
import { Lent } from './lent.js'
import { LocalUse } from './local-use.js'
import { RedisGuard } from './redis-guard.js'
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

class RedisState implements StateStore {
  readonly #prefix: string
  readonly #clock: 'redis' | 'caller'
  readonly #instance = randomBytes(6).toString('base64url')
  readonly #local = memoryStore()
  readonly #known = new KnownUse()
  readonly #guard: RedisGuard
  readonly #post: ClaimPost
  readonly #allotments: Allotments
  readonly #rests: RedisRests
  readonly #own = new LocalUse()
  readonly #now: () => number
  /** When this process took by itself what is open. */
  readonly #takenHere = new WeakMap<Reservation, number>()
  #reservations = 0

  constructor(settings: RedisStateSettings) {
    this.#prefix = prefixOf(settings)
    this.#clock = settings.clock ?? 'redis'
    this.#now = settings.now ?? Date.now
    this.#guard = new RedisGuard(settings, () => this.#heal())
    const shared = {
      guard: this.#guard,
      places: new ClaimPlaces(this.#prefix),
      time: (now: number) => (this.#clock === 'redis' ? false : now),
    }
    this.#allotments = new Allotments({ ...shared, newId: () => this.#newId(), known: this.#known, local: this.#local })
    this.#post = new ClaimPost({
      ...shared,
      tell: (asked, answer) => asked.resolve(this.#admission(asked, answer)),
      tellLate: (asked, answer) => this.#undo(asked, answer),
      // It broke off before it answered, and may have taken what was asked all the same: that would be held until its lease ends.
      tellLost: ({ id, claims, now }) => void this.#end(lostEnd(id, claims, now)),
    })
    this.#rests = new RedisRests({
      settings,
      prefix: this.#prefix,
      instance: this.#instance,
      now: this.#now,
      clock: () => this.#time(settings.now?.() ?? 0),
      ask: (command) => this.#guard.ask(command),
    })
  }

  reserve(claims: readonly Claim[], now: number, bundle?: object): Admission | Promise<Admission> {
    if (!this.#guard.isUsable) return this.#reserveHere(claims, now)
    const lent = bundle === undefined ? undefined : this.#allotments.take(bundle, claims, now)
    if (lent !== undefined) return lent
    return new Promise((resolve) => this.#post.ask({ id: this.#newId(), claims, now, resolve }))
  }

  #newId(): string {
    return `${this.#instance}${(++this.#reservations).toString(36)}`
  }

  #admission({ id, claims, now }: Asked, answer: ClaimAnswer | undefined): Admission {
    if (answer === undefined) return this.#reserveHere(claims, now)
    const { admission, marks } = answer.admission(id, claims, now)
    this.#known.see(claims, admission, marks, now)
    return isRefusal(admission) ? admission : new Taken(admission, marks)
  }

  #reserveHere(claims: readonly Claim[], now: number): Admission {
    this.#allotments.handOver(now)
    this.#known.bring(claims, this.#local, now)
    const admission = this.#local.reserve(claims, now)
    if (isRefusal(admission)) return admission
    // Whose clock decides, tells how long ago it was.
    const takenAt = this.#clock === 'redis' ? this.#now() : now
    this.#takenHere.set(admission, takenAt)
    for (const claim of claims) if (claim.kind === 'requests') this.#own.add(claim, 1, takenAt)
    return admission
  }

  /** An answer that came when this process had long decided alone: what it took is given back. */
  #undo({ id, claims, now }: Asked, late: ClaimAnswer): void {
    const { admission, marks } = late.admission(id, claims, now)
    if (!isRefusal(admission)) void this.#end(undoneEnd(id, claims, marks, now))
  }

  settle(reservation: Reservation, settlement: Settlement, now: number): void | Promise<void> {
    if (reservation instanceof Lent) {
      this.#allotments.settle(reservation, settlement, now)
      return undefined
    }
    if (reservation instanceof Taken) return this.#settleTaken(reservation, settlement, now)
    const takenAt = this.#takenHere.get(reservation)
    if (takenAt === undefined) return
    this.#takenHere.delete(reservation)
    const { id, claims } = reservation
    this.#local.settle(reservation, settlement, now)
    for (const claim of claims) if (claim.kind === 'tokens') this.#own.add(claim, settlement.tokens ?? claim.amount, takenAt)
    if (this.#guard.isUp) void this.#addOwn(now)
    // Local ids say nothing to others.
    return this.#end(spentEnd(`${this.#instance}local${id}`, claims, settlement, now))
  }

  #settleTaken(reservation: Taken, settlement: Settlement, now: number): Promise<void> | undefined {
    const marks = reservation.end()
    if (marks === undefined) return undefined
    const { id, claims } = reservation
    this.#known.settled(claims, settlement, this.#local, now)
    return this.#end(settledEnd(id, claims, settlement, marks, now))
  }

  #end(end: End): Promise<void> | undefined {
    return isOwed(end) ? this.#post.end(end) : undefined
  }

  /** Tells Redis what this process admitted by itself. What is lost on the way is not told again: twice would be too much. */
  async #addOwn(now: number): Promise<void> {
    for (const { keys, args } of this.#own.take(this.#prefix, this.#newId(), this.#clock === 'redis' ? this.#now() : now))
      await this.#guard.ask((link) => link.run(stateScripts.add, keys, [this.#time(now), ...args]))
  }

  #heal(): void {
    this.#rests.sendAgain()
    this.#allotments.heal()
    void this.#addOwn(this.#now())
    void this.#post.sendKept()
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
    await this.#allotments.close()
    await this.#post.send()
    await this.#guard.close()
    await this.#local.close()
  }

  /** First argument of a script: nothing where Redis looks at its own clock. */
  #time(now: number): string {
    return this.#clock === 'redis' ? '' : String(now)
  }
}

/** What Redis took, and by what it is settled until it was. */
class Taken implements Reservation {
  readonly id: string
  readonly claims: readonly Claim[]
  readonly meters: readonly Meter[]
  #marks: Marks | undefined

  constructor({ id, claims, meters }: Reservation, marks: Marks) {
    this.id = id
    this.claims = claims
    this.meters = meters
    this.#marks = marks
  }

  /** Gives the marks once. */
  end(): Marks | undefined {
    const marks = this.#marks
    this.#marks = undefined
    return marks
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
