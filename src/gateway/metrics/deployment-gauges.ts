/** How deployments are at this moment: asked when somebody reads the metrics, so that nothing is counted on the way. */
import { isCooling, windowCounts } from '../../runtime/state.js'
import type { Serving } from '../serving.js'
import type { Registry } from './exposition.js'
import { labelsOf, type MetricSettings } from './metric-settings.js'
import { placesOf } from './places.js'

const place = ['litellm_model_name', 'model_id', 'api_base', 'api_provider'] as const

/** LiteLLM's numbers of `litellm_deployment_state`. */
export const deploymentState = { healthy: 0, partial: 1, out: 2 } as const

/** Sets the gauges anew; to be called before the text is made. */
export function createDeploymentGauges(registry: Registry, settings: MetricSettings, serving: () => Serving): () => void {
  const gauge = (name: string, help: string) => {
    const labels = labelsOf(settings, name, place, place)
    return labels === undefined ? undefined : registry.gauge({ name, help, labels })
  }
  const state = gauge('litellm_deployment_state', '0: healthy, 1: some calls failed within a minute, 2: rests or cannot be called.')
  const inFlight = gauge('llmgen_deployment_in_flight_requests', 'Attempts under way at a deployment.')
  return () => {
    const { engine, plan } = serving()
    const places = placesOf({ engine, plan })
    for (const family of [state, inFlight]) family?.clear()
    for (const { id, index } of plan.deployments) {
      const { model = '', apiBase = '', provider = '' } = places.get(id) ?? {}
      const values: { readonly [label: string]: string } = {
        litellm_model_name: model,
        model_id: id,
        api_base: apiBase,
        api_provider: provider,
      }
      const series = (family: typeof state) => family?.series(family.labels.map((label) => values[label] ?? ''))
      const [health, running] = [series(state), series(inFlight)]
      if (health !== undefined) health.value = stateOf(engine, index)
      if (running !== undefined) running.value = engine.state.inFlight[index] ?? 0
    }
  }
}

function stateOf({ state, deployments, now }: Serving['engine'], index: number): number {
  const at = now()
  if (deployments[index]?.ready === undefined || isCooling(state, index, at)) return deploymentState.out
  return windowCounts(state, index, at).failures > 0 ? deploymentState.partial : deploymentState.healthy
}
