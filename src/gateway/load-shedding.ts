/** Measures how late the event loop is, so that a gateway that cannot keep up says so instead of letting all calls wait. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** How often the delay is read, milliseconds. */
const sampleMs = 500
/** Between two looks of the histogram, milliseconds; it counts this time as delay. */
const resolutionMs = 20

/** How late the event loop has been lately, milliseconds. */
export interface LoopDelay {
  now(): number
  stop(): void
}

/** What is read of a histogram, in nanoseconds. */
export type DelayHistogram = Pick<IntervalHistogram, 'mean' | 'enable' | 'disable' | 'reset'>

/**
 * Starts measuring. Holds no process open. One long step is no overload: of the last two half seconds the better one counts,
 * each by its mean.
 */
export function watchLoopDelay(histogram: DelayHistogram = monitorEventLoopDelay({ resolution: resolutionMs })): LoopDelay {
  histogram.enable()
  let before = 0
  let latest = 0
  const timer = setInterval(() => {
    before = latest
    // no number where nothing was measured
    latest = Number.isFinite(histogram.mean) ? Math.max(0, histogram.mean / 1_000_000 - resolutionMs) : 0
    histogram.reset()
  }, sampleMs)
  timer.unref()
  return {
    now: () => Math.min(before, latest),
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
