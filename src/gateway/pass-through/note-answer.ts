/** Notes what a passed-through request used and cost, as its answer goes by. */

import type { PriceRef } from '../../plan/prices.js'
import type { EventDecoder } from '../../providers/adapter.js'
import { type CostTable, costOf } from '../../runtime/cost.js'
import type { GatewayCall } from '../route.js'
import type { UpstreamAnswer } from './upstream.js'
import { followUsage } from './usage-reader.js'

/** By what a cost is worked out. */
export type Prices = {
  readonly costs: CostTable
  readonly price: PriceRef
  /** Decoder of a framing of the provider's own. */
  readonly binary?: (() => EventDecoder) | undefined
}

/** Follows the body, and calls `told` when it has ended. `fixed` is the price of a request whatever it used, nano-dollars. */
export function noteAnswer(call: GatewayCall, answer: UpstreamAnswer, told: () => void, prices: Prices | undefined, fixed?: number): void {
  const { facts } = call.notes
  const type = header(answer, 'content-type') ?? ''
  if (/^(text\/event-stream|application\/vnd\.amazon\.eventstream)/.test(type)) facts.streamed = true
  if (answer.status >= 400)
    facts.problem = { status: answer.status, type: 'upstream_error', message: `the provider answered ${answer.status}` }
  followUsage(answer.body, { type, encoding: header(answer, 'content-encoding'), binary: prices?.binary }, ({ usage, model, tier }) => {
    facts.usage = usage
    if (facts.model === undefined && model !== undefined) facts.model = model
    if (answer.status < 400)
      facts.costNanoUsd = fixed ?? (prices === undefined ? undefined : priced(prices, model ?? facts.model, usage, tier))
    told()
  })
}

/** Nano-dollars; undefined where nothing is counted or the price is not known. */
function priced(
  { costs, price }: Prices,
  model: string | undefined,
  usage: Parameters<typeof costOf>[3],
  tier: unknown,
): number | undefined {
  return model === undefined || usage === undefined ? undefined : costOf(costs, price, model, usage, { tier }).nanoUsd
}

function header({ headers }: UpstreamAnswer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value.toLowerCase() : undefined
}
