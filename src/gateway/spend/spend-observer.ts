/** Makes a row of every request that has ended, and hands it to the store before the last byte of its answer goes out. */
import type { CallObserver, CallRecord } from '../call-record.js'
import type { GatewayLog } from '../log.js'
import { publicUrl } from '../public-url.js'
import type { Serving } from '../serving.js'
import { spendRowOf } from './spend-row-of.js'

/** Requests of which no row could be kept: a number of which anything but 0 is a fault. */
export type SpendGaps = { missing: number }

/** `serving` is asked when a request ends. */
export function createSpendObserver(serving: () => Serving, log: GatewayLog, gaps: SpendGaps): CallObserver {
  const told = new Set<string>()
  const bases = new Bases()
  let isFailing = false
  const keep = (record: CallRecord) => {
    const current = serving()
    const { store, settings } = current
    if (store === undefined || !settings.store.keepsSpend) return
    const row = spendRowOf(record, record.meta === undefined ? '' : bases.of(current, record.meta.deploymentId))
    if (row === undefined || (row.status === 'failure' && !settings.store.keepsFailures && row.spend === usdZero)) return
    warnOfPrice(record, told, log)
    store.record(row, record.isHeldBack)
  }
  return (record) => {
    try {
      keep(record)
      if (isFailing) log.info({}, 'spend rows can be kept again')
      isFailing = false
    } catch (error) {
      // the answer is worth more than its row: it goes out, and the gap is counted
      gaps.missing++
      const message = error instanceof Error ? error.message : String(error)
      if (!isFailing) log.error({ callId: record.callId }, `no spend row can be kept: ${message}. Requests are answered all the same`)
      isFailing = true
    }
  }
}

const usdZero = '0.000000000'

/** Ids come from the Plan, and from kept answers of which there may be many. */
const mostBases = 5_000

/** Base URLs are constant for as long as a config is served. */
class Bases {
  #engine: Serving['engine'] | undefined
  readonly #known = new Map<string, string>()

  /** That of a deployment; '' where it is not known. */
  of({ engine, plan }: Pick<Serving, 'engine' | 'plan'>, id: string): string {
    if (engine !== this.#engine) {
      this.#engine = engine
      this.#known.clear()
    }
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const index = plan.deployments.find((each) => each.id === id)?.index
    const target = index === undefined ? undefined : engine.deployments[index]?.ready?.target
    const base = target === undefined ? '' : publicUrl(target.baseUrl)
    if (this.#known.size < mostBases) this.#known.set(id, base)
    return base
  }
}

/** Models are warned of once each; so many and no more. */
const mostWarned = 1_000

/** What has no price would count as free in silence. */
function warnOfPrice({ meta, costNanoUsd }: CallRecord, told: Set<string>, log: GatewayLog): void {
  if (meta === undefined || meta.costReason === undefined || costNanoUsd !== undefined || meta.costNanoUsd !== undefined) return
  const name = `${meta.provider}/${meta.model}`
  if (told.has(name) || told.size >= mostWarned) return
  told.add(name)
  log.warn(
    { model: name, group: meta.group },
    `what ${name} costs is not known (${meta.costReason}): its spend rows have no cost. Set input_cost_per_token and output_cost_per_token in model_info`,
  )
}
