/** A clock that stands still until a test moves it. */
import { setImmediate } from 'node:timers/promises'
import type { AbortSignalLike } from '../protocol/http.js'

export interface FakeClock {
  /** Milliseconds; for `createLlm({ now })`. */
  readonly now: () => number
  /** Waits until the clock has been moved far enough, or `signal` aborts; for `createLlm({ sleep })`. */
  readonly sleep: (ms: number, signal?: AbortSignalLike) => Promise<void>
  /** Every wait asked for so far, milliseconds. */
  readonly sleeps: readonly number[]
  /** Waits that have not ended. */
  readonly waiting: number
  /** Moves the clock, waking sleepers in their order and letting each run before the next. Milliseconds. */
  advance(ms: number): Promise<void>
  /** Moves the clock to the end of the shortest wait, and lets whoever waited run; false where nobody waits. */
  next(): Promise<boolean>
}

type Sleeper = { readonly until: number; readonly wake: () => void }

/** `start` is the first reading, milliseconds since 1970. Default 0. */
export function fakeClock(start = 0): FakeClock {
  let time = start
  const sleeps: number[] = []
  const sleepers = new Set<Sleeper>()

  const sleep = (ms: number, signal?: AbortSignalLike): Promise<void> => {
    sleeps.push(ms)
    if (ms <= 0 || signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        sleepers.delete(sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { until: time + ms, wake }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', wake)
    })
  }

  const next = async (): Promise<boolean> => {
    const sleeper = soonest(sleepers)
    if (sleeper === undefined) return false
    time = Math.max(time, sleeper.until)
    sleeper.wake()
    await setImmediate()
    return true
  }

  const advance = async (ms: number): Promise<void> => {
    const end = time + ms
    await setImmediate()
    for (let next = soonest(sleepers); next !== undefined && next.until <= end; next = soonest(sleepers)) {
      time = Math.max(time, next.until)
      next.wake()
      await setImmediate()
    }
    time = end
  }

  return {
    now: () => time,
    sleep,
    sleeps,
    get waiting() {
      return sleepers.size
    },
    advance,
    next,
  }
}

function soonest(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined
  for (const sleeper of sleepers) if (first === undefined || sleeper.until < first.until) first = sleeper
  return first
}
