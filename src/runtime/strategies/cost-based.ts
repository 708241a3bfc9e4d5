/** Prefers the deployments whose calls cost the least. */
import type { Plan } from '../../plan/plan.js'
import type { PriceRow } from '../../plan/prices.js'
import type { RouterState } from '../state.js'
import { learnSize } from '../usage.js'
import { drawEvenly, drawFewest, listOf, none } from './draw.js'
import type { Costs, GroupSources, Learner, Prepared, Strategy } from './strategy.js'

/** Change of an average call's size after which prices are worked out anew. */
const tolerance = 0.1

/**
 * The lowest price of a call of this client's average size: a price per request, and the prices of its prompt and of its
 * answer. Ties go to the fewest calls under way, then at random. Sends nothing to dearer ones while a cheaper one serves.
 * Differs: LiteLLM adds up the prices of one token of each kind, whatever calls look like, takes a price of 0 as not set and
 * an unknown one as 10 dollars a token, and gives ties to the first; here 0 is a price, and unknown ones come last.
 */
const pick: Strategy = (group, eligible, count, state, random) => {
  const costs = group.prepared?.cost
  if (costs === undefined) return drawEvenly(eligible, count, random)
  if (hasChanged(costs.promptTokens, state.promptTokens) || hasChanged(costs.replyTokens, state.replyTokens))
    reckon(costs, state, group.serving)
  const list = listOf(group, eligible)
  if (list === none || list !== costs.list) findCheapest(costs, eligible, count)
  costs.list = list
  return drawFewest(costs.cheapest, costs.cheapestCount, state, random)
}

function findCheapest(costs: Costs, eligible: Int32Array, count: number): void {
  const { total, cheapest } = costs
  let lowest = Number.POSITIVE_INFINITY
  let found = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const price = total[index] ?? 0
    if (price > lowest) continue
    if (price < lowest) found = 0
    lowest = price
    cheapest[found++] = index
  }
  costs.cheapestCount = found
}

function hasChanged(old: number, now: number): boolean {
  return Math.abs(now - old) > old * tolerance
}

/** The price of an average call of this client. */
function reckon(costs: Costs, { promptTokens, replyTokens }: RouterState, serving: Int32Array): void {
  const { fixed, input, output, total } = costs
  costs.promptTokens = promptTokens
  costs.replyTokens = replyTokens
  costs.list = none
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    total[index] = (fixed[index] ?? 0) + (input[index] ?? 0) * promptTokens + (output[index] ?? 0) * replyTokens
  }
}

function prepare({ plan, serving, table }: GroupSources): Prepared {
  const cost: Costs = {
    fixed: table('fixed'),
    input: table('input'),
    output: table('output'),
    total: table('total'),
    cheapest: new Int32Array(serving.length),
    cheapestCount: 0,
    list: none,
    promptTokens: 0,
    replyTokens: 0,
  }
  for (const index of serving) {
    const row = rowOf(plan, index)
    const isKnown = row !== undefined && (row.input ?? row.output ?? row.perRequest) !== undefined
    cost.fixed[index] = isKnown ? (row.perRequest ?? 0) : Number.POSITIVE_INFINITY
    cost.input[index] = (isKnown && row.input) || 0
    cost.output[index] = (isKnown && row.output) || 0
  }
  return { cost }
}

/** The row that prices a deployment; where the reply's model decides, that of the model which the config names. */
function rowOf({ deployments, prices }: Plan, index: number): PriceRow | undefined {
  const deployment = deployments[index]
  if (deployment === undefined || deployment.price.by === 'none') return undefined
  const { price, model } = deployment
  if (price.by === 'row') return prices[price.row]
  return prices.find((row) => row.family === price.family && row.model === model)
}

const learner: Learner = {
  answered: (state, _index, _sample, usage) => {
    if (usage !== undefined) learnSize(state, usage)
  },
}

export const costBasedRouting: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare, learner })
