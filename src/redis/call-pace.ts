/** How fast calls of one caller come and what each takes: so much is worth being allotted. */
import { Amounts } from './amounts.js'

/** Time between two looks at all that is allotted, milliseconds. */
export const lookMs = 250
/** A caller with so many calls within a second is worth an allotment, and one without any for so many looks is not. */
const busyCalls = 8
const secondMs = 1_000
const idleLooks = 4
/** Below so many calls between two looks, asking for each costs no more than an allotment. */
const fewCalls = 1
/** An allotment lasts for the calls of so many looks, and for so many calls at least. */
const looksAhead = 3
const leastCalls = 32
/** What is kept of what was seen, with each look. */
const kept = 0.5

export class CallPace {
  /** Since the last look. */
  #calls = 0
  /** Between two looks, by the most of late. */
  #rate = 0
  #idle = 0
  #since = 0
  #inSecond = 0
  /** Calls of late and what they took, each look counting half of the one after it. */
  #seen = 0
  #tokens = 0
  #nanoUsd = 0

  see(tokens: number, nanoUsd: number): void {
    this.#calls++
    this.#idle = 0
    this.#seen++
    this.#tokens += tokens
    this.#nanoUsd += nanoUsd
  }

  /** A call took more than was thought. */
  seeMore(tokens: number, nanoUsd: number): void {
    if (tokens > 0) this.#tokens += tokens
    if (nanoUsd > 0) this.#nanoUsd += nanoUsd
  }

  /** Counts a call for which nothing is allotted; true where there have been many. */
  isBusy(now: number): boolean {
    if (now - this.#since >= secondMs || now < this.#since) {
      this.#since = now
      this.#inSecond = 0
    }
    return ++this.#inSecond >= busyCalls
  }

  look(): void {
    this.#idle = this.#calls === 0 ? this.#idle + 1 : 0
    this.#rate = Math.max(this.#calls, this.#rate * kept)
    this.#calls = 0
    this.#seen *= kept
    this.#tokens *= kept
    this.#nanoUsd *= kept
  }

  get isIdle(): boolean {
    return this.#idle >= idleLooks
  }

  get isSlow(): boolean {
    return this.isIdle || (this.#calls <= fewCalls && this.#rate <= fewCalls)
  }

  /** What a call takes on average. */
  get each(): Amounts {
    const calls = this.#seen > 0 ? this.#seen : 1
    return new Amounts(1, Math.ceil(this.#tokens / calls), Math.ceil(this.#nanoUsd / calls))
  }

  /** What the calls of some time ahead will take. */
  get ahead(): Amounts {
    const calls = Math.max(leastCalls, Math.ceil(looksAhead * Math.max(this.#calls, this.#rate)))
    const { tokens, nanoUsd } = this.each
    return new Amounts(calls, calls * tokens, calls * nanoUsd)
  }

  /** Begins anew, as when something was just allotted. */
  start(): void {
    this.#rate = Math.max(this.#rate, busyCalls)
    this.#idle = 0
  }
}
