/** Virtual time for one call: waits take none of ours, and a call that never ends is an error instead of a program that hangs. */
import { setImmediate, setTimeout } from 'node:timers/promises'
import { type FakeClock, fakeClock } from '../testing/fake-clock.js'

export interface VirtualTime {
  /** Milliseconds. Throws {@link StandsStill} where it is read for ever while time stands still. */
  readonly now: () => number
  /** Takes none of our time. A wait of nothing counts as a reading of the clock; one of Infinity ends with its signal or not at all. */
  readonly sleep: FakeClock['sleep']
  /**
   * Runs `call` to its end, moving time on whenever it only waits. `stuck` is asked before each move, and throws to give up.
   * Throws {@link StandsStill} for a call that waits again and again, or for what never comes.
   */
  run<T>(call: Promise<T>, stuck: () => void): Promise<T>
}

/** Thrown for a call that has no end; the message says what it does instead. */
export class StandsStill extends Error {}

/** Readings of the clock at one moment: ten thousand picks take one each, a loop of the engine some ten. */
const mostReadings = 300_000
/** Turns of the event loop after which a call that has not gone on only waits. What it imports was loaded before. */
const patience = 3
/** Waits of one call: a poll of ten milliseconds beside another wait has some hundred a second. */
const mostMoves = 50_000
/** Stalls until a call that waits without end, and for nothing else, is given up. */
const endlessStalls = 1_000
/** Longest that something may take which does not wait on this clock, milliseconds of ours. */
const longestStallMs = 20_000

/** `start` is the first reading, milliseconds since 1970. */
export function virtualTime(start: number): VirtualTime {
  const clock = fakeClock(start)
  let readings = 0
  let last = start
  const now = (): number => {
    const time = clock.now()
    readings = time === last ? readings + 1 : 0
    last = time
    if (readings > mostReadings) throw new StandsStill('it goes round and round while time stands still')
    return time
  }

  let endless = 0
  const sleep: FakeClock['sleep'] = (ms, signal) => {
    now()
    if (ms < Number.POSITIVE_INFINITY || signal?.aborted === true) return clock.sleep(ms, signal)
    if (Number.isNaN(ms)) return clock.sleep(0)
    endless++
    return new Promise((resolve) =>
      signal?.addEventListener('abort', () => {
        endless--
        resolve()
      }),
    )
  }

  const run = async <T>(call: Promise<T>, stuck: () => void): Promise<T> => {
    let isOver = false
    const over = () => {
      isOver = true
    }
    call.then(over, over)
    for (let stall = 0, moves = 0; !isOver; ) {
      for (let turn = 0; turn < patience && !isOver; turn++) await setImmediate()
      if (isOver) break
      stuck()
      if (await clock.next()) {
        stall = 0
        if (++moves > mostMoves) throw new StandsStill(`it has waited ${mostMoves} times`)
      } else if (endless > 0 && stall >= endlessStalls) throw new StandsStill('it waits for what never comes')
      else if (++stall > longestStallMs) throw new Error(`llmgen bug: a call neither waits nor ends at ${clock.now()} ms`)
      else await setTimeout(1)
    }
    return call
  }

  return { now, sleep, run }
}
