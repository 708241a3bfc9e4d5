/** Measures how late the event loop is, so that a gateway that cannot keep up says so instead of letting all calls wait. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How often the delay is read, milliseconds. */
const sampleMs = 500

/** The delay of the event loop within the last half second, milliseconds. */
export interface LoopDelay {
  now(): number
  stop(): void
}

/** Starts measuring. Holds no process open. */
export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  let delay = 0
  const timer = setInterval(() => {
    // in nanoseconds; the mean, since one long step is no overload
    delay = Number.isFinite(histogram.mean) ? histogram.mean / 1_000_000 : 0
    histogram.reset()
  }, sampleMs)
  timer.unref()
  return {
    now: () => delay,
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
