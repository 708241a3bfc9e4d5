/** Virtual time: a queue of events, and the promise to move on only when every call waits for one of them. */
import { setImmediate, setTimeout } from 'node:timers/promises'

export interface World {
  /** Milliseconds. */
  readonly now: () => number
  /** Runs `act` after `ms` milliseconds. */
  after(ms: number, act: () => void): void
  /** Waits, as a call does that the simulation knows of; see {@link World.call}. */
  park(ms: number): Promise<void>
  /** Starts a call. Time stands still while any call runs, that is, is neither over nor parked. */
  call(run: () => Promise<void>): void
  /** Runs until nothing is left to happen. */
  run(): Promise<void>
}

/** Turns of the microtask queue that are tried before the event loop is let go round. */
const quickTurns = 200
/** Rounds of the event loop, and then milliseconds, in which a call may load a module; one that takes longer is a fault of the simulation. */
const quickRounds = 1_000
const longestStallMs = 20_000

export function createWorld(start = 1_000_000): World {
  const queue = createQueue()
  let time = start
  let active = 0
  let parked = 0
  let broken: { readonly error: unknown } | undefined

  const after = (ms: number, act: () => void) => queue.add({ at: time + Math.max(0, ms), act })

  const settle = async () => {
    for (let turn = 0; turn < quickTurns && active !== parked; turn++) await undefined
    for (let turn = 0; active !== parked; turn++) {
      if (turn > quickRounds + longestStallMs) throw new Error(`${active - parked} simulated calls neither wait nor end at ${time} ms`)
      await (turn < quickRounds ? setImmediate() : setTimeout(1))
    }
    if (broken !== undefined) throw broken.error
  }

  return {
    now: () => time,
    after,
    park: (ms) => {
      parked++
      return new Promise((resolve) => {
        after(ms, () => {
          parked--
          resolve()
        })
      })
    },
    call: (run) => {
      active++
      const over = () => {
        active--
      }
      run().then(over, (error: unknown) => {
        broken = { error }
        over()
      })
    },
    run: async () => {
      for (let event = queue.take(); event !== undefined; event = queue.take()) {
        time = event.at
        event.act()
        await settle()
      }
    },
  }
}

type Event = { readonly at: number; readonly act: () => void }

/** Events by time; those of one time in the order in which they were added. */
function createQueue() {
  const heap: (Event & { readonly nth: number })[] = []
  let added = 0
  const isBefore = (one: number, two: number) => {
    const first = heap[one]
    const second = heap[two]
    if (first === undefined || second === undefined) return first !== undefined
    return first.at < second.at || (first.at === second.at && first.nth < second.nth)
  }
  const swap = (one: number, two: number) => {
    const first = heap[one]
    const second = heap[two]
    if (first === undefined || second === undefined) return
    heap[one] = second
    heap[two] = first
  }
  return {
    add: (event: Event) => {
      heap.push({ ...event, nth: added++ })
      let at = heap.length - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!isBefore(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    take: (): Event | undefined => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      heap[0] = last
      let at = 0
      for (;;) {
        const left = at * 2 + 1
        const child = isBefore(left + 1, left) ? left + 1 : left
        if (child >= heap.length || !isBefore(child, at)) return first
        swap(at, child)
        at = child
      }
    },
  }
}
