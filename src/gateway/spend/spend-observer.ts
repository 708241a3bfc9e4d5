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
  let isFailing = false
  const keep = (record: CallRecord) => {
    const current = serving()
    const { store, settings } = current
    if (store === undefined || !settings.store.keepsSpend) return
    const row = spendRowOf(record, { apiBase: apiBaseOf(current, record.meta?.deploymentId) })
    if (row === undefined || (row.status === 'failure' && !settings.store.keepsFailures && row.spend === usdZero)) return
    warnOfPrice(record, told, log)
    store.record(row)
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

/** Base URLs are constant for as long as a config is served. */
const bases = new WeakMap<object, Map<string, string | undefined>>()
/** Ids come from the Plan, and from kept answers of which there may be many. */
const mostBases = 5_000

function apiBaseOf({ engine, plan }: Pick<Serving, 'engine' | 'plan'>, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const known = bases.get(engine) ?? new Map<string, string | undefined>()
  if (known.has(id)) return known.get(id)
  const index = plan.deployments.find((each) => each.id === id)?.index
  const target = index === undefined ? undefined : engine.deployments[index]?.ready?.target
  const base = target === undefined ? undefined : publicUrl(target.baseUrl)
  if (known.size < mostBases) bases.set(engine, known.set(id, base))
  return base
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
