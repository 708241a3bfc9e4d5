/** Answers that are waited for, none of them long: a breaker before somebody who answers questions in their order. */

/**
 * Longest wait, milliseconds. Longer than that for Redis: no network can keep this answer, only a machine so busy that one
 * process waits for another, or a quota of CPU time that pauses both for 100 ms; limits are to hold there, too.
 */
const defaultTimeoutMs = 250
/** Questions asked in advance of an answer that nobody waits for. More would fill the memory of two processes. */
const mostExpected = 10_000
/** Turns of the event loop in which a busy process reads what has long arrived. */
const turnsAfterTime = 3

type Waiting<A> = { readonly since: number; readonly end: ((answer: A | undefined) => void) | undefined }

export class Answers<A> {
  readonly #timeoutMs: number
  readonly #onStatus: (isUp: boolean) => void
  /** By number, in the order in which they were asked. */
  readonly #waiting = new Map<number, Waiting<A>>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #isUp = true

  constructor(timeoutMs = defaultTimeoutMs, onStatus: (isUp: boolean) => void = () => {}) {
    this.#timeoutMs = timeoutMs
    this.#onStatus = onStatus
  }

  /** False from an answer that did not come in time until one did. */
  get areUsable(): boolean {
    return this.#isUp
  }

  /** The answer to a question that was asked now; undefined where it does not come in time. Never rejects. */
  wait(id: number): Promise<A | undefined> {
    return new Promise((resolve) => this.#add(id, resolve))
  }

  /** Looks out for an answer that nobody waits for. False where there are too many already: then it is better not asked. */
  expect(id: number): boolean {
    if (this.#waiting.size >= mostExpected) return false
    this.#add(id, undefined)
    return true
  }

  /** An answer has come. */
  take(id: number, answer: A): void {
    const found = this.#waiting.get(id)
    if (found === undefined) return
    this.#waiting.delete(id)
    if (performance.now() - found.since <= this.#timeoutMs) this.#turn(true)
    found.end?.(answer)
  }

  /** Nobody will answer any more. */
  close(): void {
    clearTimeout(this.#timer)
    for (const { end } of this.#waiting.values()) end?.(undefined)
    this.#waiting.clear()
  }

  #add(id: number, end: Waiting<A>['end']): void {
    this.#waiting.set(id, { since: performance.now(), end })
    if (end !== undefined && this.#timer === undefined) this.#look(this.#timeoutMs)
  }

  /** One timer for all: the first that was asked is the first to be late. */
  #look(ms: number): void {
    const turn = (left: number): unknown => (left === 0 ? this.#giveUpLate() : setImmediate(() => turn(left - 1)))
    this.#timer = setTimeout(() => turn(turnsAfterTime), ms)
  }

  #giveUpLate(): void {
    this.#timer = undefined
    const now = performance.now()
    for (const [id, { since, end }] of this.#waiting) {
      if (end === undefined) continue
      const left = since + this.#timeoutMs - now
      if (left > 0) {
        this.#look(Math.ceil(left))
        return
      }
      // its answer may still come, and then tells nothing
      this.#waiting.set(id, { since, end: undefined })
      this.#turn(false)
      end(undefined)
    }
  }

  #turn(isUp: boolean): void {
    if (this.#isUp === isUp) return
    this.#isUp = isUp
    this.#onStatus(isUp)
  }
}
