/**
 * Carries claims to Redis and tells it how they ended: what comes in one turn of the event loop goes in one call of one script.
 * With a call for each, Redis cost a busy gateway 160 to 200 µs a request; so it costs 25 to 65.
 */
import type { Admission, Claim } from '../protocol/state-store.js'
import { ClaimAnswer } from './claim-answer.js'
import { ClaimCall } from './claim-call.js'
import { type End, isRemembered } from './claim-end.js'
import type { ClaimPlaces } from './claim-places.js'
import type { RedisGuard } from './redis-guard.js'
import type { Link } from './redis-link.js'
import { stateScripts } from './state-scripts.js'

/** Claims that wait for an answer. */
export type Asked = {
  readonly id: string
  readonly claims: readonly Claim[]
  readonly now: number
  readonly resolve: (admission: Admission) => void
}

/** Who is told what became of claims. Each answer is read once, in the order in which was asked. */
type Ports = {
  readonly guard: RedisGuard
  readonly places: ClaimPlaces
  /** When something happened by the clock that decides: false for Redis's own. */
  readonly time: (now: number) => number | false
  /** Undefined where Redis did not answer in time. */
  readonly tell: (asked: Asked, answer: ClaimAnswer | undefined) => void
  /** An answer that came when the caller had long been told that there was none. */
  readonly tellLate: (asked: Asked, answer: ClaimAnswer) => void
  /** None came and none will come: nobody knows whether Redis took the claims. */
  readonly tellLost: (asked: Asked) => void
}

/** More than these go in calls of their own: Redis does nothing else meanwhile, some 80 µs for each. */
const mostAsked = 32
const mostEnded = 100
/** A process is busy for so many calls after one that carried several things: under load now and then one goes alone. */
const busyCalls = 6
/** Ends that wait for a Redis that is away. Above this the oldest are forgotten, and their leases end by themselves. */
const mostKept = 10_000
/** What Redis refuses so often is not sent again, and from the second time on it goes alone: others are not to suffer from it. */
const mostTries = 5
const triesTogether = 1

export class ClaimPost {
  readonly #ports: Ports
  #asked: Asked[] = []
  #ended: End[] = []
  /** Told when those that ended have been sent. */
  #sent: Sent | undefined
  #isDue = false
  /** Calls for which this process still counts as busy: several things went together a moment ago. */
  #busyFor = 0
  #kept: End[] = []
  #isSendingKept = false

  constructor(ports: Ports) {
    this.#ports = ports
  }

  ask(asked: Asked): void {
    this.#asked.push(asked)
    this.#sendSoon()
  }

  /** Goes before all that is asked later. Done when Redis has heard of it, or it is kept for when Redis is back. */
  end(end: End): Promise<void> | undefined {
    if (!this.#ports.guard.isUsable) {
      this.#keep(end)
      return undefined
    }
    this.#ended.push(end)
    this.#sent ??= new Sent()
    const { promise } = this.#sent
    // whoever has the answer of a call alone may ask another process at once, and must find it settled
    if (this.#busyFor > 0) this.#sendSoon()
    else void this.send()
    return promise
  }

  /** Sends what was kept while Redis was away. */
  async sendKept(): Promise<void> {
    if (this.#isSendingKept) return
    this.#isSendingKept = true
    while (this.#ports.guard.isUp && this.#kept.length > 0) {
      const next = this.#kept.splice(0, mostEnded)
      const together = next.filter(({ tries }) => tries <= triesTogether)
      const alone = next.filter(({ tries }) => tries > triesTogether)
      await Promise.all([...(together.length === 0 ? [] : [together]), ...alone.map((end) => [end])].map((ends) => this.#call([], ends)))
    }
    this.#isSendingKept = false
  }

  /** Sends all that waits. */
  async send(): Promise<void> {
    this.#isDue = false
    if (this.#asked.length + this.#ended.length === 0) return
    this.#busyFor = this.#asked.length + this.#ended.length > 1 ? busyCalls : Math.max(0, this.#busyFor - 1)
    const [asked, ended, sent] = [this.#asked, this.#ended, this.#sent]
    this.#asked = []
    this.#ended = []
    this.#sent = undefined
    if (asked.length <= mostAsked && ended.length <= mostEnded) await this.#call(asked, ended)
    else {
      const calls: Promise<void>[] = []
      // all that ended goes first: it makes room
      for (let at = 0; at < ended.length; at += mostEnded) calls.push(this.#call([], ended.slice(at, at + mostEnded)))
      for (let at = 0; at < asked.length; at += mostAsked) calls.push(this.#call(asked.slice(at, at + mostAsked), []))
      await Promise.all(calls)
    }
    sent?.resolve()
  }

  /** At the end of this turn. Longer waits gather more, and save nothing: where much comes, much comes at once. */
  #sendSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(send, this)
  }

  async #call(asked: readonly Asked[], ended: readonly End[]): Promise<void> {
    const { guard, tell, tellLate, tellLost } = this.#ports
    const late = (text: string): void => {
      const answer = new ClaimAnswer(text)
      for (const each of asked) tellLate(each, answer)
    }
    const lost = (): void => asked.forEach(tellLost)
    const text = await guard.ask((link) => this.#run(link, asked, ended), late, lost)
    if (text === undefined) for (const end of ended) this.#keep(end)
    const answer = text === undefined ? undefined : new ClaimAnswer(text)
    for (const each of asked) tell(each, answer)
  }

  async #run(link: Link, asked: readonly Asked[], ended: readonly End[]): Promise<string> {
    const { places, time } = this.#ports
    const call = new ClaimCall(places)
    for (const end of ended) {
      call.end(end, time(end.now))
      end.tries++
    }
    for (const { id, claims, now } of asked) call.take(id, claims, now, time(now))
    const answer = await link.run(stateScripts.claims, call.keys, call.lists)
    if (typeof answer !== 'string') throw new Error(`llmgen bug: a script of Redis gave ${typeof answer} where a text belongs`)
    return answer
  }

  #keep(end: End): void {
    // a request that was counted in a bucket and is not remembered may not go back twice
    if (end.tries >= mostTries || (end.how === 'undone' && end.tries > 0 && !isRemembered(end.claims))) return
    if (this.#kept.length >= mostKept) this.#kept.shift()
    this.#kept.push(end)
  }
}

/** When a call was sent: one promise for all that goes with it. */
class Sent {
  readonly promise: Promise<void>
  #resolve: () => void = () => undefined

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  resolve(): void {
    this.#resolve()
  }
}

function send(post: ClaimPost): void {
  void post.send()
}
