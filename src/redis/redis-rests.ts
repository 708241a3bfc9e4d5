/** Rests of deployments, told among instances: kept by time in one sorted set, and published to those that listen. */
import { type Link, type Listening, openListening } from './redis-link.js'
import type { RedisSettings } from './redis-settings.js'
import { stateScripts } from './state-scripts.js'

type Listener = (deploymentId: string, untilMs: number) => void

type RestPorts = {
  readonly settings: RedisSettings
  readonly prefix: string
  /** Name of this instance: what it told itself is not news to it. */
  readonly instance: string
  readonly now: () => number
  /** First argument of scripts: empty for Redis's own clock. */
  readonly clock: () => string
  readonly ask: <T>(command: (link: Link) => Promise<T>) => Promise<T | undefined>
}

/** First pause before listening anew, and the longest. */
const listenPause = { firstMs: 100, longestMs: 5_000 }
/** Most deployments remembered; those that rest no longer go first. */
const mostRests = 10_000

export class RedisRests {
  readonly #ports: RestPorts
  readonly #listeners = new Set<Listener>()
  /** Told by this instance, until when: told again when Redis is back. */
  readonly #own = new Map<string, number>()
  #link: Listening | undefined
  #state: 'idle' | 'listening' | 'ended' = 'idle'
  /** Listens, and could not read yet what was told before. */
  #isOwed = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ports: RestPorts) {
    this.#ports = ports
  }

  share(deploymentId: string, untilMs: number): void {
    const now = this.#ports.now()
    if (untilMs <= now || this.#state === 'ended') return
    if (this.#own.size >= mostRests) this.#forget(now)
    this.#own.delete(deploymentId)
    this.#own.set(deploymentId, untilMs)
    void this.#send(deploymentId, untilMs - now)
  }

  /** Tells Redis, which may have lost them, the rests of this instance that are under way. */
  sendAgain(): void {
    const now = this.#ports.now()
    for (const [deploymentId, untilMs] of this.#own)
      if (untilMs > now) void this.#send(deploymentId, untilMs - now)
      else this.#own.delete(deploymentId)
    if (this.#isOwed) void this.#tellKnown([...this.#listeners])
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#state === 'idle') {
      this.#state = 'listening'
      void this.#subscribe(0)
    } else if (this.#link !== undefined) void this.#tellKnown([listener])
    return () => {
      this.#listeners.delete(listener)
    }
  }

  close(): void {
    this.#state = 'ended'
    clearTimeout(this.#timer)
    this.#link?.close()
    this.#link = undefined
    this.#listeners.clear()
  }

  get #set(): string {
    return `${this.#ports.prefix}rests`
  }

  get #channel(): string {
    return `${this.#ports.prefix}rest-told`
  }

  #send(deploymentId: string, ms: number): Promise<unknown> {
    const { ask, instance, clock } = this.#ports
    const args = [clock(), instance, Math.ceil(ms), deploymentId]
    return ask((link) => link.run(stateScripts.shareRest, [this.#set, this.#channel], args))
  }

  async #subscribe(failures: number): Promise<void> {
    try {
      const link = await openListening(this.#ports.settings, this.#channel, (message) => this.#hear(message))
      if (this.#state === 'ended') return link.close()
      this.#link = link
      link.onEnd(() => {
        if (this.#link !== link) return
        this.#link = undefined
        this.#again(0)
      })
    } catch {
      // The connection for calls tells that Redis is away; this one waits for it.
      return this.#again(failures + 1)
    }
    await this.#tellKnown([...this.#listeners])
  }

  #again(failures: number): void {
    if (this.#state === 'ended') return
    clearTimeout(this.#timer)
    const pause = Math.min(listenPause.firstMs * 2 ** failures, listenPause.longestMs)
    this.#timer = setTimeout(() => void this.#subscribe(failures), pause)
    this.#timer.unref()
  }

  /** `instance milliseconds deployment`. */
  #hear(message: string): void {
    const [, from, ms, deploymentId] = /^(\S+) (\d+) (.+)$/s.exec(message) ?? []
    if (from === undefined || deploymentId === undefined || from === this.#ports.instance) return
    const untilMs = this.#ports.now() + Number(ms)
    for (const listener of [...this.#listeners]) listener(deploymentId, untilMs)
  }

  async #tellKnown(listeners: readonly Listener[]): Promise<void> {
    const { ask, clock, instance, now } = this.#ports
    const found = await ask((link) => link.run(stateScripts.rests, [this.#set], [clock()]))
    this.#isOwed = !Array.isArray(found)
    if (!Array.isArray(found)) return
    const at = now()
    for (let i = 0; i < found.length; i += 2) {
      const [, from, deploymentId] = /^(\S+) (.+)$/s.exec(String(found[i])) ?? []
      if (deploymentId === undefined || from === instance) continue
      for (const listener of listeners) if (this.#listeners.has(listener)) listener(deploymentId, at + Number(found[i + 1]))
    }
  }

  #forget(now: number): void {
    for (const [deploymentId, untilMs] of this.#own) if (untilMs <= now) this.#own.delete(deploymentId)
    for (const deploymentId of this.#own.keys()) {
      if (this.#own.size < mostRests) return
      this.#own.delete(deploymentId)
    }
  }
}
