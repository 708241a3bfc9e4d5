/** A routing strategy of one's own, as a function over what a caller knows. */
import type { Plan } from '../plan/plan.js'
import type { Strategy } from '../runtime/strategies/strategy.js'

/** A deployment that can take the call. */
export type RoutingCandidate = {
  /** `model_info.id`. */
  readonly id: string
  readonly provider: string
  /** Upstream model as `litellm_params.model` names it, without its provider. */
  readonly model: string
  readonly weight: number
  /** Attempts under way. */
  readonly inFlight: number
}

export type RoutingChoice = {
  /** Name of the model group, or the pattern. */
  readonly model: string
  /** At least one, in the order of `model_list`. */
  readonly candidates: readonly RoutingCandidate[]
  /** The caller waits for a first token, and not for a whole answer. */
  readonly streaming: boolean
  /** In [0, 1); the Router's own, so that a seeded one gives the same choices. */
  readonly random: () => number
}

/**
 * Returns the `id` of one candidate. Asked for each attempt: resting deployments, those that were tried, and those over a
 * limit are no candidates any more. What it throws ends the call.
 */
export type RoutingFunction = (choice: RoutingChoice) => string

/** The function as a strategy of the engine. Unlike the engine's own it allocates. */
export function customStrategy({ deployments }: Plan, choose: RoutingFunction): Strategy {
  return (group, eligible, count, state, random, streaming) => {
    const indexes = [...eligible.subarray(0, count)]
    const candidates = indexes.map((index): RoutingCandidate => {
      const { id = '', provider = '', model = '' } = deployments[index] ?? {}
      const name = typeof model === 'string' ? model : model.env
      return { id, provider, model: name, weight: group.weights[index] ?? 0, inFlight: state.inFlight[index] ?? 0 }
    })
    const id = choose({ model: group.name, candidates, streaming, random })
    const at = candidates.findIndex((candidate) => candidate.id === id)
    const index = indexes[at]
    if (index !== undefined) return index
    const known = candidates.map((candidate) => `"${candidate.id}"`).join(', ')
    throw new TypeError(`routing_strategy returned ${JSON.stringify(id)}, which is none of its candidates for "${group.name}": ${known}`)
  }
}
