/** One call upstream for identical calls at the same time: who waits for it, and who left. */
import type { Failure } from '../../protocol/failure.js'
import type { AbortSignalLike } from '../../protocol/http.js'
import { abortedBy, pastDeadline } from '../call-failures.js'
import { finalError } from '../final-error.js'
import type { Run } from '../run.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'
import { groupOf } from './cache-key.js'

/** What is done with a flight beside waiting for it. */
type Handling<T> = {
  /** It failed, or nobody waits any more and it is called off. */
  readonly onLost: () => void
  /** It came to something, for so many. */
  readonly onLanding: (landed: T, passengers: number) => void
  /** One for whom it landed had just left. */
  readonly onLeft: (landed: T) => void
}

/** A call that others may share until it lands. It is called off when nobody waits for it any more. */
export class Flight<T extends object> {
  readonly #landing: Promise<T>
  readonly #stop = new AbortController()
  readonly #handling: Handling<T>
  #passengers = 1
  #landed: T | undefined

  constructor(fly: (signal: AbortSignalLike) => Promise<T>, handling: Handling<T>) {
    this.#handling = handling
    this.#landing = fly(this.#stop.signal).then(
      (landed) => {
        this.#landed = landed
        handling.onLanding(landed, this.#passengers)
        return landed
      },
      (error: unknown) => {
        handling.onLost()
        throw error
      },
    )
    // Whoever waits hears of a failure; where everybody has left, nobody has to.
    this.#landing.catch(() => undefined)
  }

  /** What it comes to, for the one that started it, unless its caller leaves before: then the error that says so. */
  ride(run: Run): Promise<T> {
    const watch = watchCaller(run, false)
    return watch === undefined ? this.#landing : this.#until(watch, run, this.#landing)
  }

  /**
   * The same for a call that found it under way. `failed`: it came to nothing, which is its own caller's to hear.
   * `late`: it takes longer than the timeout that this call has set for itself.
   */
  async join(run: Run): Promise<T | 'failed' | 'late'> {
    this.#passengers++
    const landing = this.#landing.catch((): 'failed' => 'failed')
    const { timeoutMs } = run.prepared.controls
    const watch = watchCaller(run, true)
    const stop = new AbortController()
    const late = timeoutMs === undefined ? undefined : run.engine.sleep(timeoutMs, stop.signal).then((): 'late' => 'late')
    const first: Promise<T | 'failed' | 'late'> = late === undefined ? landing : Promise.race([landing, late])
    try {
      const outcome = watch === undefined ? await first : await this.#until(watch, run, first)
      if (outcome === 'late') this.#leave()
      return outcome
    } finally {
      stop.abort()
    }
  }

  async #until<R>(watch: Watch, run: Run, landing: Promise<R>): Promise<R> {
    try {
      const first = await Promise.race([landing.then((landed) => ({ landed })), watch.left.then((failure) => ({ failure }))])
      if ('landed' in first) return first.landed
      this.#leave()
      throw finalError(run, first.failure)
    } finally {
      watch.end()
    }
  }

  #leave(): void {
    this.#passengers--
    if (this.#landed !== undefined) this.#handling.onLeft(this.#landed)
    else if (this.#passengers === 0) {
      this.#handling.onLost()
      this.#stop.abort()
    }
  }
}

/** Tells when a caller leaves. */
export type Watch = {
  /** Resolves with why: the caller's signal, or the deadline of the call. Else never. */
  readonly left: Promise<Failure>
  end(): void
}

/** Watches the caller of `run`, and its deadline where no attempt of its own does; undefined where there is neither. */
export function watchCaller(run: Run, isWaiting: boolean): Watch | undefined {
  const { signal, engine, deadlineAt } = run
  const hasDeadline = isWaiting && deadlineAt !== Number.POSITIVE_INFINITY
  if (signal === undefined && !hasDeadline) return undefined
  const place = { provider: '', model: groupOf(run) }
  const stop = new AbortController()
  let onLeft: (() => void) | undefined
  const left = new Promise<Failure>((resolve) => {
    if (signal !== undefined) {
      onLeft = () => resolve(abortedBy(signal, place))
      if (signal.aborted) onLeft()
      else onAbort(signal, onLeft)
    }
    if (hasDeadline)
      void engine.sleep(Math.max(0, deadlineAt - engine.now()), stop.signal).then(() => {
        if (!stop.signal.aborted) resolve(pastDeadline(place, 'while it waited for an identical call that was under way'))
      })
  })
  const end = () => {
    stop.abort()
    if (signal !== undefined && onLeft !== undefined) offAbort(signal, onLeft)
  }
  return { left, end }
}
