/** How long an answer of Redis is waited for. */
import { callOff, type Deadline, expireAfter, type Timed } from '../runtime/transport/deadlines.js'

/** No answer came in time. */
export const late = Symbol('late')

/** Turns of the event loop in which a busy process reads what has long arrived: a connection needs some. */
const turnsAfterTime = 3

/**
 * `answer`, or {@link late} after so many milliseconds. Replies that lie in the socket when the time is up are read first: where
 * this process was busy, it was not Redis that was slow. Keeps the process alive meanwhile, which a socket does not.
 */
export function within<T>(answer: Promise<T>, ms: number): Promise<T | typeof late> {
  return new Promise((resolve, reject) => {
    const wait = new Wait(ms, () => resolve(late))
    answer.then(
      (value) => {
        wait.end()
        resolve(value)
      },
      (error: unknown) => {
        wait.end()
        reject(error)
      },
    )
  })
}

/** By the timers that transports share: one for each would cost more than what is waited for. */
class Wait implements Timed {
  /** Undefined once it is due. */
  #deadline: Deadline | undefined
  readonly #tellLate: () => void
  #isOver = false

  constructor(ms: number, tellLate: () => void) {
    this.#tellLate = tellLate
    this.#deadline = expireAfter(ms, this)
    stayAlive()
  }

  expire(): void {
    this.#deadline = undefined
    this.#turn(turnsAfterTime)
  }

  #turn(turns: number): void {
    if (this.#isOver) return
    if (turns > 0) {
      setImmediate(() => this.#turn(turns - 1))
      return
    }
    this.#isOver = true
    mayEnd()
    this.#tellLate()
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#deadline !== undefined) callOff(this.#deadline)
    mayEnd()
  }
}

/** Never due: a timer that only keeps the process alive, as shared ones do not. */
let vigil: ReturnType<typeof setInterval> | undefined
const longestMs = 2_147_483_647
let waiting = 0

function stayAlive(): void {
  waiting++
  if (waiting > 1) return
  vigil ??= setInterval(() => {}, longestMs)
  vigil.ref()
}

function mayEnd(): void {
  waiting--
  if (waiting === 0) vigil?.unref()
}
