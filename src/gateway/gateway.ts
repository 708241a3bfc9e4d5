/** The gateway: a config, what is served of it, and the app before it. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Lowered } from '../compiler/lower.js'
import type { StateStore } from '../protocol/state-store.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { processEnvironment } from '../runtime/settings.js'
import { memoryStore } from '../runtime/state-store/memory-store.js'
import { createAccessLog } from './access-log.js'
import { createApp } from './app.js'
import type { CallObserver } from './call-record.js'
import { ConfigReader } from './config-reader.js'
import { type ConfigSource, describeErrors, type ReadConfig, readConfig } from './config-source.js'
import { HealthLedger } from './health-ledger.js'
import { keptConfig } from './kept-config.js'
import { defaultHost, refusalOf } from './listen-rules.js'
import { type LoopDelay, watchLoopDelay } from './load-shedding.js'
import { type GatewayLog, silentLog } from './log.js'
import { createGatewayMetrics, type GatewayMetrics, metricsTopic, withObserver } from './metrics/gateway-metrics.js'
import { joinTexts } from './metrics/join-texts.js'
import { openKeeper } from './open-keeper.js'
import { openServing } from './open-serving.js'
import { loadAhead } from './packages.js'
import { readSettings } from './read-settings.js'
import type { GatewayView, ReloadState, Route } from './route.js'
import { routesFor } from './routes-for.js'
import { closeApp, listenOn } from './server.js'
import type { Serving } from './serving.js'
import { ServingDesk } from './serving-desk.js'
import { createSpendObserver, type SpendGaps } from './spend/spend-observer.js'
import { GatewayConfigError, GatewayStartError } from './start-error.js'
import type { StoreSettings } from './store/store-settings.js'
import type { StoreKeeper } from './store-keeper.js'
import { StoredModelDesk } from './stored-model-desk.js'
import type { Fleet } from './workers/fleet-view.js'

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
  /** Routes that are served. Default: `allRoutes()`, or `routes` where the package for queries is missing and nothing is kept. */
  readonly routes?: readonly Route[]
  /**
   * Limits, budgets and rests where the config names no Redis. Default: in the memory of this process, where they outlive a
   * config that is read anew.
   */
  readonly state?: StateStore
  /**
   * Folder for keys, teams and spend: of the embedded database where the config names none, and of spend rows on their way to
   * it. Default: `.llmgen` where `general_settings.database_url` or `DATABASE_URL` is set; else nothing is kept.
   */
  readonly dataFolder?: string
  /** The other processes that serve the same port. Default: there are none. */
  readonly fleet?: Fleet
  /** Listen on a public address with the sample master key. Default false. */
  readonly allowSampleKey?: boolean
  /** Delay of the event loop above which calls are refused with 503, **milliseconds**. Default 1,000. */
  readonly maxLoopDelayMs?: number
  /** Longest time a client gets to send its whole request, **milliseconds**. Default 300,000. */
  readonly requestTimeoutMs?: number
  /** Delay of the event loop, milliseconds; tests set it. Default: measured. */
  readonly loopDelay?: () => number
}

/** A config that was opened beside the one that is served, or why it cannot be served. */
export type Prepared =
  | {
      readonly ok: true
      /** Serves it from now on. */
      serve(): void
      /** Forgets it. */
      drop(): Promise<void>
    }
  | { readonly ok: false; readonly message: string }

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
  /** Reads the config anew; with a bad one everything stays as it is. One of several gateways has all of them do so. */
  reload(): Promise<ReloadState>
  /** Opens another config; nothing is served differently until it says so. Never rejects. */
  prepare(config: ConfigSource): Promise<Prepared>
  /** Takes over what became of a config that somebody else read, for readiness. */
  noteReload(state: ReloadState): void
  /** Accepts nothing more, lets calls under way end for `graceMs` (default 30,000), then breaks them off. */
  close(graceMs?: number): Promise<void>
}

/**
 * Reads the config and makes the gateway: `createGateway({ config: { path: 'litellm_config.yaml' } })`, then `listen`. A config
 * may also be handed over as text, as an object, or as a Plan that was compiled before. Rejects with a {@link GatewayStartError}
 * where the config has errors, and with what the system says where a file cannot be read.
 */
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
  readonly #reader: ConfigReader
  readonly #state: StateStore
  readonly #healthLedger: HealthLedger
  readonly #stopping = new AbortController()
  readonly #gaps: SpendGaps = { missing: 0 }
  readonly #models: StoredModelDesk
  #started: { readonly app: FastifyInstance; readonly desk: ServingDesk; readonly loop: LoopDelay | undefined } | undefined
  #lastReload: ReloadState = { ok: true }
  #host: string | undefined
  #metrics: GatewayMetrics | undefined
  #keeper: StoreKeeper | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#log = options.log ?? silentLog
    this.#env = options.env ?? processEnvironment()
    this.#reader = new ConfigReader({ config: options.config, env: this.#env, onConfig: options.onConfig })
    this.#state = options.state ?? memoryStore()
    this.#healthLedger = new HealthLedger(options.fleet)
    this.#models = new StoredModelDesk({
      env: this.#env,
      log: this.#log,
      store: () => this.#keeper?.store,
      plan: () => this.#started?.desk.current.plan,
      rebuild: () => this.#inTurn(() => this.#rebuild()),
    })
  }

  async start(): Promise<void> {
    loadAhead()
    const read = this.#reader.read()
    if (read.lowered === undefined) throw new GatewayConfigError(describeErrors(read))
    const { loopDelay } = this.#options
    const loop = loopDelay === undefined ? watchLoopDelay() : undefined
    try {
      this.#started = { ...(await this.#build(read, read.lowered, loopDelay ?? (() => loop?.now() ?? 0))), loop }
    } catch (cause) {
      loop?.stop()
      throw cause
    }
  }

  async #build(read: ReadConfig, { plan, secrets }: Lowered, loopDelay: () => number) {
    const { maxLoopDelayMs = defaultMaxLoopDelayMs, requestTimeoutMs, fleet } = this.#options
    const { metrics: kept, store } = readSettings(plan, secrets, this.#env)
    const keeper = await this.#openStore(store, { plan, secrets })
    this.#keeper = keeper
    const served = this.#options.routes ?? (await routesFor(keeper !== undefined))
    const stored = keeper === undefined ? undefined : { store: keeper.store, gaps: this.#gaps }
    const metrics = createGatewayMetrics(kept, { serving: () => this.serving, inFlight: () => desk.inFlight, loopDelay, kept: stored })
    this.#metrics = metrics
    const desk = new ServingDesk(await this.#open(this.#options.config, read))
    fleet?.answer(metricsTopic, () => metrics.text())
    const gateway: GatewayView = {
      routes: served,
      inFlight: () => desk.inFlight,
      observers: [...this.#spendRows(), metrics.observe, ...this.#accessLog(), ...(this.#options.observers ?? [])],
      metricsText: async () => joinTexts((await fleet?.gather(metricsTopic)) ?? [await metrics.text()]),
      lastReload: () => this.#lastReload,
      reload: () => this.reload(),
      ...(keeper !== undefined && { models: this.#models, countingApart: () => keeper.countingApart }),
      fleet,
    }
    try {
      const stopping = this.#stopping.signal
      const app = await createApp({ desk, gateway, log: this.#log, loopDelay, maxLoopDelayMs, stopping, requestTimeoutMs })
      await app.ready()
      return { app, desk }
    } catch (cause) {
      await desk.close()
      throw cause
    }
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
    this.#follow()
    return url
  }

  reload(): Promise<ReloadState> {
    const { fleet } = this.#options
    return fleet === undefined ? this.#inTurn(() => this.#reloadNow()) : fleet.reload()
  }

  prepare(config: ConfigSource): Promise<Prepared> {
    return this.#prepare(config, () => readConfig(config, this.#env))
  }

  noteReload(state: ReloadState): void {
    this.#lastReload = state
  }

  /** One after the other: what was asked for last is what is served last. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    // one that fails does not keep the next from being tried
    const next = this.#queue.then(task, task)
    this.#queue = next
    return next
  }

  close(graceMs = defaultGraceMs): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    return this.#closed
  }

  async #close(graceMs: number): Promise<void> {
    const { app, desk, loop } = this.#parts
    this.#reader.close()
    this.#models.close()
    await closeApp(app, graceMs, () => this.#stopping.abort())
    loop?.stop()
    await desk.close()
    await this.#keeper?.close()
  }

  get #parts() {
    if (this.#started === undefined) throw new Error('llmgen bug: the gateway was used before it was made')
    return this.#started
  }

  #rules(host = this.#host) {
    return { host, allowSampleKey: this.#options.allowSampleKey === true }
  }

  #accessLog(): readonly CallObserver[] {
    const observer = createAccessLog(this.#log)
    return observer === undefined ? [] : [observer]
  }

  #openStore(settings: StoreSettings, lowered: Pick<Lowered, 'plan' | 'secrets'>): Promise<StoreKeeper | undefined> {
    const { fleet, dataFolder } = this.#options
    const now = () => this.#now()
    const countsAlone = () => this.#countsAlone()
    const place = { settings, dataFolder, fleet, now, log: this.#log, instance: fleet?.id ?? randomUUID(), countsAlone }
    return openKeeper(place, keptConfig(lowered, this.#env))
  }

  /** Whoever brings a state of their own knows who shares it. */
  #countsAlone(): boolean {
    return this.#options.client?.state === undefined && this.#started?.desk.current.countsOn === 'memory'
  }

  #spendRows(): readonly CallObserver[] {
    return this.#keeper === undefined ? [] : [createSpendObserver(() => this.serving, this.#log, this.#gaps)]
  }

  async #open(source: ConfigSource, read: ReadConfig): Promise<Serving> {
    const { lowered } = await this.#models.join(source, read)
    if (lowered === undefined) throw new Error('llmgen bug: a config with errors was opened')
    const router = this.#metrics?.router()
    const client = withObserver(this.#options.client ?? {}, router)
    const shared = { env: this.#env, state: this.#state, store: this.#keeper?.store, log: this.#log, healthLedger: this.#healthLedger }
    const serving = await openServing(lowered, { ...shared, client, loadedAt: this.#now() })
    router?.attach(serving)
    return serving
  }

  #now(): number {
    return (this.#options.client?.now ?? Date.now)()
  }

  async #reloadNow(): Promise<ReloadState> {
    const prepared = await this.#prepare(this.#options.config, () => this.#reader.read())
    if (prepared.ok) prepared.serve()
    else this.#log.error({}, `the config was not taken, the one before is still served: ${prepared.message}`)
    this.#lastReload = prepared.ok ? { ok: true } : { ok: false, message: prepared.message, at: this.#now() }
    this.#follow()
    return this.#lastReload
  }

  /** Opens what is served once more, with the stored models of now. Rejects where that cannot be. */
  async #rebuild(): Promise<void> {
    const before = this.serving
    const base = this.#models.baseOf(before.plan)
    if (base === undefined) return
    const prepared = await this.#prepare(base.source, () => base.read, 'the stored models were changed')
    if (!prepared.ok) throw new Error(prepared.message)
    // a config that came meanwhile is the newer one; its models are looked at again when it is served
    if (this.serving === before) prepared.serve()
    else await prepared.drop()
  }

  async #prepare(source: ConfigSource, read: () => ReadConfig, told = 'the config was read anew'): Promise<Prepared> {
    try {
      const config = read()
      return config.lowered === undefined ? refused(describeErrors(config)) : await this.#stage(await this.#open(source, config), told)
    } catch (error) {
      // whatever stands in the way of the new config, the old one is served on
      return refused(error instanceof Error ? error.message : String(error))
    }
  }

  async #stage(next: Serving, told: string): Promise<Prepared> {
    const refusal = refusalOf(next.settings, this.#rules(), this.serving.settings)
    if (refusal !== undefined || this.#closed !== undefined) {
      await next.close()
      return refused(refusal ?? 'the gateway is being shut down')
    }
    return {
      ok: true,
      serve: () => {
        this.#parts.desk.swap(next)
        this.#log.info({ models: next.plan.groups.length, deployments: next.plan.deployments.length }, told)
        void this.#keeper?.serve(keptConfig(next, this.#env))
        // it may have been opened before a model was stored that is served already
        void this.#models.refresh()
      },
      drop: () => next.close(),
    }
  }

  /** Follows the files of the config as it is now; includes come and go with it. */
  #follow(): void {
    if (this.#host === undefined || this.#closed !== undefined) return
    this.#reader.follow(() => void this.reload())
  }
}

function refused(message: string): Prepared {
  return { ok: false, message }
}
