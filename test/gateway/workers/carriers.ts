/** Two ends of a channel within one process: what is sent is written as JSON and read again, in order, as between processes. */
import { type Carrier, type Channel, createChannel } from '../../../src/gateway/workers/channel.js'

export type Ends<A, B> = {
  readonly here: Channel<A, B>
  readonly there: Channel<B, A>
  /** Batches that went from here to there. */
  batches(): number
  /** Nothing arrives there until {@link Ends.resume}; it waits, as it does for a process that is busy. */
  pause(): void
  resume(): void
}

type End = { readonly carrier: Carrier; hear(text: string): void }

function end(send: (text: string) => void): End {
  let heard: (batch: unknown) => void = () => undefined
  return {
    carrier: {
      send: (batch, done) => {
        send(JSON.stringify(batch))
        done()
      },
      onBatch: (listener) => {
        heard = listener
      },
    },
    hear: (text) => heard(JSON.parse(text)),
  }
}

export function ends<A, B>(): Ends<A, B> {
  let sent = 0
  let held: string[] | undefined
  const deliver = (text: string) => void setImmediate(() => there.hear(text))
  const here = end((text) => {
    sent++
    if (held === undefined) deliver(text)
    else held.push(text)
  })
  const there: End = end((text) => void setImmediate(() => here.hear(text)))
  return {
    here: createChannel<A, B>(here.carrier),
    there: createChannel<B, A>(there.carrier),
    batches: () => sent,
    pause: () => {
      held = []
    },
    resume: () => {
      const texts = held ?? []
      held = undefined
      for (const text of texts) deliver(text)
    },
  }
}
