/** A provider's stream that several readers read, each at its own place: what has come is kept as text until the last has left. */
import type { Meta, ResponseInfo } from '../client-types.js'

/** Where a reader finds chunks. */
export interface Feed {
  /** Chunks so far, JSON each. */
  readonly texts: readonly string[]
  readonly state: 'open' | 'ended' | 'failed' | 'left'
  /** Why it failed. */
  readonly error: Error | undefined
  /** Resolves when there is more, or no more will come. */
  pull(): Promise<void>
  /** A reader that needs no more. */
  leave(): void
}

/** The stream of a provider, as far as a trunk uses it. */
export type Source = {
  next(): Promise<IteratorResult<unknown, undefined>>
  final(): Promise<object>
  abort(): void
  readonly meta: Meta
  readonly response: ResponseInfo
}

/** Read on when any reader wants more; closed when the last one leaves. */
export class Trunk implements Feed {
  readonly source: Source
  readonly texts: string[] = []
  state: Feed['state'] = 'open'
  error: Error | undefined
  readonly #onEnd: (reply: object, meta: Meta) => Promise<unknown>
  #readers: number
  #pulling: Promise<void> | undefined

  /** `onEnd` is told the whole answer of a stream that came to its end. Rejects with nothing. */
  constructor(source: Source, onEnd: (reply: object, meta: Meta) => Promise<unknown>) {
    this.source = source
    this.#onEnd = onEnd
    this.#readers = 1
  }

  /** Sets how many read it when it begins. */
  begin(readers: number): void {
    this.#readers = readers
    if (readers === 0) this.#close()
  }

  /** One reader more, who begins at the beginning. */
  board(): void {
    this.#readers++
  }

  leave(): void {
    if (--this.#readers === 0) this.#close()
  }

  pull(): Promise<void> {
    this.#pulling ??= this.#read().finally(() => {
      this.#pulling = undefined
    })
    return this.#pulling
  }

  async #read(): Promise<void> {
    try {
      const step = await this.source.next()
      if (step.done !== true) {
        this.texts.push(JSON.stringify(step.value))
        return
      }
      if (this.state !== 'open') return
      const reply = await this.source.final()
      this.state = 'ended'
      await this.#onEnd(reply, this.source.meta)
    } catch (error) {
      if (this.state !== 'open') return
      this.state = 'failed'
      this.error = error instanceof Error ? error : new Error(String(error))
    }
  }

  #close(): void {
    if (this.state !== 'open') return
    this.state = 'left'
    this.source.abort()
  }
}

/** Streams under way, by key. One whose readers all became garbage is forgotten with them. */
export class Trunks {
  readonly #byKey = new Map<string, WeakRef<Trunk>>()
  readonly #dropped = new FinalizationRegistry<string>((key) => {
    if (this.#byKey.get(key)?.deref() === undefined) this.#byKey.delete(key)
  })

  /** The stream of this key, where it is still coming. */
  get(key: string): Trunk | undefined {
    const trunk = this.#byKey.get(key)?.deref()
    if (trunk?.state === 'open') return trunk
    this.#byKey.delete(key)
    return undefined
  }

  set(key: string, trunk: Trunk): void {
    this.#byKey.set(key, new WeakRef(trunk))
    this.#dropped.register(trunk, key)
  }
}
