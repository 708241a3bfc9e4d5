/** Messages between the primary and one worker: plain JSON, in order, many in one write where many are sent at once. */

/** One end of a channel. What is sent after the other end is gone is lost. */
export interface Channel<Out, In> {
  send(message: Out): void
  /** Calls back for each message. One listener; what came before there was one is kept for it. */
  listen(listener: (message: In) => void): void
  /** Resolves when what was sent so far has been handed to the system. */
  drained(): Promise<void>
}

/** What carries batches: a process, or a test. */
export type Carrier = {
  /** `done` is called when the batch is on its way, or lost. */
  send(batch: readonly unknown[], done: () => void): void
  onBatch(listener: (batch: unknown) => void): void
}

/** A channel over a carrier. What is sent within one turn of the event loop goes together: a write costs more than a message. */
export function createChannel<Out, In>(carrier: Carrier): Channel<Out, In> {
  let waiting: Out[] = []
  let unheard: In[] = []
  let heard: ((message: In) => void) | undefined
  const flush = (done: () => void = () => {}) => {
    const batch = waiting
    waiting = []
    carrier.send(batch, done)
  }
  carrier.onBatch((batch) => {
    if (!Array.isArray(batch)) return
    // written by the same version of this file at the other end
    for (const message of batch as In[])
      if (heard === undefined) unheard.push(message)
      else heard(message)
  })
  return {
    send: (message) => {
      waiting.push(message)
      if (waiting.length === 1) setImmediate(() => waiting.length > 0 && flush())
    },
    listen: (listener) => {
      heard = listener
      const before = unheard
      unheard = []
      for (const message of before) listener(message)
    },
    drained: () => new Promise((resolve) => flush(resolve)),
  }
}
