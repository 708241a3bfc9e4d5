/** What the requests of a batch used and cost, added up from the lines of its output file. */
import type { PriceRef } from '../../plan/prices.js'
import { isRecord, parseJson } from '../../providers/shared/json.js'
import { type CostTable, costOf, rowOf } from '../../runtime/cost.js'
import type { Serving } from '../serving.js'
import type { ProviderDoor } from './provider-door.js'
import { type ReadUsage, usageIn } from './usage-reader.js'

/** Sums over all requests of a batch. */
export type BatchUse = {
  requests: number
  /** Of these, answered with an error: they cost nothing. */
  failed: number
  promptTokens: number
  completionTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  /** Integer nano-dollars of those whose price is known. */
  costNanoUsd: number
  /** Why the price of the others is not known; undefined where all are. */
  unpriced: string | undefined
  /** Models that answered, each once. */
  readonly models: string[]
}

/** A batch is of one model at most hosts; more names than these are not told. */
const mostModels = 20

/** Adds up the lines; those that are no answers count as failed. */
export async function useOf(lines: AsyncIterable<string>, pricing: Pricing): Promise<BatchUse> {
  const use: BatchUse = {
    requests: 0,
    failed: 0,
    promptTokens: 0,
    completionTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    costNanoUsd: 0,
    unpriced: undefined,
    models: [],
  }
  for await (const line of lines) if (line.trim() !== '') add(use, line, pricing)
  return use
}

function add(use: BatchUse, line: string, pricing: Pricing): void {
  use.requests++
  const entry = parseJson(line)
  const response = isRecord(entry) ? entry.response : undefined
  if (!isRecord(response) || Number(response.status_code) >= 400) {
    use.failed++
    return
  }
  const read = usageIn(response.body)
  const { model = '', usage } = read
  if (model !== '' && use.models.length < mostModels && !use.models.includes(model)) use.models.push(model)
  const before = usage?.prompt_tokens_details
  use.promptTokens += usage?.prompt_tokens ?? 0
  use.completionTokens += usage?.completion_tokens ?? 0
  use.cacheReadTokens += before?.cached_tokens ?? 0
  use.cacheWriteTokens += before?.cache_creation_tokens ?? before?.cache_write_tokens ?? 0
  const cost = batchCost(pricing(model), model, read)
  if (typeof cost === 'number') use.costNanoUsd += cost
  else use.unpriced = cost
}

/** By what the requests of a model are priced, and the name under which the config has it, if it has. */
export type Pricing = (model: string) => { readonly table: CostTable; readonly ref: PriceRef; readonly group: string | undefined }

/** Nano-dollars, or why they are not known. Without batch rates of its own a model costs half in a batch, as OpenAI and Azure sell it. */
function batchCost({ table, ref }: ReturnType<Pricing>, model: string, { usage }: ReadUsage): number | string {
  const { nanoUsd, reason } = costOf(table, ref, model, usage, { tier: 'batch' })
  if (nanoUsd === undefined) return reason
  return rowOf(table, ref, model)?.services?.batch === undefined ? Math.round(nanoUsd / 2) : nanoUsd
}

/** Vendors put dates behind the names of their models. */
const date = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/

/**
 * Prices at a host: those of a deployment there whose model answered; of the deployment itself where its names are the
 * operator's own, as at Azure, and the config prices it; else the catalogue's.
 */
export function pricingAt({ engine }: Pick<Serving, 'engine'>, { ready, adapter, costs, price }: ProviderDoor): Pricing {
  const here = engine.deployments.flatMap((each) => (each.ready?.target.baseUrl === ready.target.baseUrl ? [each.ready] : []))
  const known = new Map<string, ReturnType<Pricing>>()
  const find = (model: string): ReturnType<Pricing> => {
    const bare = model.replace(date, '')
    const fitting = here.find(({ target }) => target.model === model) ?? here.find(({ target }) => target.model.replace(date, '') === bare)
    const own = here.includes(ready) && adapter.format.startsWith('azure') ? ready : undefined
    const deployment = (fitting ?? own)?.target.deployment
    const group = deployment?.group
    return deployment?.price.by === 'row' ? { table: engine.costs, ref: deployment.price, group } : { table: costs, ref: price, group }
  }
  return (model) => {
    const found = known.get(model) ?? find(model)
    if (known.size < mostModels) known.set(model, found)
    return found
  }
}
