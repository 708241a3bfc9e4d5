/** The slot of an open stream: given back exactly once, also when the stream is dropped without being read to its end. */
import { endCall } from '../call-end.js'
import { aborted } from '../call-failures.js'
import { noteFailure } from '../health/failed-attempt.js'
import { release } from '../outcomes.js'
import { placeOf } from '../outgoing.js'
import type { OpenStream } from './stream-attempt.js'

export class StreamLease {
  /** Undefined once it is given back: V8 may keep what was registered long after that, and with it all that it knows of. */
  #open: OpenStream | undefined

  constructor(open: OpenStream) {
    this.#open = open
  }

  /** Gives the slot back. */
  end(): void {
    if (this.#open === undefined) return
    const { site } = this.#open
    this.#open = undefined
    release(site)
    dropped.unregister(this)
  }

  /** Nobody can read the stream any more: it is ended as if the caller had left, and its connection is closed. */
  drop(): void {
    if (this.#open === undefined) return
    const { site, source, target } = this.#open
    // Nobody knows how much came: what was reserved stands.
    site.spent = { tokens: undefined, costNanoUsd: undefined }
    this.end()
    const failure = aborted(placeOf(target))
    noteFailure(site.run, site.index, failure, site.run.engine.now() - site.startedAt)
    endCall(site.run, failure)
    source.close()
  }
}

/** Streams that became garbage unread: a caller who forgets one would else hold its slot and its connection for ever. */
const dropped = new FinalizationRegistry<StreamLease>((lease) => lease.drop())

/** The lease of `open`, which lasts at most as long as `reader` can be reached. */
export function leaseFor(reader: object, open: OpenStream): StreamLease {
  const lease = new StreamLease(open)
  dropped.register(reader, lease, lease)
  return lease
}
