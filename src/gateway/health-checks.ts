/** Checks of deployments by small calls: in the background where the config wants them, or when an administrator asks. */
import type { JsonObject } from '../plan/plan.js'
import type { Engine } from '../runtime/engine.js'
import { writtenInfo } from './access-groups.js'
import type { Calls } from './calls.js'
import type { Checked, HealthLedger } from './health-ledger.js'
import { type Probed, probe } from './health-probe.js'

/** `general_settings` about checks. */
export type HealthSettings = {
  /** `background_health_checks`, default false: what traffic shows costs nothing. */
  readonly background: boolean
  /** `health_check_interval`, milliseconds. Default 300,000. */
  readonly intervalMs: number
  /** `health_check_concurrency`: calls at one time. Default 5. */
  readonly concurrency: number
}

/** The checks of one engine. */
export interface HealthChecks {
  /** The last check of a deployment under this config, by its index. */
  found(index: number): Checked | undefined
  /** Asks these deployments now. Resolves when all have answered. */
  check(indexes: readonly number[]): Promise<void>
  stop(): void
}

const usualIntervalMs = 300_000
const usualConcurrency = 5
/** A gateway that has just begun has better things to do, and a config that is only tried out is gone by then. Milliseconds. */
const firstAfterMs = 2_000
/** What checks of one deployment may cost in a day: 0.05 US dollars. Beyond, it is judged by its traffic until the next day. */
const mostNanoUsdPerDay = 50_000_000

/** Reads `general_settings`. Values of a wrong type count as not set. */
export function readHealthSettings(general: JsonObject): HealthSettings {
  const { background_health_checks: background, health_check_interval: seconds, health_check_concurrency: calls } = general
  return {
    background: background === true || background === 'true' || background === 'True',
    intervalMs: typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : usualIntervalMs,
    concurrency: typeof calls === 'number' && calls >= 1 ? Math.floor(calls) : usualConcurrency,
  }
}

/** Begins to check in the background where the settings say so. */
export function createHealthChecks(engine: Engine, calls: Calls, settings: HealthSettings, ledger: HealthLedger): HealthChecks {
  const checks = new Checks(engine, calls, settings, ledger)
  if (settings.background) void checks.run()
  return checks
}

class Checks implements HealthChecks {
  readonly #engine: Engine
  readonly #calls: Calls
  readonly #settings: HealthSettings
  readonly #ledger: HealthLedger
  readonly #stopped = new AbortController()

  constructor(engine: Engine, calls: Calls, settings: HealthSettings, ledger: HealthLedger) {
    this.#engine = engine
    this.#calls = calls
    this.#settings = settings
    this.#ledger = ledger
  }

  found(index: number): Checked | undefined {
    return this.#ledger.found(this.#idOf(index), this.#engine.plan.hash)
  }

  stop(): void {
    this.#stopped.abort()
  }

  async check(indexes: readonly number[]): Promise<void> {
    const waiting = [...indexes]
    const work = async () => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await this.#checkOne(index)
    }
    await Promise.all(Array.from({ length: Math.min(this.#settings.concurrency, waiting.length) }, work))
  }

  /** Until it is stopped. Never rejects: neither waiting nor asking does. */
  async run(): Promise<void> {
    const { signal } = this.#stopped
    const { plan, sleep } = this.#engine
    const wanted = plan.deployments.filter((deployment) => writtenInfo(plan, deployment).disable_background_health_check !== true)
    await sleep(firstAfterMs, signal)
    while (!signal.aborted) {
      if (this.#ledger.isOnDuty) await this.check(wanted.map(({ index }) => index))
      if (!signal.aborted) await sleep(this.#settings.intervalMs, signal)
    }
  }

  async #checkOne(index: number): Promise<void> {
    if (this.#stopped.signal.aborted) return
    const probed = await this.#ask(index)
    this.#ledger.note(this.#idOf(index), this.#engine.plan.hash, { at: this.#engine.now(), probed })
  }

  async #ask(index: number): Promise<Probed> {
    const { plan, deployments } = this.#engine
    const deployment = plan.deployments[index]
    const fault = deployments[index]?.fault
    if (deployment === undefined) return { is: 'unasked', why: 'there is no such deployment' }
    if (fault !== undefined) return { is: 'failing', error: fault.message }
    if (this.#ledger.spent(deployment.id, this.#engine.now()) >= mostNanoUsdPerDay)
      return { is: 'unasked', why: 'its checks have cost 0.05 USD today: it is judged by its traffic until tomorrow' }
    const info = writtenInfo(plan, deployment)
    const name = this.#nameOf(index, deployment.id, info)
    if (name === undefined) return { is: 'unasked', why: 'it stands for many models: model_info.health_check_model says which to ask' }
    return probe(this.#calls, { deployment, info, name }, this.#stopped.signal)
  }

  /** Its id; for one behind a pattern the model that the config names for checks, where the pattern leads to it. */
  #nameOf(index: number, id: string, { health_check_model: model }: JsonObject): string | undefined {
    const { table } = this.#engine
    if (table.isWildcard[index] !== 1) return id
    if (typeof model !== 'string') return undefined
    return table.resolve(model)?.group.deployments.includes(index) === true ? model : undefined
  }

  #idOf(index: number): string {
    return this.#engine.plan.deployments[index]?.id ?? ''
  }
}
