/** What a call is likely to cost at a deployment, before it is made. */
import { costOf, type PricedUsage, type Units } from '../cost.js'
import type { Engine } from '../engine.js'
import { warnProcess } from '../observer.js'
import type { Run } from '../run.js'
import { outputTokensFor, promptTokensFor } from '../tokens/needs.js'

export class CostEstimates {
  /** The last estimate of each call, by deployment: checks, claims and errors ask several times. */
  readonly #known = new WeakMap<Run, { readonly request: object; readonly byDeployment: Map<number, number> }>()
  readonly #warned = new Set<number>()

  /**
   * Integer nano-dollars; 0 where the call is free. At least 1, also where nobody can know the cost before the call (a
   * recording, by its length) or at all: so a budget that is spent holds the call back, and its real cost is settled.
   */
  of(run: Run, index: number): number {
    const { request } = run.prepared
    let known = this.#known.get(run)
    if (known === undefined || known.request !== request) {
      known = { request, byDeployment: new Map() }
      this.#known.set(run, known)
    }
    let estimate = known.byDeployment.get(index)
    if (estimate === undefined) {
      estimate = this.#estimate(run, index)
      known.byDeployment.set(index, estimate)
    }
    return estimate
  }

  #estimate(run: Run, index: number): number {
    const { engine } = run
    const usage = { prompt_tokens: promptTokensFor(run, index), completion_tokens: outputTokensFor(run, index) }
    const nanoUsd = priced(engine, index, usage, unitsOf(run))
    if (nanoUsd === undefined) {
      if (!isPriced(engine, index)) this.#warnOf(engine, index)
      return 1
    }
    if (nanoUsd > 0) return nanoUsd
    return priced(engine, index, largeUsage, unitsOf(run)) === 0 ? 0 : 1
  }

  #warnOf({ plan }: Engine, index: number): void {
    if (this.#warned.has(index)) return
    this.#warned.add(index)
    const deployment = plan.deployments[index]
    warnProcess(
      `deployment "${deployment?.id}" of "${deployment?.group}" has a budget, and no price is known for it: its calls use up nothing of the budget. Set input_cost_per_token and output_cost_per_token in its litellm_params.`,
    )
  }
}

/** Costs something wherever tokens do. */
const largeUsage: PricedUsage = { prompt_tokens: 1_000_000, completion_tokens: 1_000_000 }
/** One of everything that is billed by the piece. */
const onePiece: Units = { images: 1, seconds: 1, characters: 1, queries: 1 }
const noUsage: PricedUsage = { prompt_tokens: 0 }

/** True where the deployment has a price for anything: what a call costs is known then, if only afterwards. */
function isPriced(engine: Engine, index: number): boolean {
  return priced(engine, index, largeUsage, undefined) !== undefined || priced(engine, index, noUsage, onePiece) !== undefined
}

function priced({ plan, costs, deployments }: Engine, index: number, usage: PricedUsage, units: Units | undefined): number | undefined {
  const deployment = plan.deployments[index]
  if (deployment === undefined) return undefined
  const model = deployments[index]?.ready?.target.model ?? ''
  // Models that only read have no price for what they write.
  const read = { prompt_tokens: usage.prompt_tokens }
  return costOf(costs, deployment.price, model, usage, { units }).nanoUsd ?? costOf(costs, deployment.price, model, read, { units }).nanoUsd
}

/** What is billed by the piece, as far as the request tells. */
function unitsOf({ endpoint, prepared }: Run): Units | undefined {
  const request: { readonly [name: string]: unknown } = prepared.request
  switch (endpoint) {
    case 'images':
    case 'imageEdits':
      return { images: typeof request.n === 'number' ? request.n : 1 }
    case 'speech':
      return { characters: typeof request.input === 'string' ? [...request.input].length : 0 }
    case 'rerank':
      return { queries: 1 }
    case 'tokens':
      return { free: true }
    default:
      return undefined
  }
}
