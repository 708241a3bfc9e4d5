/** The gateway: a config, what is served of it, and the app before it. */
import { resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ClientOptions } from '../runtime/client-types.js'
import { processEnvironment } from '../runtime/settings.js'
import { createApp } from './app.js'
import type { CallObserver } from './call-record.js'
import { type ConfigSource, describeErrors, hasChanged, type ReadConfig, readConfig, watchFolders } from './config-source.js'
import { defaultHost, refusalOf } from './listen-rules.js'
import { type LoopDelay, watchLoopDelay } from './load-shedding.js'
import { type GatewayLog, silentLog } from './log.js'
import { openServing } from './open-serving.js'
import type { GatewayView, ReloadState, Route } from './route.js'
import { routes } from './routes.js'
import { closeApp, listenOn } from './server.js'
import type { Serving } from './serving.js'
import { ServingDesk } from './serving-desk.js'

/** What a gateway is made of; everything but the config has a default. */
export type GatewayOptions = {
  readonly config: ConfigSource
  /** Default: the environment of this process. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Settings of the engine, for tests: a clock, a transport. */
  readonly client?: ClientOptions
  /** Default: says nothing. */
  readonly log?: GatewayLog
  /** Told each config that was read, also a bad one. */
  readonly onConfig?: (read: ReadConfig) => void
  /** Are told each request as it ends. Default: nobody. */
  readonly observers?: readonly CallObserver[]
  /** Routes that are served. Default: all there are. */
  readonly routes?: readonly Route[]
  /** Listen on a public address with the sample master key. Default false. */
  readonly allowSampleKey?: boolean
  /** Delay of the event loop above which calls are refused with 503, **milliseconds**. Default 1,000. */
  readonly maxLoopDelayMs?: number
  /** Delay of the event loop, milliseconds; tests set it. Default: measured. */
  readonly loopDelay?: () => number
}

/** Why a gateway does not start: the config, or the address it would listen on. */
export class GatewayStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'GatewayStartError'
  }
}

/** A gateway. It answers `app.inject` at once, and the network after `listen`. */
export interface Gateway {
  readonly app: FastifyInstance
  /** What is served now. */
  readonly serving: Serving
  /**
   * Starts to listen and gives the address, `http://HOST:PORT`. `port` 0 is any free one. Default host: every address with a
   * master key of one's own, else this machine alone. Rejects with a {@link GatewayStartError}, or with what the system says.
   */
  listen(at: { readonly port: number; readonly host?: string | undefined }): Promise<string>
  /** Reads the config anew; with a bad one everything stays as it is. */
  reload(): Promise<ReloadState>
  /** Accepts nothing more, lets calls under way end for `graceMs` (default 30,000), then breaks them off. */
  close(graceMs?: number): Promise<void>
}

/** Reads the config and makes the gateway. Rejects with a {@link GatewayStartError} where the config has errors. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const running = new RunningGateway(options)
  await running.start()
  return running
}

const defaultMaxLoopDelayMs = 1_000
const defaultGraceMs = 30_000

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions
  readonly #log: GatewayLog
  readonly #env: { readonly [name: string]: string | undefined }
  readonly #stopping = new AbortController()
  #started: { readonly app: FastifyInstance; readonly desk: ServingDesk; readonly loop: LoopDelay | undefined } | undefined
  #lastReload: ReloadState = { ok: true }
  #host: string | undefined
  /** The files as they were read last. */
  #sources: ReadConfig['sources'] = []
  #watched: { close(): void } | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#log = options.log ?? silentLog
    this.#env = options.env ?? processEnvironment()
  }

  async start(): Promise<void> {
    const { maxLoopDelayMs = defaultMaxLoopDelayMs, loopDelay, routes: served = routes } = this.#options
    const read = this.#read()
    if (read.lowered === undefined) throw new GatewayStartError(describeErrors(read))
    const desk = new ServingDesk(await this.#open(read))
    const gateway: GatewayView = {
      routes: served,
      inFlight: () => desk.inFlight,
      observers: this.#options.observers ?? [],
      lastReload: () => this.#lastReload,
      reload: () => this.reload(),
    }
    const loop = loopDelay === undefined ? watchLoopDelay() : undefined
    const delay = loopDelay ?? (() => loop?.now() ?? 0)
    const app = await createApp({ desk, gateway, log: this.#log, loopDelay: delay, maxLoopDelayMs, stopping: this.#stopping.signal })
    await app.ready()
    this.#started = { app, desk, loop }
  }

  get app(): FastifyInstance {
    return this.#parts.app
  }

  get serving(): Serving {
    return this.#parts.desk.current
  }

  async listen({ port, host = defaultHost(this.serving.settings) }: { readonly port: number; readonly host?: string }): Promise<string> {
    const refusal = refusalOf(this.serving.settings, this.#rules(host))
    if (refusal !== undefined) throw new GatewayStartError(refusal)
    const url = await listenOn(this.app, port, host)
    this.#host = host
    this.#watch()
    return url
  }

  /** One after the other: what was asked for last is what is served last. */
  reload(): Promise<ReloadState> {
    const next = this.#queue.then(() => this.#reloadNow())
    this.#queue = next
    return next
  }

  close(graceMs = defaultGraceMs): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    return this.#closed
  }

  async #close(graceMs: number): Promise<void> {
    const { app, desk, loop } = this.#parts
    this.#watched?.close()
    await closeApp(app, graceMs, () => this.#stopping.abort())
    loop?.stop()
    await desk.close()
  }

  get #parts() {
    if (this.#started === undefined) throw new Error('llmgen bug: the gateway was used before it was made')
    return this.#started
  }

  #rules(host = this.#host) {
    return { host, allowSampleKey: this.#options.allowSampleKey === true }
  }

  #read(): ReadConfig {
    const read = readConfig(this.#options.config, this.#env)
    this.#sources = read.sources
    this.#options.onConfig?.(read)
    return read
  }

  #open({ lowered }: ReadConfig): Promise<Serving> {
    if (lowered === undefined) throw new Error('llmgen bug: a config with errors was opened')
    const client = this.#options.client ?? {}
    return openServing(lowered, { env: this.#env, client, loadedAt: (client.now ?? Date.now)() })
  }

  async #reloadNow(): Promise<ReloadState> {
    try {
      this.#lastReload = await this.#exchange()
    } catch (error) {
      // whatever stands in the way of the new config, the old one is served on
      this.#lastReload = this.#refused(error instanceof Error ? error.message : String(error))
    }
    this.#watch()
    return this.#lastReload
  }

  async #exchange(): Promise<ReloadState> {
    const read = this.#read()
    if (read.lowered === undefined) return this.#refused(describeErrors(read))
    const next = await this.#open(read)
    const refusal = refusalOf(next.settings, this.#rules(), this.serving.settings)
    if (refusal !== undefined) {
      await next.close()
      return this.#refused(refusal)
    }
    this.#parts.desk.swap(next)
    this.#log.info({ models: next.plan.groups.length, deployments: next.plan.deployments.length }, 'the config was read anew')
    return { ok: true }
  }

  #refused(message: string): ReloadState {
    this.#log.error({}, `the config was not taken, the one before is still served: ${message}`)
    return { ok: false, message, at: (this.#options.client?.now ?? Date.now)() }
  }

  /** Follows the files of the config as it is now; includes come and go with it. */
  #watch(): void {
    if (this.#host === undefined || this.#closed !== undefined) return
    const { config } = this.#options
    this.#watched?.close()
    this.#watched = watchFolders(
      this.#sources.map(({ path }) => resolve(config.cwd ?? '.', path)),
      () => {
        if (hasChanged(config, this.#sources)) void this.reload()
      },
    )
  }
}
