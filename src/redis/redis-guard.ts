/** A circuit breaker before one connection: no call waits long for Redis, and none at all while it is away. */
import { importIoredis, type Link, openLink } from './redis-link.js'
import { prefixOf, type RedisSettings, type RedisStatus, serverOf, timeoutOf } from './redis-settings.js'
import { late, within } from './within.js'

/** What is known of Redis. Only `up` sends it calls; in `starting` they wait for the first connection, within their time. */
type Phase =
  | { readonly is: 'starting' }
  | { readonly is: 'up' }
  | { readonly is: 'down'; readonly probes: number; readonly timer: ReturnType<typeof setTimeout> | undefined }
  | { readonly is: 'ended' }

/** First pause between two looks after a Redis that is away, and the longest; each is twice the one before. */
const probePause = { firstMs: 100, longestMs: 2_000 }
/** A connection on which not even this long brings an answer is given up for a new one. */
const probeLimitMs = 1_000

export class RedisGuard {
  readonly #settings: RedisSettings
  readonly #timeoutMs: number
  readonly #probeKey: string
  /** Loading our own code is no time of Redis. */
  readonly #loaded: Promise<unknown>
  #isLoaded = false
  #phase: Phase = { is: 'starting' }
  #link: Link | undefined
  #opening: Promise<Link> | undefined
  /** Commands under way, and who waits for the last of them. */
  #pending = 0
  #onIdle: (() => void) | undefined
  readonly #onUp: () => void

  /** `onUp` is called whenever Redis answers again, and when it does for the first time. */
  constructor(settings: RedisSettings, onUp: () => void = ignore) {
    this.#settings = settings
    this.#timeoutMs = timeoutOf(settings)
    this.#probeKey = `${prefixOf(settings)}probe`
    this.#onUp = onUp
    this.#loaded = importIoredis().then(
      () => {
        this.#isLoaded = true
        this.#open().catch((error: unknown) => this.#trip(error))
      },
      (error: unknown) => this.#giveUp(error),
    )
  }

  /** False while calls are better answered without Redis: at once. */
  get isUsable(): boolean {
    return this.#phase.is === 'up' || this.#phase.is === 'starting'
  }

  get isUp(): boolean {
    return this.#phase.is === 'up'
  }

  /**
   * What `command` gives, or undefined where Redis does not answer in time or refuses; then no call asks it until a probe
   * was answered. `onLate` is told an answer for which nobody waited, `onLost` that none came or will come. Never rejects.
   */
  async ask<T>(command: (link: Link) => Promise<T>, onLate?: (answer: T) => void, onLost?: () => void): Promise<T | undefined> {
    if (!this.#isLoaded) await this.#loaded
    if (!this.isUsable) return undefined
    const answer = this.#send(command)
    this.#pending++
    answer.then(this.#ended, this.#ended)
    try {
      const first = await within(answer, this.#timeoutMs)
      if (first !== late) return first
    } catch (error) {
      this.#trip(error)
      onLost?.()
      return undefined
    }
    this.#trip(new Error(`no answer within ${this.#timeoutMs} ms`))
    answer.then(onLate, onLost ?? ignore)
    return undefined
  }

  /** Ends the connection and all timers, after the commands under way, which get no longer than a call would. */
  async close(): Promise<void> {
    if (this.#phase.is === 'ended') return
    if (this.#pending > 0) await within(this.#untilIdle(), this.#timeoutMs)
    if (this.#phase.is === 'down') clearTimeout(this.#phase.timer)
    this.#phase = { is: 'ended' }
    this.#link?.close()
    this.#link = undefined
  }

  #untilIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve
    })
  }

  readonly #ended = (): void => {
    this.#pending--
    if (this.#pending === 0) this.#onIdle?.()
  }

  async #send<T>(command: (link: Link) => Promise<T>): Promise<T> {
    return command(this.#link ?? (await this.#open()))
  }

  /** One connection for all that ask while it is made. */
  #open(): Promise<Link> {
    this.#opening ??= openLink(this.#settings).then(
      (link) => this.#adopt(link),
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  #adopt(link: Link): Link {
    this.#opening = undefined
    if (this.#phase.is === 'ended') {
      link.close()
      return link
    }
    this.#link = link
    link.onEnd(() => {
      if (this.#link !== link) return
      this.#link = undefined
      this.#trip(new Error('the connection was closed'))
    })
    if (this.#phase.is === 'starting') {
      this.#phase = { is: 'up' }
      this.#onUp()
    }
    return link
  }

  #trip(reason: unknown): void {
    if (!this.isUsable) return
    this.#rest(0)
    this.#tell({ up: false, server: serverOf(this.#settings), reason: textOf(reason) })
  }

  /** There is no package to ask by, and there will be none. */
  #giveUp(reason: unknown): void {
    if (this.#phase.is === 'ended') return
    this.#phase = { is: 'ended' }
    this.#tell({ up: false, server: serverOf(this.#settings), reason: textOf(reason) })
  }

  #rest(probes: number): void {
    const pause = Math.min(probePause.firstMs * 2 ** probes, probePause.longestMs)
    const timer = setTimeout(() => void this.#probe(probes), pause)
    timer.unref()
    this.#phase = { is: 'down', probes, timer }
  }

  /** Redis is back when it writes within the time of a call: one that is full, read-only or too slow is not. */
  async #probe(probes: number): Promise<void> {
    let link: Link | undefined
    try {
      link = this.#link ?? (await this.#open())
      const answer = link.redis.set(this.#probeKey, '1', 'PX', probeLimitMs).then(() => true)
      const inTime = await within(answer, this.#timeoutMs)
      if (inTime === late && (await within(answer, probeLimitMs)) === late) this.#drop(link)
      if (this.#phase.is !== 'down') return
      if (inTime === late) return this.#rest(probes + 1)
      this.#phase = { is: 'up' }
      this.#tell({ up: true, server: serverOf(this.#settings) })
      this.#onUp()
    } catch (error) {
      // Why it is away was told when it went. One that became a replica stays one: the name may lead to another by now.
      if (link !== undefined && textOf(error).startsWith('READONLY')) this.#drop(link)
      if (this.#phase.is === 'down') this.#rest(probes + 1)
    }
  }

  #drop(link: Link): void {
    if (this.#link === link) this.#link = undefined
    link.close()
  }

  #tell(status: RedisStatus): void {
    const { onStatus = warn } = this.#settings
    onStatus(status)
  }
}

function warn(status: RedisStatus): void {
  const text = status.up
    ? `Redis at ${status.server} answers again`
    : `Redis at ${status.server} does not answer (${status.reason}): until it does, this process counts by itself and its cache is empty`
  process.emitWarning(text, { type: 'LlmgenRedis' })
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}

function ignore(): void {}
