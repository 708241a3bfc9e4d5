/**
 * Ends what takes too long, with one timer for all that have the same limit: a timer for each request, of which hardly one is
 * ever due, costs more than the rest of what an exchange does by itself.
 */
import { clampDelay } from '../platform/sleep.js'

/** What may take so long and no longer. */
export interface Timed {
  /** Called once, when the time of a deadline is over. */
  expire(deadline: Deadline): void
}

/** A place in a line. */
export type Deadline = {
  readonly line: Line
  readonly timed: Timed
  dueAt: number
  before: Deadline | undefined
  after: Deadline | undefined
}

/** Limits that share timers; a caller may ask for any, and gets a timer of its own beyond these. */
const mostLines = 200
const lines = new Map<number, Line>()

/** All with one limit, in the order in which they are due. */
class Line {
  readonly #ms: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #first: Deadline | undefined
  #last: Deadline | undefined
  #isArmed = false

  constructor(ms: number) {
    this.#ms = ms
  }

  add(timed: Timed): Deadline {
    const added: Deadline = { line: this, timed, dueAt: performance.now() + this.#ms, before: undefined, after: undefined }
    this.#append(added)
    if (!this.#isArmed) this.#arm(this.#ms)
    return added
  }

  /** The timer stays as it is: it finds out when the next is due. */
  postpone(deadline: Deadline): void {
    deadline.dueAt = performance.now() + this.#ms
    if (deadline === this.#last) return
    this.remove(deadline)
    this.#append(deadline)
  }

  #append(deadline: Deadline): void {
    deadline.before = this.#last
    if (this.#last === undefined) this.#first = deadline
    else this.#last.after = deadline
    this.#last = deadline
  }

  remove(deadline: Deadline): void {
    const { before, after } = deadline
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    deadline.before = undefined
    deadline.after = undefined
  }

  /** Nobody else comes to a line of one's own, and callers choose how long its timer would stay. */
  callOff(deadline: Deadline): void {
    this.remove(deadline)
    if (this.#first === undefined && lines.get(this.#ms) !== this) clearTimeout(this.#timer)
  }

  /** It stays armed when the first is done before its time: it finds out then when the next is due. */
  #arm(ms: number): void {
    this.#isArmed = true
    this.#timer = setTimeout(lookAt, clampDelay(ms), this).unref()
  }

  look(): void {
    // a timer may be a little early
    const now = performance.now() + 1
    for (let first = this.#first; first !== undefined; first = this.#first) {
      if (first.dueAt > now) {
        this.#arm(first.dueAt - now + 1)
        return
      }
      this.remove(first)
      first.timed.expire(first)
    }
    this.#isArmed = false
    if (lines.get(this.#ms) === this) lines.delete(this.#ms)
  }
}

function lookAt(line: Line): void {
  line.look()
}

/** Has `timed` expire after `ms` milliseconds unless {@link callOff} comes first. Keeps no process from ending: what is waited for does. */
export function expireAfter(ms: number, timed: Timed): Deadline {
  const known = lines.get(ms)
  if (known !== undefined) return known.add(timed)
  const line = new Line(ms)
  if (lines.size < mostLines) lines.set(ms, line)
  return line.add(timed)
}

/** Begins the time of one that has not expired anew; for what happens often, as no object is made. */
export function postpone(deadline: Deadline): void {
  deadline.line.postpone(deadline)
}

/** Takes it back. */
export function callOff(deadline: Deadline): void {
  deadline.line.callOff(deadline)
}
